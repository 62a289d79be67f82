"""Reads TOML with the standard library, as the witness of what an edit has made of a file."""

import tomllib
from typing import Final, cast

from wizard.formats.collecting import not_collecting
from wizard.formats.edits import BYTE_ORDER_MARK, Value

_NAN: Final = float("nan")


def read_toml(source: bytes) -> Value:
    """The root table of ``source``; a byte order mark is passed over.

    Dates and times stay ``datetime`` objects, so that none is taken for a string of the same text; all
    ``nan`` are one object, so that containers of them compare equal.

    Raises:
        tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError: the source cannot be read.
    """
    text = source.removeprefix(BYTE_ORDER_MARK).decode()
    with not_collecting():
        return cast("Value", tomllib.loads(text, parse_float=_number))


def _number(text: str) -> float:
    return _NAN if text.endswith("nan") else float(text)
