"""Taking back a change that did not end: after a failure, and at the start after a crash."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from wizard.apply import backups, folders, placing
from wizard.apply.change import ChangedFile
from wizard.apply.errors import BackupError
from wizard.apply.journal import Journal, Step
from wizard.apply.state import StateFolder
from wizard.errors import WriteError
from wizard.files import FileRefusedError, take


class Standing(Enum):
    """Which of its states a file of a change is in."""

    BEFORE = auto()
    AFTER = auto()
    NEITHER = auto()


@dataclass(frozen=True, slots=True)
class PutBack:
    """What became of the files: ``restored`` were written again, ``left`` must stay as they are.

    A file is left when somebody else has edited it by now, or when its backup is gone. What ``failed``
    could not be put back this time; the journal is kept for the next start then.
    """

    restored: tuple[Path, ...]
    left: tuple[Path, ...]
    failed: tuple[Path, ...]


def standing(changed: ChangedFile) -> Standing:
    """Look which state the file is in; its permission bits decide only where the content does not differ."""
    try:
        now = take(changed.resolved_path)
    except FileRefusedError:
        return Standing.NEITHER
    if changed.before_digest == changed.after_digest:
        states = {
            (changed.before_digest, changed.before_mode): Standing.BEFORE,
            (changed.after_digest, changed.after_mode): Standing.AFTER,
        }
        return states.get((now.digest, now.mode), Standing.NEITHER)
    digests = {changed.before_digest: Standing.BEFORE, changed.after_digest: Standing.AFTER}
    return digests.get(now.digest, Standing.NEITHER)


def put_back(state: StateFolder, journal: Journal, *, touched: Collection[Path] | None = None) -> PutBack:
    """Bring every file of the journal's change back to what it was before, in reverse order.

    ``touched`` are the real places that may have been written; None where that is not known. Goes on after a
    failure, so that as much as possible is put back, and raises nothing of its own. When all is back,
    nothing of the change is left, the journal included. May be repeated. The lock must be held.
    """
    restored: list[Path] = []
    left: list[Path] = []
    failed: list[Path] = []
    with _noting(state.path, failed):
        _remake_folders(journal)
    for step in reversed(journal.steps):
        changed = step.changed
        with _noting(changed.path, failed):
            placing.discard(step.temporary)
        if touched is not None and changed.resolved_path not in touched:
            continue
        with _noting(changed.path, failed):
            found = standing(changed)
            try:
                if found is Standing.AFTER:
                    _restore(state, step)
                    restored.append(changed.path)
            except BackupError:
                found = Standing.NEITHER
            if found is Standing.NEITHER:
                left.append(changed.path)
    with _noting(state.path, failed):
        folders.remove_empty(folder for step in journal.steps for folder in step.changed.created_folders)
    if not failed:
        with _noting(state.path, failed):
            forget(state, journal, keep_backups=bool(left))
    return PutBack(tuple(restored), tuple(left), tuple(failed))


def forget(state: StateFolder, journal: Journal, *, keep_backups: bool) -> None:
    """Remove what the state folder holds of a change that was taken back; the journal goes last.

    Raises:
        OSError: something could not be removed; the journal is still there then.
    """
    entry = state.history / f"{journal.change.id}.json"
    state.discard_leftover(entry)
    state.remove(entry)
    for digest in journal.new_backups:
        state.discard_leftover(state.backups / digest)
        if not keep_backups:
            state.remove(state.backups / digest)
    state.discard_leftover(state.ignore_file)
    if not any(state.history.iterdir()):  # it was the first change: with it the folder goes back to nothing
        state.remove(state.ignore_file)
    state.discard_leftover(state.journal)
    state.remove(state.journal)


def _restore(state: StateFolder, step: Step) -> None:
    """Give the file, which stands as the change left it, its earlier content and permission bits again."""
    changed = step.changed
    target = changed.resolved_path
    if changed.before_digest is None or changed.before_mode is None:
        placing.remove(target)
        return
    content = backups.backup(state, changed.before_digest)
    placing.stage(
        content,
        step.temporary,
        mode=changed.before_mode,
        owner=step.owner,
        attributes_of=None if changed.after_digest is None else target,
    )
    placing.commit(step.temporary, target)


def _remake_folders(journal: Journal) -> None:
    """The folders that the change had already removed."""
    for folder, mode in journal.emptied_folders:
        if not folder.exists():
            folders.make(folder, mode)


@contextmanager
def _noting(path: Path, failed: list[Path]) -> Iterator[None]:
    """Note ``path`` as failed where the block fails, and go on."""
    try:
        yield
    except (OSError, WriteError):
        if path not in failed:
            failed.append(path)
