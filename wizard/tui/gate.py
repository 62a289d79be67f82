"""The one gate of the full screen: what a widget paints acts on no terminal, whatever its author forgot."""

import unicodedata

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

from wizard.text.visible import visible


class OnlyPrintable(LineFilter):
    """Lets printable text through, in its place and its style; everything else is written out.

    All widgets hand their lines to Textual's filters before they become bytes, borders and their titles too. What is
    Textual's own, such as moving the cursor, comes behind that.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """``segments``, as wide as they are, with nothing in them that cannot be printed."""
        del background
        if all(_is_harmless(segment) for segment in segments):
            return segments
        width = sum(segment.cell_length for segment in segments)
        return list(Strip(map(_made_harmless, segments)).adjust_cell_length(width))


def _is_harmless(segment: Segment) -> bool:
    return segment.text.isprintable() and not segment.control and not (segment.style and segment.style.link)


def _made_harmless(segment: Segment) -> Segment:
    style = segment.style.update_link(None) if segment.style and segment.style.link else segment.style
    return Segment("".join(map(_shown, segment.text)), style)


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    # A blank of any kind stays one; it is as wide as it was.
    return " " * max(1, cell_len(char)) if char == "\t" or unicodedata.category(char) == "Zs" else visible(char)
