"""Looking at places without opening them: what cannot be looked at is one refusal with a sentence, never a crash."""

import errno
import os
from pathlib import Path
from typing import Final

from wizard.files.snapshot import FileRefusedError

# What a system answers where nothing can be: no such name, no folder above it, a circle of links, an impossible name.
_NOTHING: Final = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EBADF, errno.EINVAL, errno.ENAMETOOLONG}


def is_there(path: Path) -> bool:
    """Whether something is at ``path``, links followed.

    Raises:
        FileRefusedError: the system does not say: a folder above may not be looked into, or its disk fails.
    """
    try:
        os.stat(path)  # noqa: PTH116  Path.exists raises what it does not know
    except OSError as error:
        if error.errno in _NOTHING:
            return False
        raise _refusal(path, error) from error
    except ValueError:  # a NUL in the path
        return False
    return True


def may_be_there(path: Path) -> bool:
    """Whether something is at ``path``, or the system does not say that there is nothing."""
    try:
        return is_there(path)
    except FileRefusedError:
        return True


def names_in(folder: Path) -> tuple[str, ...]:
    """The names in ``folder``, sorted; none where there is no such folder.

    Raises:
        FileRefusedError: the folder cannot be read.
    """
    try:
        return tuple(sorted(os.listdir(folder)))  # noqa: PTH208  names are what is asked for
    except OSError as error:
        if error.errno in _NOTHING:
            return ()
        raise _refusal(folder, error) from error
    except ValueError:  # a NUL in the path
        return ()


def _refusal(place: Path, error: OSError) -> FileRefusedError:
    if isinstance(error, PermissionError):
        return FileRefusedError("files.folder-denied", path=place)
    return FileRefusedError("files.folder-unusable", path=place, reason=error.strerror or type(error).__name__)
