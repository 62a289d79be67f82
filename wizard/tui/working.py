"""What stands above the screen while something takes longer than a moment: what is being done, and the way out."""

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wizard.text import say


class Working(ModalScreen[None]):
    """Shown until the work is done or Escape gives it up."""

    gives_up_with = "escape"
    """The key that passes by all that was typed for the next screen."""
    BINDINGS: ClassVar[list[BindingType]] = [Binding(gives_up_with, "give_up", "tui.keys.cancel")]

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
        self.given_up = asyncio.Event()

    def compose(self) -> ComposeResult:
        """The words, and the way out."""
        with Vertical(classes="box"):
            yield Static(Content.assemble((self.words, "bold"), f"\n\n{say('tui.working.cancel')}"), id="working")

    def action_give_up(self) -> None:
        """Stop waiting."""
        self.given_up.set()
