"""The wizard's own folder in a home that is a repository of dotfiles: git passes it over, whoever wrote into it."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.program import Program

from .planting import STATE

APPLY = ("apply", "--region", "china", "--model", "glm-5", "--tool", "opencode", "--yes")


def inviting(place: Path) -> None:
    """It asks git to take all in."""
    place.write_text("!*\n")


def empty(place: Path) -> None:
    """It says nothing."""
    place.write_text("")


def a_link(place: Path) -> None:
    """It is a link to a file that says nothing."""
    other = place.parent.parent / "other"
    other.write_text("")
    place.symlink_to(other)


def widened(place: Path) -> None:
    """It ends by taking back what it said."""
    place.write_text("*\n!backups\n!backups/*\n")


def gone(place: Path) -> None:
    """It was deleted after an earlier run."""
    place.unlink()


def tracked(home: Path) -> list[str]:
    """What git would take in of the home."""
    git = ["git", "-C", str(home)]
    variables = {"PATH": os.environ["PATH"], "HOME": str(home)}
    subprocess.run([*git, "init", "-q"], env=variables, check=True)
    subprocess.run([*git, "add", "--all"], env=variables, check=True)
    return subprocess.run([*git, "ls-files"], env=variables, check=True, capture_output=True, text=True).stdout.split()


@pytest.mark.parametrize("kind", [inviting, empty, a_link, widened])
def test_a_file_that_was_there_is_not_believed(program: Program, kind: Callable[[Path], None]) -> None:
    """Only the wizard's own word to git is left standing; anything else is written anew before a backup is."""
    state = program.home / STATE
    state.mkdir(mode=0o700, parents=True)
    kind(state / ".gitignore")
    assert program(*APPLY).code == 0
    assert [name for name in tracked(program.home) if STATE in name] == []
    assert not (state / ".gitignore").is_symlink()


def test_one_that_is_gone_comes_back(program: Program) -> None:
    """A home that became a repository later is shielded again by the next change."""
    assert program(*APPLY).code == 0
    gone(program.home / STATE / ".gitignore")
    assert program("switch", "qwen3.7-plus", "--yes").code == 0
    assert [name for name in tracked(program.home) if STATE in name] == []


def test_what_stands_in_its_place_is_told(program: Program) -> None:
    """A folder of that name ends the change with a sentence, before any file is written."""
    (program.home / STATE / ".gitignore/kept").mkdir(mode=0o700, parents=True)
    (program.home / STATE).chmod(0o700)
    ran = program(*APPLY)
    assert (ran.code, ".gitignore" in ran.err) == (4, True)
    assert not (program.home / ".config").exists()
    assert not (program.home / STATE / "journal.json").exists()
