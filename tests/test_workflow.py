"""The workflow file of the host is one that it takes."""

import subprocess
import sys
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parents[1] / ".github" / "workflows"


def _checked(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", sorted(_FOLDER.glob("*.yml")), ids=lambda path: path.name)
def test_a_workflow_is_valid(path: Path) -> None:
    """It follows the schema of the host."""
    ran = _checked(path)
    assert ran.returncode == 0, ran.stdout


def test_a_wrong_workflow_is_caught(tmp_path: Path) -> None:
    """The checker does look: a job that runs nowhere is refused."""
    path = tmp_path / "wrong.yml"
    path.write_text("on: push\njobs:\n  tests:\n    steps:\n      - run: pytest\n")
    ran = _checked(path)
    assert ran.returncode == 1
    assert "runs-on" in ran.stdout
