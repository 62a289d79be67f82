"""Taking back a change that did not end: after a failure, and at the start after a crash."""

import os
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from typing import Final, NamedTuple

from wizard.apply import backups, folders, history, last_look, placing
from wizard.apply.change import ChangedFile
from wizard.apply.errors import BackupError
from wizard.apply.exchange import aside_of
from wizard.apply.journal import Journal, Step
from wizard.apply.journal import write as write_journal
from wizard.apply.last_look import MeddledError
from wizard.apply.state import StateFolder
from wizard.apply.versions import Version
from wizard.errors import WriteError
from wizard.files import FileRefusedError, take

# How often a file that somebody writes at the very moment is looked at anew.
_ATTEMPTS: Final = 3


class Standing(Enum):
    """Which of its states a file of a change is in."""

    BEFORE = auto()
    AFTER = auto()
    NEITHER = auto()


class PutBack(NamedTuple):
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
    nothing of the change is left, the journal included; where files had to be left, the change stands in the history,
    so that what it wrote in them can be undone value by value. May be repeated. The lock must be held.
    """
    restored: list[Path] = []
    left: list[Path] = []
    failed: list[Path] = []
    with _noting(state.path, failed):
        _remake_folders(journal)
    for step in reversed(journal.steps):
        changed = step.changed
        with _noting(changed.path, failed):
            settle(state, step)
            if touched is not None and changed.resolved_path not in touched:
                continue
            found = standing(changed)
            if found is Standing.AFTER:
                found = _restored(state, step)
                if found is Standing.BEFORE:
                    restored.append(changed.path)
            if found is not Standing.BEFORE:
                left.append(changed.path)
    with _noting(state.path, failed):
        folders.remove_empty(folder for step in journal.steps for folder in step.changed.created_folders)
    if not failed:
        with _noting(state.path, failed):
            if left:
                _record(state, journal)
            forget(state, journal, is_recorded=bool(left))
    return PutBack(tuple(restored), tuple(left), tuple(failed))


def _record(state: StateFolder, journal: Journal) -> None:
    """Enter the change in the history; first the journal says that this is no sign of its being made."""
    write_journal(state, journal._replace(is_taken_back=True))
    history.record(state, journal.change)


def forget(state: StateFolder, journal: Journal, *, is_recorded: bool) -> None:
    """Remove what the state folder holds of a change that was taken back, but for what its entry there needs.

    The journal goes last.

    Raises:
        OSError: something could not be removed; the journal is still there then.
    """
    entry = state.history / f"{journal.change.id}.json"
    state.discard_leftover(entry)
    if not is_recorded:
        state.remove(entry)
    for digest in journal.new_backups:
        state.discard_leftover(state.backups / digest)
        if not is_recorded:
            state.remove(state.backups / digest)
    state.discard_leftover(state.ignore_file)
    if not any(state.history.iterdir()):  # it was the first change: nothing is left to hide
        state.remove(state.ignore_file)
    state.discard_leftover(state.journal)
    state.remove(state.journal)


def settle(state: StateFolder, step: Step) -> None:
    """Leave nothing of the change beside its file; somebody's edit there goes back, or an outdated one to the backups.

    Raises:
        OSError: something failed.
    """
    if last_look.settle(step.temporary, step.changed.resolved_path, versions(step.changed)):
        return
    outdated = aside_of(step.temporary)
    with suppress(FileRefusedError):  # a folder or a link of theirs stays where it is: it cannot be kept as a content
        backups.keep(state, take(outdated).content or b"")
        placing.discard(outdated)


def versions(changed: ChangedFile) -> tuple[Version, ...]:
    """The file as it was before the change and as it is after it, where there is one.

    With the change's own content any permission bits do, as in ``standing``: the content goes back whatever they are.
    """
    after_mode = changed.after_mode if changed.after_digest == changed.before_digest else None
    states = ((changed.before_digest, changed.before_mode), (changed.after_digest, after_mode))
    return tuple(Version(digest, mode) for digest, mode in states if digest is not None)


def _restored(state: StateFolder, step: Step) -> Standing:
    """Give the file, which stands as the change left it, its earlier content again; how it stands then.

    Whoever writes it meanwhile wins.
    """
    for _ in range(_ATTEMPTS):
        try:
            _restore(state, step)
        except BackupError:
            return Standing.NEITHER
        except MeddledError as error:
            settle(state, step)
            if error.superseded or standing(step.changed) is not Standing.AFTER:
                break
        else:
            return Standing.BEFORE
    return Standing.NEITHER


def _restore(state: StateFolder, step: Step) -> None:
    changed = step.changed
    target = changed.resolved_path
    now: Version | None = None
    mode = changed.before_mode
    if changed.after_digest is not None:
        found = _mode(target)
        now = Version(changed.after_digest, found)
        if found != changed.after_mode:  # somebody changed the permission bits since: these stay
            mode = found
    if changed.before_digest is None or mode is None:
        if now is not None:
            last_look.take_away(step.temporary, target, before=now)
        return
    placing.stage(
        backups.backup(state, changed.before_digest),
        step.temporary,
        mode=mode,
        owner=step.owner,
        attributes_of=None if now is None else target,
    )
    if now is None:
        last_look.create(step.temporary, target)
    else:
        last_look.put(step.temporary, target, before=now, after=Version(changed.before_digest, mode))


def _mode(place: Path) -> int:
    """The permission bits of the ordinary file at ``place``; raises MeddledError where there is none any more."""
    try:
        mode = os.lstat(place).st_mode
    except FileNotFoundError:
        raise MeddledError from None
    if not stat.S_ISREG(mode):
        raise MeddledError
    return stat.S_IMODE(mode)


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
