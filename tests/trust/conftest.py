"""A home with a neighbour whose files nobody may touch."""

from pathlib import Path

import pytest

from tests.faults.program import Program


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program over ``tmp_path/home``, which has Codex's folder."""
    home = tmp_path / "home"
    (home / ".codex").mkdir(parents=True, mode=0o700)
    monkeypatch.chdir(tmp_path)
    return Program(home, monkeypatch, capsys)


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A folder outside the home, with a file."""
    folder = tmp_path / "victim"
    folder.mkdir()
    (folder / "precious").write_text("dear to me")
    return folder
