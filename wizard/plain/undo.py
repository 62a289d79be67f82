"""Undoing line by line: which change, and what to do with values that were changed since."""

from collections.abc import Callable
from functools import partial

from wizard.apply.history import changes
from wizard.plain.prompts import BACK, Prompts
from wizard.plan.conflict import UndoRefusedError
from wizard.plan.diff import unified
from wizard.plan.plan import Plan
from wizard.runs.take_back import plan_removal, plan_undo
from wizard.session import Session
from wizard.show import as_text
from wizard.steps.undo import FORCE, LATER, LEAVE, REMOVE, REST, SEE, conflict_lines, later_change, refused_offers
from wizard.text import say


def undo_asked(session: Session, prompts: Prompts, change_id: str | None) -> Callable[[], Plan] | None:
    """What makes the plan that undoes a change, the last one where none is named; None where the user goes back.

    Raises:
        WizardError: it cannot be undone.
        CancelledError: the user left.
    """
    undo = partial(plan_undo, session, change_id)
    try:
        undo()
    except UndoRefusedError as error:
        refused = error
    else:
        return lambda: undo()[0]
    for line in conflict_lines(refused):
        prompts.say(f"! {line}")
    tools = [name for name in refused.tools if name in session.catalog.tools]
    on_plan = [name for name in tools if session.detect(name).state.configured]
    names = [session.catalog.tools[name].name for name in on_plan]
    offers = refused_offers(refused, names, session.environment.home)
    while True:
        chosen = prompts.one(say("steps.undo.question"), say("tui.undo.help"), offers, SEE)
        if chosen in {BACK, LEAVE}:
            return None
        if chosen == LATER:
            return undo_asked(session, prompts, later_change(refused))
        if chosen == REMOVE:
            return partial(plan_removal, session, on_plan)
        if chosen in {REST, FORCE}:
            return lambda: undo(force=chosen == FORCE, skip_failing=chosen == REST)[0]
        for edit in refused.edits:
            prompts.say(as_text.file_heading(edit))
            prompts.output.diff(unified(edit))


def change_asked(session: Session, prompts: Prompts) -> str | None:
    """The id of the change to undo; None where there is none, or the user goes back."""
    known = changes(session.state_folder)
    for line in as_text.history(known):
        prompts.say(line)
    if not known:
        prompts.say(say("cli.history.empty"))
        return None
    return prompts.text(say("plain.undo-which"), say("tui.history.help"), known[0].id)
