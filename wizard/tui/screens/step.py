"""What all steps share: the rail, the question, the way on and the way back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from wizard.steps.offers import Offer
from wizard.steps.small_model import ROW
from wizard.text import say
from wizard.tui.screens.frame import BACK_KEYS, EXPLAIN_KEYS
from wizard.tui.screens.list_screen import ListScreen
from wizard.tui.widgets.complaint import Complaint
from wizard.tui.widgets.listing import Listing
from wizard.tui.widgets.rail import Progress, Rail, Stop


@dataclass(frozen=True)
class Way:
    """Where a step leads: on, back, or to the step that was clicked in the rail."""

    to: str


ON, BACK, EXPLAIN, SMALL_MODEL = Way("on"), Way("back"), Way("explain"), Way("small-model")


class Step(ListScreen[Way]):
    """One step of the wizard. Whatever way it is left, its answer is kept.

    ``complaint`` is what is wrong with the answers so far, shown in its place from the start.
    """

    name_of_step: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = BACK_KEYS

    def __init__(self, progress: Progress, complaint: str = "") -> None:
        super().__init__()
        self.progress = progress
        self.with_rail = True
        self.complaint = complaint

    def content(self) -> ComposeResult:
        """Rail, question, the step's own part."""
        if self.with_rail:
            yield Rail(self.progress)
        yield from super().content()

    def question(self) -> str:
        """What is asked."""
        return say(f"steps.{self.name_of_step}.question")

    def doing(self) -> str:
        """What is being done."""
        return self.progress.doing

    def help_title(self) -> str:
        """The step's name."""
        return say(f"steps.{self.name_of_step}.title")

    def help_words(self) -> str:
        """The step's help."""
        return say(f"steps.{self.name_of_step}.help")

    def complain(self, sentence: str) -> None:
        """Show what is wrong beside the field, or nothing more."""
        self.query_one(Complaint).show(sentence)

    def leave(self, way: Way) -> None:
        """Go; overridden where something is to be kept."""
        self.finish(way)

    def action_back(self) -> None:
        """To the step before."""
        self.leave(BACK)

    @on(Stop.Clicked)
    def _to_stop(self, event: Stop.Clicked) -> None:
        self.leave(Way(event.step))


class OneOf(Step):
    """A step with a list of which one is chosen; the cursor stands on the present answer."""

    def __init__(self, progress: Progress, offers: Iterable[Offer], answer: str, complaint: str = "") -> None:
        super().__init__(progress, complaint)
        self.offers = tuple(offers)
        self.answer = answer

    def choices(self) -> ComposeResult:
        """The list."""
        yield Listing(self.offers, at=self.answer)

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        if event.offer:
            self.choose(event.offer)

    def choose(self, offer: Offer) -> None:
        """Take ``offer`` for the answer and go on."""
        self.answer = offer.id
        self.leave(ON)


class RegionStep(OneOf):
    """Which of the plan's regions the key belongs to; as the first screen, it leads to an error message as well."""

    name_of_step = "region"
    shape = "short-list"
    BINDINGS: ClassVar[list[BindingType]] = EXPLAIN_KEYS
    pasted = ""

    def __init__(
        self, progress: Progress, offers: Iterable[Offer], answer: str, complaint: str = "", *, first: bool = False
    ) -> None:
        super().__init__(progress, offers, answer, complaint)
        if first:
            self.key_words = {"back": "tui.keys.quit"}  # there is nothing before it

    def action_explain(self, pasted: str = "") -> None:
        """To the explanation of an error message."""
        self.pasted = pasted
        here = self.query_one(Listing).offer
        self.answer = here.id if here else self.answer
        self.leave(EXPLAIN)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted here can only be an error message."""
        self.action_explain(event.text)


class ModelStep(OneOf):
    """Which model the tools start with; a row behind the models leads to the one for quick work."""

    name_of_step = "model"
    shape = "wide-list"

    def choose(self, offer: Offer) -> None:
        """Take a model for the answer; the row of the other one leads there."""
        if offer.id == ROW:
            self.leave(SMALL_MODEL)
        else:
            super().choose(offer)


class SmallModelStep(OneOf):
    """Which model does quick work in the background: a part of the model's step."""

    name_of_step = "small-model"
    shape = "wide-list"
