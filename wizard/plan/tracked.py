"""Whether git tracks a project's file, or would. Asks git itself; runs nothing that a project configures."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from wizard.environment import Environment
from wizard.files.places import may_be_there
from wizard.files.snapshot import Snapshot
from wizard.plan.programs import program, variables_of_programs
from wizard.tools.base import Notice

_SECONDS: Final = 10.0
_PASSED_ON: Final = (
    *("HOME", "XDG_CONFIG_HOME", "LANG", "TMPDIR"),
    *("USERPROFILE", "HOMEDRIVE", "HOMEPATH", "APPDATA", "PROGRAMDATA", "SYSTEMROOT", "TEMP"),
)
"""The variables git finds its own configuration by; no other goes along, as it may hold a key."""


def git_notices(paths: Iterable[Path], environment: Environment) -> Iterator[Notice]:
    """A warning for each of ``paths`` that git would track, or may track where git cannot be asked."""
    inside = [(path, work_tree) for path in paths if (work_tree := _work_tree(path))]
    for path, work_tree in inside:
        name = path.relative_to(work_tree).as_posix()
        ignored = _ignored(path, work_tree, environment)
        if ignored is None:
            yield Notice("plan.git-unknown", {"name": name}, path)
        elif not ignored:
            yield Notice("plan.git-tracks", {"name": name}, path)


def _work_tree(path: Path) -> Path | None:
    """The folder around ``path`` that holds a ``.git``, or may hold one; None where there is none."""
    return next((folder for folder in path.parents if may_be_there(folder / ".git")), None)


def is_shared(file: Snapshot, environment: Environment) -> bool:
    """Whether ``file`` is not the user's alone: git tracks it or cannot be asked, or it is another user's."""
    if sys.platform != "win32" and file.owner and os.geteuid() not in {0, file.owner[0]}:
        return True
    work_tree = _work_tree(file.resolved_path)
    return work_tree is not None and _tracked(file.resolved_path, work_tree, environment) is not False


def _ignored(path: Path, work_tree: Path, environment: Environment) -> bool | None:
    return _answer(work_tree, environment, "check-ignore", "--quiet", "--", str(path))


def _tracked(path: Path, work_tree: Path, environment: Environment) -> bool | None:
    return _answer(work_tree, environment, "ls-files", "--error-unmatch", "--", str(path))


def _answer(work_tree: Path, environment: Environment, *arguments: str) -> bool | None:
    """What git says to a question of yes or no; None where it cannot be asked."""
    git = program("git", environment)
    if git is None:
        return None
    import subprocess

    # A project may name a program of its own for git to run when it reads the index.
    command: Sequence[str] = (str(git), "-C", str(work_tree), "-c", "core.fsmonitor=false")
    variables = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    variables |= variables_of_programs(environment.platform)
    try:
        ran = subprocess.run(  # noqa: S603  fixed arguments but for the path, behind "--"
            [*command, *arguments],
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return {0: True, 1: False}.get(ran.returncode)
