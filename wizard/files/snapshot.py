"""One file as it was at one moment: where it really is, what is in it, who may read it."""

import errno
import hashlib
import os
import stat
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wizard.errors import WizardError
from wizard.files.links import real_place

MAX_BYTES: Final = 256 * 1024 * 1024
_CHUNK: Final = 1024 * 1024
_KIB: Final = 1024
_MIB: Final = 1024 * 1024
# O_NONBLOCK: whatever takes the file's place between the look and the opening cannot make us wait for it.
_READ: Final = (
    os.O_RDONLY
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_KINDS: Final = (
    (stat.S_ISDIR, "files.folder"),
    (stat.S_ISFIFO, "files.pipe"),
    (stat.S_ISSOCK, "files.socket"),
)


class FileRefusedError(WizardError):
    """What stands at a place is no file that can be read and replaced; nothing was changed. Exit code 1."""


@dataclass(frozen=True)
class Snapshot:
    """A file as it was when it was read; ``content`` is None where there was none.

    ``path`` is the place as the tool names it, ``resolved_path`` the file that is really read and written:
    the two differ where a link is on the way. ``mode`` holds the permission bits, ``owner`` user and group
    id.
    """

    path: Path
    resolved_path: Path
    content: bytes | None = field(repr=False)
    mode: int | None
    hard_links: int
    owner: tuple[int, int] | None

    @property
    def digest(self) -> str | None:
        """The SHA-256 of the content in hexadecimal digits; computed at each call."""
        return None if self.content is None else hashlib.sha256(self.content).hexdigest()

    @property
    def linked(self) -> bool:
        """Whether a link leads from the tool's path to the file."""
        return self.path != self.resolved_path


def take(path: Path, *, max_bytes: int = MAX_BYTES) -> Snapshot:
    """Read the file at ``path``, following links, without opening anything but an ordinary file.

    A missing file is an ordinary answer, also where its folder is missing, and so is a link to a file that
    does not exist yet in a folder that does.

    Raises:
        FileRefusedError: the place is a folder, pipe, socket or device, a loop of links, a link into a folder
            that does not exist, below something that is no folder, not readable, or larger than
            ``max_bytes``.
    """
    path = path.absolute()
    try:
        return _take(path, max_bytes)
    except OSError as error:
        raise _refusal(path, error) from error
    except ValueError as error:  # a NUL in the path
        raise FileRefusedError("files.unusable", path=path, reason=str(error)) from error


def content_of(path: Path | str, *, max_bytes: int) -> bytes | None:
    """What is in the ordinary file at ``path``, links followed; None where there is none. For files only read.

    Raises:
        FileRefusedError: as ``take``.
    """
    try:
        found = os.stat(path)  # noqa: PTH116  as in _take
        _accept(path, found, max_bytes)
        return _opened(path, path, max_bytes)[0]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _refusal(Path(path), error) from error
    except ValueError as error:  # a NUL in the path
        raise FileRefusedError("files.unusable", path=Path(path), reason=str(error)) from error


def keepable(mode: int, platform: str = sys.platform) -> int:
    """The permission bits a file shows after it was given ``mode``: Windows knows writable and read-only."""
    if platform != "win32":
        return mode
    return 0o666 if mode & stat.S_IWUSR else 0o444


def _take(path: Path, max_bytes: int) -> Snapshot:
    try:
        found = os.stat(path)  # noqa: PTH116  the call names what it asks: nothing is opened
    except FileNotFoundError:
        place = real_place(path)
        if place is None:
            raise FileRefusedError("files.dangling", path=path, target=os.path.realpath(path)) from None
        return Snapshot(path, place, None, None, 0, None)
    _accept(path, found, max_bytes)
    resolved = Path(os.path.realpath(path))
    content, opened = _opened(path, resolved, max_bytes)
    owner = None if sys.platform == "win32" else (opened.st_uid, opened.st_gid)
    return Snapshot(path, resolved, content, stat.S_IMODE(opened.st_mode), opened.st_nlink, owner)


def _opened(path: Path | str, place: Path | str, max_bytes: int) -> tuple[bytes, os.stat_result]:
    """Content and status of the file at ``place``; a refusal calls it ``path``."""
    descriptor = os.open(place, _READ)
    try:
        # The file may have been replaced since: mode and content must come from the one that was opened.
        opened = os.fstat(descriptor)
        _accept(path, opened, max_bytes)
        content = _read(descriptor, opened.st_size, max_bytes)
    finally:
        os.close(descriptor)
    if content is None:
        raise _too_large(path, max_bytes)
    return content, opened


def _accept(path: Path | str, found: os.stat_result, max_bytes: int) -> None:
    for is_kind, code in _KINDS:
        if is_kind(found.st_mode):
            raise FileRefusedError(code, path=Path(path))
    if not stat.S_ISREG(found.st_mode):
        raise FileRefusedError("files.device", path=Path(path))
    if found.st_size > max_bytes:
        raise _too_large(path, max_bytes)


def _too_large(path: Path | str, max_bytes: int) -> FileRefusedError:
    whole = max_bytes // _MIB
    limit = f"{whole} MiB" if whole else f"{max_bytes // _KIB} KiB"
    return FileRefusedError("files.large", path=Path(path), limit=limit)


def _read(descriptor: int, size: int, max_bytes: int) -> bytes | None:
    """All that is in the file, or None where it grew past the limit while it was read."""
    chunks: list[bytes] = []
    total = 0
    while chunk := os.read(descriptor, max(size - total + 1, _CHUNK)):
        chunks.append(chunk)
        total += len(chunk)
        if total > max_bytes:
            return None
    return b"".join(chunks)


def _refusal(path: Path, error: OSError) -> FileRefusedError:
    if error.errno == errno.ELOOP:
        return FileRefusedError("files.loop", path=path)
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return FileRefusedError("files.below-a-file", path=path)
    if isinstance(error, PermissionError):
        return FileRefusedError("files.denied", path=path)
    return FileRefusedError("files.unusable", path=path, reason=error.strerror or type(error).__name__)
