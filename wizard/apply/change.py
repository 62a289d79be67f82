"""What is to be written, and what was: the values that go into the writer and come out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from wizard.files import Snapshot, keepable

UNDOES: Final = "undoes"
"""The name under which the summary of an undo keeps the id of the change it took back."""


@dataclass(frozen=True)
class FileWrite:
    """One file as it shall be: ``planned_bytes`` with exactly the permission bits ``planned_mode``.

    ``snapshot`` is what the file must still be when the write begins. ``planned_bytes`` and
    ``planned_mode`` are both None to delete the file, and both given otherwise.
    """

    snapshot: Snapshot
    planned_bytes: bytes | None = field(repr=False)
    planned_mode: int | None

    def __post_init__(self) -> None:
        if (self.planned_bytes is None) != (self.planned_mode is None):
            raise ValueError(self.snapshot.path)

    @property
    def changes_nothing(self) -> bool:
        """Whether the file already is as planned; such a file is not touched at all."""
        return (self.snapshot.content, self.snapshot.mode) == (self.planned_bytes, self.kept_mode)

    @property
    def kept_mode(self) -> int | None:
        """The permission bits the file will show; on Windows not all of the planned ones exist."""
        return None if self.planned_mode is None else keepable(self.planned_mode)


@dataclass(frozen=True)
class ChangedFile:
    """One file of a change; a digest (SHA-256, hexadecimal) and mode of None mean that there is no file.

    ``created_folders`` were made for this file, outermost first.
    """

    path: Path
    resolved_path: Path
    before_digest: str | None
    after_digest: str | None
    before_mode: int | None
    after_mode: int | None
    created_folders: tuple[Path, ...]


@dataclass(frozen=True)
class Change:
    """An entry of the history. ``id`` sorts by age; ``time`` is aware, in UTC; ``summary`` has no secret."""

    id: str
    time: datetime
    command: str
    tools: tuple[str, ...]
    files: tuple[ChangedFile, ...]
    summary: Mapping[str, str]
