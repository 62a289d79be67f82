"""What was found in the chosen tools before the review; the ticked repairs go into the same diff."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult

from wizard.steps.offers import Offer
from wizard.text import say
from wizard.tui.screens.step import ON, Step, Way
from wizard.tui.widgets.listing import Listing
from wizard.tui.widgets.rail import Progress


class FindingsStep(Step):
    """A part of the review: repairs to take along, or none of them."""

    name_of_step = "review"

    def __init__(self, progress: Progress, offers: Iterable[Offer], answer: Iterable[str]) -> None:
        super().__init__(progress)
        self.offers = tuple(offers)
        self.answer = frozenset(answer)

    def question(self) -> str:
        """What is asked."""
        return say("steps.findings.question")

    def help_title(self) -> str:
        """Its name."""
        return say("steps.findings.title")

    def help_words(self) -> str:
        """Its help."""
        return say("steps.findings.help")

    def choices(self) -> ComposeResult:
        """A row a finding."""
        yield Listing(self.offers, ticks=self.answer)

    def leave(self, way: Way) -> None:
        """Keep the ticks."""
        self.answer = frozenset(self.query_one(Listing).ticked or ())
        super().leave(way)

    @on(Listing.Chosen)
    def _go_on(self) -> None:
        self.leave(ON)
