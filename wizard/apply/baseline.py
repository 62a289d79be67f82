"""What a file was before the wizard first changed it, read off the history."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wizard.apply.backups import digest
from wizard.apply.change import ChangedFile
from wizard.apply.errors import BackupError
from wizard.apply.history import backup, changes
from wizard.apply.state import StateFolder
from wizard.files import MAX_BYTES, FileRefusedError, content_of

_BACKWARD = {"undo", "remove"}


@dataclass(frozen=True, slots=True)
class Baseline:
    """A file as it was before the wizard's first change to it; ``content`` is None where there was none.

    ``unedited`` says that nobody else has written the file since, so that these bytes can simply come back.
    """

    content: bytes | None = field(repr=False)
    mode: int | None
    unedited: bool


class Baselines:
    """The baselines of one history, read once."""

    def __init__(self, state: StateFolder) -> None:
        self._state = state
        self._changes = changes(state)

    def of(self, resolved_path: Path) -> Baseline | None:
        """The file before the oldest of the wizard's changes that lead without a gap to its newest one.

        None where the wizard has not changed it since the last ``remove``, or the earlier bytes are not kept.
        """
        steps = [
            (change.command, file)
            for change in self._changes
            for file in change.files
            if file.resolved_path == resolved_path
        ]
        forward = [file for command, file in steps if command not in _BACKWARD]
        if not forward or steps[0][0] == "remove":
            return None
        now = _digest(resolved_path)
        unedited = any(file.after_digest == now for _, file in steps[:1])
        start = now if unedited else forward[0].after_digest
        first = _walked_back(forward, start)
        if first is None:
            return None
        try:
            content = self._content(first.before_digest)
        except BackupError:
            return None
        return Baseline(content, first.before_mode, unedited)

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
        content = content_of(path, max_bytes=MAX_BYTES)
    except FileRefusedError:
        return None
    return None if content is None else digest(content)
