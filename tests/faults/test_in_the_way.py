"""Something of another kind where the wizard keeps its own: named with its place, and moving it aside is enough."""

import os
import sys
from pathlib import Path

import pytest

from tests.cli.running import contents
from tests.faults.program import Program

_STATE = ".local/state/coding-plan-wizard"
_APPLY = ("apply", "--tool", "hermes", "--region", "china", "--model", "glm-5", "--yes")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the folder of Linux, and a FIFO")


@pytest.mark.parametrize("kind", ["file", "fifo"])
@pytest.mark.parametrize("place", [_STATE, f"{_STATE}/backups", f"{_STATE}/history"])
def test_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: str, kind: str
) -> None:
    """A file or a FIFO where a folder belongs: nothing is written, and the advice works as it stands."""
    odd = tmp_path / place
    odd.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    if kind == "fifo":
        os.mkfifo(odd)
    else:
        odd.write_text("mine")
    _refused_and_then_done(Program(tmp_path, monkeypatch, capsys), odd)


def test_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder where the lock belongs."""
    (tmp_path / _STATE).mkdir(parents=True, mode=0o700)
    (tmp_path / _STATE / "lock").mkdir()
    _refused_and_then_done(Program(tmp_path, monkeypatch, capsys), tmp_path / _STATE / "lock")


def _refused_and_then_done(program: Program, odd: Path) -> None:
    ran = program(*_APPLY)
    assert ran.code == 4
    assert f"Error: {odd}: Something of another kind stands in the place of this file or folder" in ran.err
    assert "Move it aside, then try again." in ran.err
    assert not [path for path in contents(program.home) if not path.startswith(".local")]
    odd.rename(program.home / "aside")
    assert program(*_APPLY).code == 0
