"""The doctor's screen: what is wrong and what to do, the repair, the answers, the meaning of an error message."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from wizard.doctor.examine import Examination
from wizard.doctor.finding import Finding
from wizard.steps.findings import finding_offers, repairable
from wizard.steps.offers import Offer
from wizard.text import say
from wizard.tui.screens.frame import BACK_KEYS, EXPLAIN_KEYS, Detail
from wizard.tui.screens.list_screen import ListScreen
from wizard.tui.widgets.listing import Listing

REPAIR, ANSWERS, EXPLAIN = "repair", "answers", "explain"


class DoctorScreen(ListScreen[str]):
    """Decides for ``REPAIR``, ``ANSWERS`` or ``EXPLAIN`` (of ``pasted``, where that is there); empty to go back.

    ``mended`` are the findings whose repair is asked for, all of them where it is empty. ``at`` is the row that the
    cursor stands on.
    """

    help_key = "tui.doctor"
    shape = "tall-list"
    BINDINGS: ClassVar[list[BindingType]] = [*EXPLAIN_KEYS, *BACK_KEYS]

    def __init__(self, examination: Examination, message: str = "", at: str = "") -> None:
        super().__init__()
        self.examination = examination
        self.complaint = message
        self.at = at
        self.pasted = ""
        self.mended: tuple[Finding, ...] = ()

    def choices(self) -> ComposeResult:
        """The findings, then what can be done about them."""
        yield Listing(self._offers(), at=self.at)

    def doing(self) -> str:
        """What is being done."""
        return say("tui.doctor.title")

    def action_explain(self, pasted: str = "") -> None:
        """To the explanation of an error message."""
        self.pasted = pasted
        self.finish(EXPLAIN)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted here can only be an error message."""
        self.action_explain(event.text)

    def leads_on(self, offer: Offer | None) -> bool:
        """A finding that is a step by hand leads no further."""
        return offer is not None and (offer.id in {REPAIR, ANSWERS, EXPLAIN} or self._finding(offer).mendable)

    def action_back(self) -> None:
        """To the start."""
        self.finish("")

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        if event.offer and event.offer.id in {REPAIR, ANSWERS, EXPLAIN}:
            self.finish(event.offer.id)
        elif event.offer:
            finding = self._finding(event.offer)
            if finding.mendable:
                self.mended = (finding,)
                self.finish(REPAIR)
            else:
                self.query_one(Detail).focus()

    def _finding(self, offer: Offer) -> Finding:
        return self.examination.findings[int(offer.id.rpartition("-")[2])]

    def _offers(self) -> list[Offer]:
        rows = list(finding_offers(self.examination, group=say("tui.doctor.findings"), repairs=True))
        group = say("steps.start.or")
        if repairable(self.examination):
            rows.append(Offer(REPAIR, say("tui.doctor.repair"), note=say("tui.doctor.repair-note"), group=group))
        rows.append(Offer(EXPLAIN, say("steps.start.explain"), note=say("steps.start.explain-note"), group=group))
        rows.append(Offer(ANSWERS, say("tui.doctor.answers"), note=say("tui.doctor.answers-note"), group=group))
        return rows

    def question(self) -> Content:
        """How many findings there are."""
        errors, count = len(self.examination.errors), len(self.examination.findings)
        if not count:
            return Content.assemble(("✓ ", "$success"), (say("tui.doctor.healthy"), "$success"))
        words = say("doctor.count", errors=errors, others=count - errors)
        return Content.styled(words, "bold $error" if errors else "bold $warning")
