"""Ctrl+C at any moment, from the first one on: one line, exit code 130, never a traceback, never unheard."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from wizard.cli.main import run
from wizard.session import Session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends itself a signal of other systems")

_ROOT = Path(__file__).parents[2]
_SAID = "Error: Cancelled; nothing was changed.\n"


def interrupted(home: Path, where: str, at: int, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A run with a Ctrl+C there and then (``tests.cli.interrupted``)."""
    return subprocess.run(
        [sys.executable, "-m", "tests.cli.interrupted", where, str(at), *arguments],
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "PYTHONPATH": os.fspath(_ROOT)},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.promise("ctrl-c-heard")
@pytest.mark.parametrize("at", [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 200])
def test_while_modules_are_imported(tmp_path: Path, at: int) -> None:
    """At any import, the program's own first one too."""
    ran = interrupted(tmp_path, "import", at, "status")
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", _SAID)


@pytest.mark.promise("ctrl-c-heard")
@pytest.mark.parametrize("at", [1, 2, 5, 20, 50, 100, 150])
def test_where_python_drops_it(tmp_path: Path, at: int) -> None:
    """In a callback, out of which Python raises nothing: it is heard all the same, and Python does not remark on it."""
    ran = interrupted(tmp_path, "lost", at, "status")
    assert (ran.returncode, ran.stderr) == (130, _SAID)


@pytest.mark.promise("ctrl-c-heard")
@pytest.mark.parametrize("arguments", [["--version"], ["status"], ["--help"]], ids=" ".join)
def test_when_all_is_done(tmp_path: Path, arguments: list[str]) -> None:
    """Between the last line and the end of the process it comes too late, and is passed over."""
    ran = interrupted(tmp_path, "end", 1, *arguments)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout


def test_json_is_answered(tmp_path: Path) -> None:
    """Where JSON is wanted the one object is there, from the first moment on."""
    ran = interrupted(tmp_path, "import", 2, "status", "--json")
    assert ran.returncode == 130
    assert json.loads(ran.stdout)["errors"][0]["code"] == "cli.cancelled"


def test_in_the_clothes_of_another_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What Python makes of an interruption while a class is made is an interruption."""

    def clothed(*_arguments: object) -> NoReturn:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise RuntimeError("Error calling __set_name__") from error
        raise AssertionError

    monkeypatch.setattr(Session, "start", clothed)
    assert run(["status", "--home", str(tmp_path)]) == 130
    assert capsys.readouterr().err == _SAID
