"""The only code that writes into the files of the tools: all of them, or none."""

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.apply import backups, folders, history, journal, last_look, lock, placing
from wizard.apply.change import Change, ChangedFile, FileWrite
from wizard.apply.check import check
from wizard.apply.errors import BrokenOffError, ChangedSinceError, writing
from wizard.apply.interruptions import Interruptions, held_back
from wizard.apply.journal import Journal, Step
from wizard.apply.last_look import MeddledError
from wizard.apply.putback import put_back
from wizard.apply.retention import forget_outdated
from wizard.apply.state import StateFolder
from wizard.apply.versions import Version
from wizard.errors import WriteError
from wizard.files import FileRefusedError, take

if TYPE_CHECKING:
    from wizard.apply.reach import Reach

__all__ = ["apply", "check"]


def apply(
    writes: Sequence[FileWrite],
    *,
    state: StateFolder,
    command: str,
    tools: Sequence[str],
    summary: Mapping[str, str],
    now: datetime,
    reach: "Callable[[], Reach] | None" = None,
) -> Change:
    """Write all files, or leave all as they are, and enter the change in the history.

    Files that are as planned already are not touched; where all are, nothing at all is written and the change
    that is returned has no files and is not entered. Links are kept, the file they lead to is replaced.
    ``now`` is aware. ``reach`` gives the files that a broken-off change may name, so that it is settled first; None
    where it shall not be. A SIGINT, SIGTERM or SIGHUP during the writing takes it back and is delivered
    afterwards.

    Raises:
        ChangedSinceError, CannotWriteError, FileRefusedError: as ``check``; also where a file changes
            meanwhile.
        StateRefusedError: what the state folder holds may be somebody else's.
        LockHeldError: another wizard is writing.
        BrokenOffError: a change that was broken off is not settled yet.
        WriteError: a disk failed and every file is as before; where even putting back failed, the sentence
            says which files are not, and the next start tries again.
        CancelledError: a signal arrived and every file is as before.
    """
    pending = [write for write in writes if not write.changes_nothing]
    moment = now.astimezone(UTC)
    check(writes)
    if not pending:
        return Change(history.next_id(state, moment), moment, command, tuple(tools), (), dict(summary))
    state.create()
    with lock.held(state, command):
        if state.unsettled:
            _settle(state, reach)
        check(writes)
        steps = _steps(pending)
        change = Change(
            id=history.next_id(state, moment),
            time=moment,
            command=command,
            tools=tuple(tools),
            files=tuple(step.changed for step in steps),
            summary=dict(summary),
        )
        plan = Journal(change, steps, _new_backups(state, steps), _emptied_folders(state, pending))
        with held_back() as interruptions:
            _all_or_nothing(state, plan, pending, interruptions)
            forget_outdated(state, moment)
    return change


def _settle(state: StateFolder, reach: "Callable[[], Reach] | None") -> None:
    """Put in order what another wizard, killed since this one started, or an earlier one left."""
    if not os.path.lexists(state.journal):  # its journal was never whole: nothing of the change had begun
        state.discard_leftover(state.journal)
        return
    if reach is None:
        raise BrokenOffError("apply.broken-off-meanwhile", path=state.journal)
    from wizard.apply.recovery import recover_locked

    recover_locked(state, reach())


def _steps(writes: Sequence[FileWrite]) -> tuple[Step, ...]:
    steps: list[Step] = []
    claimed: set[Path] = set()
    for write in writes:
        snapshot = write.snapshot
        folder = snapshot.resolved_path.parent
        created = () if write.planned_bytes is None else folders.missing(folder)
        changed = ChangedFile(
            path=snapshot.path,
            resolved_path=snapshot.resolved_path,
            before_digest=snapshot.digest,
            after_digest=_digest(write),
            before_mode=snapshot.mode,
            after_mode=write.kept_mode,
            created_folders=tuple(place for place in created if place not in claimed),
        )
        claimed.update(created)
        # A short name of its own: the target's name may be as long as names can be.
        temporary = folder / f".coding-plan-wizard-{os.urandom(4).hex()}.tmp"
        with writing(snapshot.path):
            steps.append(Step(changed, temporary, snapshot.owner or folders.heir(folder)))
    return tuple(steps)


def _digest(write: FileWrite) -> str | None:
    return backups.digest(write.planned_bytes) if write.planned_bytes is not None else None


