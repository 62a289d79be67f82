"""Finds the assignments of a ``.env`` source and the spans of their values."""

import re
from dataclasses import dataclass
from typing import Final

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

_HEAD = re.compile(rb"[ \t]*+(export[ \t]++)?+([A-Za-z_][A-Za-z0-9_]*+)([ \t]*+=[ \t]*+)")
# A quoted value may run over lines; anything but a comment behind the quote makes it no quoted value.
_QUOTED = re.compile(rb"(?:\"(?:[^\"\\]++|\\.)*+\"|'[^']*+')(?=[ \t]*+(?:#[^\n]*+)?\r?(?:\n|\Z))", re.DOTALL)
_COMMENT = re.compile(rb"[ \t]++#")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Assignment:
    """``name=value`` on the whole lines ``[first, last)``; the value, quotes included, at ``[start, end)``.

    ``exported`` is the ``export`` before the name with its blanks, ``equals`` the ``=`` with its blanks.
    """

    name: str
    first: int
    last: int
    start: int
    end: int
    exported: bytes
    equals: bytes


def assignments(source: bytes) -> tuple[Assignment, ...]:
    """The assignments of ``source`` in order; a line that is none is passed over.

    Observed: to every program a byte order mark makes the first line one that assigns nothing they know.
    """
    found: list[Assignment] = []
    position = _line_end(source, 0) if origin(source) else 0
    while position < len(source):
        last = _line_end(source, position)
        head = _HEAD.match(source, position)
        if head:
            start, end = _value(source, head, last)
            last = _line_end(source, end) if end > last else last
            name = head[2].decode()
            found.append(Assignment(name, position, last, start, end, head[1] or b"", head[3]))
        position = last
    return tuple(found)


def origin(source: bytes) -> int:
    """The first byte of the text: after a byte order mark."""
    return len(BYTE_ORDER_MARK) if source.startswith(BYTE_ORDER_MARK) else 0


def quote_of(source: bytes, assignment: Assignment) -> str:
    """The quote around the value, empty where there is none."""
    quoted = _QUOTED.match(source, assignment.start)
    return quoted[0][:1].decode() if quoted and quoted.end() == assignment.end else ""


def value_of(source: bytes, assignment: Assignment) -> str:
    """The value as programs read it: lines end with LF, and only between ``"`` is a backslash more than itself."""
    text = source[assignment.start : assignment.end].decode()
    quote = quote_of(source, assignment)
    if not quote:
        return text
    inner = text[1:-1].replace("\r\n", "\n")
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), inner) if quote == '"' else inner


def _value(source: bytes, head: re.Match[bytes], line_end: int) -> tuple[int, int]:
    start = head.end()
    quoted = _QUOTED.match(source, start)
    if quoted:
        return start, quoted.end()
    after_equals = source.index(b"=", head.end(2)) + 1
    comment = _COMMENT.search(source, after_equals, line_end)
    if comment is None:
        return start, start + len(source[start:line_end].rstrip(b" \t\r\n"))
    # In “NAME= # comment” the value is empty and stands directly behind the “=”.
    return min(start, comment.start()), comment.start()


def _line_end(source: bytes, position: int) -> int:
    return source.find(b"\n", position) + 1 or len(source)
