"""One wizard writes at a time."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from wizard.apply import folders, syscalls
from wizard.apply.errors import LockHeldError, writing
from wizard.apply.state import StateFolder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

WAIT_SECONDS: Final = 2.0
_PAUSE_SECONDS: Final = 0.05
_OPEN: Final = (
    os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
)
# Windows locks bytes and forbids reading them, so one far behind the text is taken.
_LOCKED_BYTE: Final = 1 << 20
_MOST_TEXT: Final = 4096


@contextmanager
def held(state: StateFolder, command: str, *, wait_seconds: float | None = None) -> Iterator[None]:
    """Hold the lock of ``state``, whose folder exists, while the block runs.

    The system releases the lock of a process that died, so a stale one never blocks.

    Raises:
        LockHeldError: another wizard still holds it after ``wait_seconds`` (``WAIT_SECONDS`` unless given).
        WriteError: the lock file cannot be opened.
    """
    with writing(state.lock):
        descriptor = os.open(state.lock, _OPEN, 0o600)
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


def _acquire(state: StateFolder, descriptor: int, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        with writing(state.lock):
            if _try(descriptor):
                return
        if time.monotonic() >= deadline:
            raise _held_by(state, descriptor)
        time.sleep(_PAUSE_SECONDS)


def _try(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _sign(descriptor: int, command: str) -> None:
    """Say who holds the lock. Only read while it is held, so what a dead holder wrote harms nobody."""
    text = json.dumps({"pid": os.getpid(), "command": command}).encode()
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text)


def _held_by(state: StateFolder, descriptor: int) -> LockHeldError:
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        holder = json.loads(os.read(descriptor, _MOST_TEXT))
        pid, command = int(holder["pid"]), str(holder["command"])
    except (OSError, ValueError, KeyError, TypeError):  # the holder has not written its name yet
        return LockHeldError("apply.locked-by-unknown", path=state.lock)
    return LockHeldError("apply.locked", pid=pid, command=command)
