"""How the surroundings of a new value look, so that it can look the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from wizard.formats.json.dialect import NEWLINE
from wizard.formats.json.gaps import Gaps
from wizard.formats.json.listing import Listing
from wizard.formats.json.text import JsonText

_COLON: Final = re.compile(r"[ \t]*:[ \t]*")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_FIRST_QUOTE: Final = re.compile(r"[:\[,][ \t\r\n]*+([\"'])")  # most likely that of a value
_LOOKS: Final = 20  # items looked at for their quotes
_INDENT: Final = re.compile(r"[ \t]*+")


@dataclass(frozen=True)
class Style:
    """The look of one container's items.

    Where ``lines`` puts every item on a line of its own, ``indent`` is theirs, ``close_indent`` that of the
    closing bracket, and ``unit`` what each level adds. Else ``comma`` separates them and ``pad`` stands inside the
    braces of an object. ``quote`` surrounds strings, ``key_quote`` keys (empty: none where they can do without).
    """

    lines: bool = True
    newline: str = "\n"
    indent: str = ""
    close_indent: str = ""
    unit: str = "  "
    colon: str = ": "
    comma: str = ", "
    pad: str = ""
    quote: str = '"'
    key_quote: str = '"'
    trailing_comma: bool = False

    def inner(self) -> "Style":
        """The style of the items of a new container among these items."""
        if not self.lines:
            return replace(self, trailing_comma=False, comma=self.comma.strip("\r\n"))
        return replace(self, indent=self.indent + self.unit, close_indent=self.indent)


def style_of(source: JsonText, chain: Sequence[Listing]) -> Style:
    """The style of new items of the last container of ``chain``, which leads there from the root."""
    first_break = _LINE_END.search(source.text)
    first_string = _FIRST_QUOTE.search(source.text) if source.dialect.name == "json5" else None
    style = Style(
        newline=first_break[0] if first_break else "\n",
        quote=first_string[1] if first_string else '"',
    )
    for listing in chain:
        style = within(source, style, listing)
    return style


def within(source: JsonText, outer: Style, listing: Listing) -> Style:
    """``outer``, changed by what the items of ``listing`` show."""
    line_indent = _line_indent(source, listing.start)
    comma = outer.comma.strip("\r\n")
    plain = replace(outer, indent=line_indent + outer.unit, close_indent=line_indent, comma=comma)
    count = len(listing)
    if not count:
        between = source.text[listing.start + 1 : listing.close]
        return replace(plain, lines=bool(NEWLINE.search(between)) if between else outer.lines)
    gaps = Gaps(source, listing)
    style = replace(_quotes(source, plain, listing), trailing_comma=gaps.trailing_comma)
    if listing.is_object:
        style = _object_tokens(source, style, listing)
    if not gaps.own_line(count - 1):
        return replace(style, lines=False, comma=_comma(source, gaps, style))
    newline, indent = gaps.line_break(count - 1)
    unit = indent.removeprefix(line_indent) if indent.startswith(line_indent) else outer.unit
    return replace(style, lines=True, newline=newline, indent=indent, unit=unit)


def _line_indent(source: JsonText, position: int) -> str:
    """The white space at the beginning of the line of ``position``."""
    text = source.text
    begin = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
    match = _INDENT.match(text, max(begin, source.start))
    return match[0] if match else ""


def _comma(source: JsonText, gaps: Gaps, style: Style) -> str:
    """The comma and the white space around it between the last two items of a line; lines may begin with it."""
    last = len(gaps.listing) - 1
    if last > 0:
        between = source.text[gaps.listing.ends[last - 1] : gaps.start(last)]
        if not between.strip(" \t\r\n,"):
            return between
    return style.comma


def _object_tokens(source: JsonText, style: Style, listing: Listing) -> Style:
    """The colon, and the white space behind the brace, of an object."""
    text = source.text
    pad = _INDENT.match(text, listing.start + 1)
    style = replace(style, pad=pad[0] if pad else "")
    colon = text[listing.key_ends[-1] : listing.starts[-1]]
    if not _COLON.fullmatch(colon):
        return style
    return replace(style, colon=colon, comma="," if colon == ":" else ", ")


def _quotes(source: JsonText, style: Style, listing: Listing) -> Style:
    """The quotes that the last items of a JSON5 container show."""
    if source.dialect.name != "json5":
        return style
    recent = range(len(listing) - 1, max(-1, len(listing) - 1 - _LOOKS), -1)
    keys = [source.text[listing.heads[item]] for item in recent] if listing.is_object else []
    strings = [source.text[listing.starts[item]] for item in recent] + keys
    quote = next((mark for mark in strings if mark in "\"'"), style.quote)
    key_quote = style.key_quote
    if keys:
        key_quote = keys[0] if all(mark in "\"'" for mark in keys) else ""
    return replace(style, quote=quote, key_quote=key_quote)
