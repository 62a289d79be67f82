"""Checking that a plan can be written, writing it, and settling what an earlier write left half-done."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from wizard.plan.plan import Plan
from wizard.session import Session

if TYPE_CHECKING:
    from wizard.apply.change import Change, FileWrite
    from wizard.apply.recovery import BrokenOff, Recovery


def check_plan(session: Session, plan: Plan) -> None:
    """Find whatever would stop ``plan`` from being written, before anyone is asked.

    Raises:
        WizardError: a file cannot be written, or changed since.
    """
    if not plan.pending:
        return
    from wizard.apply.check import check, check_inside, check_state

    session.environment.require_own_home()
    check_state(session.state_folder)
    # What an undo may reach is settled already; it may be a project's file.
    folder = session.environment.project or (session.environment.home if session.environment.home_given else None)
    if folder and plan.command != "undo":
        check_inside(_writes(plan), folder)
    check(_writes(plan))


def write_plan(
    session: Session, plan: Plan, *, now: datetime, summary: Mapping[str, str] | None = None
) -> "Change | None":
    """Write what ``plan`` shows, all files or none; None where nothing was to be written.

    Raises:
        ChangedSinceError: a file is not what it was when the plan was made.
        WriteError: writing failed and everything was put back.
    """
    if not plan.pending:
        return None
    from wizard.apply.writer import apply

    noted = {**plan.summary, **(summary or {})}
    return apply(
        _writes(plan),
        state=session.state_folder,
        command=plan.command,
        tools=plan.tools,
        summary=noted,
        now=now,
        reach=None if session.environment.home_given else lambda: session.reach,
    )


def find_broken_off(session: Session) -> "BrokenOff | None":
    """What an earlier run left half-done, without touching it; None where there is nothing.

    Raises:
        StateRefusedError: the wizard's own folder is not the user's alone.
    """
    folder = session.state_folder
    folder.require_own()
    if not folder.unsettled:
        return None
    from wizard.apply import recovery

    return recovery.find_broken_off(folder, session.reach)


def recover(session: Session) -> "Recovery | None":
    """Finish or undo what an earlier run left half-done; None where there is nothing.

    Raises:
        HomeError: the home is another user's.
        StateRefusedError: the wizard's own folder is not the user's alone.
        WriteError: a file could not be put back.
    """
    folder = session.state_folder
    if not folder.unsettled:
        return None
    from wizard.apply import recovery

    session.environment.require_own_home()
    return recovery.recover(folder, session.reach)


def _writes(plan: Plan) -> "list[FileWrite]":
    from wizard.apply.change import FileWrite

    return [FileWrite(change.snapshot, change.planned_bytes, change.planned_mode) for change in plan.pending]
