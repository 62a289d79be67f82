"""The wizard's own folder: where the history, the backups, the journal and the lock are kept."""

import errno
import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from wizard.apply import folders, placing, syscalls
from wizard.apply.errors import StateRefusedError, writing
from wizard.errors import WizardError, WriteError
from wizard.files import Snapshot, take

NAME: Final = "coding-plan-wizard"
_PRIVATE_FILE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700
_WRITABLE_BY_OTHERS: Final = 0o022
_IGNORED: Final = b"*\n"
"""What git is told of this folder, whose backups hold keys: all of it is to be passed over."""


@dataclass(frozen=True)
class StateFolder:
    """The state folder at ``path``; nothing of it exists before the first write.

    ``within`` is the folder that it may not be outside of, links followed, where the home folder was named by hand.
    """

    path: Path
    within: Path | None = None

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

    @property
    def ignore_file(self) -> Path:
        """Keeps git from tracking this folder where the home folder is a repository of dotfiles."""
        return self.path / ".gitignore"

    def require_own(self) -> None:
        """Raise unless what this folder holds was put there by the user; a missing folder is nobody else's.

        Root's folders count as the user's own: root could do anything anyway.

        Raises:
            StateRefusedError: the folder or one in it is another user's, open to others' writing, unreadable, or a
                link out of ``within``.
        """
        for folder in (self.path, self.history, self.backups):
            real = Path(os.path.realpath(folder))
            if self.within is not None and not real.is_relative_to(os.path.realpath(self.within)):
                raise StateRefusedError("apply.outside-home", path=folder, target=real, home=self.within)
            try:
                status = folder.stat()
                if not stat.S_ISDIR(status.st_mode):
                    continue  # said where it is to be made
                readable = os.access(folder, os.R_OK | os.X_OK)
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                readable = False
            else:
                _require_own(folder, status.st_uid, status.st_mode)
            if not readable:
                raise StateRefusedError("apply.state-unreadable", path=folder)

    def read(self, place: Path, *, max_bytes: int) -> bytes | None:
        """The content of a file of this folder; None where there is none.

        Raises:
            StateRefusedError: it is a link or another user's, or others may write it.
            FileRefusedError: it is no ordinary file, cannot be read, or is larger than ``max_bytes``.
        """
        if place.is_symlink():
            raise StateRefusedError("apply.state-link", path=place)
        snapshot: Snapshot = take(place, max_bytes=max_bytes)
        if snapshot.content is not None and snapshot.owner and snapshot.mode is not None:
            _require_own(place, snapshot.owner[0], snapshot.mode)
        return snapshot.content

    def create(self) -> None:
        """Make the folder and those in it, open to nobody but their owner; narrow them if they may be read by more.

        Raises:
            StateRefusedError: as ``require_own``.
            WriteError: they cannot be made.
        """
        self.require_own()
        if folders.heir(self.path):
            raise StateRefusedError("apply.state-of-another", path=self.path)
        with writing(self.path):
            for folder in (self.path, self.history, self.backups):
                if os.path.lexists(folder) and not folder.is_dir():
                    raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), os.fspath(folder))
                for absent in folders.missing(folder):
                    folders.make(absent)
                if sys.platform != "win32" and stat.S_IMODE(folder.stat().st_mode) != _PRIVATE_FOLDER:
                    syscalls.set_folder_mode(folder, _PRIVATE_FOLDER)

    def shield(self) -> None:
        """Have git pass this folder over, in a repository of dotfiles too. The lock must be held.

        Raises:
            OSError: what tells git so could not be written.
            WriteError: a folder stands in its place.
        """
        if self.ignore_file.is_dir() and not self.ignore_file.is_symlink():
            raise WriteError("files.folder", path=self.ignore_file)
        try:
            said = self.read(self.ignore_file, max_bytes=len(_IGNORED))
        except WizardError:  # a link, or more than ours: whoever made it may have meant the opposite
            said = None
        if said != _IGNORED:
            self.write(self.ignore_file, _IGNORED)

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

    def remove(self, *places: Path) -> None:
        """Remove files of one folder in here, those that are there; gone from the disk when this returns.

        A folder stays.

        Raises:
            OSError: one could not be removed; those before it are.
        """
        placing.remove(*(each for each in places if each.is_symlink() or (os.path.lexists(each) and not each.is_dir())))


def temporary_of(place: Path) -> Path:
    """The name under which ``place`` is written before it is renamed; the lock makes it nobody else's."""
    return place.with_name(f"{place.name}.tmp")


def _require_own(place: Path, owner: int, mode: int) -> None:
    if sys.platform == "win32":
        return
    if owner not in {0, os.geteuid()}:
        raise StateRefusedError("apply.state-of-another", path=place)
    if mode & _WRITABLE_BY_OTHERS:
        raise StateRefusedError("apply.state-open", path=place, mode=f"{stat.S_IMODE(mode):04o}")
