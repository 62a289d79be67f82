"""A TOML file whose settings can be changed while every other byte stays."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import groupby

from wizard.formats.collecting import not_collecting
from wizard.formats.edits import BYTE_ORDER_MARK, Delete, DocumentPath, Edit, FormatError, Replacement, Set, Value
from wizard.formats.expected import look
from wizard.formats.paths import DEPTH, SIZE_LIMIT, decode, require_size
from wizard.formats.toml.delete import delete
from wizard.formats.toml.draft import Draft
from wizard.formats.toml.errors import longest_number, malformed, too_deep, unscanned
from wizard.formats.toml.scan import ScanError, TooDeepError, scan
from wizard.formats.toml.set import put
from wizard.formats.toml.tree import Tree


class TomlDocument:
    """A parsed TOML source; implements ``wizard.formats.Document``.

    Raises:
        FormatError: the source is not TOML, with line and column, or it is too large or nested too deeply.
    """

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._values, self._tree = _read(source)
        self._edited: Tree | None = None

    @property
    def values(self) -> Mapping[str, object]:
        """What ``tomllib`` has read; dates and times are objects of their own."""
        return self._values

    def get(self, path: DocumentPath, default: Value = None) -> Value:
        """The value at ``path``, or ``default``; dates and times come as their ISO 8601 text."""
        found, value = look(self._values, path)
        return _plain(value) if found else default

    def has(self, path: DocumentPath) -> bool:
        """Whether there is a value at ``path``."""
        return look(self._values, path)[0]

    def replacements(self, edits: Sequence[Edit]) -> tuple[Replacement, ...]:
        """The bytes that change so that all ``edits``, taken in order, hold; in order, not overlapping.

        A table or list that is set keeps the members that are equal already. A table that only its last
        sub-table or key mentioned stays as an empty table when that is deleted.

        Raises:
            FormatError: another type stands on a path, an index is out of range, or TOML has no such value.
        """
        draft = Draft(self._source, self._tree)
        try:
            for edit in self._gathered(edits):
                if isinstance(edit, Set):
                    put(draft, edit.path, edit.value)
                elif isinstance(edit, Delete):
                    delete(draft, edit.path)
            # Also after the last change: what is written must be open to the next edit.
            self._edited = draft.tree
        except TooDeepError as error:
            raise FormatError("formats.toml-deep-value", limit=DEPTH) from error
        return draft.replacements()

    def is_strict(self, source: bytes) -> bool:
        """Whether readers that are stricter than ``tomllib`` take the order of tables and dotted keys in ``source``.

        Raises:
            ScanError: the source is not TOML.
        """
        text = decode(source).removeprefix(BYTE_ORDER_MARK.decode())
        known = next((tree for tree in (self._tree, self._edited) if tree and tree.text == text), None)
        return (known or scan(text)).doubtful is None

    def _gathered(self, edits: Sequence[Edit]) -> Iterator[Edit]:
        """``edits`` with those that fill a new table one after the other as one, which spares scanning anew."""
        done: list[Edit] = []
        for parent, group in groupby(edits, lambda edit: edit.path[:-1] if _fills_table(edit) else None):
            members = list(group)
            is_new = parent is not None and not self.has(parent) and not any(_meet(each.path, parent) for each in done)
            if is_new and parent and len(members) > 1:
                yield Set(parent, {str(each.path[-1]): each.value for each in members if isinstance(each, Set)})
            else:
                yield from members
            done += members


def _fills_table(edit: Edit) -> bool:
    """Whether ``edit`` sets a member that is no table."""
    is_member = all(isinstance(step, str) for step in edit.path)
    return isinstance(edit, Set) and is_member and not isinstance(edit.value, Mapping)


def _meet(path: DocumentPath, other: DocumentPath) -> bool:
    """Whether one of the two leads through the end of the other."""
    shorter = min(len(path), len(other))
    return path[:shorter] == other[:shorter]


def _read(source: bytes) -> tuple[Mapping[str, object], Tree]:
    require_size(source, "formats.toml-large", SIZE_LIMIT)
    text = decode(source, only_lf=True).removeprefix(BYTE_ORDER_MARK.decode())
    tree: Tree | None = None
    failed = 0
    try:
        # First, because its depth is bounded and that of ``tomllib`` is not.
        tree = scan(text)
    except TooDeepError as error:
        raise too_deep(text, error) from error
    except ScanError as error:
        failed = error.offset
    try:
        with not_collecting():
            values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise malformed(text, error) from error
    except RecursionError as error:
        raise too_deep(text, TooDeepError(failed)) from error
    except ValueError as error:
        # Python reads no integer of more than 4,300 digits.
        raise unscanned(text, longest_number(text)) from error
    if tree is None:
        raise unscanned(text, failed)
    return values, tree


def _plain(value: object) -> Value:
    if isinstance(value, dict):
        return {key: _plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_plain(row) for row in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return value
    raise FormatError("formats.toml-value", found=type(value).__name__)
