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
from wizard.tui.widgets.prose import Prose


class Working(ModalScreen[None]):
    """Shown until the work is done or Escape gives it up."""

    gives_up_with = "escape"
    """The key that passes by all that was typed for the next screen."""
    BINDINGS: ClassVar[list[BindingType]] = [Binding(gives_up_with, "give_up", "tui.keys.cancel")]

    def __init__(self, words: str, client: str = "") -> None:
        super().__init__()
        self.words = words
        self.client = client
        """The client whose version is waited for: Escape goes on without it. Empty where it is something else."""
        self.given_up = asyncio.Event()

    def compose(self) -> ComposeResult:
        """The words, and the way out."""
        with Vertical(classes="box"):
            yield Static(self._text(), id="working")

    def waits_for(self, client: str) -> None:
        """Say that the version of ``client`` is what is waited for."""
        self.client = client
        for text in self.query(Static):  # none before the box is there
            text.update(self._text())

    def _text(self) -> Prose:
        way_out = say("tui.working.skip" if self.client else "tui.working.cancel")
        asking = f"\n{say('plan.asking', tool=self.client)}" if self.client else ""
        return Prose(Content.assemble((self.words, "bold"), f"{asking}\n\n{way_out}"))

    def action_give_up(self) -> None:
        """Stop waiting."""
        self.given_up.set()
