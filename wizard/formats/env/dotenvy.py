"""Reads ``.env`` files as dotenvy does, which Codex uses.

Observed with Codex 0.80.0: a quote anywhere in a line (``A=it's``) runs on over the lines below to its partner, and
where there is none, nothing of the rest is read. A backslash keeps its quote from closing even between ``'``. ``#``
starts a comment at the start of a line or behind a blank, but not behind two. Only LF ends a line. A line with a value
that it cannot read (``A=x y``) assigns nothing.
"""

import re
import sys
from collections.abc import Iterator
from typing import Final

from wizard.formats.env.statements import Statement, after_nothing, plain_statement

_WHITE: Final = r" \t\v\f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACE: Final = re.compile(rf"[{_WHITE}\r\n]*")
# As Rust has it: other than in Python, the separators from U+001C on are no white space.
_STRIPPED: Final = " \t\v\f\n\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_COMMENTED: Final = re.compile(rf"[{_WHITE}\r]*#[^\n]*")
# What runs to the end of a line, or over it between quotes. A comment stops it, and what leaves it open at the end of
# the text: a quote without a partner, a backslash, and a blank, unless it follows another.
_LINE: Final = re.compile(
    r"(?:\\(?:[^\n]|(?=\n))|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
    rf"|[{_WHITE}](?:[^\\'\"\n#]|(?=[\\'\"\n]))|[^\\'\"\n{_WHITE}]+)*+",
    re.DOTALL,
)
_COMMENT: Final = re.compile(rf"[{_WHITE}]#[^\n]*")
_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_PLAIN: Final = re.compile(r"[^\\'\" \t]+")
_ESCAPED: Final = re.compile(r"\\([\\'\"$ n])")
_QUOTED: Final = {"'": re.compile(r"'([^']*)'"), '"': re.compile(r"\"((?:[^\"\\]|\\[\\'\"$ n])*)\"")}
_BEHIND: Final = re.compile(r"[ \t]+(?:#.*)?\Z", re.DOTALL)


def statements(text: str) -> Iterator[Statement]:
    """The statements that dotenvy sees, in order."""
    position = 0
    while position < len(text):
        position = after_nothing(text, position)
        if found := plain_statement(text, position):
            yield found
            position = found.last
            continue
        stop, end = _row(text, position)
        if text[end : end + 1] not in {"", "\n"}:
            return
        last = min(end + 1, len(text))
        if found := _statement(text, position, stop, last):
            yield found
        position = last


def open_quote(text: str, offset: int) -> int | None:
    """The quote that is open at ``offset``, so that nothing that stands there is read; None where there is none."""
    position = 0
    while position < offset:
        stop, end = _row(text, position)
        if text[end : end + 1] not in {"", "\n"}:
            return end if end < offset else None
        if offset <= end:
            opened = _LINE.match(text, position, offset)
            return opened.end() if opened and opened.end() < min(offset, stop) else None
        position = end + 1
    return None


def _row(text: str, position: int) -> tuple[int, int]:
    """Where the line at ``position`` stops to be read, and where it ends: at LF, or at what is left open."""
    if comment := _COMMENTED.match(text, position):
        return position, comment.end()
    stop = _after(_LINE, text, position)
    return stop, _after(_COMMENT, text, stop)


def _statement(text: str, first: int, end: int, last: int) -> Statement | None:
    stop = first + len(text[first:end].rstrip(_STRIPPED))
    key = _KEY.match(text, _after(_SPACE, text, first, stop), stop)
    equals = _after(_SPACE, text, key.end(), stop) if key else stop
    if key and key[0] == "export" and not text.startswith("=", equals):
        key = _KEY.match(text, equals, stop)
        equals = _after(_SPACE, text, key.end(), stop) if key else stop
    if key is None or equals >= stop or text[equals] != "=":
        return None
    start = _after(_SPACE, text, equals + 1, stop)
    if text.startswith("#", start):
        return Statement(key[0], "", first, last, equals + 1, equals + 1)
    read = _value(text, start, stop)
    # The CR of CRLF inside quotes is told as the other programs tell it.
    return Statement(key[0], read[0].replace("\r\n", "\n"), first, last, start, read[1]) if read else None


def _value(text: str, start: int, stop: int) -> tuple[str, int] | None:
    """The value at ``start`` and where it ends; None where it cannot be read."""
    parts: list[str] = []
    position = start
    while position < stop:
        first = text[position]
        if first in _QUOTED:
            quoted = _QUOTED[first].match(text, position, stop)
            if quoted is None:
                return None
            parts.append(_unescaped(quoted[1]) if first == '"' else quoted[1])
            position = quoted.end()
        elif first == "\\":
            escaped = _ESCAPED.match(text, position, stop)
            if escaped is None:
                # A backslash at the very end is passed over.
                return ("".join(parts), stop) if position + 1 == stop else None
            parts.append(_unescaped(escaped[0]))
            position = escaped.end()
        elif first in " \t":
            return ("".join(parts), position) if _BEHIND.match(text[position:stop]) else None
        else:
            plain = _PLAIN.match(text, position, stop)
            parts.append(plain[0] if plain else "")
            position = plain.end() if plain else stop
    return "".join(parts), position


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] == "n" else match[1], text)


def _after(pattern: re.Pattern[str], text: str, position: int, stop: int = sys.maxsize) -> int:
    match = pattern.match(text, position, stop)
    return match.end() if match else position
