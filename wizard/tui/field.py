"""A field of one line."""

from typing import ClassVar, Final

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import Input

_UNPRINTABLE: Final = "\ufffd"


class Field(Input):
    """A field of one line. What is pasted into it acts on no terminal: a sign stands for what cannot be printed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "tui.keys.on")]

    def render_line(self, y: int) -> Strip:
        """As Textual's, the text made harmless."""
        strip = super().render_line(y)
        if strip.text.isprintable():
            return strip
        segments = [Segment(_harmless(segment.text), segment.style) for segment in strip]
        return Strip(segments).adjust_cell_length(strip.cell_length)


def _harmless(text: str) -> str:
    """``text`` with a sign in the place of each character that cannot be printed."""
    return "".join(char if char.isprintable() else _UNPRINTABLE for char in text)
