"""Lines of a text whose comments begin with ``#``. Offsets are in characters."""

import re
from collections.abc import Iterable
from typing import Final

from wizard.formats.edits import Splice

_BREAK = re.compile(r"\r\n|\n|\r")
_LINE = re.compile(r"[^\r\n]*")
_COMMENT: Final = "#"


def line_start(text: str, position: int) -> int:
    """The first character of the line that ``position`` is on."""
    line_feed = text.rfind("\n", 0, position) + 1
    return text.rfind("\r", line_feed, position) + 1 or line_feed


def line_end(text: str, position: int) -> int:
    """The end of the line that ``position`` is on, before its line break."""
    found = _LINE.match(text, position)
    return found.end() if found else position


def next_line(text: str, position: int) -> int:
    """The start of the line after the one ``position`` is on; the end of the text after the last."""
    end = line_end(text, position)
    found = _BREAK.match(text, end)
    return found.end() if found else end


def line_before(text: str, start: int) -> int | None:
    """The start of the line before the one that begins at ``start``, or None at the top."""
    return line_start(text, break_before(text, start)) if start else None


def break_before(text: str, start: int) -> int:
    """The offset of the line break that ends the line before the one that begins at ``start``; 0 at the top."""
    if text[:start].endswith("\r\n"):
        return start - 2
    return max(start - 1, 0)


def line_break(text: str, position: int) -> str:
    """How the line that ``position`` is on ends; else the line before it; else a line feed."""
    found = _BREAK.match(text, line_end(text, position))
    if found:
        return found[0]
    start = line_start(text, position)
    return text[break_before(text, start) : start] or "\n"


def is_blank(text: str, start: int) -> bool:
    """Whether the line that begins at ``start`` holds nothing but blanks."""
    return not text[start : line_end(text, start)].strip(" \t")


def comment_column(text: str, start: int) -> int | None:
    """How many blanks stand before the comment that the line at ``start`` is; None where it is another line."""
    line = text[start : line_end(text, start)]
    bare = line.lstrip(" \t")
    return len(line) - len(bare) if bare.startswith(_COMMENT) else None


def begins_line(text: str, position: int) -> bool:
    """Whether nothing but blanks stands before ``position`` on its line."""
    return not text[line_start(text, position) : position].strip(" \t")


def with_comments_above(text: str, start: int, stop: int, column: int | None = None) -> int:
    """The line at ``start``, or the first comment right above it, from ``stop`` on; all at ``column``, where given."""
    while (above := line_before(text, start)) is not None and above >= stop:
        found = comment_column(text, above)
        if found is None or column not in {None, found}:
            break
        start = above
    return start


def remove_lines(text: str, gone: Iterable[tuple[int, int]], *, keeps_end: bool = False) -> list[Splice]:
    """The whole lines ``gone`` go; a final line end stays, or stays missing, unless the line above ``keeps_end``."""
    ranges: list[tuple[int, int]] = []
    for first, last in sorted(gone):
        if ranges and first <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(last, ranges[-1][1]))
        else:
            ranges.append((first, last))
    if ranges and ranges[-1][1] == len(text) and not text.endswith("\n") and not keeps_end:
        first = ranges.pop()[0]
        kept = text[:first].removesuffix("\n")
        if not text.endswith("\r"):
            kept = kept.removesuffix("\r")
        # A CR at the very end stays, or was added for the one that stands before.
        stays = text.endswith("\r") and not kept.endswith("\r")
        ranges.append((len(kept), len(text) - stays))
    return [Splice(first, last, "") for first, last in ranges]
