"""Every call by which the wizard changes a disk: one place, so that tests can make each of them fail.

Callers use the module's attributes (``syscalls.replace(...)``) and never bind the functions themselves.
"""

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import Final

from wizard.apply import access

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NEW: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_LOCK: Final = (
    os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
)
# Windows locks bytes and forbids reading them, so one far behind the text is taken.
_LOCKED_BYTE: Final = 1 << 20
# Some network file systems have no call to wait for a folder; what they answer differs.
_NO_FOLDER_FSYNC: Final = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.ENOSYS}


def open_new(path: Path) -> int:
    """A descriptor of a new, empty file (0600 at most) that did not exist before."""
    return os.open(path, _NEW, 0o600)


def write(descriptor: int, content: memoryview) -> int:
    """Write some of ``content``; how many bytes were taken, which may be fewer than given."""
    return os.write(descriptor, content)


def close(descriptor: int) -> None:
    """Close; a late write error of the file system is raised here."""
    os.close(descriptor)


def fsync(descriptor: int) -> None:
    """Wait until the content is on the disk, past its own cache where macOS has a call for that."""
    if sys.platform == "darwin":
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError:  # not every file system knows it
            os.fsync(descriptor)
    else:
        os.fsync(descriptor)


def fsync_folder(folder: Path) -> None:
    """Wait until the names in ``folder`` are on the disk; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:  # a folder may be written without being read; then it cannot be waited for
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_FSYNC:
            raise
    finally:
        os.close(descriptor)


def set_mode(descriptor: int, path: Path, mode: int) -> None:
    """Give the open file ``path`` exactly these permission bits, whatever the umask."""
    if sys.platform == "win32":
        path.chmod(mode)
    else:
        os.fchmod(descriptor, mode)


def set_owner(descriptor: int, owner: tuple[int, int]) -> None:
    """Give the open file to user and group ``owner``; not called on Windows."""
    if sys.platform != "win32":
        os.fchown(descriptor, *owner)


def copy_attributes(source: Path, descriptor: int, mode: int) -> None:
    """Copy access lists and labels as far as the system allows; Python knows them on Linux only.

    An access list is narrowed on the way to what ``mode`` grants, so that it is never wider, not even for a moment.
    """
    if sys.platform == "linux":
        for name in os.listxattr(source):
            with contextlib.suppress(OSError):  # some belong to the system alone
                value = access.granted(name, os.getxattr(source, name), mode)
                if value is not None:
                    os.setxattr(descriptor, name, value)


def replace(source: Path, target: Path) -> None:
    """Rename ``source`` over ``target`` in one step."""
    source.replace(target)


def exchange(one: Path, other: Path) -> None:
    """Let what stands at the two places change places in one step.

    Raises:
        OSError: nothing was done; ENOSYS and the like where the system or the disk has no such call.
    """
    if sys.platform not in {"linux", "android", "darwin"}:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    from wizard.apply import renames

    renames.exchange(one, other)


def rename_new(source: Path, target: Path) -> None:
    """Rename ``source`` to ``target`` in one step unless something stands there.

    Raises:
        FileExistsError: something stands there.
        OSError: as ``exchange``.
    """
    if sys.platform == "win32":
        source.rename(target)  # never over anything on this system
        return
    from wizard.apply import renames

    renames.never_over(source, target)


def link(source: Path, target: Path) -> None:
    """Give the file at ``source`` a second name ``target``, where nothing may stand."""
    if sys.platform == "win32":
        target.hardlink_to(source)
    else:
        os.link(source, target, follow_symlinks=False)


def unlink(path: Path) -> None:
    """Remove a file's name."""
    path.unlink()


def make_folder(folder: Path) -> None:
    """Make one folder, open to nobody but its owner."""
    folder.mkdir(mode=0o700)


def set_folder_mode(folder: Path, mode: int) -> None:
    """Give a folder exactly these permission bits."""
    folder.chmod(mode)


def set_folder_owner(folder: Path, owner: tuple[int, int]) -> None:
    """Give a folder to user and group ``owner``; not called on Windows."""
    if sys.platform != "win32":
        os.chown(folder, *owner, follow_symlinks=False)


def remove_folder(folder: Path) -> None:
    """Remove a folder, which must be empty."""
    folder.rmdir()


def open_lock(path: Path) -> int:
    """A descriptor of the lock file, which is made where it is missing."""
    return os.open(path, _LOCK, 0o600)


def take_lock(descriptor: int) -> None:
    """Take the lock without waiting; the system releases it when the file is closed or the process dies.

    Raises:
        BlockingIOError, PermissionError: somebody else holds it.
        OSError: the file system has no locks.
    """
    if sys.platform == "win32":
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def empty(descriptor: int) -> None:
    """Make an open file empty and go to its beginning."""
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
