"""The answers to common errors: all of them, to be searched by typing."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from wizard.steps.offers import Offer
from wizard.text import say
from wizard.tui.screens.frame import BACK_KEYS, Detail
from wizard.tui.screens.list_screen import ListScreen
from wizard.tui.widgets.listing import Listing


class AnswerList(Listing):
    """The answers; Enter goes to the text of one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "tui.keys.read")]


class AnswersScreen(ListScreen[None]):
    """Decides for nothing but to go back."""

    help_key = "tui.answers"
    BINDINGS: ClassVar[list[BindingType]] = BACK_KEYS

    def __init__(self, offers: Iterable[Offer]) -> None:
        super().__init__()
        self.offers = tuple(offers)

    def question(self) -> str:
        """What can be read here."""
        return say("tui.answers.question")

    def choices(self) -> ComposeResult:
        """The headings."""
        yield AnswerList(self.offers)

    def doing(self) -> str:
        """What is being done."""
        return say("tui.answers.title")

    def leads_on(self, offer: Offer | None) -> bool:
        """All there is to an answer is its text."""
        del offer
        return False

    def action_back(self) -> None:
        """To the doctor."""
        self.finish(None)

    @on(Listing.Chosen)
    def _chosen(self) -> None:
        self.query_one(Detail).focus()
