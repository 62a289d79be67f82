"""A change that was broken off, in each front end; links out of a named home; git and the wizard's own folder."""

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.running import wizard
from tests.faults.program import Program
from tests.stories.terminal import spawned
from tests.tui.piloted import app_in, go, shown, until

from .planting import CODEX, CONTENT, STATE, Plant, everything, plant

APPLY = ("apply", "--region", "china", "--model", "glm-5", "--tool", "opencode", "--yes")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A home in which a change was broken off."""
    (tmp_path / ".codex").mkdir()
    plant(tmp_path, Plant(f"{tmp_path}/{CODEX}").value())
    return tmp_path


def test_a_journal_that_never_was_whole(program: Program) -> None:
    """Nothing of its change had begun: the next one sweeps it away unasked, and undo means the last one made."""
    config = program.home / ".config/opencode/opencode.json"
    assert program(*APPLY).code == 0
    for command, exists in (
        (("switch", "qwen3.7-plus", "--yes"), True),
        (("undo", "--yes"), True),
        (("undo", "--yes"), False),
    ):
        (program.home / STATE / "journal.json.tmp").write_bytes(b'{"version": 1, "cha')
        assert program(*command).code == 0
        assert config.exists() == exists
        assert not list((program.home / STATE).glob("journal*"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
@pytest.mark.parametrize("answer", ["y", "n"])
def test_plain_asks_first(broken: Path, answer: str) -> None:
    """Before its first question ``--plain`` names the files and asks; a no leaves them as they are."""
    child = spawned(broken, "--plain", "--home", str(broken))
    child.expect("was broken off, so some of these files")
    child.expect(r"config\.toml")
    child.expect("Settle it now")
    child.sendline(answer)
    if answer == "y":
        child.expect("Every file is as it was before it")
    child.expect("In which region")
    child.sendcontrol("c")
    child.expect(pexpect.EOF)
    child.close()
    assert (broken / CODEX).exists() == (answer == "y")
    assert (broken / STATE / "journal.json").exists() == (answer == "n")


async def test_the_app_asks_first(broken: Path) -> None:
    """The first screen offers to settle it; Enter does, and says what was done."""
    app = app_in(broken)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, "BrokenOffScreen")
        assert "The last “apply” (2026-11-28 00:00 UTC) was broken off" in shown(pilot)
        assert "~/.codex/config.toml" in shown(pilot)
        assert not (broken / CODEX).exists()
        await go(pilot, "enter", "RegionStep")
    assert app.recovered == "The last “apply” (2026-11-28 00:00 UTC) was broken off. Every file is as it was before it."
    assert (broken / CODEX).read_bytes() == CONTENT


async def test_the_app_can_leave_it(broken: Path) -> None:
    """Escape goes on without touching anything."""
    before = everything(broken)
    async with app_in(broken).run_test(size=(60, 20)) as pilot:
        await go(pilot, "BrokenOffScreen", "escape", "RegionStep")
    assert everything(broken) == before


def test_the_users_own_home_is_settled_without_a_question(broken: Path) -> None:
    """Without ``--home`` the journal is the user's own: the next command that writes puts the file back."""
    variables = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(broken),
        "LANG": "C.UTF-8",
        "CODING_PLAN_API_KEY": "sk-sp-0123456789abcdef",
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "wizard", *arguments]
        return subprocess.run(command, env=variables, capture_output=True, text=True, check=False)

    before = everything(broken)
    ran = run("plan", *APPLY[1:-1])
    assert (ran.returncode, "To settle it: coding-plan-wizard undo\n" in ran.stderr) == (0, True)
    assert everything(broken) == before
    ran = run(*APPLY)
    assert (ran.returncode, "Every file is as it was before it." in ran.stderr) == (0, True)
    assert (broken / CODEX).read_bytes() == CONTENT


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_link_out_of_a_named_home_is_not_followed(program: Program, victim: Path, what: str) -> None:
    """With ``--home`` nothing outside that folder is written; the sentence says where the link leads."""
    home, outside = program.home, victim / "codex"
    outside.mkdir()
    (outside / ".env").write_text("MINE=1\n")
    if what == "file":
        (home / ".codex/.env").symlink_to(outside / ".env")
    else:
        (home / ".codex").rmdir()
        (home / ".codex").symlink_to(outside)
    before = everything(victim)
    for command in (("plan",), ("apply", "--yes")):
        ran = program(*command, "--region", "china", "--model", "glm-5", "--tool", "codex")
        assert ran.code == 1
        assert f"which is outside {home}" in ran.err
        assert everything(victim) == before


@pytest.mark.parametrize("link", [".local", f"{STATE}", f"{STATE}/backups"])
def test_a_link_instead_of_the_wizards_own_folder(program: Program, victim: Path, link: str) -> None:
    """Neither backups nor history are laid outside a named home, wherever a link on the way leads."""
    place = program.home / link
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(victim)
    before = everything(victim)
    ran = program(*APPLY)
    assert (ran.code, f"outside {program.home}" in ran.err) == (1, True)
    assert program("status").code == 0
    assert everything(victim) == before
    assert not (program.home / ".config").exists()


def test_git_passes_over_the_wizards_own_folder(tmp_path: Path) -> None:
    """In a home that is a repository of dotfiles, adding everything adds no backup, no history and no lock."""
    git = ["git", "-C", str(tmp_path)]
    variables = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    subprocess.run([*git, "init", "-q"], env=variables, check=True)
    assert wizard(tmp_path, *APPLY).code == 0
    subprocess.run([*git, "add", "--all"], env=variables, check=True)
    listed = subprocess.run([*git, "ls-files"], env=variables, check=True, capture_output=True, text=True)
    assert listed.stdout.split() == [".config/opencode/opencode.json"]
    assert (tmp_path / STATE / "history").is_dir()
