"""What the readers of ``.env`` files have in common: the statements they see in a text."""

import re
from typing import Final, NamedTuple

from wizard.formats.edits import BYTE_ORDER_MARK

MARK: Final = BYTE_ORDER_MARK.decode()
# What every program reads alike, in one step: nearly all there is in a file.
_NOTHING: Final = re.compile(r"(?:[ \t]*(?:#[\t -~]*)?\n)*+")
_PLAIN: Final = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=([A-Za-z0-9_./:@%+,-]+)[ \t]*\n")


class Statement(NamedTuple):
    """A name on the whole lines ``[first, last)`` of a text, with its value as written at ``[start, end)``.

    ``value`` is what the program makes of it, references (``$NAME``) left as they are; None where the name stands
    alone, which to one program takes an earlier value away. Offsets are in characters.
    """

    name: str
    value: str | None
    first: int
    last: int
    start: int
    end: int


def after_nothing(text: str, first: int) -> int:
    """The first line from ``first`` on, the start of one, that is neither blank nor a comment of ASCII."""
    found = _NOTHING.match(text, first)
    return found.end() if found else first


def plain_statement(text: str, first: int) -> Statement | None:
    """The statement on the line at ``first``, if no program could read it otherwise."""
    plain = _PLAIN.match(text, first)
    return Statement(plain[1], plain[2], first, plain.end(), *plain.span(2)) if plain else None


def bare_end(text: str, start: int, stop: int) -> int:
    """The end of a value without quotes at ``[start, stop)``, before blanks and a comment behind a blank."""
    comment = text.find("#", start + 1, stop)
    while comment >= 0 and not text[comment - 1].isspace():
        comment = text.find("#", comment + 1, stop)
    return start + len(text[start : stop if comment < 0 else comment].rstrip())
