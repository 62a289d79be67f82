"""Finds the assignments of a .env source and the spans of their values."""

import re
from dataclasses import dataclass
from typing import Final

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

# The value is a quoted text that may run over lines, or what stands on the line up to a blank and a “#”.
_NAME = re.compile(rb"[ \t]*+(?:export[ \t]++)?+([A-Za-z_][A-Za-z0-9_]*+)[ \t]*+=[ \t]*+")
_QUOTED = re.compile(rb"\"(?:[^\"\\]++|\\.)*+\"|'(?:[^'\\]++|\\.)*+'|`[^`]*+`", re.DOTALL)
_BARE = re.compile(rb"(?:[^\s#]++|[ \t]++(?![#\s]|\Z)|(?<![ \t])#)*+")
_AFTER_QUOTES = re.compile(rb"[ \t]*+(?:#[^\n]*+)?\r?(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Assignment:
    """``name = value`` on the whole lines ``[first, last)``; the value, quotes included, at ``[start, end)``."""

    name: str
    first: int
    last: int
    start: int
    end: int
    name_start: int
    name_end: int


def assignments(source: bytes) -> tuple[Assignment, ...]:
    """The assignments of ``source`` in order; every other line is passed over."""
    found: list[Assignment] = []
    position = len(BYTE_ORDER_MARK) if source.startswith(BYTE_ORDER_MARK) else 0
    while position < len(source):
        line_end = _line_end(source, position)
        match = _NAME.match(source, position)
        if match:
            start = match.end()
            quoted = _QUOTED.match(source, start)
            if quoted and _AFTER_QUOTES.match(source, quoted.end()):
                end = quoted.end()
                line_end = _line_end(source, end)
            else:
                bare = _BARE.match(source, start)
                end = bare.end() if bare else start
            found.append(Assignment(match[1].decode(), position, line_end, start, end, match.start(1), match.end(1)))
        position = line_end
    return tuple(found)


def _line_end(source: bytes, position: int) -> int:
    return source.find(b"\n", position) + 1 or len(source)
