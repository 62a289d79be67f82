"""A plan that puts the files of an earlier change back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from wizard.apply.backups import backup
from wizard.apply.change import Change
from wizard.apply.errors import BackupError, EditedSinceError
from wizard.apply.history import changes, undo_writes
from wizard.apply.state import StateFolder
from wizard.errors import WizardError
from wizard.plan.plan import FileChange, Plan

UNDOES = "undoes"
"""The name under which an undo's history entry keeps the id of the change it took back."""


class UndoRefusedError(EditedSinceError):
    """Files were edited after the change. ``edits`` are those edits: each file as the change left it, and as it is."""

    def __init__(self, state: StateFolder, tools: str, error: EditedSinceError) -> None:
        super().__init__(str(error.values["id"]), error.files)
        self.edits = tuple(_edits(state, tools, error))


def undo_plan(state: StateFolder, change_id: str | None, *, force: bool = False) -> tuple[Plan, Change]:
    """The plan that takes back the change ``change_id``, and that change.

    Without an id it is the newest change that is no undo and has not been undone, so that undoing again goes one
    step further back.

    Raises:
        WizardError: there is no such change.
        UndoRefusedError: files were edited after the change, and ``force`` is not given.
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
    try:
        writes = undo_writes(state, chosen, force=force)
    except EditedSinceError as error:
        raise UndoRefusedError(state, tool, error) from None
    files = tuple(
        FileChange(tool, write.snapshot, _named_format(write.snapshot.path), write.planned_bytes, write.planned_mode)
        for write in writes
    )
    return Plan("undo", chosen.tools, {}, files), chosen


def _named_format(path: Path) -> str:
    """What the name of a file says of its format, for those that no tool claims any more."""
    return (path.suffix or path.name).removeprefix(".")


def _edits(state: StateFolder, tools: str, error: EditedSinceError) -> Iterator[FileChange]:
    for edited in error.files:
        digest, mode = edited.changed.after_digest, edited.changed.after_mode
        try:
            left = None if digest is None else backup(state, digest)
        except BackupError:  # the difference cannot be shown; that there is one is said all the same
            continue
        now = edited.snapshot
        yield FileChange(tools, replace(now, content=left, mode=mode), "", now.content, now.mode)
