"""A folder of one tool that cannot be looked into: its row says why, and all else works."""

import errno
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from .commands_as_other import KEY
from .other_user import USER
from .program import Program

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
SET_UP = ("codex", "opencode", "qwen-code", "openclaw")
CHOSEN = ("--region", "china", "--model", "glm-4.7")


class Closed(NamedTuple):
    """A folder below the home, the tools whose rows must say that it is closed, and one that does not need it."""

    folder: str
    tools: frozenset[str]
    other: str = "claude-code"


FOLDERS = (
    Closed(".claude", frozenset({"claude-code"}), "opencode"),
    Closed(".config", frozenset({"opencode", "kilo", "chatbox", "cherry-studio"})),
    Closed(".config/opencode", frozenset({"opencode"})),
    Closed(".qwen", frozenset({"qwen-code"})),
    Closed(".openclaw", frozenset({"openclaw"})),
    Closed(".openclaw/agents", frozenset({"openclaw"})),
    Closed(".openclaw/agents/main", frozenset({"openclaw"})),
    Closed(".codex", frozenset({"codex"})),
    Closed(".hermes", frozenset({"hermes"})),
    Closed(".continue", frozenset({"continue-cli"})),
    Closed(".cline", frozenset({"cline-cli"})),
    Closed(".vscode", frozenset({"cline"})),
    Closed(".vscode/extensions", frozenset({"cline"})),
    Closed(".cursor", frozenset({"cline"})),
    Closed(".local/bin", frozenset()),
)


def commands(closed: Closed) -> list[tuple[str, ...]]:
    """What is run; the last one writes."""
    return [
        ("status", "--json"),
        ("doctor", "--json"),
        ("plan", "--json"),
        ("plan", "--tool", closed.other, "--region", "china", "--json"),
        ("switch", "glm-5", "--dry-run", "--json"),
        ("remove", "--dry-run", "--json"),
        ("history", "--json"),
        ("app",),
        ("apply", "--yes", "--tool", closed.other, "--region", "china", "--json"),
    ]


def check(closed: Closed, ran: dict[tuple[str, ...], tuple[int, str, str]]) -> None:
    """Only the rows of the tools concerned say that something is wrong, and everything else is done."""
    answers = {command: json.loads(out) for command, (_, out, _) in ran.items() if command != ("app",)}
    for command, answer in answers.items():
        assert [error["code"] for error in answer["errors"]] == [], (command, answer["errors"])
        assert answer["exit_code"] == (3 if command[0] == "doctor" and _has_error(answer) else 0), command
    rows = {tool["id"]: tool for tool in answers["status", "--json"]["tools"]}
    assert {name for name, row in rows.items() if row["problems"]} == closed.tools
    assert {name for name, row in rows.items() if row["configured"]} == {*SET_UP} - closed.tools
    found = answers["doctor", "--json"]["findings"]
    assert {finding["tool"] for finding in found if finding["severity"] != "info"} == closed.tools
    for command in (("switch", "glm-5", "--dry-run", "--json"), ("remove", "--dry-run", "--json")):
        assert {file["tool"] for file in answers[command]["files"]} == {*SET_UP} - closed.tools, command
        warnings = answers[command]["warnings"]
        told = {warning["tool"] for warning in warnings if warning["code"] == "tools.file-unusable"}
        assert told == {name for name in closed.tools if name in _WITH_FILES}, command
    if ("app",) in ran:
        assert ran["app",] == (0, "HomeScreen", "")


_WITH_FILES = {
    "claude-code",
    "opencode",
    "kilo",
    "qwen-code",
    "openclaw",
    "codex",
    "hermes",
    "continue-cli",
    "cline-cli",
}


def _has_error(answer: dict[str, Any]) -> bool:
    return any(finding["severity"] == "error" for finding in answer["findings"])


