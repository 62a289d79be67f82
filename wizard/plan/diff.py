"""The diff of a file change: made from its edits, so that it costs what they cost and not what the file costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from difflib import SequenceMatcher
from typing import Final, Literal

from wizard.formats import Replacement, replace
from wizard.key import masked_as_typed, masked_text
from wizard.plan.plan import FileChange
from wizard.text import LONGEST
from wizard.text.short import BEGINNING, END, shortened
from wizard.text.visible import visible

_CONTEXT: Final = 3
_COMPARABLE_LINES: Final = 3_000
_LONGEST_LINE: Final = 2_000
_LONGEST_KEY: Final = 600
_LONGEST_SECRET: Final = 4_096
NO_LINE_END: Final = "\\ No newline at end of file"
"""The line that follows an ``unended`` one in a unified diff; its words are part of that format."""

Kind = Literal["same", "removed", "added"]


@dataclass(frozen=True)
class DiffLine:
    """One line as shown: keys masked, control characters visible. Numbers count from 1, None on the other side.

    The CR of a line end is shown where changed lines differ in it. ``unended`` says that the file ends with this line
    and without a line end.
    """

    kind: Kind
    text: str
    old_number: int | None
    new_number: int | None
    unended: bool = False


@dataclass(frozen=True)
class Hunk:
    """Lines that belong together, with a few unchanged ones around them."""

    lines: tuple[DiffLine, ...]

    @property
    def header(self) -> str:
        """The header of a unified diff, such as ``@@ -1,4 +1,6 @@``."""
        return (
            f"@@ -{_span(line.old_number for line in self.lines)} +{_span(line.new_number for line in self.lines)} @@"
        )


@dataclass(frozen=True)
class FileDiff:
    """All hunks of one file. ``added`` and ``removed`` count lines."""

    hunks: tuple[Hunk, ...]
    added: int
    removed: int


@dataclass(frozen=True)
class _Block:
    """Old lines ``[old_start, old_end)`` become new lines ``[new_start, new_end)``; all indexes from 0."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    def within(self, old: int, new: int) -> "_Block":
        """What of it lies in ``old`` and ``new`` lines: behind a final line end stands no line."""
        return _Block(
            min(self.old_start, old), min(self.old_end, old), min(self.new_start, new), min(self.new_end, new)
        )


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


@dataclass(frozen=True)
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
        block
        for rough in _rough_blocks(before, old, new, replacements)
        for block in _fine_blocks(old, new, rough.within(len(old), len(new)))
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
            if line.unended:
                yield NO_LINE_END


def harmless(text: str, secrets: Iterable[str] = ()) -> str:
    """One line of ``text``, which may come from anywhere, as it may be shown: no key, nothing that acts on a terminal.

    ``secrets`` are masked beside whatever is shaped or named like a key. Only then, so that no part of a key is left
    over, what is too long to be read is shortened.
    """
    masked = masked_text(text, secrets) if len(text) <= LONGEST else _masked_ends(text, tuple(secrets))
    return visible(shortened(masked))


def _masked_ends(text: str, secrets: tuple[str, ...]) -> str:
    """What ``shortened`` leaves of a ``text`` so long that no time is to be spent on the rest of it."""
    half = LONGEST // 2
    # Nothing near the cuts is shown, where masking found a part of a key only, and no word that one went through.
    before = masked_as_typed(masked_text(text[:half], secrets))[:-_LONGEST_SECRET]
    behind = masked_text("".join(text[-half:].split(maxsplit=1)[1:]), secrets)[_LONGEST_SECRET:]
    return f"{before[:BEGINNING]}…{behind[-END:]}"


