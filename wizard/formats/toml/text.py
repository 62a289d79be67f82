"""Writes keys and values as TOML in the spelling of their surroundings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wizard.formats.edits import FormatError, Value
from wizard.formats.paths import DEPTH

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_NOT_LITERAL = re.compile(r"['\x00-\x08\x0a-\x1f\x7f]")
# Sequences to Python, but no lists of values.
_BYTES: Final[tuple[type, ...]] = (bytes, bytearray, memoryview)
_PIECE: Final = 1000
"""Characters."""


@dataclass(frozen=True)
class Style:
    """How new text is spelled: the string quote, and the blanks before and after ``=``."""

    quote: str = '"'
    before: str = " "
    after: str = " "

    @property
    def equals(self) -> str:
        """The sign between key and value, with its blanks."""
        return f"{self.before}={self.after}"


def key_text(keys: Sequence[str]) -> str:
    """``keys`` as a dotted key, quoted where TOML asks for it.

    Raises:
        FormatError: a key cannot be written as UTF-8.
    """
    return ".".join(key if _BARE_KEY.fullmatch(key) else _basic(key) for key in keys)


def value_text(value: Value, style: Style, depth: int = 0) -> str:
    """``value`` on one line.

    Raises:
        FormatError: TOML has no such value (``None``, a lone surrogate) or it is nested too deeply.
    """
    if depth > DEPTH:
        raise FormatError("formats.toml-deep-value", limit=DEPTH)
    if value is None:
        raise FormatError("formats.toml-null")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _literal(value) if style.quote == "'" and not _NOT_LITERAL.search(value) else _basic(value)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        _require_text_keys(value)
        members = (f"{key_text([k])}{style.equals}{value_text(v, style, depth + 1)}" for k, v in value.items())
        inner = ", ".join(members)
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, Sequence) and not isinstance(value, _BYTES):  # type: ignore[redundant-expr]  # a caller may pass bytes
        return f"[{', '.join(value_text(row, style, depth + 1) for row in value)}]"
    raise FormatError("formats.toml-value", found=type(value).__name__)


def _require_text_keys(value: Mapping[str, Value]) -> None:
    for key in value:
        if not isinstance(key, str):
            raise FormatError("formats.toml-value", found=type(key).__name__)


def _number(value: float) -> str:
    from tomlkit import item

    try:
        return str(item(value).as_string())
    except ValueError as error:
        # Python writes no integer of more than 4,300 digits.
        raise FormatError("formats.toml-value", found=type(value).__name__) from error


def _basic(text: str) -> str:
    from tomlkit import string

    _require_encodable(text)
    # tomlkit copies what is left of a text at each sign it escapes, so that a long one is given to it in pieces.
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    return f'"{"".join(string(piece).as_string()[1:-1] for piece in pieces)}"'


def _literal(text: str) -> str:
    from tomlkit import string

    _require_encodable(text)
    return str(string(text, literal=True).as_string())


def _require_encodable(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise FormatError("formats.toml-surrogate") from error
