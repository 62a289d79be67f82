"""Where a run takes place: home folder, platform, variables. Everything else asks this value, never ``os``."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from wizard.errors import WizardError

KEY_VARIABLE = "CODING_PLAN_API_KEY"
"""The variable the key is read from where no other place is named."""


class HomeError(WizardError):
    """There is no usable home folder."""


class WorkingFolderError(WizardError):
    """The folder the wizard was started in is gone, and a path was to start there."""


@dataclass(frozen=True)
class Environment:
    """The surroundings of a run.

    ``home_given`` says that ``--home`` named the home folder: the tools' own variables, which describe this
    machine's user, are then not looked at. ``working_folder`` is where project files would shadow the user's.
    ``project`` is the folder whose project files are set up instead of the user's own; None means the user's.
    ``home_owner`` names the user whose home it is where HOME leads an ordinary user into another one's; else None.
    """

    home: Path
    variables: Mapping[str, str] = field(repr=False)
    platform: str = sys.platform
    home_given: bool = False
    working_folder: Path | None = None
    project: Path | None = None
    home_owner: str | None = None

    def for_project(self, folder: Path) -> "Environment":
        """The same surroundings, the project files of ``folder`` in view.

        Raises:
            HomeError: ``folder`` is the home folder, whose files are the user's own.
        """
        if os.path.realpath(folder) == os.path.realpath(self.home):
            raise HomeError("environment.project-home", home=folder)
        return replace(self, project=folder)

    def require_own_home(self) -> None:
        """Raise unless files made in the home belong to whose home it is.

        Raises:
            HomeError: the home is another user's, who could not read what this one leaves there.
        """
        if self.home_owner is not None:
            raise HomeError("environment.home-of-another", home=self.home, owner=self.home_owner)

    def variable(self, name: str) -> str | None:
        """The shell variable ``name``; None where it is unset or blank."""
        value = self.variables.get(name, "")
        return value if value.strip() else None

    def folder(self, variable: str, *default: str) -> Path:
        """The absolute folder or file that ``variable`` names, else ``default`` below the home folder."""
        value = None if self.home_given else self.variable(variable)
        return self.expand(value) if value else self.home.joinpath(*default)

    def named(self, variable: str) -> Path | None:
        """The absolute path that a tool's own ``variable`` names, or None where it names none."""
        value = None if self.home_given else self.variable(variable)
        return self.expand(value) if value else None

    def expand(self, path: str) -> Path:
        """``path`` made absolute: ``~`` is the home folder, a relative path starts in the working folder.

        Raises:
            WorkingFolderError: ``path`` is relative, and the working folder was deleted.
        """
        if path == "~" or path.startswith(("~/", "~\\")):
            return self.home.joinpath(*path[2:].replace("\\", "/").split("/")) if len(path) > 1 else self.home
        start = Path() if Path(path).is_absolute() else self.working_folder or present_folder()
        return without_dots(start / path)

    @property
    def config_home(self) -> Path:
        """The folder of the user's configuration files (XDG base directories)."""
        return self.folder("XDG_CONFIG_HOME", ".config")

    @property
    def profiles_file(self) -> Path:
        """The file of saved profiles, whether it is there or not."""
        return self.config_home / "coding-plan-wizard" / "profiles.toml"


def current(home: str | None) -> Environment:
    """The surroundings of this process; ``home`` is the value of ``--home`` where it was given.

    Raises:
        HomeError: no home folder is known, or it is not an absolute path of a folder.
        WorkingFolderError: ``home`` is relative, and the folder it starts in was deleted.
    """
    folder = present_folder() / home if home and not Path(home).is_absolute() else Path(home or _own_home())
    folder = without_dots(folder)
    if not os.path.isdir(folder):  # noqa: PTH112  Path.is_dir raises where a folder may not be looked into
        raise HomeError("environment.no-home", home=folder)
    variables = dict(os.environ)
    if home:
        return Environment(folder, variables, sys.platform, home_given=True)
    owner = _other_owner(folder)
    try:
        project = present_folder()
    except WorkingFolderError:
        project = None  # no project's file can be found from a folder that is gone
    return Environment(folder, variables, sys.platform, working_folder=project, home_owner=owner)


def without_dots(path: Path) -> Path:
    """``path`` without ``..``, which behind a link leads elsewhere than its spelling says; links are followed then."""
    return Path(os.path.realpath(path)) if ".." in path.parts else path


def present_folder() -> Path:
    """The folder the wizard was started in.

    Raises:
        WorkingFolderError: it was deleted since, or may not be looked into.
    """
    try:
        return Path.cwd()
    except OSError:
        raise WorkingFolderError("environment.folder-gone") from None


def _other_owner(home: Path) -> str | None:
    """The user that ``home`` belongs to, where that is neither this one nor root; None too where this one is root.

    A home of root's that an ordinary user may write is what containers have; root gives what it makes to the owner.
    """
    if sys.platform == "win32":
        return None
    owner, user = home.stat().st_uid, os.geteuid()
    if user == 0 or owner in {0, user}:
        return None
    import pwd

    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return str(owner)


def _own_home() -> Path:
    if os.environ.get("HOME") == "" and sys.platform != "win32":
        # Python would take the root folder for it.
        raise HomeError("environment.home-relative", home="")
    try:
        folder = Path.home()
    except RuntimeError:
        raise HomeError("environment.home-unknown") from None
    if not folder.is_absolute():
        raise HomeError("environment.home-relative", home=folder)
    return folder
