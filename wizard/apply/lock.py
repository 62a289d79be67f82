"""One wizard writes at a time."""

import errno
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from wizard.apply import folders, syscalls
from wizard.apply.errors import LockHeldError, writing
from wizard.apply.state import StateFolder
from wizard.errors import WriteError

WAIT_SECONDS: Final = 2.0
_PAUSE_SECONDS: Final = 0.05
# What file systems answer that have no locks, above all network folders whose lock service does not run.
_NO_LOCKS: Final = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
_MOST_TEXT: Final = 4096
_LOOK: Final = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@contextmanager
def held(state: StateFolder, command: str, *, wait_seconds: float | None = None) -> Iterator[None]:
    """Hold the lock of ``state``, whose folder exists, while the block runs.

    The system releases the lock of a process that died, so a stale one never blocks.

    Raises:
        LockHeldError: another wizard still holds it after ``wait_seconds`` (``WAIT_SECONDS`` unless given).
        WriteError: the lock file cannot be opened, or the file system has no locks; going on without one could
            mix two changes, so nothing is written then.
    """
    with writing(state.lock):
        descriptor = syscalls.open_lock(state.lock)
    try:
        _acquire(state, descriptor, WAIT_SECONDS if wait_seconds is None else wait_seconds)
        with writing(state.lock):
            owner = folders.heir(state.path)
            if owner:
                syscalls.set_owner(descriptor, owner)
            # A narrow umask would shut out the wizard itself the next time.
            syscalls.set_mode(descriptor, state.lock, 0o600)
            _sign(descriptor, command)
        yield
    finally:
        os.close(descriptor)  # releases the lock


def is_held(state: StateFolder) -> bool:
    """Whether a wizard is writing right now. Only looks: nothing is made, written or held for longer than the look."""
    try:
        descriptor = os.open(state.lock, _LOOK)
    except OSError:
        return False
    try:
        syscalls.take_lock(descriptor)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


def _acquire(state: StateFolder, descriptor: int, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        if _taken(state, descriptor):
            return
        if time.monotonic() >= deadline:
            raise _held_by(state, descriptor)
        time.sleep(_PAUSE_SECONDS)


def _taken(state: StateFolder, descriptor: int) -> bool:
    with writing(state.lock):
        try:
            syscalls.take_lock(descriptor)
        except (BlockingIOError, PermissionError):
            return False
        except OSError as error:
            if error.errno in _NO_LOCKS:
                raise WriteError("apply.no-locks", path=state.lock, reason=error.strerror) from error
            raise
    return True


def _sign(descriptor: int, command: str) -> None:
    """Say who holds the lock. Only read while it is held, so what a dead holder wrote harms nobody."""
    text = json.dumps({"pid": os.getpid(), "command": command}).encode()
    syscalls.empty(descriptor)
    syscalls.write(descriptor, memoryview(text))


def _held_by(state: StateFolder, descriptor: int) -> LockHeldError:
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        holder = json.loads(os.read(descriptor, _MOST_TEXT))
        pid, command = int(holder["pid"]), str(holder["command"])
    except (OSError, ValueError, KeyError, TypeError):  # the holder has not written its name yet
        return LockHeldError("apply.locked-by-unknown", path=state.lock)
    return LockHeldError("apply.locked", pid=pid, command=command)
