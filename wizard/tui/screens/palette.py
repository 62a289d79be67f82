"""The palette: everything that can be done now, to be searched by typing."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wizard.steps.offers import Offer
from wizard.text import say
from wizard.tui.widgets.keys_bar import shown_key
from wizard.tui.widgets.listing import Listing


class PaletteList(Listing):
    """The commands; Enter runs one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "tui.keys.run")]


class Palette(ModalScreen[str | None]):
    """Gives the key of the chosen command; ``commands`` are words by key."""

    takes_keys = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+p", "close", "tui.keys.close")]

    def __init__(self, commands: Mapping[str, str]) -> None:
        super().__init__()
        self.commands = commands

    def compose(self) -> ComposeResult:
        """The search, the list."""
        with Vertical(classes="box"):
            yield Static(Content.styled(say("tui.palette.question"), "bold $primary"), id="palette-search")
            yield PaletteList(Offer(key, words, shown_key(key)) for key, words in self.commands.items())

    def action_close(self) -> None:
        """Nothing is run."""
        self.dismiss(None)

    @on(Listing.Searched)
    def _told(self, event: Listing.Searched) -> None:
        words = event.listing.search_text() or say("tui.palette.question")
        self.query_one("#palette-search", Static).update(Content.styled(words, "bold $primary"))

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        if event.offer:
            self.dismiss(event.offer.id)
