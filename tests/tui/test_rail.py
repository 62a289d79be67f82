"""The rail: where one is, what was answered, and a click to go there."""

from pathlib import Path

import pytest

from tests.cli.running import contents
from tests.tui.piloted import app_in, go, set_up, shown, to_review, under_cursor, until

pytestmark = pytest.mark.thorough


@pytest.mark.promise("enter-goes-esc")
async def test_a_click_leads_to_an_answered_step_and_forward_again(tmp_path: Path) -> None:
    """From the review a click leads to the model and another one back to the key; answers stay."""
    async with app_in(tmp_path).run_test(size=(80, 24)) as pilot:
        await to_review(pilot)
        assert "sk-sp-…cdef" in shown(pilot)
        await pilot.click(".stop-model")
        await until(pilot, "ModelStep")
        await pilot.press("5")
        await until(pilot, "ThinkingStep")
        await pilot.click(".stop-tools")
        await until(pilot, "ToolsStep")
        assert "[x] OpenCode" in shown(pilot)
        await pilot.click(".stop-review")
        await until(pilot, "ReviewStep")
        assert "glm-5" in shown(pilot)
    assert contents(tmp_path) == {}


async def test_a_step_ahead_cannot_be_clicked(tmp_path: Path) -> None:
    """A click on a step that was not reached yet does nothing."""
    async with app_in(tmp_path).run_test(size=(80, 24)) as pilot:
        await go(pilot, "RegionStep")
        await pilot.click(".stop-key")
        await until(pilot, "RegionStep")
        assert under_cursor(pilot) == "china"


async def test_the_short_way_in_leads_to_all_steps(tmp_path: Path) -> None:
    """While only the model is switched, the rail leads to the other steps with the present answers."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=(80, 24)) as pilot:
        await go(pilot, "HomeScreen", "enter", "ModelStep")
        await pilot.click(".stop-region")
        await until(pilot, "RegionStep")
        assert under_cursor(pilot) == "international"


@pytest.mark.promise("enter-goes-esc")
async def test_shift_tab_goes_back(tmp_path: Path) -> None:
    """Shift+Tab leads to the step before, also from the key's field."""
    async with app_in(tmp_path).run_test(size=(80, 24)) as pilot:
        await to_review(pilot)
        await go(pilot, "shift+tab", "KeyStep", "shift+tab", "ThinkingStep", "shift+tab", "ModelStep")
