"""Reads a ``.env`` file as Codex does: a model of what Codex 0.80.0 was seen to put into its environment.

Checked in November 2026 against the program itself: 400 generated files, their variables sent as request headers
to a server on the same machine, gave what this model says. It takes one character at a time and shares nothing with
the editor.
"""

import re
from enum import Enum, auto

# White space as Rust has it: other than in Python, the four separators from U+001C on are none.
_WHITE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_NAME = re.compile(rf"[{_WHITE}]*(?:export[{_WHITE}]+)?([A-Za-z_][A-Za-z0-9_.]*)[{_WHITE}]*=[{_WHITE}]*(.*)", re.DOTALL)

_ESCAPED = {"\\": "\\", "'": "'", '"': '"', "$": "$", " ": " ", "n": "\n", "": ""}


class _Place(Enum):
    TEXT = auto()
    BLANK = auto()
    SINGLE = auto()
    DOUBLE = auto()


def read_as_codex(source: bytes) -> dict[str, str]:
    """The variables Codex sees; lines it cannot read are left out, and of several assignments the last counts."""
    found: dict[str, str] = {}
    for line in _lines(source.decode()):
        match = _NAME.fullmatch(line)
        value = _value(match[2].rstrip(_WHITE)) if match else None
        if match and value is not None:
            found[match[1]] = value
    return found


def _lines(text: str) -> list[str]:
    """Lines that a quote may join, without a comment at their end.

    What a quote without a partner, a backslash or a single blank leaves open at the end of the text is lost.
    """
    lines: list[str] = []
    joined, place = "", _Place.TEXT
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        if not joined and line.lstrip(_WHITE).startswith("#"):
            continue
        place, length = _after(place, line)
        joined += line[:length]
        if place is _Place.TEXT:
            lines.append(joined.removesuffix("\n").removesuffix("\r"))
            joined = ""
    return lines


def _after(place: _Place, line: str) -> tuple[_Place, int]:
    """What is open behind ``line``, and how many of its characters come before a comment."""
    escaped = False
    for position, char in enumerate(line):
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
            place = _Place.TEXT if place is _Place.BLANK else place
        elif place is _Place.SINGLE or place is _Place.DOUBLE:
            if char == ("'" if place is _Place.SINGLE else '"'):
                place = _Place.TEXT
        elif char == "#" and place is _Place.BLANK:
            return _Place.TEXT, position
        elif char in "'\"":
            place = _Place.SINGLE if char == "'" else _Place.DOUBLE
        elif char in _WHITE and char not in "\r\n" and place is _Place.TEXT:
            place = _Place.BLANK
        else:
            place = _Place.TEXT
    return (_Place.BLANK if escaped and place is _Place.TEXT else place), len(line)


def _value(text: str) -> str | None:
    """``text`` without quotes, escapes and a comment; None where Codex refuses it or would replace a ``$``."""
    found, quote, rest = "", "", text
    while rest and (quote or not rest.startswith("#") or found or rest != text):
        char, rest = rest[0], rest[1:]
        if char == "\\" and quote != "'":
            if rest[:1] not in _ESCAPED:
                return None
            found += _ESCAPED[rest[:1]]
            rest = rest[1:]
        elif quote == char:
            quote = ""
        elif quote == "'" or char not in "'\"$ \t" or (quote and char != "$"):
            found += char
        elif char == "$":
            return None
        elif char in "'\"":
            quote = char
        else:
            behind = rest.lstrip(" \t")
            return found if not behind or behind.startswith("#") else None
    return None if quote else found
