"""Help on the focused thing, and the keys that work there."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wizard.text import say
from wizard.tui.widgets.cells import padded
from wizard.tui.widgets.prose import Prose
from wizard.tui.widgets.reading import Reading

_KEY_WIDTH = 14


class Help(ModalScreen[None]):
    """A box above the screen; any of its keys closes it."""

    takes_keys = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q,question_mark,f1", "close", "tui.keys.close")]

    def __init__(self, title: str, words: str, keys: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.heading = title
        self.words = words
        self.keys: dict[str, list[str]] = {}
        for key, meaning in keys:
            self.keys.setdefault(meaning, []).append(key)

    def compose(self) -> ComposeResult:
        """Words, then keys."""
        parts: list[Content | str | tuple[str, str]] = [
            (self.heading, "bold $primary"),
            f"\n\n{self.words}\n\n",
            (say("tui.help.keys"), "bold"),
        ]
        for meaning, keys in self.keys.items():
            parts += ["\n  ", (padded(" ".join(keys), _KEY_WIDTH), "$accent"), f" {meaning}"]
        parts.append((f"\n\n{say('tui.help.close')}", "$wizard-dim"))
        with Reading(classes="box"):
            yield Static(Prose(Content.assemble(*parts)))

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss(None)
