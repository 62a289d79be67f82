"""A tool is a folder: the built-in ones keep the rules of a package, and adding or removing one is that of a folder."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import KEY
from tests.plugins.placing import EXAMPLE
from wizard.plugins import built_in_catalog
from wizard.plugins.folder import validated
from wizard.tools import built_in_folders, tool

_WIZARD = Path(__file__).parent.parent.parent / "wizard"
_ALL = tuple(built_in_catalog().tools)
_NEEDED_BY = {"opencode": ("kilo",)}
"""Tools that have words of another one's, and go with it."""

Run = Callable[..., Any]


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """The folder of the tools in a copy of the program."""
    copy = shutil.copytree(_WIZARD, tmp_path / "copy" / "wizard", ignore=shutil.ignore_patterns("__pycache__"))
    return copy / "tools"


@pytest.fixture
def ran(tools: Path, tmp_path: Path) -> Run:
    """Runs a command of the copied program in an empty home; its JSON answer."""
    home = tmp_path / "home"
    home.mkdir()
    variables = {"PATH": os.defpath, "HOME": str(home), "LANG": "C.UTF-8", "CODING_PLAN_API_KEY": KEY}

    def run(*arguments: str, code: int = 0) -> Any:  # noqa: ANN401  a test picks the answer apart
        command = (sys.executable, "-m", "wizard", *arguments, "--json", "--home", str(home))
        done = subprocess.run(
            command, cwd=tools.parent.parent, env=variables, capture_output=True, check=False, timeout=60
        )
        assert done.returncode == code, done.stderr.decode()
        return json.loads(done.stdout)

    return run


def _planned(ran: Run, *names: str) -> dict[str, Any]:
    """What a plan for tools of these names would do."""
    chosen = [word for name in names for word in ("--tool", name)]
    planned: dict[str, Any] = ran("plan", "--region", "china", "--model", "glm-5", *chosen)
    return planned


@pytest.mark.parametrize("tool_id", built_in_folders())
def test_a_built_in_folder_keeps_the_rules_of_a_package(tool_id: str) -> None:
    """Its facts, words and findings are in order, and its module has the tool, so that no run need validate them."""
    folder = built_in_folders()[tool_id]
    assert validated(tool_id, folder)
    assert tool(tool_id).id == tool_id
    assert {path.name for path in folder.glob("*.toml")} - {"findings.toml"} == {"facts.toml", "en.toml", "zh.toml"}


def test_copying_a_folder_adds_a_tool(tools: Path, ran: Run, tmp_path: Path) -> None:
    """The example package's folder, copied among the built-in ones, is a tool that is listed, planned and examined."""
    shutil.copytree(EXAMPLE / "sample_agent_plan", tools / "sample_agent")
    assert [each["id"] for each in ran("catalog")["tools"]] == [*_ALL, "sample-agent"]
    (planned,) = _planned(ran, "sample-agent")["files"]
    assert planned["path"] == str(tmp_path / "home" / ".sample-agent" / "config.json")
    assert {edit["reason"] for edit in planned["edits"]} == {"lets Sample Agent use the plan"}
    ran("apply", "--yes", "--region", "china", "--tool", "sample-agent")
    config = Path(planned["path"])
    config.write_text(config.read_text().replace("https://coding.dashscope", "https://dashscope"))
    (found,) = ran("doctor", code=3)["findings"]
    assert (found["tool"], found["code"]) == ("sample-agent", "tools.foreign-host")


def _shown_without(ran: Run, tools: Path, *gone: str) -> None:
    """Without the folders of ``gone``, all other tools are listed, planned and examined."""
    for name in gone:
        shutil.rmtree(tools / name.replace("-", "_"))
    left = [name for name in _ALL if name not in gone]
    listed = ran("catalog")["tools"]
    assert [each["id"] for each in listed] == left
    planned = _planned(ran, *left)
    written = {file["tool"] for file in planned["files"]} | {steps["tool"] for steps in planned["manual_steps"]}
    assert written == set(left)
    ran(
        "apply",
        "--yes",
        "--region",
        "china",
        *(word for each in listed if each["files"] for word in ("--tool", each["id"])),
    )
    assert ran("doctor")["findings"] == []
    assert [each["id"] for each in ran("status")["tools"]] == left


def test_deleting_folders_removes_those_tools_alone(tools: Path, ran: Run) -> None:
    """Without a tool set up by hand and one with files, all others work as ever."""
    _shown_without(ran, tools, "cursor", "codex")


@pytest.mark.thorough
@pytest.mark.parametrize("tool_id", _ALL)
def test_deleting_any_folder_removes_that_tool_alone(tools: Path, ran: Run, tool_id: str) -> None:
    """No tool is needed by another, but OpenCode by what is made from it."""
    _shown_without(ran, tools, tool_id, *_NEEDED_BY.get(tool_id, ()))
