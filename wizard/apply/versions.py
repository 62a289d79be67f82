"""Telling a file again by its content and permission bits, and whether somebody is writing it right now."""

import errno
import hashlib
import os
import signal
import stat
import sys
from pathlib import Path
from typing import Final

if sys.platform == "linux":
    import fcntl

_CHUNK: Final = 256 * 1024
_READ: Final = (
    os.O_RDONLY
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)


class Version:
    """An ordinary file with the SHA-256 ``digest`` and the permission bits ``mode``; with any where that is None.

    ``content``, where it is at hand, saves computing digests. Not a dataclass: making one takes longer than a write.
    """

    __slots__ = ("_content", "_digest", "_mode")

    def __init__(self, digest: str, mode: int | None, content: bytes | None = None) -> None:
        self._digest = digest
        self._mode = mode
        self._content = content

    @property
    def in_any_mode(self) -> "Version":
        """The same content, whatever the permission bits."""
        return Version(self._digest, None, self._content)

    def is_at(self, place: Path) -> bool:
        """Whether it is what stands at ``place``; a link there is no ordinary file, and what cannot be read is not it.

        Raises:
            OSError: the disk failed.
        """
        try:
            found = os.lstat(place)
        except (FileNotFoundError, NotADirectoryError):
            return False
        if not stat.S_ISREG(found.st_mode) or self._mode not in {None, stat.S_IMODE(found.st_mode)}:
            return False
        if self._content is not None and found.st_size != len(self._content):
            return False
        try:
            descriptor = os.open(place, _READ)
        except PermissionError:  # it belongs to somebody else by now
            return False
        try:
            return self._is_in(descriptor)
        finally:
            os.close(descriptor)

    def _is_in(self, descriptor: int) -> bool:
        if self._content is None:
            digest = hashlib.sha256()
            while chunk := os.read(descriptor, _CHUNK):
                digest.update(chunk)
            return digest.hexdigest() == self._digest
        seen = 0
        while chunk := os.read(descriptor, _CHUNK):
            # Piece by piece: a copy of a short piece is compared faster than a view of the whole is.
            if self._content[seen : seen + len(chunk)] != chunk:
                return False
            seen += len(chunk)
        return seen == len(self._content)


def is_being_written(place: Path) -> bool:
    """Whether somebody has the file at ``place`` open for writing; False where the system cannot tell.

    Only Linux can: it grants a lease on a file, given up here at once, only while nobody could write it.
    """
    if sys.platform != "linux":
        return False
    try:
        descriptor = os.open(place, _READ)
    except OSError:
        return False
    try:
        # Whoever opens the file during the lease is announced by a signal; the usual one would end the process.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(descriptor)
    return False
