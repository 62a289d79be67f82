"""Reads ``.env`` files as python-dotenv does.

Checked against its versions 1.2.2 and 1.2.4. A name is anything without blanks, ``=`` and ``#``, or stands in ``'``; a
quote opens a value only as its first character, and may close it lines below. The later version knows a byte order
mark, escaped backslashes before a quote, and ``NAME= # comment``. Both open the file as text: a lone CR ends a line.
"""

import re
from collections.abc import Iterator
from typing import Final

from wizard.formats.env.statements import MARK, Statement, after_nothing, bare_end, plain_statement

_SPACE: Final = re.compile(r"\s*")
_BLANKS: Final = re.compile(r"[^\S\r\n]*")
_EXPORT: Final = re.compile(r"export[^\S\r\n]+")
_NAME: Final = re.compile(r"'(?P<quoted>[^']+)'|(?P<plain>[^\s=#'][^\s=#]*)")
_LINE: Final = re.compile(r"[^\r\n]*")
_BREAK: Final = re.compile(r"\r\n|\n|\r|\Z")
_END: Final = re.compile(r"[^\S\r\n]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|\Z)")
_ESCAPES: Final = {"'": re.compile(r"\\([\\'])"), '"': re.compile(r"\\([\\'\"abfnrtv])")}
_CLOSED: Final = {
    "'": re.compile(r"'[^'\\]*(?:\\.[^'\\]*)*'", re.DOTALL),
    '"': re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL),
}
_UNESCAPED: Final = {"'": re.compile(r"(?<!\\)'"), '"': re.compile(r'(?<!\\)"')}
_MEANINGS: Final = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def older(text: str) -> Iterator[Statement]:
    """The statements that version 1.2.2 sees, in order."""
    return _statements(text, later=False)


def later(text: str) -> Iterator[Statement]:
    """The statements that version 1.2.4 sees, in order."""
    return _statements(text, later=True)


def _statements(text: str, *, later: bool) -> Iterator[Statement]:
    position = len(MARK) if later and text.startswith(MARK) else 0
    while position < len(text):
        position = after_nothing(text, position)
        if found := plain_statement(text, position):
            yield found
            position = found.last
            continue
        begin = _after(_SPACE, text, position)
        if begin == len(text):
            return
        line = max(position, text.rfind("\n", position, begin) + 1, text.rfind("\r", position, begin) + 1)
        found, position = _statement(text, line, begin, later=later)
        if found:
            yield found


def _statement(text: str, line: int, begin: int, *, later: bool) -> tuple[Statement | None, int]:
    """What begins at ``begin``, if it assigns or names something, and where the next may begin."""
    key = _NAME.match(text, _after(_EXPORT, text, begin))
    if key is None:
        return None, _next_line(text, begin)
    name = _lines(key["quoted"] or key["plain"])
    equals = _after(_BLANKS, text, key.end())
    if text[equals : equals + 1] != "=":
        end = _END.match(text, equals)
        found = Statement(name, None, line, end.end(), equals, equals) if end else None
        return found, end.end() if end else _next_line(text, equals)
    start = _after(_BLANKS, text, equals + 1)
    is_empty = later and start > equals + 1 and text.startswith("#", start)
    span = (equals + 1, equals + 1) if is_empty else _value(text, start, later=later)
    end = _END.match(text, span[1]) if span else None
    if span is None or end is None:
        return None, _next_line(text, span[1] if span else start)
    return Statement(name, _meaning(text, *span), line, end.end(), *span), end.end()


def _value(text: str, start: int, *, later: bool) -> tuple[int, int] | None:
    """The span of the value at ``start``; None where its quote is never closed."""
    quote = text[start : start + 1]
    if quote not in _CLOSED:
        return start, bare_end(text, start, _after(_LINE, text, start))
    if later:
        closed = _CLOSED[quote].match(text, start)
        return closed.span() if closed else None
    # Whatever stands before a backslash, it escapes the quote behind it; unless no other closes the value.
    found = _UNESCAPED[quote].search(text, start + 1)
    close = found.start() if found else text.rfind(quote, start + 1)
    return (start, close + 1) if close > 0 else None


def _meaning(text: str, start: int, end: int) -> str:
    written = text[start:end]
    if written[:1] not in _CLOSED:
        return written
    return _ESCAPES[written[0]].sub(lambda match: _MEANINGS.get(match[1], match[1]), _lines(written[1:-1]))


def _lines(text: str) -> str:
    """``text`` with LF for every line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _next_line(text: str, position: int) -> int:
    return _after(_BREAK, text, _after(_LINE, text, position))


def _after(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position