@pytest.fixture(scope="module")
def as_other() -> Iterator[Callable[[Closed], dict[tuple[str, ...], tuple[int, str, str]]]]:
    """What each command of the other user did in a home with one closed folder; all are run by one process."""
    top = Path(tempfile.mkdtemp())
    top.chmod(0o755)
    runs: list[tuple[str, list[str]]] = []
    for number, closed in enumerate(FOLDERS):
        home = top / str(number)
        home.mkdir()
        if not number:
            _set_up(home)
        else:
            shutil.copytree(top / "set-up", home, dirs_exist_ok=True)
        if not number:
            shutil.copytree(home, top / "set-up")
        (home / closed.folder).mkdir(parents=True, exist_ok=True)
        for place in (home, *home.rglob("*")):
            os.chown(place, USER, USER)
        (home / closed.folder).chmod(0o000)
        runs += [(str(home), list(command)) for command in commands(closed)]
    (top / "runs").write_text(json.dumps(runs))
    command = [sys.executable, "-m", "tests.faults.commands_as_other", str(top / "runs")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    answers = iter([(code, out, err) for code, out, err in json.loads(ended.stdout)])
    found = {closed: {command: next(answers) for command in commands(closed)} for closed in FOLDERS}
    yield found.__getitem__
    shutil.rmtree(top)


def _set_up(home: Path) -> None:
    tools = [word for name in SET_UP for word in ("--tool", name)]
    command = [sys.executable, "-m", "wizard", "apply", "--yes", *tools, *CHOSEN, "--home", str(home)]
    surroundings = {"PATH": "", "HOME": str(home), "LANG": "C.UTF-8", "CODING_PLAN_API_KEY": KEY}
    subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, check=True)


@pytest.mark.other_user
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("closed", FOLDERS, ids=lambda closed: closed.folder)
def test_a_closed_folder_of_one_tool_stops_no_other(
    closed: Closed, as_other: Callable[[Closed], dict[tuple[str, ...], tuple[int, str, str]]]
) -> None:
    """A folder without any permission, as sudo or a slip with chmod leaves it: commands and app work without it."""
    check(closed, as_other(closed))


_CALLS = ("stat", "lstat", "open", "listdir", "scandir", "readlink")


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE], ids=errno.errorcode.get)
@pytest.mark.parametrize(
    "closed", [closed for closed in FOLDERS if closed.folder != ".config"], ids=lambda each: each.folder
)
def test_a_folder_whose_disk_fails_stops_no_other_tool(
    closed: Closed, number: int, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dead mount: whatever is asked of the system below one tool's folder fails, and only that tool's row says so."""
    tools = [word for name in SET_UP for word in ("--tool", name)]
    assert program("apply", "--yes", *tools, *CHOSEN).code == 0
    dead = program.home / closed.folder
    dead.mkdir(parents=True, exist_ok=True)
    with monkeypatch.context() as patch:
        for name in _CALLS:
            patch.setattr(os, name, _failing(getattr(os, name), str(dead), number))
        patch.setattr(io, "open", _failing(open, str(dead), number))
        ran = {command: program(*command) for command in commands(closed) if command != ("app",)}
    if closed.folder == ".cursor":  # the folder itself is the trace of Cursor, and cannot be looked at
        closed = closed._replace(tools=frozenset({"cline", "cursor"}))
    check(closed, {command: (each.code, each.out, each.err) for command, each in ran.items()})


def _failing(real: Callable[..., Any], dead: str, number: int) -> Callable[..., Any]:
    def call(path: object = ".", *arguments: object, **named: object) -> object:
        text = os.fspath(path) if isinstance(path, str | os.PathLike) else ""
        if text.startswith(f"{dead}/") or (text == dead and real != os.lstat):
            raise OSError(number, os.strerror(number), text)
        return real(path, *arguments, **named)

    return call


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take shorter paths")
@pytest.mark.parametrize("length", [3_900, 4_060, 4_080, 4_090])
def test_a_home_whose_path_is_nearly_too_long(length: int, tmp_path: Path) -> None:
    """Where the places of tools have no room in a path any more, commands end with sentences."""
    folder = str(tmp_path)
    while len(folder) < length - 260:
        folder += "/" + "x" * 200
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103  as below
    last = "y" * (length - len(folder) - 1)
    while len(last) > 255:
        folder, last = f"{folder}/{last[:200]}", last[200:]
        os.mkdir(folder)  # noqa: PTH102  as below
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.mkdir(last, dir_fd=descriptor)
    finally:
        os.close(descriptor)
    home = f"{folder}/{last}"
    for arguments in (("status", "--json"), ("doctor", "--json"), ("switch", "glm-5", "--json"), ("remove", "--json")):
        ran = subprocess.run(
            [sys.executable, "-m", "wizard", *arguments, "--home", home],
            cwd=ROOT,
            env={"PATH": "", "HOME": str(tmp_path), "LANG": "C.UTF-8"},
            capture_output=True,
            check=False,
        )
        answer = json.loads(ran.stdout)
        assert answer["exit_code"] in {0, 1, 3}, answer["errors"]
        assert "cli.unexpected" not in [error["code"] for error in answer["errors"]], answer["errors"]
