"""A model that joins or leaves a catalog file reaches the lists of all tools by one previewed change."""

import json
from pathlib import Path
from typing import Any

import json5
import pytest

from tests.cli.running import Ran, contents, wizard
from tests.tools.planning import parsed

_NEW = """
[models."{name}"]
context_window = 2_000_000
max_output = 65_536
max_thinking_budget = 100_000
thinking = "supported"
images = true
source = "company's list"
checked = 2026-11-20
"""
_TOOLS = (
    "claude-code", "opencode", "qwen-code", "openclaw", "codex", "kilo", "hermes", "cline-cli", "aider", "continue-cli",
)  # fmt: skip
_ALL = [word for tool in _TOOLS for word in ("--tool", tool)]


def _company(home: Path, *models: str, extra: str = "") -> None:
    path = home / ".config" / "coding-plan-wizard" / "catalog.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(extra + "".join(_NEW.format(name=name) for name in models))


def _first(home: Path) -> None:
    ran = wizard(home, "apply", "--yes", "--region", "china", "--model", "glm-5", "--thinking", "off", *_ALL)
    assert ran.code == 0, ran.err


def _again(home: Path, *arguments: str) -> Ran:
    ran = wizard(home, *arguments, "--json", key=None)
    assert ran.code == 0, ran.err
    return ran


def _read(home: Path, place: str) -> Any:  # noqa: ANN401  a test picks it apart
    return json5.loads((home / place).read_text())


def _listed(home: Path) -> dict[str, list[str]]:
    """The models that each tool's file lists, written out by place."""
    opencode = _read(home, ".config/opencode/opencode.json")["provider"]["bailian-coding-plan"]["models"]
    qwen = _read(home, ".qwen/settings.json")["modelProviders"]["openai"]
    openclaw = _read(home, ".openclaw/openclaw.json")
    rows = parsed("yaml", (home / ".continue/config.yaml").read_bytes())["models"]
    return {
        "aider": [name.removeprefix("openai/") for name in _read(home, ".aider.model.metadata.json")],
        "continue-cli": [row["model"] for row in rows],
        "opencode": list(opencode),
        "kilo": list(_read(home, ".config/kilo/kilo.jsonc")["provider"]["bailian-coding-plan"]["models"]),
        "qwen-code": [row["id"] for row in qwen],
        "openclaw": [row["id"] for row in openclaw["models"]["providers"]["bailian"]["models"]],
        "allowed": [name.removeprefix("bailian/") for name in openclaw["agents"]["defaults"]["models"]],
    }


def test_a_new_model_reaches_every_tool_by_one_apply_without_flags(tmp_path: Path) -> None:
    """After apply without flags each list has the new model; region, model, thinking and key are as they were."""
    _first(tmp_path)
    before = wizard(tmp_path, "status", "--json").json["tools"]
    _company(tmp_path, "qwen9-plus")
    shown = _again(tmp_path, "plan")
    assert {file["tool"] for file in shown.json["files"] if file["action"] == "modify"} == {
        "opencode",
        "qwen-code",
        "openclaw",
        "kilo",
        "aider",
        "continue-cli",
    }
    assert all("qwen9-plus" not in places for places in _listed(tmp_path).values())
    _again(tmp_path, "apply", "--yes")
    for place, models in _listed(tmp_path).items():
        assert models.count("qwen9-plus") == 1, place
        assert len(models) == 11, place
    row = _read(tmp_path, ".config/opencode/opencode.json")["provider"]["bailian-coding-plan"]["models"]["qwen9-plus"]
    assert row["limit"]["context"] == 2_000_000
    assert wizard(tmp_path, "status", "--json").json["tools"] == before
    assert {file["action"] for file in _again(tmp_path, "apply", "--yes").json["files"]} == {"unchanged"}


def test_a_new_model_can_be_switched_to_at_once(tmp_path: Path) -> None:
    """One switch to a model that only the company's file has brings it to every tool that has a file."""
    _first(tmp_path)
    _company(tmp_path, "qwen9-plus")
    _again(tmp_path, "switch", "qwen9-plus", "--yes")
    states = {tool["id"]: tool for tool in wizard(tmp_path, "status", "--json").json["tools"]}
    assert {name: states[name]["model"] for name in _TOOLS} == dict.fromkeys(_TOOLS, "qwen9-plus")
    assert _listed(tmp_path)["qwen-code"][0] == "qwen9-plus"


