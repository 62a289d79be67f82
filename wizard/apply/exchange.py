"""Putting a staged file in its place, or taking one away, so that no edit made at that very moment is lost.

The file that was there is not destroyed. It comes out under another name, where the system can in the same step in
which the new one goes in, and is looked at then: nobody finds it under its own name any more, so this look is the last
one. Where it is not what the change was planned from, it goes back. So three names belong to each file of a change:

- the draft, under which the new content is staged: never anything but the wizard's own, and perhaps only half of it;
- ``aside_of`` it: whole files only. The staged one lies there before it goes in, the old one after it came out, which
  may be somebody's edit;
- ``spare_of`` it: a second name of the file that is about to come out, where that takes more than one step.

Whoever finds them after a crash, or after a failure in between, calls ``settle``.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Final

from wizard.apply import placing, syscalls
from wizard.apply.versions import Version, is_being_written

_NO_CALL: Final = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
_NO_LINKS: Final = {*_NO_CALL, errno.EACCES, errno.EMLINK, errno.EXDEV}
# How often a file is tried that somebody has open for writing, and how often somebody may write in between.
_ATTEMPTS: Final = 10
_PAUSE_SECONDS: Final = 0.05

_IsIt = Callable[[Path], bool]
_Stamp = tuple[int, ...]


class _CameOut(Enum):
    """How the old file came out of its place: in one step, in several, or not at all, so that it is gone."""

    AT_ONCE = auto()
    BY_LINK = auto()
    NEVER = auto()


class MeddledError(Exception):
    """Somebody else wrote the file at the last moment, and theirs is in its place.

    ``superseded``: an earlier edit of theirs, which their newest one did not know, lies at ``aside_of`` the draft.
    """

    def __init__(self, *, superseded: bool = False) -> None:
        super().__init__(superseded)
        self.superseded = superseded


def aside_of(draft: Path) -> Path:
    """Where whole files lie: the staged one before it goes in, the old one after it came out."""
    return _sibling(draft, 1)


def spare_of(draft: Path) -> Path:
    """Where the file that comes out has a second name meanwhile."""
    return _sibling(draft, 2)


def put(draft: Path, target: Path, *, before: Version, after: Version) -> None:
    """Put the staged ``draft``, which is ``after``, in the place of ``target``, which must be ``before``.

    On the disk when this returns, with nothing of the old file left.

    Raises:
        MeddledError: the file was not ``before``; what somebody else made of it stands there.
        OSError: it failed, also because somebody keeps the file open for writing; to be settled.
    """
    aside = aside_of(draft)
    placing.replace(draft, aside)
    for left in reversed(range(_ATTEMPTS)):
        if not before.is_at(target):
            raise MeddledError
        try:
            came_out = _change_places(draft, target, before.is_at)
        except FileNotFoundError:
            raise MeddledError from None
        if came_out is _CameOut.NEVER:
            break
        # Network disks, which cannot let two files change places, call every file one that somebody writes.
        is_used = came_out is _CameOut.AT_ONCE and is_being_written(aside)
        if not is_used and before.is_at(aside):
            placing.unlink(aside)
            break
        if not _give_back(draft, target, after.is_at):
            raise MeddledError(superseded=True)
        if not is_used:
            raise MeddledError
        if not left:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        time.sleep(_PAUSE_SECONDS)
    syscalls.fsync_folder(target.parent)


def create(draft: Path, target: Path) -> None:
    """Put the staged ``draft`` where there must be nothing; on the disk when this returns.

    Raises:
        MeddledError: something stands there by now.
        OSError: it failed.
    """
    try:
        _rename_new(draft, target)
    except FileExistsError:
        raise MeddledError from None
    syscalls.fsync_folder(target.parent)


def take_away(draft: Path, target: Path, *, before: Version) -> None:
    """Remove ``target``, which must be ``before``; gone from the disk when this returns. There is no draft.

    Raises:
        MeddledError, OSError: as ``put``.
    """
    if not before.is_at(target):
        raise MeddledError
    aside = aside_of(draft)
    try:
        placing.replace(target, aside)
    except FileNotFoundError:
        raise MeddledError from None
    _wait_for_writers(aside)
    if not before.is_at(aside):
        try:
            _rename_new(aside, target)
        except FileExistsError:
            raise MeddledError(superseded=True) from None
        raise MeddledError
    placing.unlink(aside)
    syscalls.fsync_folder(target.parent)


def settle(draft: Path, target: Path, known: Sequence[Version]) -> bool:
    """Leave nothing beside ``target`` of a change that was broken off; ``known`` are its versions of the file.

    A draft goes, and so does what is ``known``. Anything else came out of the file's place and is somebody's edit: it
    goes back there unless they have written the file anew since. False where they have, and the older edit therefore
    lies at ``aside_of`` the draft still. May be repeated.

    Raises:
        OSError: something failed.
    """
    aside = aside_of(draft)
    placing.discard(draft)
    _settle_spare(draft, target)
    if not os.path.lexists(aside):
        return True
    is_theirs = not _is_any(known, aside) and not _is_same(aside, target)
    if is_theirs and not _has_gone_back(draft, target, known):
        return False
    placing.discard(aside)
    syscalls.fsync_folder(target.parent)
    return True


def holds_an_edit(draft: Path, known: Sequence[Version]) -> bool:
    """Whether somebody's edit lies beside the file, waiting for ``settle``."""
    places = (aside_of(draft), spare_of(draft))
    return any(os.path.lexists(place) and not _is_any(known, place) for place in places)


