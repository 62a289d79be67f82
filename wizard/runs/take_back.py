"""The plans that take something back: the Coding Plan out of tools, or one change."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from wizard.apply.baseline import Baselines
from wizard.apply.change import Change
from wizard.plan.build import Draft
from wizard.plan.certain import holds_plan
from wizard.plan.choices import Wanted
from wizard.plan.plan import Plan
from wizard.plan.undo import chosen_change, owners_of, undo_plan
from wizard.plan.withdraw import withdrawn
from wizard.runs.choose import secrets_of, with_unread
from wizard.session import Session


def plan_removal(session: Session, tools: Sequence[str], *, skip_failing: bool = False) -> Plan:
    """The plan that takes the Coding Plan out of ``tools`` again; without tools, out of all that hold it."""
    found = session.detect_all()
    names = tuple(tools) or tuple(name for name in found if found[name].state.configured or holds_plan(found[name]))
    baselines = Baselines(session.state_folder)
    draft = Draft("remove")
    for name in names:
        draft.add(name, partial(withdrawn, found[name], baselines.of))
    secrets = secrets_of(found.values(), Wanted())
    plan = draft.finished({}, secrets, skip_failing=skip_failing) if names else None
    plan = replace(plan, tools=names) if plan else Plan("remove", (), {}, ())
    return plan if tools else with_unread(session, plan, found)


def plan_undo(
    session: Session, change_id: str | None, *, force: bool = False, skip_failing: bool = False
) -> tuple[Plan, Change]:
    """The plan that takes one change back, the newest that is not undone where none is named.

    ``force`` takes back also those of its values that were changed since, ``skip_failing`` leaves them.

    Raises:
        WizardError: there is no such change, or it cannot be taken back.
    """
    state = session.state_folder
    change = chosen_change(state, change_id)
    session.reach.require(change)
    owners = owners_of(change, session.catalog, session.environment)
    plan = undo_plan(
        state, owners, change, force=force, skip_failing=skip_failing, in_project=bool(session.environment.project)
    )
    return plan, change
