"""Where a file that does not exist yet would be created, links on the way followed."""

import errno
import os
from pathlib import Path


def real_place(path: Path) -> Path | None:
    """The place at which ``path``, which does not exist, would be created; None where a link forbids it.

    A link that points nowhere, be it the file itself or a folder above it, is followed only when the folder
    of its target exists: a whole tree is never created at the far end of a link.

    Raises:
        OSError: a folder on the way cannot be searched.
        NotADirectoryError: the nearest thing that exists above ``path`` is no folder.
    """
    real = Path(os.path.realpath(path))
    present = next(place for place in (path, *path.parents) if os.path.lexists(place))
    if not present.exists():
        return real if Path(os.path.realpath(present)).parent.is_dir() else None
    if not present.is_dir():  # Windows says "not found" where others say "not a folder"
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(present))
    return real
