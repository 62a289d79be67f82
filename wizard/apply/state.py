"""The wizard's own folder: where the history, the backups, the journal and the lock are kept."""

import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from wizard.apply import folders, placing, syscalls
from wizard.apply.errors import writing

NAME: Final = "coding-plan-wizard"
_PRIVATE_FILE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700


@dataclass(frozen=True, slots=True)
class StateFolder:
    """The state folder at ``path``; nothing of it exists before the first write."""

    path: Path

    @classmethod
    def of(cls, home: Path, variables: Mapping[str, str], platform: str) -> "StateFolder":
        """The state folder of ``home`` on ``platform`` (a ``sys.platform`` name).

        Of ``variables`` only XDG_STATE_HOME (Linux; ignored unless absolute) and LOCALAPPDATA (Windows) are
        looked at. For a home that was given explicitly pass no variables, so that it gets its own default.
        """
        if platform == "darwin":
            return cls(home / "Library" / "Application Support" / NAME)
        if platform == "win32":
            local = variables.get("LOCALAPPDATA")
            return cls((Path(local) if local else home / "AppData" / "Local") / NAME)
        stated = variables.get("XDG_STATE_HOME", "")
        absolute = PurePosixPath(stated).is_absolute()
        return cls((Path(stated) if absolute else home / ".local" / "state") / NAME)

    @property
    def journal(self) -> Path:
        """The change that is under way; there only while one is."""
        return self.path / "journal.json"

    @property
    def lock(self) -> Path:
        """Held by the wizard that writes; says which one that is."""
        return self.path / "lock"

    @property
    def history(self) -> Path:
        """One entry a change, ``<id>.json``."""
        return self.path / "history"

    @property
    def backups(self) -> Path:
        """Contents of files before and after changes, each named by its SHA-256."""
        return self.path / "backups"

    @property
    def unsettled(self) -> bool:
        """Whether a change is under way or was broken off; two looks at the disk."""
        return os.path.lexists(self.journal) or os.path.lexists(temporary_of(self.journal))

    def create(self) -> None:
        """Make the folder and those in it, open to nobody but their owner; narrow them if they are wider.

        Raises:
            WriteError: they cannot be made.
        """
        with writing(self.path):
            for folder in (self.path, self.history, self.backups):
                for absent in folders.missing(folder):
                    folders.make(absent)
                if sys.platform != "win32" and stat.S_IMODE(folder.stat().st_mode) != _PRIVATE_FOLDER:
                    syscalls.set_folder_mode(folder, _PRIVATE_FOLDER)

    def write(self, place: Path, content: bytes) -> None:
        """Write a file of this folder whole, 0600, on the disk when this returns. The lock must be held.

        Raises:
            OSError: it could not be written; what was there before is intact.
        """
        temporary = temporary_of(place)
        placing.stage(content, temporary, mode=_PRIVATE_FILE, owner=folders.heir(place.parent))
        try:
            placing.commit(temporary, place)
        except BaseException:
            self.discard_leftover(place)
            raise

    def discard_leftover(self, place: Path) -> None:
        """Remove what a broken-off ``write`` of ``place`` left behind; the disk's refusal is passed over."""
        try:
            placing.discard(temporary_of(place))
        except OSError:
            return

    def remove(self, place: Path) -> None:
        """Remove a file of this folder if it is there; gone from the disk when this returns.

        Raises:
            OSError: it could not be removed.
        """
        if os.path.lexists(place):
            placing.remove(place)


def temporary_of(place: Path) -> Path:
    """The name under which ``place`` is written before it is renamed; the lock makes it nobody else's."""
    return place.with_name(f"{place.name}.tmp")
