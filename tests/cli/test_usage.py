"""Mistakes on the command line itself: named, exit code 2, answered as JSON too, and nothing done in their place."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import KEY, contents, wizard

_BASE = ("apply", "--yes", "--region", "china", "--tool", "opencode")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((*_BASE, "--model", ""), "--model"),
        ((*_BASE, "--region", ""), "--region"),
        ((*_BASE, "--tool="), "--tool"),
        ((*_BASE, "--thinking", ""), "--thinking"),
        ((*_BASE, "--small-model", ""), "--small-model"),
        ((*_BASE, "--key-env", ""), "--key-env"),
        ((*_BASE, "--key-file", ""), "--key-file"),
        ((*_BASE, "--key-ref", ""), "--key-ref"),
        ((*_BASE, "--profile", ""), "--profile"),
        ((*_BASE, "--catalog", ""), "--catalog"),
        (("catalog", "--check", ""), "--check"),
        (("switch", "", "--yes"), "MODEL"),
        (("undo", "", "--yes"), "ID"),
        (("profile", "use", "", "--yes"), "NAME"),
    ],
)
def test_an_empty_value_is_not_taken_for_none(tmp_path: Path, arguments: tuple[str, ...], named: str) -> None:
    """What a script gives by ``"$UNSET"`` is refused by name, never quietly replaced by a default."""
    ran = wizard(tmp_path, *arguments)
    assert (ran.code, f"{named} needs a value" in ran.err) == (2, True), ran.err
    assert contents(tmp_path) == {}


def test_an_empty_home_is_not_the_users_own(tmp_path: Path) -> None:
    """``--home ""`` is refused: the files of the user who runs it were not meant."""
    environment = {**os.environ, "HOME": str(tmp_path), "CODING_PLAN_API_KEY": KEY}
    words = [sys.executable, "-m", "wizard", *_BASE, "--home", ""]
    ran = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, "--home needs a value" in ran.stderr) == (2, True), ran.stderr
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (("plan", "--nothing"), "plan"),
        (("--color", "never", "switch"), "switch"),
        (("--lang=en", "status", "--tool"), "status"),
        (("apply", "sk-sp-0123456789abcdef"), "apply"),
        (("--home", "plan", "undo", "a", "b"), "undo"),
        (("nothing",), None),
        (("--color", "red"), None),
    ],
)
def test_json_names_the_command_of_a_wrong_line(
    tmp_path: Path, arguments: tuple[str, ...], command: str | None
) -> None:
    """The one object says which command was meant, also where its flags are wrong."""
    ran = wizard(tmp_path, *arguments, "--json")
    assert (ran.code, ran.json["exit_code"], ran.json["command"]) == (2, 2, command)


def test_unknown_words_lead_to_the_help_of_their_command(tmp_path: Path) -> None:
    """The sentence names the help that lists what the command takes."""
    assert "coding-plan-wizard undo --help" in wizard(tmp_path, "undo", "a", "b").err
