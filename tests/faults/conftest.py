"""Homes in memory where there is such a place: thousands of fsyncs on a busy disk take minutes, and prove no more."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .program import Program

MEMORY = Path("/dev/shm")  # noqa: S108  a fresh folder of its own is made below it


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """A fresh folder, in memory where that is possible."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="coding-plan-wizard-") as folder:
        yield Path(folder)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program over an empty home below ``tmp_path``."""
    home = tmp_path / "home"
    home.mkdir()
    return Program(home, monkeypatch, capsys)
