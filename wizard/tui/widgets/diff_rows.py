"""A diff laid out in rows of the screen: one column or two, long lines wrapped so that nothing is hidden. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from textual.content import Content

from wizard.plan.diff import NO_LINE_END, DiffLine, FileDiff
from wizard.tui.widgets.cells import pieces
from wizard.tui.widgets.prose import broken

TAB = "    "


@dataclass(frozen=True)
class Part:
    """The piece ``[start, end)`` of a line's text; ``mate`` is the text of the line it stands against."""

    line: DiffLine
    text: str
    start: int
    end: int
    mate: str | None = None


@dataclass(frozen=True)
class Row:
    """One row: in one column only ``left`` is used, for whichever kind of line. ``heading`` rows have no parts."""

    left: Part | None = None
    right: Part | None = None
    heading: str = ""


def unified_rows(diff: FileDiff, width: int) -> tuple[Row, ...]:
    """All hunks in one column of ``width`` cells."""
    return tuple(row for index in range(len(diff.hunks)) for row in _unified_hunk(diff, index, width))


def side_by_side_rows(diff: FileDiff, width: int) -> tuple[Row, ...]:
    """All hunks in two columns of ``width`` cells each."""
    return tuple(row for index in range(len(diff.hunks)) for row in _two_column_hunk(diff, index, width))


def text_rows(lines: Iterable[str], width: int) -> tuple[Row, ...]:
    """Plain sentences, wrapped."""
    width = max(1, width)
    wrapped = (broken(Content(line), width).wrap(width) if line else [Content("")] for line in lines)
    return tuple(Row(heading=piece.plain.rstrip()) for pieces_of_one in wrapped for piece in pieces_of_one)


def _unified_hunk(diff: FileDiff, index: int, width: int) -> Iterator[Row]:
    yield Row(heading=diff.hunks[index].header)
    for block in _blocks(diff.hunks[index].lines):
        olds = [line for line in block if line.kind == "removed"]
        news = [line for line in block if line.kind == "added"]
        mates = _mates(olds, news)
        for line in block:
            for part in _parts(line, mates.get(id(line)), width):
                yield Row(part)


def _two_column_hunk(diff: FileDiff, index: int, width: int) -> Iterator[Row]:
    yield Row(heading=diff.hunks[index].header)
    for block in _blocks(diff.hunks[index].lines):
        if block[0].kind == "same":
            for part in _parts(block[0], None, width):
                yield Row(part, part)
            continue
        olds = [line for line in block if line.kind == "removed"]
        news = [line for line in block if line.kind == "added"]
        mates = _mates(olds, news)
        for old, new in zip_longest(olds, news):
            left = list(_parts(old, mates.get(id(old)), width)) if old else []
            right = list(_parts(new, mates.get(id(new)), width)) if new else []
            for pair in zip_longest(left, right):
                yield Row(*pair)


def _blocks(lines: Iterable[DiffLine]) -> Iterator[list[DiffLine]]:
    """Each unchanged line alone, changed ones that stand together as one."""
    block: list[DiffLine] = []
    for line in lines:
        if line.kind == "same":
            if block:
                yield block
                block = []
            yield [line]
        else:
            if block and line.kind == "removed" and block[-1].kind == "added":
                yield block
                block = []
            block.append(line)
    if block:
        yield block


def _mates(olds: list[DiffLine], news: list[DiffLine]) -> dict[int, str]:
    mates: dict[int, str] = {}
    for old, new in zip(olds, news, strict=False):
        mates[id(old)] = _spaced(new.text)
        mates[id(new)] = _spaced(old.text)
    return mates


def _parts(line: DiffLine, mate: str | None, width: int) -> Iterator[Part]:
    text = _spaced(line.text) + (f"  {NO_LINE_END}" if line.unended else "")
    for start, end in pieces(text, max(1, width)):
        yield Part(line, text, start, end, mate)


def _spaced(text: str) -> str:
    return text.replace("\t", TAB)
