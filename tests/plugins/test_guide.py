"""The guide in CONTRIBUTING, followed to the letter in an empty folder."""

import re
from pathlib import Path

from tests.cli.running import wizard
from tests.plugins.placing import EXAMPLE, files_of, place

GUIDE = (Path(__file__).parent.parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
"""The whole page."""


def blocks() -> dict[str, str]:
    """The files that the guide has one make, by name."""
    part = GUIDE.partition("## A tool as a package of your own\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^`([\w./]+)`:\n\n```\w+\n(.*?)^```$", part, re.DOTALL | re.MULTILINE))


def test_the_guides_files_are_the_example(tmp_path: Path) -> None:
    """What the guide prints is the example that these tests use, byte for byte."""
    del tmp_path
    assert blocks() == files_of(EXAMPLE)


def test_the_guides_files_make_a_tool(tmp_path: Path) -> None:
    """The files typed off the guide give a tool that the catalog lists and plan sets up."""
    site, home = place(blocks(), tmp_path / "site"), tmp_path / "home"
    home.mkdir()
    listed = wizard(home, "catalog", PYTHONPATH=str(site))
    assert listed.out.splitlines()[-2].split() == ["sample-agent", "Sample", "Agent:", "~/.sample-agent/config.json"]
    shown = wizard(home, "plan", "--region", "china", "--tool", "sample-agent", PYTHONPATH=str(site))
    assert shown.code == 0
    assert '+    "baseUrl": "https://coding.dashscope.aliyuncs.com/v1",' in shown.out.splitlines()
