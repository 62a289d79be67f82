"""Everything that can be found out before any file is touched."""

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from wizard.apply import folders
from wizard.apply.change import FileWrite
from wizard.apply.errors import CannotWriteError, ChangedSinceError, writing
from wizard.apply.state import StateFolder
from wizard.errors import WriteError
from wizard.files import FileRefusedError, take

_ANY_WRITE_BIT = 0o222


def check(writes: Sequence[FileWrite]) -> None:
    """Find what would keep ``writes`` from succeeding; touches nothing.

    Raises:
        ChangedSinceError: a file is not what its snapshot says.
        CannotWriteError: a file is read-only or another user's, its folder is not writable, or two writes lead to
            one file.
        FileRefusedError: something else than a file stands at the place by now.
        WriteError: a disk has not enough room.
    """
    pending = [write for write in writes if not write.changes_nothing]
    _check_distinct(pending)
    # Also those that need no writing: that they are as planned already holds only while they are unchanged.
    for write in writes:
        check_unchanged(write)
    for write in pending:
        _check_file(write)
        _check_folder(write)
    _check_room(pending)


def check_state(state: StateFolder) -> None:
    """Find whether backups and history could not be kept; touches nothing.

    Raises:
        StateRefusedError: what is kept there may be somebody else's.
        CannotWriteError: the folder they are in, or the one it would be made in, is not writable.
    """
    state.require_own()
    folder = folders.nearest(state.path)
    if folder.is_dir() and not _may(folder, os.W_OK | os.X_OK):
        raise CannotWriteError("apply.read-only-state", path=state.path, folder=folder)


def check_inside(writes: Sequence[FileWrite], folder: Path) -> None:
    """Find whether a link would lead a write out of ``folder``; touches nothing.

    Raises:
        CannotWriteError: it would.
    """
    real = os.path.realpath(folder)
    for write in writes:
        if not write.changes_nothing and not write.snapshot.resolved_path.is_relative_to(real):
            raise CannotWriteError(
                "apply.outside-home", path=write.snapshot.path, target=write.snapshot.resolved_path, home=folder
            )


def check_unchanged(write: FileWrite) -> None:
    """Raise ChangedSinceError unless the file is still what its snapshot says.

    Raises:
        ChangedSinceError: content, permission bits or the place a link leads to differ.
        FileRefusedError: something else than a file stands there.
    """
    planned_from = write.snapshot
    now = take(planned_from.path)
    if (now.resolved_path, now.content, now.mode) != (
        planned_from.resolved_path,
        planned_from.content,
        planned_from.mode,
    ):
        raise ChangedSinceError("apply.changed-since", path=planned_from.path)


def _check_distinct(writes: Sequence[FileWrite]) -> None:
    seen: dict[Path, Path] = {}
    for write in writes:
        other = seen.setdefault(write.snapshot.resolved_path, write.snapshot.path)
        if other is not write.snapshot.path:
            raise CannotWriteError(
                "apply.same-file", path=write.snapshot.path, other=other, target=write.snapshot.resolved_path
            )


def _check_file(write: FileWrite) -> None:
    snapshot = write.snapshot
    if snapshot.mode is None:
        return
    # Root may write everything, yet a file without a single write bit was protected on purpose.
    protected = not snapshot.mode & _ANY_WRITE_BIT
    if protected or not _may(snapshot.resolved_path, os.W_OK):
        code = "apply.read-only-file" if protected else "apply.not-writable"
        raise CannotWriteError(code, path=snapshot.path, mode=f"{snapshot.mode:04o}")
    # The file that replaces it could not be given to its owner, except by root.
    if write.planned_bytes is not None and snapshot.owner and os.geteuid() not in {0, snapshot.owner[0]}:
        raise CannotWriteError("apply.owner", path=snapshot.path)


def _check_folder(write: FileWrite) -> None:
    folder = folders.nearest(write.snapshot.resolved_path.parent)
    if not folder.is_dir():
        raise FileRefusedError("files.below-a-file", path=write.snapshot.path)
    if not _may(folder, os.W_OK | os.X_OK):
        raise CannotWriteError("apply.read-only-folder", path=write.snapshot.path, folder=folder)


def _may(path: Path, access: int) -> bool:
    effective = os.access in os.supports_effective_ids
    return os.access(path, access, effective_ids=effective)


def _check_room(writes: Sequence[FileWrite]) -> None:
    """All new contents lie beside the old ones before the first is renamed: there must be room for both."""
    if sys.platform == "win32":
        return
    needed: dict[int, int] = {}
    for write in writes:
        if write.planned_bytes is None:
            continue
        path = write.snapshot.path
        with writing(path):
            folder = folders.nearest(write.snapshot.resolved_path.parent)
            device = folder.stat().st_dev
            room = os.statvfs(folder)
        needed[device] = needed.get(device, 0) + len(write.planned_bytes)
        # Some network file systems report a size of nought.
        if room.f_blocks and needed[device] > room.f_bavail * room.f_frsize:
            raise WriteError("apply.full", path=path, reason=os.strerror(errno.ENOSPC))
