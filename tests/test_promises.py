"""Every promise has a test."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.promises import promises


@pytest.mark.thorough
def test_every_promise_is_shown() -> None:
    """What is listed has a test below each sentence, of the promises and of the conventions."""
    command = [sys.executable, "-m", "pytest", "--promises"]
    ran = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert "– no test –" not in ran.stdout
    assert ran.stdout.count("\n    tests/") > 150
    for table in promises().values():
        for name in table:
            assert f"({name})\n    tests/" in ran.stdout
