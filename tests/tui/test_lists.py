"""The list of every screen: keys, digits, search, mouse."""

from pathlib import Path

import pytest
from textual import events

from tests.tui.piloted import app_in, go, set_up, shown, under_cursor, until
from wizard.tui.widgets.listing import Listing

pytestmark = pytest.mark.thorough

_SIZE = (80, 24)
_FIRST, _LAST = "qwen3.7-plus", "qwen3-coder-plus"


@pytest.mark.promise("arrows-j-k")
async def test_arrows_letters_and_ends_move(tmp_path: Path) -> None:
    """Arrows, j and k move by one and around the ends; Home and End lead to the first and last row."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "enter", "ToolsStep", "2", "enter", "ModelStep", "j")
        assert under_cursor(pilot) == "qwen3.6-plus"
        await pilot.press("k", "k")
        assert under_cursor(pilot) == _LAST
        await pilot.press("home")
        assert under_cursor(pilot) == _FIRST
        await pilot.press("end")
        assert under_cursor(pilot) == _LAST
        await pilot.press("down")
        assert under_cursor(pilot) == _FIRST


@pytest.mark.promise("arrows-j-k")
async def test_typing_searches_and_escape_clears_first(tmp_path: Path) -> None:
    """Typed letters narrow the list; the first Escape shows all rows again, the second one goes back."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "enter", "ToolsStep", "2", "enter", "ModelStep", "g", "l", "m")
        await pilot.pause()
        assert "glm-4.7" in shown(pilot)
        assert "MiniMax" not in shown(pilot)
        assert "2 of 10" in shown(pilot)
        assert "Clear search" in shown(pilot)
        await go(pilot, "escape", "ModelStep")
        assert "MiniMax" in shown(pilot)
        await go(pilot, "escape", "ToolsStep")


async def test_a_search_may_begin_with_a_letter_that_moves(tmp_path: Path) -> None:
    """After a slash, k searches for what begins with it and Enter chooses what was found."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "enter", "ToolsStep", "2", "enter", "ModelStep", "slash", "k", "i")
        assert under_cursor(pilot) == "kimi-k2.5"
        await go(pilot, "enter", "ThinkingStep")
        assert "kimi-k2.5" in shown(pilot)


@pytest.mark.promise("arrows-j-k")
async def test_an_empty_result_says_what_was_searched(tmp_path: Path) -> None:
    """Where nothing matches, the list names the search, and Enter chooses nothing."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "x", "y", "z", "enter")
        await pilot.pause()
        assert "Nothing matches “xyz”." in shown(pilot)
        await go(pilot, "backspace", "backspace", "backspace", "escape", "down", "enter", "ToolsStep")


async def test_a_digit_chooses_its_row(tmp_path: Path) -> None:
    """A digit chooses the row it stands at; in a list with ticks it ticks it."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "5", "3", "3", "enter", "ModelStep")
        assert "International" in shown(pilot)
        assert "Codex" in shown(pilot)


@pytest.mark.promise("light-dark-16")
async def test_ticks_differ_without_colour(tmp_path: Path) -> None:
    """A ticked row shows another glyph than one that is not, and the cursor has a glyph too."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "enter", "ToolsStep", "down", "space")
        assert "[ ] Claude Code" in shown(pilot)
        assert "❯ 2 [x] OpenCode" in shown(pilot)


@pytest.mark.promise("arrows-j-k")
async def test_the_mouse_goes_chooses_and_scrolls(tmp_path: Path) -> None:
    """A click goes to a row, a second click chooses it, the wheel scrolls a list that is too long."""
    async with app_in(tmp_path).run_test(size=(60, 20)) as pilot:
        await go(pilot, "RegionStep")
        await pilot.click(Listing, offset=(6, 1))
        assert under_cursor(pilot) == "international"
        await pilot.click(Listing, offset=(6, 1))
        await until(pilot, "ToolsStep")
        await pilot.click(Listing, offset=(6, 1))
        assert "❯ 2 [x] OpenCode" in shown(pilot)
        await go(pilot, "enter", "ModelStep")
        assert "qwen3-coder-plus" not in shown(pilot)
        for _ in range(3):
            await pilot._post_mouse_events([events.MouseScrollDown], Listing, offset=(6, 2))
        await pilot.pause()
        assert "qwen3-coder-plus" in shown(pilot)


async def test_a_click_on_the_footer_is_the_key(tmp_path: Path) -> None:
    """The keys in the footer can be clicked."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "enter", "ToolsStep")
        column = shown(pilot).splitlines()[23].index("Back")
        await pilot.click(offset=(column, 23))
        await until(pilot, "RegionStep")


@pytest.mark.promise("arrows-j-k")
async def test_a_search_goes_to_the_row_that_is_called_so(tmp_path: Path) -> None:
    """A row whose name has the word comes before those that only mention it, and arrows may leave it again."""
    set_up(tmp_path)
    config = tmp_path / ".config/opencode/opencode.json"
    config.write_bytes(config.read_bytes().replace(b"sk-sp-0123456789abcdef", b"sk-0123456789abcdef"))
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "home", *"probl")
        assert under_cursor(pilot) == "doctor"
        await pilot.press("up")
        assert under_cursor(pilot) == "opencode"
