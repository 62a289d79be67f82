"""The guide for a tool as a package of one's own, followed to the letter: a fresh environment, pip, the commands."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugins.placing import EXAMPLE
from tests.plugins.test_guide import commands

pytestmark = pytest.mark.acceptance
_ROOT = Path(__file__).parent.parent.parent
_OUR_OWN = ("wizard", "pyproject.toml", "README.md", "LICENSE")


def test_the_guides_commands_give_the_tool(tmp_path: Path) -> None:
    """With the wizard in a fresh environment, the guide's commands on the example give the tool."""
    sources, folder, home = tmp_path / "wizard-sources", tmp_path / "empty", tmp_path / "home"
    for each in (sources, folder, home):
        each.mkdir()
    for name in _OUR_OWN:  # a build leaves files beside its sources
        copy = shutil.copytree if (_ROOT / name).is_dir() else shutil.copy
        copy(_ROOT / name, sources / name)
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([str(python), "-m", "pip", "install", "-q", str(sources)], check=True)
    shutil.copytree(EXAMPLE, folder / EXAMPLE.relative_to(_ROOT), ignore=shutil.ignore_patterns("__pycache__"))
    said = [
        subprocess.run(
            ["/bin/sh", "-c", line.replace("PYTHON", str(python))],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for line in commands()
    ]
    assert said[2].splitlines()[-2].split()[:3] == ["sample-agent", "Sample", "Agent:"]
    assert '+    "baseUrl": "https://coding.dashscope.aliyuncs.com/v1",' in said[3]