def _new_backups(state: StateFolder, steps: Sequence[Step]) -> tuple[str, ...]:
    files = [step.changed for step in steps]
    digests = {digest for file in files for digest in (file.before_digest, file.after_digest) if digest}
    return tuple(sorted(digest for digest in digests if not backups.is_kept(state, digest)))


def _emptied_folders(state: StateFolder, writes: Sequence[FileWrite]) -> tuple[tuple[Path, int], ...]:
    """The folders the wizard once made above files to be deleted, outermost first, with their modes."""
    deleted = [write.snapshot.resolved_path for write in writes if write.planned_bytes is None]
    if not deleted:
        return ()
    above = {folder for place in deleted for folder in place.parents}
    made = {folder for change in history.changes(state) for file in change.files for folder in file.created_folders}
    found = sorted(above & made, key=lambda folder: len(folder.parts))
    return tuple((folder, stat.S_IMODE(folder.stat().st_mode)) for folder in found if folder.is_dir())


def _all_or_nothing(
    state: StateFolder, plan: Journal, writes: Sequence[FileWrite], interruptions: Interruptions
) -> None:
    touched: set[Path] = set()
    try:
        _write(state, plan, writes, interruptions, touched)
    except BaseException as error:
        done = put_back(state, plan, touched=touched)
        unsettled = (*done.failed, *done.left)
        if unsettled:
            names = ", ".join(map(str, unsettled))
            raise WriteError("apply.not-put-back", files=names, backups=state.backups) from error
        if isinstance(error, FileRefusedError):
            raise WriteError("apply.read-back", path=error.path) from error
        raise


def _write(
    state: StateFolder,
    plan: Journal,
    writes: Sequence[FileWrite],
    interruptions: Interruptions,
    touched: set[Path],
) -> None:
    """The steps in their order; ``touched`` holds each real place that may have been written, from just before on."""
    with writing(state.path):
        journal.write(state, plan)
        state.shield()
        for write in writes:
            for content in (write.snapshot.content, write.planned_bytes):
                if content is not None:
                    backups.keep(state, content)
    for write, step in zip(writes, plan.steps, strict=True):
        interruptions.stop_if_any()
        with writing(step.changed.path):
            _stage(write, step)
    for write, step in zip(writes, plan.steps, strict=True):
        interruptions.stop_if_any()
        touched.add(step.changed.resolved_path)
        try:
            _place(write, step)
        except MeddledError as error:
            if not error.superseded:
                touched.remove(step.changed.resolved_path)
            raise ChangedSinceError("apply.changed-since", path=write.snapshot.path) from error
        _read_back(write)
    with writing(state.path):
        folders.remove_empty(folder for folder, _ in plan.emptied_folders)
        interruptions.stop_if_any()
        history.record(state, plan.change)
        state.remove(state.journal)
    interruptions.settle()


def _stage(write: FileWrite, step: Step) -> None:
    if write.planned_bytes is None or write.planned_mode is None:
        return
    for folder in step.changed.created_folders:
        folders.make(folder)
    placing.stage(
        write.planned_bytes,
        step.temporary,
        mode=write.planned_mode,
        owner=step.owner,
        attributes_of=None if write.snapshot.content is None else write.snapshot.resolved_path,
    )


def _place(write: FileWrite, step: Step) -> None:
    """Put the staged file in its place, or take the file away; raises MeddledError where it is not as it was."""
    draft, target = step.temporary, step.changed.resolved_path
    if Path(os.path.realpath(write.snapshot.path)) != target:
        raise MeddledError  # a link on the way leads elsewhere
    before = _version(step.changed.before_digest, write.snapshot.mode, write.snapshot.content)
    after = _version(step.changed.after_digest, write.kept_mode, write.planned_bytes)
    with writing(step.changed.path):
        if before is None:
            last_look.create(draft, target)
        elif after is None:
            last_look.take_away(draft, target, before=before)
        else:
            last_look.put(draft, target, before=before, after=after)


def _version(digest: str | None, mode: int | None, content: bytes | None) -> Version | None:
    return None if digest is None or mode is None else Version(digest, mode, content)


def _read_back(write: FileWrite) -> None:
    """Raise WriteError unless the file, read again through the tool's own path, is what was planned."""
    now = take(write.snapshot.path)
    if (now.resolved_path, now.content) != (write.snapshot.resolved_path, write.planned_bytes):
        raise WriteError("apply.read-back", path=write.snapshot.path)
