"""The guides in CONTRIBUTING: what they say of a tool's folder and of a package is what the example is."""

import re
from pathlib import Path

from tests.cli.running import wizard
from tests.plugins.placing import EXAMPLE, files_of, place

_ROOT = Path(__file__).parent.parent.parent
GUIDE = (_ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
"""The whole page."""


def commands() -> list[str]:
    """The lines that the guide has one type."""
    part = GUIDE.partition("## A tool as a package of your own\n")[2].partition("\n## ")[0]
    (block,) = re.findall(r"^```sh\n(.*?)^```$", part, re.DOTALL | re.MULTILINE)
    return str(block).splitlines()


def test_the_guide_names_all_files_of_a_tools_folder() -> None:
    """The table has each file of the example's folder, and the part of ``pyproject.toml`` is the example's."""
    table = GUIDE.partition("## Adding a tool\n")[2].partition("\n## ")[0]
    named = {name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall("`(.*?)`", row)}
    files = files_of(EXAMPLE)
    assert named == {Path(name).name for name in files} - {"pyproject.toml"} | {"findings.toml"}
    (shown,) = re.findall(r"^```toml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    assert shown in files["pyproject.toml"]


def test_every_place_that_the_guide_names_is_there() -> None:
    """No file or folder that the page names has moved."""
    places = re.findall(r"`((?:wizard|tests)/[\w./]+)`", GUIDE)
    assert len(places) > 20
    assert [place for place in places if not (_ROOT / place).exists()] == []


def test_the_guides_example_makes_a_tool(tmp_path: Path) -> None:
    """The example is a tool that the catalog lists and plan sets up."""
    site, home = place(files_of(EXAMPLE), tmp_path / "site"), tmp_path / "home"
    home.mkdir()
    listed = wizard(home, "catalog", PYTHONPATH=str(site))
    assert listed.out.splitlines()[-2].split() == ["sample-agent", "Sample", "Agent:", "~/.sample-agent/config.json"]
    shown = wizard(home, "plan", "--region", "china", "--tool", "sample-agent", PYTHONPATH=str(site))
    assert shown.code == 0
    assert '+    "baseUrl": "https://coding.dashscope.aliyuncs.com/v1",' in shown.out.splitlines()
