"""The step that ticks tools."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult

from wizard.steps.offers import Offer
from wizard.text import say
from wizard.tui.screens.step import ON, Step, Way
from wizard.tui.widgets.listing import Listing
from wizard.tui.widgets.rail import Progress


class ToolsStep(Step):
    """Which tools shall use the plan; those found on this machine are ticked."""

    name_of_step = "tools"

    def __init__(
        self, progress: Progress, offers: Iterable[Offer], answer: tuple[str, ...], complaint: str = ""
    ) -> None:
        super().__init__(progress, complaint)
        self.offers = tuple(offers)
        self.answer = answer

    def choices(self) -> ComposeResult:
        """A row a tool; a tool whose files cannot be used cannot be ticked and says why."""
        barred = {offer.id for offer in self.offers if offer.barred}
        yield Listing(self.offers, ticks=[name for name in self.answer if name not in barred])

    def leave(self, way: Way) -> None:
        """Keep the ticks."""
        ticked = self.query_one(Listing).ticked or set()
        self.answer = tuple(offer.id for offer in self.offers if offer.id in ticked)
        if way is ON and not self.answer:
            self.complain(say("steps.tools.none"))
            return
        super().leave(way)

    @on(Listing.Chosen)
    def _go_on(self) -> None:
        self.leave(ON)
