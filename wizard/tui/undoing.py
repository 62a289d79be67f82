"""The ways through an undo: its review, and the choices where values of the change were changed since."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from wizard.errors import WizardError
from wizard.plan.conflict import UndoRefusedError
from wizard.plan.plan import FileChange, Plan
from wizard.runs.take_back import plan_removal, plan_undo
from wizard.session import Session
from wizard.steps.offers import Offer, short_path
from wizard.steps.undo import FORCE, LATER, LEAVE, REMOVE, REST, SEE, later_change, refused_offers
from wizard.text import say
from wizard.tui.complaint import Complaint
from wizard.tui.flow import Flow, sentences
from wizard.tui.frame import BACK_KEYS, Detail, Frame, SearchLine
from wizard.tui.listing import Listing
from wizard.tui.prose import Prose
from wizard.tui.review import ReviewStep


class RefusedScreen(Frame[str]):
    """Decides for what shall become of the values that were changed since; ``LEAVE`` to go back."""

    help_key = "tui.undo"
    BINDINGS: ClassVar[list[BindingType]] = BACK_KEYS

    def __init__(self, offers: Sequence[Offer], at: str, complaint: str = "") -> None:
        super().__init__()
        self.offers = tuple(offers)
        self.at = at
        self.complaint = complaint

    def content(self) -> ComposeResult:
        """The choices on the left, what was changed on the right."""
        yield Static(Prose(say("steps.undo.question")), id="question")
        with Horizontal(id="body", classes="short-list"):
            with Vertical(id="choices"):
                yield SearchLine()
                yield Listing(self.offers, at=self.at)
                yield Complaint(self.complaint)
            yield Detail(id="detail")

    def doing(self) -> str:
        """What is being done."""
        return say("steps.start.undo")

    def action_back(self) -> None:
        """Leave all as it is."""
        self.finish(LEAVE)

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        if event.offer:
            self.finish(event.offer.id)


class DifferenceStep(ReviewStep):
    """What was changed of the wizard's values since, file by file; nothing is written from here."""

    name_of_step = "difference"
    decides_on_sight = False

    def __init__(self, refused: UndoRefusedError, session: Session) -> None:
        plan = Plan("undo", (), {}, refused.edits)
        super().__init__(plan, session, title=say("steps.start.undo"))

    def question(self) -> str:
        """What is shown."""
        return say("steps.difference.question")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All but the write."""
        return action != "write" and super().check_action(action, parameters)

    def _place(self, change: FileChange) -> Content:
        """Where the file is."""
        return Content.assemble((short_path(Path(change.path), self.home), "bold"))


async def undo_change(flow: Flow, change_id: str | None) -> bool:
    """Undo a change, the last one where none is named; False where the user went back and nothing was written.

    Raises:
        WizardError: it cannot be planned.
        GivenUpError: the user gave the planning up.
    """
    at = complaint = ""
    while True:
        try:
            return await flow.reviewed(lambda: plan_undo(flow.session, change_id)[0], title=say("steps.start.undo"))
        except UndoRefusedError as error:
            refused = error
        on_plan = await flow.patiently(say("tui.looking"), partial(_on_plan, flow.session, refused))
        names = [flow.session.catalog.tools[name].name for name in on_plan]
        offers = refused_offers(refused, names, flow.session.environment.home)
        at = await flow.ask(RefusedScreen(offers, at, complaint))
        if at == LEAVE:
            return False
        complaint = ""
        try:
            if await _open_choice(flow, change_id, refused, on_plan, at):
                return True
        except WizardError as error:
            complaint = sentences(error)


async def _open_choice(
    flow: Flow, change_id: str | None, refused: UndoRefusedError, on_plan: Sequence[str], chosen: str
) -> bool:
    """Go where the choice leads; whether something was written there."""
    if chosen == SEE:
        await flow.ask(DifferenceStep(refused, flow.session))
        return False
    if chosen == LATER:
        return await undo_change(flow, later_change(refused))
    if chosen == REMOVE:
        return await flow.reviewed(lambda: plan_removal(flow.session, on_plan), title=say("tui.remove.title"))
    undo = partial(plan_undo, flow.session, change_id, force=chosen == FORCE, skip_failing=chosen == REST)
    return await flow.reviewed(lambda: undo()[0], title=say("steps.start.undo"))


def _on_plan(session: Session, refused: UndoRefusedError) -> list[str]:
    known = [name for name in refused.tools if name in session.catalog.tools]
    return [name for name in known if session.detect(name).state.configured]
