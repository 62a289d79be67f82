"""The check of an edited TOML file: the standard library reads it, as the witness of what an edit has made of it."""

import tomllib
from collections.abc import Sequence
from typing import Final, cast

from wizard.formats.collecting import not_collecting
from wizard.formats.document import Document
from wizard.formats.edits import BYTE_ORDER_MARK, Edit, Value
from wizard.formats.equality import equal
from wizard.formats.expected import apply_edits
from wizard.formats.toml.document import TomlDocument

_NAN: Final = float("nan")


def reads_as_edited(before: bytes, after: bytes, edits: Sequence[Edit], document: Document | None) -> bool:
    """Whether ``after`` is ``before`` with ``edits`` made, in an order that all readers take who took the old one.

    ``document`` is ``before`` opened, if it is.
    """
    known = document if isinstance(document, TomlDocument) else TomlDocument(before)
    is_kept_strict = not known.is_strict(before) or known.is_strict(after)
    return is_kept_strict and equal(read_toml(after), apply_edits(cast("Value", known.values), edits))


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
