"""Homes in memory where there is such a place: thousands of fsyncs on a busy disk take minutes, and prove no more."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")  # noqa: S108  a fresh folder of its own is made below it


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """A fresh folder, in memory where that is possible."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="coding-plan-wizard-") as folder:
        yield Path(folder)
