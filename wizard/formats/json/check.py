"""The check of an edited JSON, JSONC or JSON5 file, by means the editor does not use.

Small files are read as a whole by other people's readers, before and after. Files of any size are read by
the reader of ``reader``, which opens only what the edits lead through; all else must be the same bytes as
before, which is stricter than the same value and spares reading a large file twice.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from wizard.formats.document import Document
from wizard.formats.edits import Edit, Value
from wizard.formats.equality import equal, paired
from wizard.formats.expected import apply_edits
from wizard.formats.json.document import JsonDocument
from wizard.formats.json.reader import Broken, Known, Reader

_SMALL: Final = {"json": 1 << 18, "jsonc": 1 << 12, "json5": 1 << 12}
"""Up to how many bytes the other reader is asked; the one for JSON5 needs ten seconds for a megabyte."""


_CHUNK: Final = 1 << 18
_ENDS: Final = frozenset(",]} \t\r\n")


class _Raw(NamedTuple):
    """A value no edit leads into: the text it was, ``[start, end)`` of ``text``."""

    text: str
    start: int
    end: int

    def stands_in(self, text: str, at: int) -> bool:
        """Whether the same characters stand in ``text`` at ``at``; in pieces, so that no large one is copied."""
        if self.end - self.start <= _CHUNK:
            return text.startswith(self.text[self.start : self.end], at)
        return all(
            text.startswith(self.text[begin : min(begin + _CHUNK, self.end)], at + begin - self.start)
            for begin in range(self.start, self.end, _CHUNK)
        )


_Thin: TypeAlias = "Value | _Raw | list[_Thin] | dict[str, _Thin]"
_Steps: TypeAlias = "dict[str | type[int], _Steps]"


def reads_as_edited(
    before: bytes, after: bytes, format_name: str, edits: Sequence[Edit], document: Document | None
) -> bool:
    """Whether ``after`` is ``before`` with ``edits`` made, and the same bytes where no edit leads.

    ``document`` is ``before`` opened, if it is: what it knows need not be found out again.
    """
    known = document.known if isinstance(document, JsonDocument) else None
    return _thinly(before, after, format_name, edits, known) and _wholly(before, after, format_name, edits)


def _wholly(before: bytes, after: bytes, format_name: str, edits: Sequence[Edit]) -> bool:
    if max(len(before), len(after)) > _SMALL[format_name]:
        return True
    try:
        expected = apply_edits(_read(before, format_name), edits)
    except (ValueError, RecursionError):
        return True  # that reader cannot read this file at all
    try:
        return equal(_read(after, format_name), expected)
    except RecursionError:
        return True  # what that reader can build is too deep to compare
    except ValueError:
        return False


def _read(source: bytes, format_name: str) -> Value:
    text = source.decode("utf-8-sig")
    if not text.strip():
        return None
    if format_name == "json":
        value: Value = json.loads(text)
        return value
    import json5

    read: Value = json5.loads(f"[{text}\n]")
    return _with_paired_keys(read[0]) if isinstance(read, Sequence) and read else None


def _with_paired_keys(value: Value) -> Value:
    """``value`` with each escaped pair of surrogates in a key as its character: the package leaves them apart."""
    if isinstance(value, Mapping):
        return {paired(key): _with_paired_keys(member) for key, member in value.items()}
    return [_with_paired_keys(row) for row in value] if isinstance(value, list) else value


def _thinly(before: bytes, after: bytes, format_name: str, edits: Sequence[Edit], known: Known | None) -> bool:
    steps: _Steps = {}
    for edit in edits:
        here = steps
        for step in edit.path:
            here = here.setdefault(step if isinstance(step, str) else int, {})
    try:
        old = Reader.of(before, format_name, known)
        start = old.first()
        thin, end = (None, start) if start == len(old.text) else _thin(old, start, steps)
        old.require_end(end)
        expected = apply_edits(thin, edits)
        new = Reader.of(after, format_name)
        start = new.first()
        if start == len(new.text):
            return expected is None
        fits, end = _fits(new, start, expected)
        new.require_end(end)
    except (Broken, ValueError, LookupError, TypeError):
        return False
    return fits


def _thin(reader: Reader, start: int, steps: _Steps) -> tuple[_Thin, int]:
    """The value at ``start`` opened along ``steps``, and where it ends."""
    first = reader.text[start]
    if not steps or first not in "{[n":
        end = reader.skip(start)
        return _Raw(reader.text, start, end), end
    if first == "n":
        return None, reader.skip(start)
    position = start
    if first == "[":
        rows: list[_Thin] = []
        while (item := reader.item(position, start)) is not None:
            row, position = _thin(reader, item.start, steps.get(int, {}))
            rows.append(row)
        return rows, reader.close(position, start)
    members: dict[str, _Thin] = {}
    while (item := reader.item(position, start)) is not None:
        below = steps.get(item.key)
        if below:
            members[item.key], position = _thin(reader, item.start, below)
        else:
            position = reader.skip(item.start)
            members[item.key] = _Raw(reader.text, item.start, position)
    return members, reader.close(position, start)


def _fits(reader: Reader, start: int, expected: _Thin) -> tuple[bool, int]:
    """Whether the value at ``start`` is ``expected``, and where it ends."""
    first = reader.text[start]
    if isinstance(expected, _Raw):
        length = expected.end - expected.start
        stands = expected.stands_in(reader.text, start)
        end = start + length
        if stands and (first in "{[\"'" or reader.text[end : end + 1] in _ENDS):  # the former say where they end
            return True, end
        end = reader.skip(start)
        return stands and end - start == length, end
    if isinstance(expected, Mapping) and first == "{":
        return _members_fit(reader, start, expected)
    if isinstance(expected, Sequence) and not isinstance(expected, str) and first == "[":
        return _rows_fit(reader, start, expected)
    end = reader.skip(start)
    if isinstance(expected, Mapping | list | tuple) or first in "{[":
        return False, end
    return equal(reader.scalar(start, end), expected), end


def _members_fit(reader: Reader, start: int, expected: Mapping[str, _Thin]) -> tuple[bool, int]:
    seen: dict[str, bool] = {}
    position = start
    while (item := reader.item(position, start)) is not None:
        if item.key not in expected:
            return False, reader.skip(start)
        seen[item.key], position = _fits(reader, item.start, expected[item.key])
    return len(seen) == len(expected) and all(seen.values()), reader.close(position, start)


def _rows_fit(reader: Reader, start: int, expected: Sequence[_Thin]) -> tuple[bool, int]:
    fits, count, position = True, 0, start
    while (item := reader.item(position, start)) is not None:
        if count == len(expected):
            return False, reader.skip(start)
        row_fits, position = _fits(reader, item.start, expected[count])
        fits, count = fits and row_fits, count + 1
    return fits and count == len(expected), reader.close(position, start)
