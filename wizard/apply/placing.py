"""Putting one whole file in its place: written beside it under another name, then renamed over it."""

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from wizard.apply import syscalls
from wizard.errors import WriteError

# Windows refuses to replace a file while a virus scanner or the tool itself has it open, often for an
# instant only.
_ATTEMPTS: Final = 10 if sys.platform == "win32" else 1
_PAUSE_SECONDS: Final = 0.05
_CLEARED_BY_WRITING: Final = stat.S_ISUID | stat.S_ISGID


def stage(
    content: bytes,
    temporary: Path,
    *,
    mode: int,
    owner: tuple[int, int] | None,
    attributes_of: Path | None = None,
) -> None:
    """Write ``content`` to the new file ``temporary``, complete and on the disk, ready to be renamed.

    It has exactly the permission bits ``mode``; ``owner`` where given; and the extended attributes of
    ``attributes_of`` as far as they can be copied. It has all of them before it has a byte of content, and while it
    is empty it is open to nobody who may not read it in the end. Nothing is left of it on failure.

    Raises:
        OSError: the file could not be written.
        WriteError: the file system does not keep ``mode``, or ``owner`` cannot be kept.
    """
    discard(temporary)
    descriptor = syscalls.open_new(temporary)
    try:
        try:
            if attributes_of is not None:
                with contextlib.suppress(OSError):
                    syscalls.copy_attributes(attributes_of, descriptor, mode)
            _own(temporary.parent, descriptor, owner)
            _set_mode(descriptor, temporary, mode)  # after the owner, a change of which may clear bits
            _write_all(descriptor, content)
            if mode & _CLEARED_BY_WRITING:
                _set_mode(descriptor, temporary, mode)
            syscalls.fsync(descriptor)
        finally:
            syscalls.close(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            discard(temporary)
        raise


def commit(temporary: Path, target: Path, *, attempts: int = _ATTEMPTS) -> None:
    """Rename the staged file over ``target``; on the disk when this returns.

    Raises:
        OSError: the rename failed (``target`` is as before), or the folder could not be written to the disk.
    """
    replace(temporary, target, attempts=attempts)
    syscalls.fsync_folder(target.parent)


def replace(source: Path, target: Path, *, attempts: int = _ATTEMPTS) -> None:
    """Rename ``source`` over ``target``; tried again where the system lets nobody touch a file that is in use."""
    _persist(lambda: syscalls.replace(source, target), attempts)


def unlink(path: Path) -> None:
    """Remove a name; tried again as ``replace`` is."""
    _persist(lambda: syscalls.unlink(path), _ATTEMPTS)


def remove(*targets: Path) -> None:
    """Remove files of one folder, in their order; on the disk when this returns."""
    for target in targets:
        unlink(target)
    for folder in {target.parent for target in targets}:
        syscalls.fsync_folder(folder)


def discard(leftover: Path) -> None:
    """Remove a file of the wizard's own if it is there."""
    if os.path.lexists(leftover):
        unlink(leftover)


def _persist(call: Callable[[], None], attempts: int) -> None:
    for left in reversed(range(attempts)):
        try:
            return call()
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE_SECONDS)
    return None


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        taken = syscalls.write(descriptor, rest)
        if not taken:  # a system that takes nothing and says nothing would keep us here for ever
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[taken:]


def _set_mode(descriptor: int, path: Path, mode: int) -> None:
    syscalls.set_mode(descriptor, path, mode)
    if sys.platform != "win32" and stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
        raise WriteError("apply.mode", path=path.parent, mode=f"{mode:04o}")


def _own(path: Path, descriptor: int, owner: tuple[int, int] | None) -> None:
    """Give the file to ``owner`` unless it is theirs; a change of owner nobody asked for is a failure."""
    if owner is None:
        return
    status = os.fstat(descriptor)
    if (status.st_uid, status.st_gid) != owner:
        try:
            syscalls.set_owner(descriptor, owner)
        except PermissionError as error:
            raise WriteError("apply.group", path=path) from error
