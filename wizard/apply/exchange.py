"""How two files change places, or one takes a place where nothing may stand, by what the system and the disk have."""

import errno
import os
import sys
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Final

from wizard.apply import placing, syscalls

_NO_CALL: Final = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
_NO_LINKS: Final = {*_NO_CALL, errno.EACCES, errno.EMLINK, errno.EXDEV}
_ATTEMPTS: Final = 10


class CameOut(Enum):
    """How the old file came out of its place: in one step, in several, or not at all, so that it is gone."""

    AT_ONCE = auto()
    BY_LINK = auto()
    NEVER = auto()


class UnexpectedError(Exception):
    """What was to come out, and could not be kept, is not what it should be."""


def aside_of(draft: Path) -> Path:
    """Where whole files lie: the staged one before it goes in, the old one after it came out."""
    return _sibling(draft, 1)


def spare_of(draft: Path) -> Path:
    """Where the file that comes out has a second name meanwhile."""
    return _sibling(draft, 2)


def change_places(draft: Path, target: Path, is_expected: Callable[[Path], bool]) -> CameOut:
    """What lies aside goes in, and what stood at ``target`` lies aside.

    Raises:
        FileNotFoundError: nothing stands at ``target``.
        UnexpectedError: nothing could be kept aside, so ``target`` was looked at once more, and is not as expected.
        OSError: it failed.
    """
    try:
        syscalls.exchange(aside_of(draft), target)
    except OSError as error:
        if error.errno not in _NO_CALL:
            raise
        return _change_places_by_link(draft, target, is_expected)
    return CameOut.AT_ONCE


def _change_places_by_link(draft: Path, target: Path, is_expected: Callable[[Path], bool]) -> CameOut:
    """As ``change_places``, where it takes more than one step.

    Whatever is written into the file comes out with it. But a file that takes its place between the last look and the
    rename, which follow each other at once, is lost: such a system has no way to see that.
    """
    aside, spare = aside_of(draft), spare_of(draft)
    try:
        syscalls.link(target, spare)
        for _ in range(_ATTEMPTS):
            if is_same(spare, target):
                break
            syscalls.unlink(spare)
            syscalls.link(target, spare)
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if not is_expected(target):
            raise UnexpectedError from None
        placing.replace(aside, target)
        return CameOut.NEVER
    placing.replace(aside, target)
    placing.replace(spare, aside)
    return CameOut.BY_LINK


def rename_new(source: Path, target: Path) -> None:
    """Rename ``source`` unless something stands at ``target``; by the simplest way that the disk has.

    Raises:
        FileExistsError: something stands there.
        OSError: it failed.
    """
    if sys.platform != "win32":
        try:
            syscalls.link(source, target)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
        else:
            syscalls.unlink(source)
            return
    try:
        syscalls.rename_new(source, target)
    except OSError as error:
        if error.errno not in _NO_CALL:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        placing.replace(source, target)


def settle_spare(draft: Path, target: Path) -> None:
    """Put in order what a change of places that was broken off left behind: the old file lies aside, or nowhere."""
    aside, spare = aside_of(draft), spare_of(draft)
    if not os.path.lexists(spare):
        return
    if os.path.lexists(aside) or is_same(spare, target):
        syscalls.unlink(spare)  # what it is the second name of has its first one still, or they replaced it themselves
    else:
        syscalls.replace(spare, aside)


def is_same(one: Path, other: Path) -> bool:
    """Whether both are names of one file."""
    try:
        return os.path.samestat(os.lstat(one), os.lstat(other))
    except FileNotFoundError:
        return False


def _sibling(draft: Path, bit: int) -> Path:
    head, number, tail = draft.name[:-12], draft.name[-12:-4], draft.name[-4:]
    return draft.with_name(f"{head}{int(number, 16) ^ bit:08x}{tail}")
