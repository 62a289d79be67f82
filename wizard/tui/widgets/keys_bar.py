"""The footer: the keys that work now, and no others. It can be clicked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from wizard.text import say
from wizard.tui.widgets.cells import cell_len

_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "question_mark": "?",
    "space": "Space",
    "slash": "/",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
}
_ALWAYS = ("screen.help", "help", "leave")


def shown_key(key: str) -> str:
    """A key's name as it stands on the keyboard."""
    name = key.partition(",")[0]
    if name in _NAMES:
        return _NAMES[name]
    if name.startswith("ctrl+"):
        return f"^{name.removeprefix('ctrl+').upper()}"
    return name if len(name) == 1 else name.title()


def words_for(screen: Screen[Any], binding: Binding) -> str:
    """What ``binding`` does on ``screen``, which may have words of its own for an action."""
    own: Mapping[str, str] = getattr(screen, "key_words", {})
    return say(own.get(binding.action, binding.description))


@dataclass(frozen=True)
class _Entry:
    key: str
    words: str
    start: int

    @property
    def width(self) -> int:
        return cell_len(shown_key(self.key)) + 1 + cell_len(self.words) + 2


class KeysBar(Widget):
    """One row of keys: those of the focused thing first; help and leaving keep their place at the right.

    Whenever it is drawn, and the screen with it, it calls ``drawn``.
    """

    COMPONENT_CLASSES = {"keys-bar--key"}  # noqa: RUF012  Textual declares it so
    DEFAULT_CSS = "KeysBar { height: 1; dock: bottom; }"

    def __init__(self, drawn: Callable[[], None]) -> None:
        super().__init__()
        self.drawn = drawn

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The row."""
        self.drawn()
        width = self.size.width
        base = self.rich_style
        key_style = self.get_component_rich_style("keys-bar--key")
        segments: list[Segment] = []
        at = 0
        for entry in self._entries() if y == 0 else ():
            segments.append(Segment(" " * (entry.start - at), base))
            segments.append(Segment(f" {shown_key(entry.key)}", key_style))
            segments.append(Segment(f" {entry.words} ", base))
            at = entry.start + entry.width
        return Strip(segments).adjust_cell_length(width, base)

    async def on_click(self, event: events.Click) -> None:
        """A click on a key is the key."""
        for entry in self._entries():
            if entry.start <= event.x < entry.start + entry.width:
                self.app.simulate_key(entry.key)

    def _entries(self) -> list[_Entry]:
        """What fits, each at its place."""
        bindings = [each.binding for each in self.screen.active_bindings.values() if each.enabled]
        seen: dict[str, tuple[str, str]] = {}
        for binding in bindings:
            if binding.show and binding.description and binding.action not in seen:
                seen[binding.action] = (binding.key, words_for(self.screen, binding))
        right = [seen.pop(action) for action in _ALWAYS if action in seen]
        right_entries: list[_Entry] = []
        at = self.size.width
        for key, words in reversed(right):
            entry = _Entry(key, words, 0)
            at -= entry.width
            right_entries.append(_Entry(key, words, at))
        if sum(_Entry(key, words, 0).width for key, words in seen.values()) > at:
            seen.pop("search", None)  # the row above every list says it as well
        entries: list[_Entry] = []
        start = 0
        for key, words in seen.values():
            entry = _Entry(key, words, start)
            if start + entry.width <= at:
                entries.append(entry)
                start += entry.width
        return [*entries, *reversed(right_entries)]
