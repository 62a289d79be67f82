"""The doctor's screen: what is wrong and what to do, the repair, the answers, the meaning of an error message."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from wizard.doctor.examine import Examination
from wizard.steps.findings import finding_offers, repairable
from wizard.steps.offers import Offer
from wizard.text import say
from wizard.tui.complaint import Complaint
from wizard.tui.frame import BACK_KEYS, Detail, Frame, SearchLine
from wizard.tui.listing import Listing

REPAIR, ANSWERS = "repair", "answers"


class DoctorScreen(Frame[str]):
    """Decides for ``REPAIR`` or ``ANSWERS``; empty to go back."""

    help_key = "tui.doctor"
    BINDINGS: ClassVar[list[BindingType]] = BACK_KEYS

    def __init__(self, examination: Examination, message: str = "") -> None:
        super().__init__()
        self.examination = examination
        self.message = message

    def content(self) -> ComposeResult:
        """How many findings there are, the findings, what can be done about them."""
        yield Static(self._standing(), id="question")
        with Horizontal(id="body", classes="tall-list"):
            with Vertical(id="choices"):
                yield SearchLine(Content.styled(say("tui.search.hint"), "$wizard-dim"))
                yield Listing(self._offers())
                yield Complaint(self.message)
            yield Detail(id="detail")

    def doing(self) -> str:
        """What is being done."""
        return say("tui.doctor.title")

    def action_back(self) -> None:
        """To the start."""
        self.finish("")

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        if event.offer and event.offer.id in {REPAIR, ANSWERS}:
            self.finish(event.offer.id)
        elif event.offer:
            self.query_one(Detail).focus()

    def _offers(self) -> list[Offer]:
        rows = list(finding_offers(self.examination, group=say("tui.doctor.findings")))
        group = say("steps.start.or")
        if repairable(self.examination):
            rows.append(Offer(REPAIR, say("tui.doctor.repair"), note=say("tui.doctor.repair-note"), group=group))
        rows.append(Offer(ANSWERS, say("tui.doctor.answers"), note=say("tui.doctor.answers-note"), group=group))
        return rows

    def _standing(self) -> Content:
        errors, count = len(self.examination.errors), len(self.examination.findings)
        if not count:
            return Content.assemble(("✓ ", "$success"), (say("tui.doctor.healthy"), "$success"))
        words = say("doctor.count", errors=errors, others=count - errors)
        return Content.styled(words, "bold $error" if errors else "bold $warning")
