"""The diff of a file change: made from its edits, so that it costs what they cost and not what the file costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from wizard.formats import Replacement, replace
from wizard.key import masked_text
from wizard.plan.plan import FileChange

_CONTEXT: Final = 3
_COMPARABLE_LINES: Final = 3_000
_LONGEST_LINE: Final = 2_000
_LONGEST_KEY: Final = 600
_END: Final = b"\n"

Kind = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line as shown: keys masked, control characters visible. Numbers count from 1, None on the other side."""

    kind: Kind
    text: str
    old_number: int | None
    new_number: int | None


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that belong together, with a few unchanged ones around them."""

    lines: tuple[DiffLine, ...]

    @property
    def header(self) -> str:
        """The header of a unified diff, such as ``@@ -1,4 +1,6 @@``."""
        return (
            f"@@ -{_span(line.old_number for line in self.lines)} +{_span(line.new_number for line in self.lines)} @@"
        )


@dataclass(frozen=True, slots=True)
class FileDiff:
    """All hunks of one file. ``added`` and ``removed`` count lines."""

    hunks: tuple[Hunk, ...]
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class _Block:
    """Old lines ``[old_start, old_end)`` become new lines ``[new_start, new_end)``; all indexes from 0."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def diff_of(change: FileChange, secrets: Iterable[str] = ()) -> FileDiff:
    """The diff between present and planned bytes of ``change``, with ``secrets`` and other keys masked."""
    before = change.snapshot.content or b""
    after = change.planned_bytes or b""
    return diff_between(before, after, change.replacements, secrets)


