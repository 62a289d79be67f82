"""The second model for quick work: chosen by its flag, a user's own kept, its limits heeded."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Ran, wizard

_SMALL = "ANTHROPIC_DEFAULT_HAIKU_MODEL"
_CHOSEN = ("--region", "china", "--tool", "claude-code", "--tool", "opencode")


def _env(home: Path) -> dict[str, Any]:
    env: dict[str, Any] = json.loads((home / ".claude" / "settings.json").read_text())["env"]
    return env


def _done(home: Path, *arguments: str) -> Ran:
    ran = wizard(home, *arguments, "--yes", "--json")
    assert ran.code == 0, ran.err
    return ran


def test_a_second_model_is_chosen_and_stays_when_the_first_is_switched(tmp_path: Path) -> None:
    """The Haiku alias alone gets it; a later switch of the model leaves it; choosing the same one ends it."""
    ran = _done(tmp_path, "apply", *_CHOSEN, "--model", "qwen3.7-plus", "--small-model", "qwen3-coder-next")
    assert (ran.json["choices"]["model"], ran.json["choices"]["small_model"]) == ("qwen3.7-plus", "qwen3-coder-next")
    env = _env(tmp_path)
    assert env.pop(_SMALL) == "qwen3-coder-next"
    assert {value for name, value in env.items() if "MODEL" in name} == {"qwen3.7-plus"}
    assert wizard(tmp_path, "doctor").code == 0
    _done(tmp_path, "switch", "kimi-k2.5")
    assert (_env(tmp_path)["ANTHROPIC_MODEL"], _env(tmp_path)[_SMALL]) == ("kimi-k2.5", "qwen3-coder-next")
    assert {file["action"] for file in _done(tmp_path, "apply").json["files"]} == {"unchanged"}
    _done(tmp_path, "switch", "kimi-k2.5", "--small-model", "kimi-k2.5")
    _done(tmp_path, "switch", "qwen3.7-plus")
    assert _env(tmp_path)[_SMALL] == "qwen3.7-plus"


@pytest.mark.parametrize(("model", "small", "limit"), [
    ("qwen3.7-plus", "glm-5", "16384"),
    ("glm-5", "qwen3.7-plus", "16384"),
    ("MiniMax-M2.5", "glm-4.7", "16384"),
    ("qwen3.7-plus", "kimi-k2.5", None),
])  # fmt: skip
def test_the_output_limit_fits_both(tmp_path: Path, model: str, small: str, limit: str | None) -> None:
    """Claude Code has one output limit for all its requests: that of the model which gives less."""
    _done(tmp_path, "apply", *_CHOSEN, "--model", model, "--small-model", small)
    assert _env(tmp_path).get("CLAUDE_CODE_MAX_OUTPUT_TOKENS") == limit
    assert wizard(tmp_path, "doctor").code == 0
    _done(tmp_path, "apply", *_CHOSEN, "--model", "qwen3.7-plus", "--small-model", "qwen3.7-plus")
    assert "CLAUDE_CODE_MAX_OUTPUT_TOKENS" not in _env(tmp_path)


def test_a_second_model_that_cannot_think_is_warned_of(tmp_path: Path) -> None:
    """Claude Code asks both models to think, as its real client shows; the preview says so where one cannot."""
    chosen = (*_CHOSEN, "--small-model", "qwen3-coder-next", "--json")
    for thinking, codes in (("on", ["claude-code.small-thinks"]), ("off", [])):
        warnings = wizard(tmp_path, "plan", *chosen, "--thinking", thinking).json["warnings"]
        assert [one["code"] for one in warnings if one["tool"] == "claude-code"] == codes


def test_a_missing_limit_of_the_second_model_is_found(tmp_path: Path) -> None:
    """The doctor sees that the second model gives less than Claude Code asks for, and repairs it."""
    _done(tmp_path, "apply", *_CHOSEN, "--model", "qwen3.7-plus", "--small-model", "glm-5")
    path = tmp_path / ".claude" / "settings.json"
    settings = json.loads(path.read_text())
    del settings["env"]["CLAUDE_CODE_MAX_OUTPUT_TOKENS"]
    path.write_text(json.dumps(settings))
    found = wizard(tmp_path, "doctor", "--json").json["findings"]
    assert [(one["code"], "glm-5" in one["cause"]) for one in found] == [("claude-code.output-missing", True)]
    _done(tmp_path, "doctor", "--fix")
    assert _env(tmp_path)["CLAUDE_CODE_MAX_OUTPUT_TOKENS"] == "16384"


@pytest.mark.parametrize(("there", "becomes"), [
    ("qwen3-coder-next", "qwen3-coder-next"),
    ("claude-haiku-4-5", "glm-5"),
    ("kimi-k2.5", "glm-5"),
])  # fmt: skip
def test_the_users_own_second_model_stays_where_it_is_one_of_the_plan(tmp_path: Path, there: str, becomes: str) -> None:
    """One that differs from the model so far is the user's own; one outside the plan, or the same, is replaced."""
    _done(tmp_path, "apply", *_CHOSEN, "--model", "kimi-k2.5")
    path = tmp_path / ".claude" / "settings.json"
    path.write_text(path.read_text().replace(f'"{_SMALL}": "kimi-k2.5"', f'"{_SMALL}": "{there}"'))
    _done(tmp_path, "switch", "glm-5")
    assert _env(tmp_path)[_SMALL] == becomes


def test_a_wrong_second_model_is_refused(tmp_path: Path) -> None:
    """One outside the plan, or for tools that ask only one, is an error that names it; nothing is written."""
    ran = wizard(tmp_path, "apply", "--yes", *_CHOSEN, "--small-model", "claude-haiku-4-5")
    assert (ran.code, "claude-haiku-4-5" in ran.err) == (1, True)
    ran = wizard(tmp_path, "apply", "--yes", "--region", "china", "--tool", "opencode", "--small-model", "glm-5")
    assert (ran.code, "second model" in ran.err) == (1, True)
    assert not (tmp_path / ".claude").exists()


def test_remove_takes_it_out_again(tmp_path: Path) -> None:
    """After remove nothing of it is left."""
    _done(tmp_path, "apply", *_CHOSEN, "--small-model", "qwen3-coder-next")
    _done(tmp_path, "remove")
    assert not (tmp_path / ".claude" / "settings.json").exists()
