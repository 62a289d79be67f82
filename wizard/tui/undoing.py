"""The ways through an undo: its review, and the choices where values of the change were changed since."""

from collections.abc import Sequence
from functools import partial

from wizard.errors import WizardError
from wizard.plan.conflict import UndoRefusedError
from wizard.runs.take_back import plan_removal, plan_undo
from wizard.session import Session
from wizard.steps.undo import FORCE, LATER, LEAVE, REMOVE, REST, SEE, later_change, refused_offers
from wizard.text import say
from wizard.tui.flow import Flow, sentences
from wizard.tui.screens.undo import DifferenceStep, RefusedScreen


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
