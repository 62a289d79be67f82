"""Reads ``.env`` files as dotenv does, the package of Node.js.

Checked against its versions 16, 17 and 18: a name is of letters, digits, ``_``, ``.`` and ``-``, with ``=`` behind it
or a colon and a blank; blanks include line ends and a byte order mark. A value may stand in ``'``, ``"`` or a backtick
over several lines, if nothing but a comment follows; else it ends at ``#`` or with its line.
"""

import re
from collections.abc import Iterator
from typing import Final

from wizard.formats.env.statements import Statement, after_nothing, plain_statement

_BREAKS: Final = r"\n\r\u2028\u2029"
_WHITE: Final = rf" \t\v\f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff{_BREAKS}"
_STRIPPED: Final = " \t\v\f\n\r\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_SPACE: Final = re.compile(f"[{_WHITE}]*")
_EXPORT: Final = re.compile(rf"export[{_WHITE}]+(?=[A-Za-z0-9_.-])")
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]+")
_EQUALS: Final = re.compile(rf"[{_WHITE}]*=|:(?:\r\n|[{_WHITE}])")
_PLAIN: Final = re.compile(r"[^#\r\n]*")
_LINE: Final = re.compile(f"[^{_BREAKS}]*")
_BREAK: Final = re.compile(rf"\r\n|[{_BREAKS}]|\Z")
_ROW_END: Final = re.compile(r"[^\r\n]*(?:\r\n|[\r\n]|\Z)")
_QUOTES: Final = {quote: re.compile(rf"(?<!\\){quote}") for quote in "'\"`"}


def statements(text: str) -> Iterator[Statement]:
    """The statements that dotenv sees, in order."""
    position = 0
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
        found, end = _statement(text, line, begin)
        if found:
            yield found
        position = _after(_BREAK, text, _after(_LINE, text, end))


def _statement(text: str, first: int, begin: int) -> tuple[Statement | None, int]:
    """The statement at ``begin``, and where its last line, or the line that is none, goes on."""
    for start in dict.fromkeys((_after(_EXPORT, text, begin), begin)):
        name = _NAME.match(text, start)
        equals = _EQUALS.match(text, name.end()) if name else None
        if name and equals:
            break
    else:
        return None, begin
    quoted = _quoted(text, equals.end())
    if quoted:
        (start, stop), end = quoted
        value = text[start + 1 : stop - 1]
    else:
        stop = end = _after(_PLAIN, text, equals.end())
        value = text[equals.end() : stop].strip(_STRIPPED)
        start = _after(_SPACE, text, equals.end()) if value else equals.end()
        stop = start + len(value)
        if len(value) > 1 and value[0] in _QUOTES and value[-1] == value[0]:
            value = value[1:-1]
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith('"', start):
        value = value.replace("\\n", "\n").replace("\\r", "\r")
    return Statement(name[0], value, first, _after(_ROW_END, text, stop), start, stop), end


def _quoted(text: str, position: int) -> tuple[tuple[int, int], int] | None:
    """The span of a value in quotes behind ``position``, and where nothing but a comment has followed it."""
    start = _after(_SPACE, text, position)
    quote = text[start : start + 1]
    if quote not in _QUOTES:
        return None
    unescaped = _QUOTES[quote].search(text, start + 1)
    close = unescaped.start() if unescaped else text.rfind(quote, start + 1)
    while close > start:
        end = _end(text, close + 1)
        if end is not None:
            return (start, close + 1), end
        # Where something else follows, an escaped quote before it may be the one that closes.
        close = text.rfind(quote, start + 1, close)
    return None


def _end(text: str, position: int) -> int | None:
    """Where a value that ends at ``position`` is over; None where something else follows on its line."""
    behind = _after(_SPACE, text, position)
    if behind == len(text):
        return behind
    if text[behind] == "#":
        return _after(_LINE, text, behind)
    breaks = [text.rfind(sign, position, behind) for sign in "\n\r\u2028\u2029"]
    return max(breaks) if max(breaks) >= 0 else None


def _after(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position
