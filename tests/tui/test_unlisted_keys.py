"""No key is without an effect where one is expected, and none is named that has none."""

from pathlib import Path

import pytest

from tests.tui.piloted import app_in, go, set_up, shown, under_cursor
from wizard.tui.screens.frame import Detail
from wizard.tui.widgets.listing import Listing

pytestmark = pytest.mark.thorough

_SIZE = (80, 24)


@pytest.mark.promise("footer-lists-only")
async def test_enter_in_the_pane_goes_on_with_the_row_it_explains(tmp_path: Path) -> None:
    """Who went into the pane with Tab to read goes on with Enter; the footer names it, and the start's actions too."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "down", "tab")
        assert isinstance(pilot.app.focused, Detail)
        assert shown(pilot).splitlines()[-1].split()[:4] == ["Enter", "Go", "on", "/"]
        await go(pilot, "enter", "ToolsStep", "space", "tab", "enter", "ModelStep")
        assert "International" in shown(pilot)


async def test_what_is_typed_in_the_pane_searches_the_list(tmp_path: Path) -> None:
    """A letter leads to the list and searches it, a slash begins a search, a digit chooses."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "tab", *"inter")
        assert isinstance(pilot.app.focused, Listing)
        assert under_cursor(pilot) == "international"
        await go(pilot, "escape", "tab", "slash", "c")
        assert under_cursor(pilot) == "china"
        await go(pilot, "escape", "tab", "2", "ToolsStep")


async def test_an_empty_history_offers_no_keys_for_what_is_not_there(tmp_path: Path) -> None:
    """Nothing can be chosen or searched, so neither Enter nor the search is named."""
    settings = tmp_path / ".claude/settings.json"
    settings.parent.mkdir()
    settings.write_text("{")
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "slash", *"history", "enter", "HistoryScreen")
        assert "No changes yet." in shown(pilot)
        assert shown(pilot).splitlines()[-1].split() == ["Esc", "Back", "?", "Help", "^Q", "Quit"]
        assert "Type to search" not in shown(pilot)


async def test_a_row_that_cannot_be_chosen_takes_enter_out_of_the_footer(tmp_path: Path) -> None:
    """On a barred row Enter has nothing to do, and the footer says so by not naming it."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "1", "ToolsStep", "1", "enter", "ModelStep", "slash", *"coder-plus", "enter")
        await go(pilot, "ThinkingStep")
        pilot.app.screen.query_one(Listing).highlight("off")
        await pilot.pause()
        assert "Enter Go on" in " ".join(shown(pilot).splitlines()[-1].split())
        await pilot.press("home")
        assert "this model cannot think" in shown(pilot)
        assert "Enter" not in shown(pilot).splitlines()[-1]


async def test_escape_on_the_first_step_is_called_what_it_does(tmp_path: Path) -> None:
    """Before the first step there is nothing, so Escape quits; coming from the start it leads back there."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep")
        assert "Esc Quit" in shown(pilot)
        await go(pilot, "question_mark", "Help")
        assert "Back" not in shown(pilot)
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "slash", *"set up", "enter", "RegionStep")
        assert "Esc Back" in shown(pilot)


@pytest.mark.promise("footer-lists-only")
async def test_help_names_the_keys_of_what_has_the_focus(tmp_path: Path) -> None:
    """Letters search a list but not the files of a review; a text scrolls, and a field takes what is typed."""
    async with app_in(tmp_path).run_test(size=(80, 50)) as pilot:
        await go(pilot, "RegionStep", "question_mark", "Help")
        assert "letters        Search" in shown(pilot)
        assert "Choose the row of that number" in shown(pilot)
        await go(pilot, "escape", "RegionStep", "1", "ToolsStep", "1", "enter", "ModelStep", "1", "ThinkingStep", "1")
        await go(pilot, "KeyStep", *"sk-sp-0123456789", "f1", "Help")
        assert "Choose the row" not in shown(pilot)
        assert "Move" not in shown(pilot)
        await go(pilot, "escape", "KeyStep", "enter", "ReviewStep", "question_mark", "Help")
        assert "Choose the row of that number" in shown(pilot)
        assert "letters" not in shown(pilot)
        await go(pilot, "escape", "ReviewStep", "tab", "question_mark", "Help")
        assert "Scroll" in shown(pilot)
        assert "Choose the row" not in shown(pilot)
