"""Files of a project, written with ``--scope project``: the clients read them and find the key where it was left."""

import json

import pytest

from tests.acceptance.checking import check_answered
from tests.acceptance.conftest import MakeScratch
from tests.acceptance.plan.facts import KEYS
from tests.acceptance.scratch import Scratch

pytestmark = pytest.mark.acceptance
_FILES = {
    "claude-code": ".claude/settings.local.json",
    "opencode": "opencode.json",
    "qwen-code": ".qwen/settings.json",
    "codex": ".codex/config.toml",
    "kilo": ".kilo/kilo.jsonc",
}


@pytest.mark.parametrize("tool", _FILES)
def test_the_projects_model_is_used_with_the_users_key(scratch: MakeScratch, tool: str) -> None:
    """The user's file says one model, the project's another and no key: the client asks for the project's."""
    made = scratch(tool)
    made.apply("china", "glm-5", "on")
    _trust(made)
    answer = made.apply("china", "kimi-k2.5", "on", "--scope", "project")
    assert [file["path"] for file in answer["files"]] == [str(made.project / _FILES[tool])]
    assert KEYS["china"] not in (made.project / _FILES[tool]).read_text()
    check_answered(made.run(), made, "china", "kimi-k2.5", "on")


@pytest.mark.parametrize("tool", ["opencode", "qwen-code", "codex"])
def test_a_project_that_refers_to_a_variable_needs_nothing_else(scratch: MakeScratch, tool: str) -> None:
    """With a reference in the project's file and the variable exported, no file of the user's is needed."""
    made = scratch(tool, OUR_PLAN_KEY=KEYS["international"])
    _trust(made)
    made.apply("international", "qwen3.7-plus", "on", "--scope", "project", "--key-ref", "OUR_PLAN_KEY")
    check_answered(made.run(), made, "international", "qwen3.7-plus", "on")


def test_kilos_own_file_goes_before_opencodes_in_one_project(scratch: MakeScratch) -> None:
    """Kilo reads a project's ``opencode.json`` as well, with another model: its own file wins."""
    made = scratch("kilo", OUR_PLAN_KEY=KEYS["china"])
    made.apply("china", "glm-5", "on", "--key-ref", "OUR_PLAN_KEY")
    chosen = ("apply", "--yes", "--tool", "opencode", "--region", "china", "--model", "kimi-k2.5")
    for scope in ("user", "project"):
        assert made.wizard(*chosen, "--scope", scope, region="china").code == 0
    made.apply("china", "qwen3.7-plus", "on", "--scope", "project")
    check_answered(made.run(), made, "china", "qwen3.7-plus", "on")


def test_claude_code_takes_an_exported_token(scratch: MakeScratch) -> None:
    """Claude Code names one variable only: its token, exported, goes with the project's settings."""
    made = scratch("claude-code", ANTHROPIC_AUTH_TOKEN=KEYS["international"])
    chosen = ("international", "qwen3.7-plus", "on", "--scope", "project", "--key-ref", "ANTHROPIC_AUTH_TOKEN")
    made.apply(*chosen)
    check_answered(made.run(), made, "international", "qwen3.7-plus", "on")


def _trust(made: Scratch) -> None:
    """As the user answers Codex's question whether the project is to be trusted."""
    if made.tool == "codex":
        path = made.home / ".codex" / "config.toml"
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f'\n[projects.{json.dumps(str(made.project))}]\ntrust_level = "trusted"\n')
