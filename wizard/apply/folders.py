"""Folders made for a file and taken away again, and to whom new things belong."""

import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from wizard.apply import syscalls

_STAYS: Final = {
    errno.ENOTEMPTY,
    errno.EEXIST,
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EACCES,
    errno.EPERM,
    errno.EBUSY,
}


def missing(folder: Path) -> tuple[Path, ...]:
    """The folders that must be made so that ``folder`` exists, outermost first."""
    found: list[Path] = []
    while not os.path.lexists(folder):
        found.append(folder)
        folder = folder.parent
    return tuple(reversed(found))


def nearest(folder: Path) -> Path:
    """``folder``, or the nearest one above it that exists."""
    while not os.path.lexists(folder):
        folder = folder.parent
    return folder


def heir(folder: Path) -> tuple[int, int] | None:
    """To whom something new in ``folder`` shall belong; None where it is right as it is.

    Only root makes things for others: below a folder of another user they become that user's, also where a folder
    between the two is root's (an earlier program was started with sudo).
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    present = nearest(folder)
    for place in (present, *present.parents):
        status = place.stat()
        if status.st_uid != 0:
            return status.st_uid, status.st_gid
    return None


def make(folder: Path, mode: int = 0o700) -> None:
    """Make one folder with exactly ``mode``, on the disk when this returns.

    Raises:
        OSError: it cannot be made, or something that is no folder stands there.
    """
    owner = heir(folder.parent)
    try:
        syscalls.make_folder(folder)
    except FileExistsError:
        if folder.is_dir():
            return
        raise
    if owner:
        syscalls.set_folder_owner(folder, owner)
    syscalls.set_folder_mode(folder, mode)
    syscalls.fsync_folder(folder.parent)


def remove_empty(folders: Iterable[Path]) -> None:
    """Remove those of ``folders`` that are empty, innermost first; the others stay.

    Raises:
        OSError: the disk failed. That a folder is in use or not ours to remove is no failure.
    """
    for folder in sorted(folders, key=lambda place: len(place.parts), reverse=True):
        try:
            syscalls.remove_folder(folder)
        except OSError as error:
            if error.errno not in _STAYS:
                raise
        else:
            syscalls.fsync_folder(folder.parent)
