"""What a file was before the wizard first changed it, read off the history."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from wizard.apply.change import UNDOES, Change, ChangedFile
from wizard.apply.errors import BackupError, StateRefusedError
from wizard.apply.history import backup, changes
from wizard.apply.state import StateFolder
from wizard.files import FileRefusedError, take

_BACKWARD = {"undo", "remove"}


@dataclass(frozen=True)
class Baseline:
    """A file as it was before the wizard's first change to it; ``content`` is None where there was none.

    ``unedited`` says that nobody else has written the file since, so that these bytes can simply come back.
    """

    content: bytes | None = field(repr=False)
    mode: int | None
    unedited: bool
    wrote: bytes | None = field(default=None, repr=False, compare=False)
    """What the wizard's newest change left of it; None where that is not kept any more."""


class Baselines:
    """The baselines of one history, read once."""

    def __init__(self, state: StateFolder) -> None:
        self._state = state
        self._changes: tuple[Change, ...] = ()
        with suppress(StateRefusedError):  # said before anything is written
            self._changes = changes(state)
        self._undone = undone(self._changes)

    def of(self, resolved_path: Path) -> Baseline | None:
        """The file before the oldest of the wizard's changes that lead without a gap to its newest one.

        A change that was undone is none of them, also where others wrote into the file meanwhile. None where the
        wizard has not changed it since the last ``remove``, or the earlier bytes are not kept.
        """
        steps = [
            (change, file) for change in self._changes for file in change.files if file.resolved_path == resolved_path
        ]
        forward = [file for change, file in steps if change.command not in _BACKWARD and change.id not in self._undone]
        if not forward or steps[0][0].command == "remove":
            return None
        now = _digest(resolved_path)
        unedited = any(file.after_digest == now for _, file in steps[:1])
        first = _walked_back(forward, now) if unedited else None
        if first is None:
            unedited, first = False, _walked_back(forward, forward[0].after_digest)
        if first is None:
            return None
        try:
            content = self._content(first.before_digest)
        except BackupError:
            return None
        wrote = None
        with suppress(BackupError):
            wrote = self._content(forward[0].after_digest)
        return Baseline(content, first.before_mode, unedited, wrote)

    def contents(self, resolved_path: Path) -> Iterator[tuple[bytes | None, bytes | None]]:
        """The file before and after each of the wizard's changes to it, newest first; undos and removals are none.

        Contents that are not kept any more are left out.
        """
        for change in self._changes:
            for file in change.files:
                if file.resolved_path == resolved_path and change.command not in _BACKWARD:
                    try:
                        yield self._content(file.before_digest), self._content(file.after_digest)
                    except BackupError:
                        continue

    def _content(self, digest_of_it: str | None) -> bytes | None:
        return backup(self._state, digest_of_it) if digest_of_it else None


def undone(known: Iterable[Change]) -> frozenset[str]:
    """The ids of those changes that are undone, of all of them newest first; an undo that was undone is none."""
    found: set[str] = set()
    for change in known:
        if change.command == "undo" and change.id not in found:
            found.add(change.summary.get(UNDOES, ""))
    return frozenset(found)


def _walked_back(forward: list[ChangedFile], start: str | None) -> ChangedFile | None:
    """The oldest change reached from ``start`` by going from after to before, newest change first."""
    first: ChangedFile | None = None
    reached = start
    for file in forward:
        if file.after_digest == reached:
            first, reached = file, file.before_digest
    return first


def _digest(path: Path) -> str | None:
    try:
        return take(path).digest
    except FileRefusedError:
        return None
