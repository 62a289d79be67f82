"""A plan that puts the files of an earlier change back."""

from wizard.apply.change import Change
from wizard.apply.history import changes, undo_writes
from wizard.apply.state import StateFolder
from wizard.errors import WizardError
from wizard.plan.plan import FileChange, Plan

UNDOES = "undoes"
"""The name under which an undo's history entry keeps the id of the change it took back."""


def undo_plan(state: StateFolder, change_id: str | None, *, force: bool = False) -> tuple[Plan, Change]:
    """The plan that takes back the change ``change_id``, and that change.

    Without an id it is the newest change that is no undo and has not been undone, so that undoing again goes one
    step further back.

    Raises:
        WizardError: there is no such change.
        EditedSinceError: files were edited after the change, and ``force`` is not given.
        BackupError: an earlier content is not kept any more.
    """
    known = changes(state)
    if change_id is None:
        undone = {change.summary.get(UNDOES) for change in known}
        open_ones = [change for change in known if change.command != "undo" and change.id not in undone]
        if not open_ones:
            raise WizardError("plan.nothing-to-undo")
        chosen = open_ones[0]
    else:
        named = [change for change in known if change.id == change_id]
        if not named:
            raise WizardError("plan.no-such-change", id=change_id)
        chosen = named[0]
    tool = ", ".join(chosen.tools)
    files = tuple(
        FileChange(tool, write.snapshot, "", write.planned_bytes, write.planned_mode)
        for write in undo_writes(state, chosen, force=force)
    )
    return Plan("undo", chosen.tools, {}, files), chosen
