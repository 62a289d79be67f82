"""Writes keys and values as YAML that 1.1 and 1.2 readers take alike, in the spelling of their surroundings."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wizard.formats.edits import Value

_PLAIN = re.compile(r"[A-Za-z_/](?:[A-Za-z0-9_./@+=$%^~()-]|:(?=[^\s,\[\]{}])|[ ](?=[A-Za-z0-9_./@+=$(-]))*")
_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]')
_NOT_SINGLE = re.compile(r"[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True)
class Style:
    """How new text is spelled.

    ``step`` is the indentation of a nested mapping, ``dash`` that of a list's rows below its key. The quotes are
    empty where text stands plain; ``colon`` and ``comma`` are those of brackets, which ``is_flow`` is set inside of.
    """

    step: int = 2
    dash: int = 2
    quote: str = ""
    key_quote: str = ""
    colon: str = ": "
    comma: str = ", "
    is_flow: bool = False


def key_text(key: str, style: Style) -> str:
    """``key`` as a mapping's key on one line."""
    return _text(key, style.key_quote, style)


def inline(value: Value, style: Style) -> str:
    """``value`` on one line, containers in brackets."""
    if isinstance(value, str):
        return _text(value, style.quote, style)
    if isinstance(value, Mapping):
        members = (f"{key_text(key, style)}{style.colon}{inline(member, style)}" for key, member in value.items())
        return f"{{{style.comma.join(members)}}}"
    if isinstance(value, Sequence):
        return f"[{style.comma.join(inline(row, style) for row in value)}]"
    if isinstance(value, bool | None):
        return {True: "true", False: "false", None: "null"}[value]
    return _float(value) if isinstance(value, float) else str(int(value))


def is_inline(value: Value) -> bool:
    """Whether ``value`` stands on the line of its key also in block style: scalars and empty containers."""
    return isinstance(value, str) or not isinstance(value, Mapping | Sequence) or not value


def block(value: Value, column: int, style: Style) -> list[str]:
    """The lines of a mapping or list that is not empty, all indented by ``column`` blanks."""
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, member in value.items():
            lines += member_lines(key, member, column, style)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for row in value:
            lines += row_lines(row, column, style)
    return lines


def member_lines(key: str, value: Value, column: int, style: Style) -> list[str]:
    """The lines of one member of a block mapping at ``column``."""
    head = f"{' ' * column}{key_text(key, style)}:"
    if is_inline(value):
        return [f"{head} {inline(value, style)}"]
    return [head, *block(value, child_column(value, column, style), style)]


def row_lines(value: Value, column: int, style: Style, gap: int = 2) -> list[str]:
    """The lines of one row of a block list whose dashes stand at ``column``, its text ``gap`` behind them."""
    head = f"{' ' * column}-{' ' * (gap - 1)}"
    if is_inline(value):
        return [head + inline(value, style)]
    first, *rest = block(value, column + gap, style)
    return [head + first.lstrip(" "), *rest]


def child_column(value: Value, column: int, style: Style) -> int:
    """Where the block ``value`` of a key at ``column`` stands."""
    return column + (style.step if isinstance(value, Mapping) else style.dash)


def may_be_plain(text: str) -> bool:
    """Whether all readers take ``text`` without quotes for itself."""
    return text.lower() not in _WORDS and _PLAIN.fullmatch(text) is not None


def _text(text: str, quote: str, style: Style) -> str:
    # Older readers take a colon between brackets for the end of a key.
    if not quote and may_be_plain(text) and not (style.is_flow and ":" in text):
        return text
    if quote == "'" and not _NOT_SINGLE.search(text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"


def _float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    # YAML 1.1 takes a number for text where an exponent has no point before it.
    digits, exponent, power = repr(value).partition("e")
    return digits + ("" if "." in digits or not exponent else ".0") + exponent + power
