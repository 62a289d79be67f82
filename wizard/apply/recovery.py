"""The start after a crash: a change that did not end is finished or taken back before all else."""

import json
from dataclasses import dataclass
from pathlib import Path

from wizard.apply import entry, folders, history, journal, last_look, lock, placing
from wizard.apply.change import Change
from wizard.apply.errors import LockHeldError, writing
from wizard.apply.interruptions import held_back
from wizard.apply.journal import Journal
from wizard.apply.putback import Standing, put_back, settle, standing, versions
from wizard.apply.state import StateFolder, temporary_of
from wizard.errors import WriteError
from wizard.text import say


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was found and done. ``change`` is None where the journal was unreadable and moved aside.

    ``finished``: all files had been written, and the change is in the history now; otherwise it was taken
    back, ``files`` were written again for that, and ``left`` are files edited by somebody else since,
    untouched.
    """

    change: Change | None
    finished: bool
    files: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()

    @property
    def message(self) -> str:
        """What happened, in the language in force."""
        if self.change is None:
            return say("apply.recovered-unreadable")
        values = {"command": self.change.command, "time": f"{self.change.time:%Y-%m-%d %H:%M} UTC"}
        if self.finished:
            return say("apply.recovered-finished", id=self.change.id, **values)
        if self.left:
            return say("apply.recovered-left", files=", ".join(map(str, self.left)), **values)
        return say("apply.recovered-undone", **values)


def recover(state: StateFolder) -> Recovery | None:
    """Finish or take back the change that a crash broke off; None where none was.

    A change that another wizard is still making is none. To be called at each start before anything else;
    costs two looks at the disk when all is well. May itself be broken off and repeated.

    Raises:
        WriteError: a file could not be put back; the next start tries again.
    """
    if not state.unsettled:
        return None
    try:
        with lock.held(state, "recover", wait_seconds=0), held_back():
            return recover_locked(state)
    except LockHeldError:
        return None


def recover_locked(state: StateFolder) -> Recovery | None:
    """``recover`` for a caller that holds the lock already.

    Raises:
        WriteError: as ``recover``.
    """
    with writing(state.journal):
        try:
            found = journal.read(state)
        except (RecursionError, json.JSONDecodeError, *entry.DAMAGE):
            # Never written half, so a disk or a person damaged it. Kept for a look; the history goes on
            # without.
            placing.commit(state.journal, state.path / "journal.damaged.json")
            return Recovery(None, finished=False)
        if found is None:
            placing.discard(temporary_of(state.journal))
            return None
    if _is_recorded(state, found) or _all_written(found):
        with writing(state.path):
            return _finish(state, found)
    done = put_back(state, found)
    if done.failed:
        raise WriteError("apply.not-put-back", files=", ".join(map(str, done.failed)), backups=state.backups)
    return Recovery(found.change, finished=False, files=done.restored, left=done.left)


def _is_recorded(state: StateFolder, found: Journal) -> bool:
    """Once a change is in the history it is made, whatever became of its files since."""
    return any(change.id == found.change.id for change in history.changes(state))


def _all_written(found: Journal) -> bool:
    """Whether every file is as the change left it, and no edit that somebody made meanwhile waits to go back."""
    return all(
        standing(step.changed) is Standing.AFTER and not last_look.holds_an_edit(step.temporary, versions(step.changed))
        for step in found.steps
    )


def _finish(state: StateFolder, found: Journal) -> Recovery:
    if not _is_recorded(state, found):
        history.record(state, found.change)
    for step in found.steps:
        settle(state, step)
    folders.remove_empty(folder for folder, _ in found.emptied_folders)
    state.discard_leftover(state.journal)
    state.remove(state.journal)
    return Recovery(found.change, finished=True)
