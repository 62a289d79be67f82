"""Ticking some of the tools outside the steps, such as those to take the plan out of."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from wizard.steps.offers import Offer
from wizard.text import say
from wizard.tui.screens.frame import BACK_KEYS
from wizard.tui.screens.list_screen import ListScreen
from wizard.tui.widgets.complaint import Complaint
from wizard.tui.widgets.listing import Listing


class PickScreen(ListScreen[tuple[str, ...]]):
    """Decides for the ticked ids; none to go back.

    ``words`` is the text key of title, question and help, ``none`` that of the sentence for no tick at all.
    """

    BINDINGS: ClassVar[list[BindingType]] = BACK_KEYS

    def __init__(
        self,
        words: str,
        offers: Iterable[Offer],
        ticks: Iterable[str],
        complaint: str = "",
        *,
        none: str = "steps.tools.none",
    ) -> None:
        super().__init__()
        self.words = words
        self.offers = tuple(offers)
        self.ticks = tuple(ticks)
        self.complaint = complaint
        self.none = none

    def question(self) -> str:
        """What is asked."""
        return say(f"{self.words}.question")

    def choices(self) -> ComposeResult:
        """The list with ticks."""
        yield Listing(self.offers, ticks=self.ticks)

    def doing(self) -> str:
        """What is being done."""
        return say(f"{self.words}.title")

    def help_title(self) -> str:
        """What is being done."""
        return say(f"{self.words}.title")

    def help_words(self) -> str:
        """What it means."""
        return say(f"{self.words}.help")

    def action_back(self) -> None:
        """To the start."""
        self.finish(())

    @on(Listing.Chosen)
    def _go_on(self) -> None:
        ticked = self.query_one(Listing).ticked or set()
        if ticked:
            self.finish(tuple(offer.id for offer in self.offers if offer.id in ticked))
        else:
            self.query_one(Complaint).show(say(self.none))
