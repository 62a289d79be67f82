"""A text that scrolls by all the keys that the app's lists move by."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll


class Reading(VerticalScroll, can_focus=True):
    """A scrolling text: arrows and j/k, Page keys and the space bar, Home and End, the wheel."""

    unlisted_keys: ClassVar[tuple[str, ...]] = ("text",)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("space", "page_down", show=False),
    ]