def test_a_model_that_left_the_catalog_goes_from_every_list(tmp_path: Path) -> None:
    """What the wizard wrote for a model that is no longer in the catalog goes, and nothing else changes."""
    _company(tmp_path, "qwen9-plus", "qwen9-mini")
    _first(tmp_path)
    _again(tmp_path, "switch", "qwen9-mini", "--yes")
    _again(tmp_path, "switch", "glm-5", "--yes")
    _company(tmp_path, "qwen9-plus", extra='removed_models = ["qwen3.5-plus"]\n')
    shown = _again(tmp_path, "apply", "--yes").json
    reasons = {edit["reason"] for file in shown["files"] for edit in file["edits"] if edit["op"] == "delete"}
    assert reasons == {
        "qwen9-mini is no longer in the catalog; the wizard had written it",
        "qwen3.5-plus is no longer in the catalog; the wizard had written it",
    }
    for place, models in _listed(tmp_path).items():
        assert not {"qwen9-mini", "qwen3.5-plus"} & set(models), place
        assert len(models) == 10, place
    qwen = _read(tmp_path, ".qwen/settings.json")
    assert (qwen["modelProviders"]["openai"][0]["id"], qwen["model"]["name"]) == ("glm-5", "glm-5")


def test_the_chosen_model_that_left_the_catalog_is_replaced_with_a_warning(tmp_path: Path) -> None:
    """A tool whose chosen model is gone gets the default model, and the preview says so."""
    _company(tmp_path, "qwen9-plus")
    wizard(tmp_path, "apply", "--yes", "--region", "china", "--model", "qwen9-plus", *_ALL)
    _company(tmp_path)
    shown = _again(tmp_path, "plan").json
    assert {(warning["tool"], warning["code"]) for warning in shown["warnings"]} >= {
        (tool, "choices.model-gone") for tool in _TOOLS
    }
    _again(tmp_path, "apply", "--yes")
    assert all("qwen9-plus" not in models for models in _listed(tmp_path).values())
    assert b"qwen9-plus" not in b"".join(contents(tmp_path).values())


def test_every_tool_with_a_file_is_here(tmp_path: Path) -> None:
    """A tool that is added later is part of this story too."""
    listed = wizard(tmp_path, "catalog", "--json").json["tools"]
    assert {tool["id"] for tool in listed if tool["files"]} == set(_TOOLS)


@pytest.mark.parametrize(
    "place",
    [".config/opencode/opencode.json", ".config/kilo/kilo.jsonc", ".qwen/settings.json", ".openclaw/openclaw.json"],
)
def test_a_model_the_user_added_stays_with_a_warning(tmp_path: Path, place: str) -> None:
    """A row that the user wrote below the plan's own stays byte for byte, and is named."""
    _first(tmp_path)
    settings = _read(tmp_path, place)
    if "provider" in settings:
        settings["provider"]["bailian-coding-plan"]["models"]["mine"] = {"name": "Mine"}
    elif "modelProviders" in settings:
        rows = settings["modelProviders"]["openai"]
        rows.append({**rows[0], "id": "mine", "name": "Mine"})
    else:
        settings["models"]["providers"]["bailian"]["models"].append({"id": "mine", "name": "Mine"})
    edited = json.dumps(settings, indent=2)
    (tmp_path / place).write_text(edited)
    shown = _again(tmp_path, "apply", "--yes").json
    warned = [warning for warning in shown["warnings"] if warning["code"] == "tools.models-not-in-catalog"]
    assert [("mine" in warning["message"], warning["path"]) for warning in warned] == [(True, str(tmp_path / place))]
    assert (tmp_path / place).read_text() == edited


def test_a_removed_plan_after_a_refresh_leaves_the_original_bytes(tmp_path: Path) -> None:
    """A model comes and goes; remove still gives back the file from before the wizard."""
    place = tmp_path / ".qwen" / "settings.json"
    place.parent.mkdir()
    original = '{"ui": {"theme": "x"}, "modelProviders": {"openai": [{"id": "own"}]}} // end\n'
    place.write_text(original)
    _company(tmp_path, "qwen9-plus")
    _first(tmp_path)
    _company(tmp_path)
    _again(tmp_path, "apply", "--yes")
    _again(tmp_path, "remove", "--yes")
    assert place.read_text() == original