def _lines(content: bytes) -> list[bytes]:
    """The lines of ``content`` with their line ends; the last one may have none."""
    *lines, last = content.split(b"\n")
    ended = [line + b"\n" for line in lines]
    return [*ended, last] if last else ended


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
    changed = [line for block in group for line in old[block.old_start : block.old_end]]
    changed += [line for block in group for line in new[block.new_start : block.new_end]]
    look = _Look(secrets, carriage_returns=len({line.endswith(b"\r\n") for line in changed if line[-1:] == b"\n"}) > 1)
    lines: list[DiffLine] = []
    at = max(0, group[0].old_start - _CONTEXT)
    shift = group[0].new_start - group[0].old_start
    for block in group:
        lines += _same(old, at, block.old_start, shift, look)
        lines += look.changed(old[block.old_start : block.old_end], new[block.new_start : block.new_end], block)
        at, shift = block.old_end, block.new_end - block.old_end
    lines += _same(old, at, min(len(old), at + _CONTEXT), shift, look)
    return Hunk(tuple(lines))


def _moved(hunk: Hunk, window: _Window) -> Hunk:
    """``hunk`` with its lines numbered as in the whole file."""
    if not (window.old_base or window.new_base):
        return hunk
    return Hunk(
        tuple(
            replaced(
                line,
                old_number=None if line.old_number is None else line.old_number + window.old_base,
                new_number=None if line.new_number is None else line.new_number + window.new_base,
            )
            for line in hunk.lines
        )
    )


def _same(old: list[bytes], start: int, end: int, shift: int, look: "_Look") -> list[DiffLine]:
    return [look.line("same", old[index], index + 1, index + 1 + shift) for index in range(start, end)]


@dataclass(frozen=True)
class _Look:
    """How lines are shown: with ``secrets`` masked, and with the CRs of their ends or without."""

    secrets: tuple[str, ...]
    carriage_returns: bool

    def changed(self, old: list[bytes], new: list[bytes], block: _Block) -> Iterator[DiffLine]:
        """The lines that go, then those that come; long ones cut to where they differ."""
        pairs = [_difference(*pair) for pair in zip(old, new, strict=False)]
        for index, line in enumerate(old):
            place = pairs[index] if index < len(pairs) else 0
            yield self.line("removed", line, block.old_start + index + 1, None, place)
        for index, line in enumerate(new):
            place = pairs[index] if index < len(pairs) else 0
            yield self.line("added", line, None, block.new_start + index + 1, place)

    def line(self, kind: Kind, line: bytes, old: int | None, new: int | None, place: int = 0) -> DiffLine:
        """One line; ``place`` is the offset that must be seen of a long one."""
        content = line.removesuffix(b"\n")
        mark = "␍" if content is not line and content.endswith(b"\r") and self.carriage_returns else ""
        text = visible(_excerpt(content.removesuffix(b"\r"), place, self.secrets)) + mark
        return DiffLine(kind, text, old, new, unended=not line.endswith(b"\n"))


def _difference(old: bytes, new: bytes) -> int:
    """Where two long lines begin to differ; 0 for short ones, which are shown as a whole."""
    longest = min(len(old), len(new))
    if max(len(old), len(new)) <= _LONGEST_LINE:
        return 0
    same, differs = 0, longest + 1
    while differs - same > 1:
        middle = (same + differs) // 2
        same, differs = (middle, differs) if old[:middle] == new[:middle] else (same, middle)
    return same


def _excerpt(line: bytes, place: int, secrets: tuple[str, ...]) -> str:
    """``line`` with keys masked, or what is around ``place`` of one that is too long."""
    if len(line) <= _LONGEST_LINE:
        return masked_text(line.decode("utf-8", "backslashreplace"), secrets)
    # Masked before it is cut, so that no part of a key is left at the edges.
    start = max(0, place - _LONGEST_LINE // 2 - _LONGEST_KEY)
    end = max(start + _LONGEST_LINE, place + _LONGEST_LINE // 2 + _LONGEST_KEY)
    text = masked_text(line[start:end].decode("utf-8", "backslashreplace"), secrets)
    before, behind = ("…", _LONGEST_KEY) if start else ("", 0), ("…", -_LONGEST_KEY) if end < len(line) else ("", None)
    return f"{before[0]}{text[before[1] : behind[1]]}{behind[0]}"


def _span(numbers: Iterable[int | None]) -> str:
    present = [number for number in numbers if number is not None]
    return f"{present[0]},{len(present)}" if present else "0,0"
