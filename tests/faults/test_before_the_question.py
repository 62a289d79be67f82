"""What would keep a change from being written is said before anybody is asked, and by the commands that only show."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .other_user import USER
from .program import KEY, Program

ROOT = Path(__file__).parents[2]
CLAUDE = ("--region", "china", "--tool", "claude-code", "--model", "glm-5")

as_other_user = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user"
)


def read_only(program: Program) -> Path:
    """Claude Code's file on the plan, then protected by its user."""
    assert program("apply", "--yes", *CLAUDE).code == 0
    path = program.home / ".claude" / "settings.json"
    path.chmod(0o444)
    return path


@pytest.mark.promise("would-keep-change")
@pytest.mark.parametrize(
    "command",
    [
        ("plan", "--model", "kimi-k2.5"),
        ("apply", "--model", "kimi-k2.5", "--dry-run"),
        ("apply", "--model", "kimi-k2.5"),
        ("switch", "kimi-k2.5", "--dry-run"),
        ("switch", "kimi-k2.5"),
        ("remove", "--dry-run"),
        ("remove",),
    ],
    ids=" ".join,
)
def test_a_read_only_file(program: Program, command: tuple[str, ...]) -> None:
    """The diff is shown, then the sentence with the path and exit code 1; no question is asked."""
    path = read_only(program)
    before = path.read_bytes()
    ran = program(*command, "--tool", "claude-code", answers=[])
    assert ran.code == 1, ran.err
    assert f"--- {path}\n" in ran.out
    assert f"Error: {path}: This file is read-only (permissions 0444)" in ran.err
    assert path.read_bytes() == before


@pytest.mark.promise("would-keep-change")
def test_a_read_only_file_in_json(program: Program) -> None:
    """The JSON answer has the files as they would become, and the error."""
    path = read_only(program)
    answer = program("plan", "--model", "kimi-k2.5", "--tool", "claude-code", "--exit-code", "--json").json
    assert (answer["ok"], answer["exit_code"]) == (False, 1)
    assert [error["code"] for error in answer["errors"]] == ["apply.read-only-file"]
    (file,) = [file for file in answer["files"] if file["action"] != "unchanged"]
    assert (file["path"], file["action"]) == (str(path), "modify")
    assert "kimi-k2.5" in file["diff"]


def test_nothing_in_the_way(program: Program) -> None:
    """A read-only file that stays as it is, is in nobody's way."""
    path = read_only(program)
    path.chmod(0o400)  # as private as a file with a key must be
    assert program("plan", *CLAUDE).code == 0
    assert program("apply", *CLAUDE, "--dry-run").code == 0


@pytest.fixture
def homes() -> Iterator[Path]:
    """A folder that others may look into; pytest's own are closed to them."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_other(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line, run by an unprivileged user whose HOME is ``home``."""
    variables = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "CODING_PLAN_API_KEY": KEY}
    command = [sys.executable, "-m", "tests.faults.run_as_other", str(home), *arguments]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


def home_of(place: Path, owner: int, mode: int) -> Path:
    """A home at ``place`` with Claude Code's folder."""
    (place / ".claude").mkdir(parents=True)
    for folder in (place, place / ".claude"):
        os.chown(folder, owner, owner)
        folder.chmod(mode)
    return place


@pytest.mark.promise("would-keep-change")
@as_other_user
@pytest.mark.other_user
def test_a_read_only_folder(homes: Path) -> None:
    """A folder that its user may not write into is named by ``plan`` already."""
    home = home_of(homes / "home", USER, 0o755)
    (home / ".claude").chmod(0o555)
    for command in (("plan",), ("apply", "--dry-run"), ("apply", "--yes")):
        ran = as_other(home, *command, *CLAUDE)
        assert ran.returncode == 1, ran.stderr
        assert f"The folder {home / '.claude'} does not allow writing" in ran.stderr
        assert "ANTHROPIC_BASE_URL" in ran.stdout
    assert [path.name for path in home.rglob("*")] == [".claude"]


@as_other_user
@pytest.mark.other_user
def test_no_place_for_backups(homes: Path) -> None:
    """A folder that an earlier command with sudo left to root, where backups would be kept, is named in time too."""
    home = home_of(homes / "home", USER, 0o755)
    (home / ".local").mkdir()
    for command in (("plan",), ("apply", "--dry-run"), ("apply", "--yes")):
        ran = as_other(home, *command, *CLAUDE)
        assert ran.returncode == 1, ran.stderr
        assert f"the folder {home / '.local'} does not allow writing" in ran.stderr
    assert sorted(path.name for path in home.rglob("*")) == [".claude", ".local"]


@pytest.mark.promise("with-home-another")
@as_other_user
@pytest.mark.other_user
@pytest.mark.parametrize("mode", [0o777, 0o755])
def test_the_home_of_another_user(homes: Path, mode: int) -> None:
    """With HOME still that of another user (as sudo -u may leave it) nothing is written there, and it is said why."""
    home = home_of(homes / "home", 1234, mode)
    for command in (("plan",), ("apply", "--dry-run"), ("apply", "--yes")):
        ran = as_other(home, *command, *CLAUDE)
        assert ran.returncode == 1, ran.stderr
        assert f"HOME is {home}, which is the home of 1234" in ran.stderr
        assert KEY not in ran.stdout + ran.stderr
    assert json.loads(as_other(home, "plan", *CLAUDE, "--json").stdout)["errors"][0]["code"] == (
        "environment.home-of-another"
    )
    assert as_other(home, "status").returncode == 0
    assert [path.name for path in home.rglob("*")] == [".claude"]


@pytest.mark.promise("with-home-another")
@as_other_user
@pytest.mark.other_user
def test_a_home_that_another_user_keeps_closed(homes: Path) -> None:
    """What cannot even be looked into is refused with its place."""
    home = home_of(homes / "home", 1234, 0o700)
    ran = as_other(home, "apply", "--yes", *CLAUDE)
    assert ran.returncode == 1
    assert f"{home / '.claude' / 'settings.json'}: " in ran.stderr
    assert "Traceback" not in ran.stderr


@as_other_user
@pytest.mark.other_user
def test_another_users_home_by_name_and_a_home_of_root(homes: Path) -> None:
    """A folder named with --home is meant, and a home of root's that all may write is a container's: both are used."""
    home = home_of(homes / "home", 1234, 0o777)
    assert as_other(homes, "apply", "--yes", *CLAUDE, "--home", str(home)).returncode == 0
    assert (home / ".claude" / "settings.json").stat().st_uid == USER
    container = home_of(homes / "container", 0, 0o777)
    ran = as_other(container, "apply", "--yes", *CLAUDE)
    assert ran.returncode == 0, ran.stderr
    assert (container / ".claude" / "settings.json").stat().st_uid == USER
