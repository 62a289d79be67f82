"""Lines, blanks and comments of a YAML text. Offsets are in characters."""

import re
from typing import Final

_BLANK = re.compile(r"(?:[ \t\r\n\x85\u2028\u2029]+|#[^\r\n]*)*")
_PROPERTIES = re.compile(r"(?:(?:&[^\s,\[\]{}]+|!<[^>]*>|![^\s,\[\]{}]*)(?:[ \t\r\n]+|(?<=\s)#[^\r\n]*)*)*")
_BREAK = re.compile(r"\r\n|\n|\r")
_LINE = re.compile(r"[^\r\n]*")
_COMMENT: Final = "#"


def after_blank(text: str, position: int) -> int:
    """The first offset from ``position`` on that is neither white space nor comment."""
    found = _BLANK.match(text, position)
    return found.end() if found else position


def after_properties(text: str, position: int) -> int:
    """The first offset behind the anchor and tag (in any order) that may stand at ``position``."""
    found = _PROPERTIES.match(text, position)
    return found.end() if found else position


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
