"""A field of one line."""

from typing import ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import Input

_UNPRINTABLE: Final = "\ufffd"
_MOST_PASTED: Final = 4_096
"""Characters; what is longer is no answer to any question, and laying out a million of them takes seconds."""


class Field(Input):
    """A field of one line. What is pasted into it acts on no terminal: a sign stands for what cannot be printed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "tui.keys.on")]

    def _on_paste(self, event: events.Paste) -> None:
        event.text = event.text[:_MOST_PASTED]

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