def _sibling(draft: Path, bit: int) -> Path:
    head, number, tail = draft.name[:-12], draft.name[-12:-4], draft.name[-4:]
    return draft.with_name(f"{head}{int(number, 16) ^ bit:08x}{tail}")


def _change_places(draft: Path, target: Path, is_expected: _IsIt) -> _CameOut:
    """What lies aside goes in, and what stood at ``target`` lies aside.

    Raises:
        FileNotFoundError: nothing stands at ``target``.
        MeddledError: nothing could be kept aside, so ``target`` was looked at once more, and is not as expected.
        OSError: it failed.
    """
    try:
        syscalls.exchange(aside_of(draft), target)
    except OSError as error:
        if error.errno not in _NO_CALL:
            raise
        return _change_places_by_link(draft, target, is_expected)
    return _CameOut.AT_ONCE


def _change_places_by_link(draft: Path, target: Path, is_expected: _IsIt) -> _CameOut:
    """As ``_change_places``, where it takes more than one step.

    Whatever is written into the file comes out with it. But a file that takes its place between the last look and the
    rename, which follow each other at once, is lost: such a system has no way to see that.
    """
    aside, spare = aside_of(draft), spare_of(draft)
    try:
        syscalls.link(target, spare)
        for _ in range(_ATTEMPTS):
            if _is_same(spare, target):
                break
            syscalls.unlink(spare)
            syscalls.link(target, spare)
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if not is_expected(target):
            raise MeddledError from None
        placing.replace(aside, target)
        return _CameOut.NEVER
    placing.replace(aside, target)
    placing.replace(spare, aside)
    return _CameOut.BY_LINK


def _give_back(draft: Path, target: Path, is_ours: _IsIt) -> bool:
    """Let somebody's edit, which lies aside, and the wizard's file change places again; False if theirs is not newest.

    They may write the file once more before it goes back. Then what they wrote last must stand there in the end, and
    one of their edits lies aside: each time round, the one that went in last, which nobody has touched since.
    """
    aside = aside_of(draft)
    went_in: _Stamp | None = None
    for _ in range(_ATTEMPTS):
        theirs = _stamp(aside)
        try:
            came_out = _change_places(draft, target, is_ours)
        except (FileNotFoundError, MeddledError):  # they wrote it last, or removed it
            return False
        if came_out is _CameOut.NEVER:
            return True
        if went_in is None:
            _wait_for_writers(aside)
            if is_ours(aside):
                return True
        elif _stamp(aside) == went_in:
            return False
        went_in = theirs
    return False


def _wait_for_writers(place: Path) -> None:
    for _ in range(_ATTEMPTS):
        if not is_being_written(place):
            return
        time.sleep(_PAUSE_SECONDS)


def _rename_new(source: Path, target: Path) -> None:
    """Rename ``source`` unless something stands at ``target``; by the simplest way that the disk has.

    Raises:
        FileExistsError: something stands there.
        OSError: it failed.
    """
    try:
        if sys.platform != "win32":
            syscalls.link(source, target)
            syscalls.unlink(source)
            return
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
    try:
        syscalls.rename_new(source, target)
    except OSError as error:
        if error.errno not in _NO_CALL:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        placing.replace(source, target)


def _settle_spare(draft: Path, target: Path) -> None:
    aside, spare = aside_of(draft), spare_of(draft)
    if not os.path.lexists(spare):
        return
    if os.path.lexists(aside) or _is_same(spare, target):
        syscalls.unlink(spare)  # what it is the second name of has its first one still, or they replaced it themselves
    else:
        syscalls.replace(spare, aside)


def _has_gone_back(draft: Path, target: Path, known: Sequence[Version]) -> bool:
    """Whether the edit that lies aside is in its place again, and what lies aside now may go."""
    if not os.path.lexists(target):
        try:
            _rename_new(aside_of(draft), target)
        except FileExistsError:
            return False
        return True
    return _is_any(known, target) and _give_back(draft, target, lambda place: _is_any(known, place))


def _is_any(versions: Sequence[Version], place: Path) -> bool:
    return any(version.is_at(place) for version in versions)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(os.lstat(one), os.lstat(other))
    except FileNotFoundError:
        return False


def _stamp(place: Path) -> _Stamp:
    """What differs when a file was written or replaced; a change of its name does not show."""
    found = os.lstat(place)
    return found.st_dev, found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns
