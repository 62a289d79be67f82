"""Why a change was not made."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from wizard.errors import WizardError, WriteError


class CannotWriteError(WizardError):
    """Found before any file was touched: a file cannot be written as planned. Exit code 1."""


class ChangedSinceError(WizardError):
    """A file is no longer what the plan was made from: plan again. Nothing was written. Exit code 1."""


class LockHeldError(WizardError):
    """Another wizard is writing right now. Exit code 1. ``values`` name its ``pid`` and ``command``."""


class StateRefusedError(WizardError):
    """The wizard's own folder, or a file in it, is not the user's alone, so nothing in it is believed. Exit code 1."""


class BrokenOffError(WizardError):
    """A change that was broken off must be settled first. Nothing was written. Exit code 1."""


class BackupError(WizardError):
    """A kept content is missing or damaged. Exit code 1."""


_CODES: Final = {
    errno.ENOSPC: "apply.full",
    errno.EDQUOT: "apply.full",
    errno.EACCES: "apply.denied",
    errno.EPERM: "apply.denied",
    errno.EROFS: "apply.denied",
    errno.EBUSY: "apply.busy",
    errno.EISDIR: "apply.in-the-way",
    errno.ENOTDIR: "apply.in-the-way",
    errno.EEXIST: "apply.in-the-way",
}


# Windows says EACCES for a file that another program has open; only its own number tells the two apart.
_SHARING_VIOLATIONS: Final = {32, 33}


def write_error(path: Path, error: OSError) -> WriteError:
    """The sentence for ``error`` met while ``path`` was written."""
    code = _CODES.get(error.errno or 0, "apply.failed")
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        code = "apply.busy"
    if code == "apply.in-the-way" and error.filename:
        path = Path(os.fsdecode(error.filename))
    return WriteError(code, path=path, reason=error.strerror or type(error).__name__)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn every OSError inside into the WriteError that names ``path``."""
    try:
        yield
    except OSError as error:
        raise write_error(path, error) from error
