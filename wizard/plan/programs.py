"""Where programs are found: in the absolute folders that are listed, and never in the working folder.

An empty or a relative entry of PATH means the working folder, and Windows looks there before all others: what lies
there may be anybody's. So every program is started by its absolute path, and what it starts finds no such entry either.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

from wizard.environment import Environment

_ENDINGS: Final = ".COM;.EXE;.BAT;.CMD"
"""What ends a program's name on Windows where no variable says it."""


def program(name: str, environment: Environment, usual: Iterable[str] = ()) -> Path | None:
    """The program ``name`` in the first folder of PATH that has it, else in one of the ``usual`` (absolute) folders."""
    names = _spellings(name, environment.variables, environment.platform)
    for folder in (*listed_folders(environment.variables.get("PATH", ""), environment.platform), *usual):
        for spelling in names:
            place = os.path.join(folder, spelling)  # noqa: PTH118  a Path for each of some hundred takes a millisecond
            if os.path.isfile(place) and os.access(place, os.X_OK):  # noqa: PTH113  as above
                return Path(place)
    return None


def listed_folders(path: str, platform: str) -> list[str]:
    """The absolute folders in ``path``, a PATH as ``platform`` (a ``sys.platform`` name) writes it."""
    kind, separator = (PureWindowsPath, ";") if platform == "win32" else (PurePosixPath, ":")
    return [folder for folder in path.split(separator) if kind(folder).is_absolute()]


def variables_of_programs(platform: str) -> dict[str, str]:
    """What a program that is started here needs besides its own variables, so that it runs nothing from where it is."""
    folders = listed_folders(os.environ.get("PATH", ""), platform)
    if platform == "win32":
        return {"PATH": ";".join(folders), "NoDefaultCurrentDirectoryInExePath": "1"}
    # Without any, the system would look into the working folder or into folders of its own choice.
    return {"PATH": ":".join(folders) or os.defpath}


def _spellings(name: str, variables: Mapping[str, str], platform: str) -> list[str]:
    if platform != "win32":
        return [name]
    endings = (variables.get("PATHEXT") or _ENDINGS).split(";")
    return [name + ending.lower() for ending in endings if ending.startswith(".")]
