"""Which files a record of an earlier run may name: whoever could plant one must not decide where the wizard writes."""

import os
import re
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wizard.apply import folders
from wizard.apply.change import Change, ChangedFile
from wizard.apply.errors import StateRefusedError
from wizard.apply.journal import Journal, Step

_TEMPORARY: Final = re.compile(r"\.coding-plan-wizard-[0-9a-f]{8}\.tmp")
_WRITABLE_BY_OTHERS: Final = 0o002


@dataclass(frozen=True)
class Reach:
    """The files that journal and history are believed about.

    ``files`` are all files of known tools, and the wizard's own, where this run would look for them, as they are named
    and with links followed.
    ``project_files`` are the tools' files in a project, each as its path below the project's folder. ``within`` is the
    folder that nothing leaves, links followed, where the home folder was named by hand; None where it was not. Only a
    ``project`` that this run is about lies outside of it.
    """

    files: Collection[Path]
    project_files: Collection[tuple[str, ...]] = ()
    within: Path | None = None
    project: Path | None = None

    def require(self, change: Change) -> None:
        """Raise unless every file of ``change`` may be written.

        Raises:
            StateRefusedError: one may not.
        """
        for file in change.files:
            if not self.covers(file.path):
                raise StateRefusedError("apply.not-believed", path=file.path, id=change.id)

    def covers(self, path: Path) -> bool:
        """Whether ``path`` is a tool's file, where the tool looks for it, wherever a link there leads by now."""
        projects = tuple(self._projects_of(path))
        known = path in self.files or Path(os.path.realpath(path)) in self.files
        return (known or bool(projects)) and self._is_inside(path, projects)

    def believes(self, journal: Journal) -> bool:
        """Whether taking back or finishing the journal's change touches nothing but files that ``covers`` accepts."""
        above = {folder for step in journal.steps for folder in step.changed.resolved_path.parents}
        return (
            all(self.covers(step.changed.path) and _is_real(step.changed) and _is_own(step) for step in journal.steps)
            and all(folder in above and not mode & _WRITABLE_BY_OTHERS for folder, mode in journal.emptied_folders)
            and all(self._is_inside(folder) for folder, _ in journal.emptied_folders)
        )

    def _projects_of(self, path: Path) -> Iterator[Path]:
        """The folders of the user's own in which ``path`` would be a tool's file of a project."""
        for parts in self.project_files:
            if path.parts[-len(parts) :] == parts:
                project = path.parents[len(parts) - 1]
                if _belongs_to_user(project):
                    yield project

    def _is_inside(self, place: Path, projects: Sequence[Path] = ()) -> bool:
        if self.within is None:
            return True
        real = Path(os.path.realpath(place))
        allowed = [self.within, *(project for project in projects if project == self.project)]
        return any(real.is_relative_to(os.path.realpath(folder)) for folder in allowed)


def _is_real(file: ChangedFile) -> bool:
    """Whether the path leads to the recorded place even now, and the folders made for the file are above it."""
    real = Path(os.path.realpath(file.path))
    return real == file.resolved_path and set(file.created_folders) <= set(real.parents)


def _is_own(step: Step) -> bool:
    """Whether the temporary is one that the writer makes, and the file is given to nobody it is not given to anyway."""
    target = step.changed.resolved_path
    if step.temporary.parent != target.parent or not _TEMPORARY.fullmatch(step.temporary.name):
        return False
    if step.owner is None or sys.platform == "win32":
        return True
    user, group = step.owner
    return (user == os.geteuid() and group in {os.getegid(), *os.getgroups()}) or step.owner in {
        _owner_of(target),
        folders.heir(target.parent),
    }


def _owner_of(place: Path) -> tuple[int, int] | None:
    try:
        status = place.lstat()
    except OSError:
        return None
    return status.st_uid, status.st_gid


def _belongs_to_user(folder: Path) -> bool:
    try:
        status = folder.stat()
    except OSError:
        return False
    return sys.platform == "win32" or status.st_uid == os.geteuid()
