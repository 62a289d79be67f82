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
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from wizard.apply import placing, syscalls
from wizard.apply.exchange import (
    CameOut,
    UnexpectedError,
    aside_of,
    change_places,
    is_same,
    rename_new,
    settle_spare,
    spare_of,
)
from wizard.apply.versions import Version, is_being_written

# How often a file is tried that somebody has open for writing, and how often somebody may write in between.
_ATTEMPTS: Final = 10
_PAUSE_SECONDS: Final = 0.05

_IsIt = Callable[[Path], bool]
_Stamp = tuple[int, ...]


class MeddledError(Exception):
    """Somebody else wrote the file at the last moment, and theirs is in its place.

    ``superseded``: an earlier edit of theirs, which their newest one did not know, lies at ``aside_of`` the draft.
    """

    def __init__(self, *, superseded: bool = False) -> None:
        super().__init__(superseded)
        self.superseded = superseded


def put(draft: Path, target: Path, *, before: Version, after: Version) -> None:
    """Put the staged ``draft``, which is ``after``, in the place of ``target``, which must be ``before``.

    On the disk when this returns, with nothing of the old file left.

    Raises:
        MeddledError: the file was not ``before``; what somebody else made of it stands there.
        OSError: it failed, also because somebody keeps the file open for writing; to be settled.
    """
    if not before.is_at(target):
        raise MeddledError
    aside = aside_of(draft)
    placing.replace(draft, aside)
    for left in reversed(range(_ATTEMPTS)):
        try:
            came_out = change_places(draft, target, before.is_at)
        except (FileNotFoundError, UnexpectedError):
            break
        # Network disks, which cannot let two files change places, call every file one that somebody writes.
        is_used = came_out is CameOut.AT_ONCE and is_being_written(aside)
        if came_out is CameOut.NEVER or (not is_used and before.is_at(aside)):
            return _finish(aside, target)
        if not _give_back(draft, target, after.in_any_mode.is_at):
            raise MeddledError(superseded=True)
        if not is_used:
            break
        if not left:
            _finish(aside, target)
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        time.sleep(_PAUSE_SECONDS)
        if not before.is_at(target):
            break
    _finish(aside, target)
    raise MeddledError


def create(draft: Path, target: Path) -> None:
    """Put the staged ``draft`` where there must be nothing; on the disk when this returns.

    Raises:
        MeddledError: something stands there by now.
        OSError: it failed.
    """
    try:
        rename_new(draft, target)
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
        raise MeddledError(superseded=not _is_first(aside, target))
    _finish(aside, target)


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
    settle_spare(draft, target)
    if not os.path.lexists(aside):
        return True
    is_theirs = not _is_any(known, aside) and not is_same(aside, target)
    if is_theirs and not _has_gone_back(draft, target, known):
        return False
    _finish(aside, target)
    return True


def holds_an_edit(draft: Path, known: Sequence[Version]) -> bool:
    """Whether somebody's edit lies beside the file, waiting for ``settle``."""
    places = (aside_of(draft), spare_of(draft))
    return any(os.path.lexists(place) and not _is_any(known, place) for place in places)


def _finish(aside: Path, target: Path) -> None:
    """What lies aside is not needed any more; all is on the disk when this returns."""
    placing.discard(aside)
    syscalls.fsync_folder(target.parent)


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
            came_out = change_places(draft, target, is_ours)
        except FileNotFoundError:  # what they did last was to remove the wizard's file, not knowing of their own
            return _is_first(aside, target)
        except UnexpectedError:
            return False
        if came_out is CameOut.NEVER:
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


def _is_first(aside: Path, target: Path) -> bool:
    """Put what lies aside where nothing stands; False where something stands there by now."""
    try:
        rename_new(aside, target)
    except FileExistsError:
        return False
    return True


def _has_gone_back(draft: Path, target: Path, known: Sequence[Version]) -> bool:
    """Whether the edit that lies aside is in its place again, and what lies aside now may go."""
    if not os.path.lexists(target):
        return _is_first(aside_of(draft), target)
    ours = [version.in_any_mode for version in known]
    if _is_any(ours, target):
        return _give_back(draft, target, lambda place: _is_any(ours, place))
    # Two edits of theirs, met by a crash in the middle of ``_give_back`` or written since: the later one is the file.
    aside = aside_of(draft)
    if not _is_any(ours, aside) and os.lstat(aside).st_mtime_ns > os.lstat(target).st_mtime_ns:
        with suppress(FileNotFoundError, UnexpectedError):
            change_places(draft, target, lambda _place: False)
    return False


def _is_any(versions: Sequence[Version], place: Path) -> bool:
    return any(version.is_at(place) for version in versions)


def _stamp(place: Path) -> _Stamp:
    """What differs when a file was written or replaced; a change of its name does not show."""
    found = os.lstat(place)
    return found.st_dev, found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns
