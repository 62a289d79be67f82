"""Programs are found in the absolute folders that are listed; nothing is ever run from the working folder."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.environment import Environment
from wizard.plan.programs import listed_folders, program

pytestmark = pytest.mark.thorough

posix = pytest.mark.skipif(sys.platform == "win32", reason="programs written as shell scripts")


def _program(place: Path, line: str) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"#!/bin/sh\n{line}\n")
    place.chmod(0o755)
    return place


@pytest.mark.parametrize(
    ("path", "platform", "folders"),
    [
        ("", "linux", []),
        (":", "linux", []),
        (":/usr/bin:", "linux", ["/usr/bin"]),
        (".:/usr/bin:tools:..:~/bin:/opt/a b", "linux", ["/usr/bin", "/opt/a b"]),
        ("", "win32", []),
        (r".;C:\Windows;;tools;D:;\Windows;C:bin;\\server\tools", "win32", [r"C:\Windows", r"\\server\tools"]),
    ],
)
def test_only_absolute_folders_are_listed(path: str, platform: str, folders: list[str]) -> None:
    """An empty entry, a point, a name and what depends on the present drive are no folders to look into."""
    assert listed_folders(path, platform) == folders


@posix
def test_the_first_listed_folder_that_has_it_wins(tmp_path: Path) -> None:
    """As a shell finds it; folders, files that cannot be run, and names that are not there are passed over."""
    (tmp_path / "a" / "tool").mkdir(parents=True)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "tool").write_text("no program")
    (tmp_path / "b" / "tool").chmod(0o644)
    for name in ("c", "d"):
        _program(tmp_path / name / "tool", "true")
    path = ":".join(["/nowhere", *(str(tmp_path / name) for name in "abcd")])
    assert program("tool", Environment(tmp_path, {"PATH": path}, "linux")) == tmp_path / "c" / "tool"
    assert program("tool", Environment(tmp_path, {}, "linux"), [str(tmp_path / "d")]) == tmp_path / "d" / "tool"
    assert program("tool", Environment(tmp_path, {}, "linux")) is None


@posix
def test_windows_adds_the_usual_endings(tmp_path: Path) -> None:
    """A name is looked for with each ending of PATHEXT, in its order, and never without one."""
    for name in ("tool", "tool.cmd", "tool.exe"):
        _program(tmp_path / name, "true")
    for endings, found in (({}, "tool.exe"), ({"PATHEXT": ".CMD;.EXE"}, "tool.cmd")):
        assert program("tool", Environment(tmp_path, endings, "win32"), [str(tmp_path)]) == tmp_path / found
    (tmp_path / "tool.cmd").unlink()
    (tmp_path / "tool.exe").unlink()
    assert program("tool", Environment(tmp_path, {}, "win32"), [str(tmp_path)]) is None


_COMMANDS = (
    "claude",
    "codex",
    "opencode",
    "qwen",
    "openclaw",
    "kilo",
    "cline",
    "cn",
    "aider",
    "hermes",
    "cursor",
    "git",
)


@posix
@pytest.mark.parametrize("path", ["", ":", ".", ":/usr/bin:/bin", "/usr/bin:.:/bin", "folder", None])
@pytest.mark.parametrize("command", ["status", "doctor", "plan"])
def test_nothing_is_run_from_the_working_folder(tmp_path: Path, path: str | None, command: str) -> None:
    """With an empty or relative entry in PATH, or no PATH, programs of the working folder do not run or count as there.

    A client whose script is run by another program (``env node``) does not find that one there either.
    """
    home, project = tmp_path / "home", tmp_path / "project"
    for name in (*_COMMANDS, "node", "folder/claude", "folder/git"):
        _program(project / name, f'echo "$0" >> "{tmp_path / "run"}"; echo 1.2.3')
    client = _program(home / ".local" / "bin" / "codex", "")
    client.write_text("#!/usr/bin/env node\n")
    (project / ".git").mkdir()
    settings = project / ".claude" / "settings.json"
    settings.parent.mkdir()
    settings.write_text('{"env": {"ANTHROPIC_BASE_URL": "https://example.com"}}')
    arguments = {"status": ["status"], "doctor": ["doctor"], "plan": ["plan", "--scope", "project"]}[command]
    more = ["--tool", "opencode", "--region", "china", "--key-ref", "KEY"] if command == "plan" else []
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "wizard", *arguments, *more],
        cwd=project,
        env={"HOME": str(home), "LANG": "C.UTF-8", "KEY": "sk-sp-0123456789abcdef"}
        | ({} if path is None else {"PATH": path}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in {0, 3}, ran.stderr
    assert not (tmp_path / "run").exists(), (tmp_path / "run").read_text()
    if command == "status":
        assert "QwenPaw (not found)" in ran.stdout
        assert "Codex (installed)" in ran.stdout


@posix
@pytest.mark.skipif(shutil.which("git") is None, reason="asks git itself")
def test_git_is_asked_where_it_is_listed(tmp_path: Path) -> None:
    """A git in a listed folder is found, though the working folder comes first in PATH."""
    project = tmp_path / "project"
    _program(project / "git", f'touch "{tmp_path / "run"}"')
    git = shutil.which("git") or ""
    folder = str(Path(git).parent)
    surroundings = {"HOME": str(tmp_path), "PATH": f".:{folder}", "LANG": "C.UTF-8", "KEY": "sk-sp-0123456789abcdef"}
    subprocess.run([git, "init", "-q"], cwd=project, env=surroundings | {"PATH": folder}, check=True)
    chosen = ["--tool", "opencode", "--region", "china", "--key-ref", "KEY", "--scope", "project"]
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "wizard", "plan", *chosen],
        cwd=project,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "git would track this file" in ran.stderr, ran.stderr
    assert not (tmp_path / "run").exists()
