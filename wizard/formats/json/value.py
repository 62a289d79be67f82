"""The Python value of a piece of source."""

import json
import re
import unicodedata
from typing import Final

from wizard.formats.edits import FormatError, Value
from wizard.formats.equality import paired
from wizard.formats.json.dialect import dialect
from wizard.formats.json.text import JsonText
from wizard.formats.paths import DEPTH

_STEPS: Final = re.compile(r"""[\[{\]}]|"[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^'\\]*+(?:\\.[^'\\]*+)*+'""", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(\r\n|.))", re.DOTALL)
_SIMPLE: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}
_LINE_ENDS: Final = frozenset({"\r\n", "\n", "\r", "\u2028", "\u2029"})


def decode(source: JsonText, start: int, end: int) -> Value:
    """The value that stands at ``[start, end)`` of a well-formed source.

    Raises:
        FormatError: it is nested deeper than ``DEPTH`` (``formats.deep``).
    """
    if too_deep(source.scan, start, end):
        raise FormatError("formats.deep", **source.place(start), limit=DEPTH)
    piece = source.scan[start:end]
    if source.dialect.name == "json5":
        return _json5(piece, 0)[0]
    value: Value = json.loads(_unicode(piece), parse_int=_integer)
    return value


def key_of(source: JsonText, start: int, end: int) -> str:
    """The name that the key at ``[start, end)`` gives its member."""
    piece = source.scan[start:end]
    if piece[0] in "\"'":
        if "\\" not in piece and piece.isascii():
            return piece[1:-1]
        return _string(piece) if source.dialect.name == "json5" else str(json.loads(_unicode(piece)))
    return identifier(piece) or ""


def identifier(piece: str) -> str | None:
    """The name that a JSON5 key without quotes, in latin-1 view, stands for; None if it is no identifier."""
    if piece.isascii() and "\\" not in piece:
        return None if piece[0].isdigit() else piece
    name = _unescaped(_unicode(piece))
    start, rest = name[0], name[1:]
    if not (start in "$_" or unicodedata.category(start) in {"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"}):
        return None
    return name if all(_continues_identifier(character) for character in rest) else None


def too_deep(text: str, start: int, end: int) -> bool:
    """Whether the well-formed value at ``[start, end)`` is nested deeper than ``DEPTH``."""
    if text.count("[", start, end) + text.count("{", start, end) <= DEPTH:
        return False
    depth = 0
    for match in _STEPS.finditer(text, start, end):
        step = match[0]
        depth += (step in "[{") - (step in "]}")
        if depth > DEPTH:
            return True
    return False


def _unicode(piece: str) -> str:
    return piece.encode("latin-1").decode("utf-8")


def _continues_identifier(character: str) -> bool:
    if character in "$_\u200c\u200d":
        return True
    return unicodedata.category(character) in {"Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Mn", "Mc", "Nd", "Pc"}


def _integer(digits: str) -> int | float:
    try:
        return int(digits, 0) if "x" in digits.lower() else int(digits)
    except ValueError:  # more digits than Python converts: as any reader of doubles sees it
        return float(digits)


def _string(piece: str) -> str:
    """The text of a JSON5 string, given with its quotes."""
    return _unescaped(_unicode(piece[1:-1]))


def _unescaped(text: str) -> str:
    return paired(_ESCAPE.sub(_meaning, text)) if "\\" in text else text


def _meaning(escape: re.Match[str]) -> str:
    code, character = escape[1] or escape[2], escape[3]
    if code:
        return chr(int(code, 16))
    return "" if character in _LINE_ENDS else _SIMPLE.get(character, character)


def _json5(text: str, position: int) -> tuple[Value, int]:
    """The JSON5 value at ``position`` of a well-formed piece that is not too deep, and where it ends."""
    grammar = dialect("json5")
    first = text[position]
    if first not in "[{":
        end = grammar.scalar.match(text, position).end()  # type: ignore[union-attr]  # the piece is well-formed
        return _scalar(text[position:end]), end
    members: dict[str, Value] = {}
    rows: list[Value] = []
    position = _blank(text, position + 1)
    while text[position] not in "]}":
        if first == "{":
            end = grammar.key.match(text, position).end()  # type: ignore[union-attr]  # as above
            key = text[position:end]
            name = _string(key) if key[0] in "\"'" else identifier(key) or ""
            position = _blank(text, _blank(text, end) + 1)
            members[name], position = _json5(text, position)
        else:
            row, position = _json5(text, position)
            rows.append(row)
        position = _blank(text, position)
        if text[position] == ",":
            position = _blank(text, position + 1)
    return (members if first == "{" else rows), position + 1


def _blank(text: str, position: int) -> int:
    return dialect("json5").after_blank(text, position)


def _scalar(piece: str) -> Value:
    if piece[0] in "\"'":
        return _string(piece)
    if piece in {"true", "false", "null"}:
        return {"true": True, "false": False, "null": None}[piece]
    sign = -1 if piece[0] == "-" else 1
    digits = piece.lstrip("+-")
    if digits in {"Infinity", "NaN"}:
        return sign * float(digits)
    if digits.isdigit() or digits[:2] in {"0x", "0X"}:
        return sign * _integer(digits)
    return sign * float(digits)