def diff_between(
    before: bytes, after: bytes, replacements: Sequence[Replacement] | None, secrets: Iterable[str] = ()
) -> FileDiff:
    """The diff between two contents; ``replacements``, where known, say where to look."""
    known = tuple(secrets)
    windows = [_Window(before, after, None, 0, 0)] if replacements is None else _windows(before, replacements)
    parts = [_diff_in(window, known) for window in windows]
    hunks = tuple(hunk for part in parts for hunk in part.hunks)
    return FileDiff(hunks, sum(part.added for part in parts), sum(part.removed for part in parts))


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of whole lines of both contents; the lines before it number ``old_base`` and ``new_base``."""

    before: bytes
    after: bytes
    replacements: Sequence[Replacement] | None
    old_base: int
    new_base: int


def _windows(before: bytes, replacements: Sequence[Replacement]) -> Iterator[_Window]:
    """The stretches around the replacements, so that the rest of a large file is never split into lines."""
    groups: list[tuple[int, int, list[Replacement]]] = []
    for replacement in replacements:
        start, end = _line_starts_before(before, replacement.start), _line_ends_behind(before, replacement.end)
        if groups and start <= groups[-1][1]:
            first, _, members = groups[-1]
            groups[-1] = (first, end, [*members, replacement])
        else:
            groups.append((start, end, [replacement]))
    position = old_base = shift = 0
    for start, end, members in groups:
        old_base += before.count(b"\n", position, start)
        shifted = [Replacement(each.start - start, each.end - start, each.text) for each in members]
        old = before[start:end]
        new = replace(old, shifted)
        yield _Window(old, new, shifted, old_base, old_base + shift)
        lines = old.count(b"\n")
        shift += new.count(b"\n") - lines
        old_base += lines
        position = end


def _line_starts_before(content: bytes, offset: int) -> int:
    for _ in range(_CONTEXT + 1):
        offset = content.rfind(b"\n", 0, offset)
        if offset < 0:
            return 0
    return offset + 1


def _line_ends_behind(content: bytes, offset: int) -> int:
    for _ in range(_CONTEXT + 1):
        found = content.find(b"\n", offset)
        if found < 0:
            return len(content)
        offset = found + 1
    return offset


def _diff_in(window: _Window, known: tuple[str, ...]) -> FileDiff:
    before, replacements = window.before, window.replacements
    old, new = _lines(before), _lines(window.after)
    blocks = [
        block for rough in _rough_blocks(before, old, new, replacements) for block in _fine_blocks(old, new, rough)
    ]
    hunks = tuple(_moved(_hunk(old, new, group, known), window) for group in _grouped(blocks))
    added = sum(block.new_end - block.new_start for block in blocks)
    removed = sum(block.old_end - block.old_start for block in blocks)
    return FileDiff(hunks, added, removed)


def unified(change: FileChange, secrets: Iterable[str] = ()) -> str:
    """``change`` as a unified diff with file headers, keys masked; empty where no byte changes."""
    diff = diff_of(change, secrets)
    if not diff.hunks:
        return ""
    old = "/dev/null" if change.snapshot.content is None else visible(str(change.path))
    new = "/dev/null" if change.planned_bytes is None else visible(str(change.path))
    return "\n".join([f"--- {old}", f"+++ {new}", *unified_lines(diff)]) + "\n"


def unified_lines(diff: FileDiff) -> Iterator[str]:
    """The lines of a unified diff, without file headers."""
    marks: dict[Kind, str] = {"same": " ", "removed": "-", "added": "+"}
    for hunk in diff.hunks:
        yield hunk.header
        for line in hunk.lines:
            yield marks[line.kind] + line.text


def visible(text: str) -> str:
    """``text`` with every character that could act on a terminal written out; tabs stay."""
    if text.isprintable():
        return text
    return "".join(char if char == "\t" or char.isprintable() else _written_out(char) for char in text)


def _written_out(char: str) -> str:
    code = ord(char)
    if code < 0x20:  # noqa: PLR2004  the C0 controls, which have pictures of their own
        return chr(0x2400 + code)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  the basic plane


def _lines(content: bytes) -> list[bytes]:
    """The lines of ``content``; behind a final line end stands ``_END``, which is no line and equals no blank one."""
    lines = content.split(b"\n")
    if not lines[-1]:
        lines[-1] = _END
    return lines


def _rough_blocks(
    before: bytes, old: list[bytes], new: list[bytes], replacements: Sequence[Replacement] | None
) -> Iterator[_Block]:
    if replacements is None:
        yield _between_common_ends(old, new)
        return
    # Lines are counted forward from one replacement to the next, so that the file is walked once.
    position = line = shift = 0
    block: _Block | None = None
    for replacement in replacements:
        line += before.count(b"\n", position, replacement.start)
        removed = before.count(b"\n", replacement.start, replacement.end)
        added = replacement.text.count(b"\n")
        end, shift_behind = line + removed + 1, shift + added - removed
        if block and line <= block.old_end:
            # On the same line or the next one: one block, so that all that goes stands before all that comes.
            block = _Block(block.old_start, end, block.new_start, end + shift_behind)
        else:
            if block:
                yield block
            block = _Block(line, end, line + shift, end + shift_behind)
        line += removed
        shift = shift_behind
        position = replacement.end
    if block:
        yield block


def _between_common_ends(old: list[bytes], new: list[bytes]) -> _Block:
    shorter = min(len(old), len(new))
    start = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    rest = shorter - start
    end = next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)
    return _Block(start, len(old) - end, start, len(new) - end)


def _fine_blocks(old: list[bytes], new: list[bytes], rough: _Block) -> Iterator[_Block]:
    left, right = old[rough.old_start : rough.old_end], new[rough.new_start : rough.new_end]
    if len(left) + len(right) > _COMPARABLE_LINES:
        yield rough
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "equal":
            yield _Block(rough.old_start + i1, rough.old_start + i2, rough.new_start + j1, rough.new_start + j2)


def _grouped(blocks: Sequence[_Block]) -> list[list[_Block]]:
    """Blocks so near to each other that their context meets."""
    groups: list[list[_Block]] = []
    for block in blocks:
        if groups and block.old_start - groups[-1][-1].old_end <= 2 * _CONTEXT:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _hunk(old: list[bytes], new: list[bytes], group: list[_Block], secrets: tuple[str, ...]) -> Hunk:
    lines: list[DiffLine] = []
    first, last = group[0], group[-1]
    at = max(0, first.old_start - _CONTEXT)
    shift = first.new_start - first.old_start
    for block in group:
        lines += _same(old, at, block.old_start, shift, secrets)
        for index in range(block.old_start, block.old_end):
            if not _beyond_end(old, index):
                lines.append(DiffLine("removed", _shown(old[index], secrets), index + 1, None))
        for index in range(block.new_start, block.new_end):
            if not _beyond_end(new, index):
                lines.append(DiffLine("added", _shown(new[index], secrets), None, index + 1))
        at, shift = block.old_end, block.new_end - block.old_end
    lines += _same(old, at, min(len(old), last.old_end + _CONTEXT), shift, secrets)
    return Hunk(tuple(lines))


def _moved(hunk: Hunk, window: _Window) -> Hunk:
    """``hunk`` with its lines numbered as in the whole file."""
    if not (window.old_base or window.new_base):
        return hunk
    return Hunk(
        tuple(
            DiffLine(
                line.kind,
                line.text,
                None if line.old_number is None else line.old_number + window.old_base,
                None if line.new_number is None else line.new_number + window.new_base,
            )
            for line in hunk.lines
        )
    )


def _same(old: list[bytes], start: int, end: int, shift: int, secrets: tuple[str, ...]) -> list[DiffLine]:
    return [
        DiffLine("same", _shown(old[index], secrets), index + 1, index + 1 + shift)
        for index in range(start, end)
        if not _beyond_end(old, index)
    ]


def _beyond_end(lines: list[bytes], index: int) -> bool:
    """Whether this is the empty piece behind the final line end, which is no line."""
    return index == len(lines) - 1 and lines[index] is _END


def _shown(line: bytes, secrets: tuple[str, ...]) -> str:
    text = line.decode("utf-8", "backslashreplace").removesuffix("\r")
    if len(text) <= _LONGEST_LINE:
        return visible(masked_text(text, secrets))
    # Masked before it is cut, so that no part of a key is left at the end.
    masked = masked_text(text[: _LONGEST_LINE + _LONGEST_KEY], secrets)
    return visible(f"{masked[:_LONGEST_LINE]}…")


def _span(numbers: Iterable[int | None]) -> str:
    present = [number for number in numbers if number is not None]
    return f"{present[0]},{len(present)}" if present else "0,0"
