"""A second reader of JSON, JSONC and JSON5, for the check: it counts brackets where the editor has a grammar.

It shares no code with the editor on purpose: a fault in one must not hide in the other.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from wizard.formats.edits import BYTE_ORDER_MARK, Value
from wizard.formats.equality import paired

_STRING: Final = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_STRINGS: Final = rf"(?:{_STRING}|'[^'\\]*+(?:\\.[^'\\]*+)*+')"
_LINE: Final = r"//[^\r\n]*+"
_LINE5: Final = r"//(?:(?!\xe2\x80[\xa8\xa9])[^\r\n])*"
_BLOCK: Final = r"/\*.*?\*/"
_SPACE5: Final = (
    r"(?:[\t-\r ]|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f"
    r"|\xc2\xa0|\xef\xbb\xbf|\xe1\x9a\x80|\xe3\x80\x80)"
)
_BLANKS: Final = {
    "json": r"[ \t\r\n]*+",
    "jsonc": rf"(?:[ \t\r\n]++|{_LINE}|{_BLOCK}){{0,500}}",
    "json5": rf"(?:[ \t\r\n]++|{_SPACE5}|{_LINE5}|{_BLOCK}){{0,500}}",
}
_ATOMS: Final = {
    "json": _STRING,
    "jsonc": f"{_STRING}|{_LINE}|{_BLOCK}",
    "json5": f"{_STRINGS}|{_LINE5}|{_BLOCK}",
}


@cache
def _blanks(format_name: str) -> re.Pattern[str]:
    """Some white space and comments; nothing only where there are none."""
    return re.compile(_BLANKS[format_name], re.DOTALL)


@cache
def _quoted(format_name: str) -> re.Pattern[str]:
    return re.compile(_STRINGS if format_name == "json5" else _STRING, re.DOTALL)


@cache
def _run(format_name: str) -> re.Pattern[str]:
    """Some of what stands before the next bracket, and containers of up to two levels as a whole."""
    atom = rf"[^\[\]{{}}\"'/]++|{_ATOMS[format_name]}|['/]"
    flat = rf"[\[{{](?>(?:{atom}){{0,500}})[\]}}]"
    nested = rf"[\[{{](?>(?:{atom}|{flat}){{0,500}})[\]}}]"
    return re.compile(rf"(?>(?:{atom}|{nested}){{0,500}})", re.DOTALL)


_WORD: Final = re.compile(rf"(?:[\w.+-]++|(?!{_SPACE5}|[,:\[\]{{}}\"']|//|/\*).)+", re.DOTALL | re.ASCII)
_EASY_MEMBER: Final = re.compile(
    r'[ \t\r\n]*+(,?)[ \t\r\n]*+"([ !#-\[\]-~]*+)"[ \t\r\n]*+:[ \t\r\n]*+(?=["\[{tfn0-9-])'
)
_MARK: Final = BYTE_ORDER_MARK.decode("latin-1")
_library: Final = json.JSONDecoder(object_pairs_hook=bool, parse_int=bool, parse_float=bool)


class Broken(Exception):  # noqa: N818  it never leaves the check
    """The text is not what the format allows."""


class Known(NamedTuple):
    """What is known of a source before it is read: its latin-1 view, and ends of values by their starts.

    Only the standard library's word counts for an end.
    """

    text: str
    ends: Mapping[int, int]


class Item(NamedTuple):
    """A member or a row: its key (empty for a row) and where its value begins."""

    key: str
    start: int


@dataclass
class Reader:
    """Reads a latin-1 view of a source.

    The library reader is fast but knows no comments, and each failure of it counts all lines of the text: it is
    asked until it has failed ``patience`` times.
    """

    format: str
    text: str
    patience: int = 8
    ends: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, source: bytes, format_name: str, known: Known | None = None) -> "Reader":
        """The reader of ``source``."""
        return cls(format_name, known.text, ends=known.ends) if known else cls(format_name, source.decode("latin-1"))

    def first(self) -> int:
        """Where the document's value begins; the length of the text if there is none."""
        return self._blank(len(_MARK) if self.text.startswith(_MARK) else 0)

    def require_end(self, position: int) -> None:
        """Raise unless nothing follows ``position``.

        Raises:
            Broken: something does.
        """
        if self._blank(position) != len(self.text):
            raise Broken

    def skip(self, start: int) -> int:
        """Where the value that begins at ``start`` ends.

        Raises:
            Broken: there is none.
        """
        first = self.text[start : start + 1]
        if first not in {"{", "["}:
            match = (_quoted(self.format) if first in {'"', "'"} else _WORD).match(self.text, start)
            if match is None:
                raise Broken
            return match.end()
        if start in self.ends:
            return self.ends[start]
        if self.format != "json5" and self.patience:
            try:
                return _library.raw_decode(self.text, start)[1]
            except (ValueError, RecursionError):
                self.patience -= 1  # a comment in it, or nested too deep
        return self._by_brackets(start)

    def item(self, position: int, container: int) -> Item | None:
        """The item behind ``position`` (the container's start or the end of an item); None where it closes.

        Raises:
            Broken: a comma or a colon is missing or too many.
        """
        first = position == container
        if self.text[container] == "{" and (easy := _EASY_MEMBER.match(self.text, position + first)):
            if first is bool(easy[1]):
                raise Broken
            return Item(easy[2], easy.end())
        closer = "}" if self.text[container] == "{" else "]"
        behind = self._blank(position + first)
        if self.text[behind : behind + 1] == closer:
            return None
        if not first:
            if self.text[behind : behind + 1] != ",":
                raise Broken
            behind = self._blank(behind + 1)
            if self.text[behind : behind + 1] == closer and self.format != "json":
                return None
        if closer == "]":
            return Item("", behind)
        key_end = self.skip(behind)
        colon = self._blank(key_end)
        if self.text[colon : colon + 1] != ":":
            raise Broken
        return Item(self._key(behind, key_end), self._blank(colon + 1))

    def close(self, position: int, container: int) -> int:
        """The offset behind the closing bracket of ``container``, whose last item ends at ``position``."""
        position = self._blank(position + 1 if position == container else position)
        return (self._blank(position + 1) if self.text[position] == "," else position) + 1

    def scalar(self, start: int, end: int) -> Value:
        """The text, number, truth value or null at ``[start, end)``."""
        return _scalar(self.text[start:end].encode("latin-1").decode("utf-8"))

    def _by_brackets(self, start: int) -> int:
        depth, position, run = 1, start + 1, _run(self.format)
        while depth:
            while (between := run.match(self.text, position)) and between.end() > position:
                position = between.end()
            bracket = self.text[position : position + 1]
            if not bracket or bracket not in "[]{}":
                raise Broken
            depth += 1 if bracket in "[{" else -1
            position += 1
        return position

    def _blank(self, position: int) -> int:
        blanks = _blanks(self.format)
        while (match := blanks.match(self.text, position)) and match.end() > position:
            position = match.end()
        return position

    def _key(self, start: int, end: int) -> str:
        piece = self.text[start:end].encode("latin-1").decode("utf-8")
        if piece[0] in "\"'":
            return paired(str(_scalar(piece)))
        if self.format != "json5":
            raise Broken
        return paired(str(_scalar(f'"{piece}"')))


def _scalar(piece: str) -> Value:
    """A scalar as the standard library reads it, else as the ``json5`` package does."""
    value: Value
    try:
        value = json.loads(piece)
    except json.JSONDecodeError:
        import json5

        value = json5.loads(piece)
    return value
