"""The model for quick work: offered where a chosen tool asks a second one, and never in the way."""

import json
from pathlib import Path

import pytest

from tests.cli.running import contents
from tests.tui.piloted import KEY, app_in, go, paste, set_up, shown, under_cursor

pytestmark = pytest.mark.thorough

_SIZE = (80, 24)
_HAIKU = "ANTHROPIC_DEFAULT_HAIKU_MODEL"


def _models(home: Path) -> tuple[str, str]:
    """The chosen model and the one for quick work in Claude Code's settings."""
    env = json.loads((home / ".claude/settings.json").read_bytes())["env"]
    return env["ANTHROPIC_MODEL"], env[_HAIKU]


async def test_only_tools_that_ask_a_second_model_offer_it(tmp_path: Path) -> None:
    """The row stands behind the models with Claude Code ticked, and not with OpenCode alone."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "2", "enter", "ModelStep")
        assert "Model for quick work" not in shown(pilot)
        await go(pilot, "escape", "ToolsStep", "1", "enter", "ModelStep")
        assert "Model for quick work" in shown(pilot)
        assert under_cursor(pilot) == "qwen3.7-plus"


async def test_it_is_kept_on_every_way_through_the_steps(tmp_path: Path) -> None:
    """Escape keeps what was there, Enter takes the row; the answer stays when one goes on and comes back."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "1", "enter", "ModelStep", "end", "enter", "SmallModelStep")
        assert under_cursor(pilot) == "same"
        await go(pilot, "down", "escape", "ModelStep", "end", "enter", "SmallModelStep")
        assert under_cursor(pilot) == "same"
        await go(pilot, "slash", *"glm-4.7", "enter", "ModelStep")
        assert "Model for quick work  glm-4.7" in shown(pilot)
        await go(pilot, "5", "ThinkingStep", "1", "KeyStep", "escape", "ThinkingStep", "escape", "ModelStep")
        assert under_cursor(pilot) == "glm-5"
        await go(pilot, "end", "enter", "SmallModelStep")
        assert under_cursor(pilot) == "glm-4.7"
        await go(pilot, "shift+tab", "ModelStep", "enter", "ThinkingStep", "enter", "KeyStep")
        await paste(pilot, KEY)
        await go(pilot, "enter", "ReviewStep")
        assert contents(tmp_path) == {}
        await go(pilot, "w", "DoneScreen")
        assert "--small-model glm-4.7" in shown(pilot).replace("\n", " ")
    assert _models(tmp_path) == ("glm-5", "glm-4.7")


async def test_the_chosen_model_takes_it_over_whichever_that_is(tmp_path: Path) -> None:
    """With “the chosen model” answered, quick work goes to the model that is chosen afterwards."""
    set_up(tmp_path, "claude-code")
    settings = tmp_path / ".claude/settings.json"
    settings.write_text(settings.read_text().replace(f'"{_HAIKU}": "qwen3.7-plus"', f'"{_HAIKU}": "glm-4.7"'))
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep")
        assert "Model for quick work  glm-4.7" in shown(pilot)
        await go(pilot, "end", "enter", "SmallModelStep")
        assert under_cursor(pilot) == "glm-4.7"
        await go(pilot, "1", "ModelStep")
        assert "Model for quick work  the chosen model" in shown(pilot)
        await go(pilot, "5", "ReviewStep", "w", "DoneScreen")
    assert _models(tmp_path) == ("glm-5", "glm-5")


async def test_a_tool_that_leaves_takes_the_answer_out_of_the_plan(tmp_path: Path) -> None:
    """Claude Code unticked after its second model was chosen: the rest is planned without it."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "1", "2", "enter", "ModelStep", "end", "enter")
        await go(pilot, "SmallModelStep", "3", "ModelStep", "escape", "ToolsStep", "1", "enter", "ModelStep")
        await go(pilot, "enter", "ThinkingStep", "enter", "KeyStep")
        await paste(pilot, KEY)
        await go(pilot, "enter", "ReviewStep", "w", "DoneScreen")
        assert "--small-model" not in shown(pilot)
    assert ".config/opencode/opencode.json" in contents(tmp_path)
