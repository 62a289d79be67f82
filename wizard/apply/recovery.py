"""The start after a crash: a change that did not end is told of, and finished or taken back before the next one."""

from dataclasses import dataclass
from pathlib import Path

from wizard.apply import entry, folders, history, journal, last_look, lock, placing
from wizard.apply.change import Change
from wizard.apply.errors import BrokenOffError, LockHeldError, StateRefusedError, writing
from wizard.apply.interruptions import held_back
from wizard.apply.journal import Journal
from wizard.apply.putback import Standing, put_back, settle, standing, versions
from wizard.apply.reach import Reach
from wizard.apply.state import StateFolder, temporary_of
from wizard.errors import WriteError
from wizard.files import FileRefusedError
from wizard.text import say

DAMAGED = "journal.damaged.json"
"""The name under which a journal that is not believed is kept for a look."""
_FOR_NOW = {"files.unusable", "files.denied"}
"""Why a journal that may well be right cannot be read: the disk, or its permissions."""


class _NotBelievedError(Exception):
    """The journal is not one that the wizard wrote for this home."""


@dataclass(frozen=True)
class BrokenOff:
    """A change that did not end; ``change`` is None where its record is not believed, and ``path`` is that record.

    ``is_elsewhere``: its files are in places where no tool looks in this run, so that it cannot be settled now.
    """

    path: Path
    change: Change | None
    is_elsewhere: bool = False

    @property
    def code(self) -> str:
        """The text key of what is there; it takes ``values`` and ``undo``, the command that settles it."""
        if self.is_elsewhere:
            return "apply.broken-off-elsewhere"
        return "apply.broken-off" if self.change else "apply.broken-off-unreadable"

    @property
    def values(self) -> dict[str, str]:
        """What the sentence is about."""
        if self.change is None:
            return {"path": str(self.path)}
        files = ", ".join(map(str, self.files)) if self.is_elsewhere else ""
        return {"command": self.change.command, "time": _when(self.change), "files": files, "journal": str(self.path)}

    @property
    def question(self) -> str:
        """What is there, in the language in force, before it is asked whether to settle it."""
        if self.change is None:
            return say("apply.broken-off-unreadable-ask", path=self.path)
        return say("apply.broken-off-ask", **self.values)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that settling it may write."""
        return tuple(file.path for file in self.change.files) if self.change else ()


@dataclass(frozen=True)
class Recovery:
    """What was found and done. ``change`` is None where the journal was not believed and moved aside.

    ``finished``: all files had been written, and the change is in the history now; otherwise it was taken
    back, ``files`` were written again for that, and ``left`` are files edited by somebody else since,
    untouched.
    """

    change: Change | None
    finished: bool
    files: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()

    @property
    def code(self) -> str:
        """The text key of what happened."""
        if self.change is None:
            return "apply.recovered-unreadable"
        if self.finished:
            return "apply.recovered-finished"
        return "apply.recovered-left" if self.left else "apply.recovered-undone"

    @property
    def message(self) -> str:
        """What happened, in the language in force."""
        if self.change is None:
            return say(self.code)
        values = {"command": self.change.command, "time": _when(self.change), "id": self.change.id}
        return say(self.code, files=", ".join(map(str, self.left)), **values)


def find_broken_off(state: StateFolder, reach: Reach) -> BrokenOff | None:
    """The change that a crash broke off, without touching it; None where none was, or another wizard is making it.

    Raises:
        StateRefusedError: the folder is not the user's alone.
    """
    if not state.unsettled or lock.is_held(state):
        return None
    state.require_own()
    try:
        found = _read(state, reach)
    except _NotBelievedError:
        return BrokenOff(state.journal, None)
    return BrokenOff(state.journal, found.change, is_elsewhere=not reach.believes(found)) if found else None


def recover(state: StateFolder, reach: Reach) -> Recovery | None:
    """Finish or take back the change that a crash broke off; None where none was.

    A change that another wizard is still making is none. Costs two looks at the disk when all is well. May itself be
    broken off and repeated. Only files within ``reach`` are touched.

    Raises:
        StateRefusedError: the folder is not the user's alone, so that nothing in it is obeyed.
        BrokenOffError: the change's files are out of reach in this run.
        WriteError: a file could not be put back; the next start tries again.
    """
    if not state.unsettled:
        return None
    state.require_own()
    try:
        with lock.held(state, "recover", wait_seconds=0), held_back():
            return recover_locked(state, reach)
    except LockHeldError:
        return None


def _read(state: StateFolder, reach: Reach) -> Journal | None:
    """The journal, where there is one.

    Raises:
        FileRefusedError: it cannot be read for now.
        _NotBelievedError: it is damaged, or may have been planted.
    """
    try:
        found = journal.read(state)
    except FileRefusedError as error:
        if error.code in _FOR_NOW:
            raise
        raise _NotBelievedError from error
    except (StateRefusedError, *entry.DAMAGE) as error:
        raise _NotBelievedError from error
    # In a home named by hand it may be anybody's. In the user's own folder it is the user's own, only out of reach now.
    if found is not None and reach.within is not None and not reach.believes(found):
        raise _NotBelievedError
    return found


def recover_locked(state: StateFolder, reach: Reach) -> Recovery | None:
    """``recover`` for a caller that holds the lock already.

    Raises:
        WriteError: as ``recover``.
    """
    with writing(state.journal):
        try:
            found = _read(state, reach)
        except _NotBelievedError:
            # Never written half, so a disk or a person damaged it, or somebody planted it. Kept for a look; the
            # history goes on without.
            placing.commit(state.journal, state.path / DAMAGED)
            return Recovery(None, finished=False)
        if found is None:
            placing.discard(temporary_of(state.journal))
            return None
    if not reach.believes(found):
        broken = BrokenOff(state.journal, found.change, is_elsewhere=True)
        raise BrokenOffError(broken.code, **broken.values)
    if not found.is_taken_back and (_is_recorded(state, found) or _all_written(found)):
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


def _when(change: Change) -> str:
    return f"{change.time:%Y-%m-%d %H:%M} UTC"
