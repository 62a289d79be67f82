"""What every screen promises; ``tests/promises.toml`` names these beside others."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input

from tests.cli.running import contents
from tests.tui.piloted import KEY, app_in, go, paste, set_up, shown, to_review, under_cursor
from wizard.text import use
from wizard.tui.widgets.listing import Listing

pytestmark = pytest.mark.thorough

_SIZE = (80, 24)
_WIDE = (140, 40)


def _footer(pilot: Pilot[int]) -> str:
    """The bottom row, its blanks made one."""
    return " ".join(shown(pilot).splitlines()[-1].split())


@pytest.mark.promise("footer-lists-only")
async def test_the_footer_names_the_keys_that_work_and_no_others(tmp_path: Path) -> None:
    """The keys of each step stand in the footer; those of a search, of ticks, of several files only while they work."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep")
        assert _footer(pilot) == "Enter Go on / Search Esc Quit ^E Explain error ? Help ^Q Quit"
        await go(pilot, "2", "ToolsStep")
        assert _footer(pilot) == "Enter Go on Space Tick / Search Esc Back ? Help ^Q Quit"
        await go(pilot, "c", "o", "d")
        assert _footer(pilot) == "Esc Clear search Enter Go on ? Help ^Q Quit"
        await go(pilot, "escape", "2", "enter", "ModelStep", "1", "ThinkingStep", "1", "KeyStep")
        assert _footer(pilot) == "Enter Go on Esc Back ^R Show/hide F1 Help ^Q Quit"
        await paste(pilot, KEY)
        await go(pilot, "enter", "ReviewStep")
        assert _footer(pilot) == "Enter Read / Search Esc Back w Write ? Help ^Q Quit"
        await go(pilot, "w", "DoneScreen")
        assert _footer(pilot) == "s Start screen u Undo c Copy command p Save as profile ? Help Enter Quit"


@pytest.mark.promise("footer-lists-only")
async def test_the_way_to_an_explanation_stands_in_the_smallest_footer(tmp_path: Path) -> None:
    """At 60 columns the search leaves the footer first, as the row above the list names it, and ^E stays."""
    async with app_in(tmp_path).run_test(size=(60, 20)) as pilot:
        await go(pilot, "RegionStep")
        assert _footer(pilot) == "Enter Go on Esc Quit ^E Explain error ? Help ^Q Quit"
        assert "Type to search" in shown(pilot)
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=(60, 20)) as pilot:
        await go(pilot, "HomeScreen")
        assert _footer(pilot) == "Enter Go on ^E Explain error Esc Quit ? Help ^Q Quit"


@pytest.mark.promise("there-comes-first")
async def test_what_is_there_is_ticked_preselected_and_marked(tmp_path: Path) -> None:
    """A tool on the plan is ticked, region, model and thinking in use are chosen and marked, and the key is kept."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_WIDE) as pilot:
        await go(pilot, "HomeScreen", "slash", *"set up", "enter", "RegionStep")
        assert under_cursor(pilot) == "international"
        assert "❯ 2 International (Singapore)  ● current" in shown(pilot)
        await go(pilot, "enter", "ToolsStep")
        assert pilot.app.screen.query_one(Listing).ticked == {"opencode"}
        await go(pilot, "enter", "ModelStep")
        assert under_cursor(pilot) == "qwen3.7-plus"
        assert "● current" in shown(pilot)
        await go(pilot, "enter", "ThinkingStep")
        assert "● current" in shown(pilot)
        await go(pilot, "enter", "KeyStep")
        assert "sk-sp-…cdef" in shown(pilot)


@pytest.mark.promise("nothing-change-says")
async def test_nothing_to_change_says_so_and_ends_with_0(tmp_path: Path) -> None:
    """The same answers again write nothing; the last screen says so, and the code is 0."""
    set_up(tmp_path)
    before = contents(tmp_path)
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "slash", *"set up", "enter", "RegionStep", "enter", "ToolsStep", "enter")
        await go(pilot, "ModelStep", "enter", "ThinkingStep", "enter", "KeyStep", "enter", "DoneScreen")
        assert "Nothing to change" in shown(pilot)
        await pilot.press("enter")
    assert app.return_value == 0
    assert contents(tmp_path) == before


@pytest.mark.promise("pane-says-choice")
async def test_the_pane_says_what_a_choice_means(tmp_path: Path) -> None:
    """Under the cursor: the region's host and key page, the tool's files and endpoint, the model's limits."""
    async with app_in(tmp_path).run_test(size=_WIDE) as pilot:
        await go(pilot, "RegionStep")
        assert "coding.dashscope.aliyuncs.com" in shown(pilot)
        await go(pilot, "2", "ToolsStep", "down")
        assert "~/.config/opencode/opencode.json" in shown(pilot)
        assert "~/.config/opencode/config.json" not in shown(pilot)
        assert "https://coding-intl.dashscope.aliyuncs.com/apps/anthropic/v1" in shown(pilot)
        await go(pilot, "space", "enter", "ModelStep")
        text = shown(pilot)
        for words in ("Context window", "Longest answer", "65,536", "Thinking", "Largest thinking budget", "262,144"):
            assert words in text, words


@pytest.mark.promise("key-masked-revealed")
async def test_the_key_is_masked_revealed_and_cleaned(tmp_path: Path) -> None:
    """The field shows dots until Ctrl+R, what is pasted around the key goes, and later only its last four are shown."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "2", "enter", "ModelStep", "1", "ThinkingStep", "1", "KeyStep")
        assert "https://modelstudio.console.alibabacloud.com" in shown(pilot)
        await paste(pilot, f" {KEY}  \n")
        assert KEY not in shown(pilot)
        await pilot.press("ctrl+r")
        assert KEY in shown(pilot)
        await go(pilot, "enter", "ReviewStep")
        assert KEY not in shown(pilot)
        assert "sk-sp-…cdef" in shown(pilot)


@pytest.mark.promise("field-checked-when")
async def test_a_field_is_checked_when_it_is_left(tmp_path: Path) -> None:
    """What is wrong with a key is said beside its field as soon as the field is left, and the step stays."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await to_review(pilot)
        await go(pilot, "escape", "KeyStep")
        await paste(pilot, "sk-0123456789abcdef")
        pilot.app.screen.set_focus(None)
        await pilot.pause()
        lines = shown(pilot).splitlines()
        [field] = [number for number, line in enumerate(lines) if "•••" in line]
        assert "belongs to another service" in " ".join(lines[field + 2 : field + 4])
        assert pilot.app.screen.query_one(Input).value == "sk-0123456789abcdef"


@pytest.mark.promise("done-changed-start")
async def test_the_last_screen_tells_all_there_is_to_do(tmp_path: Path) -> None:
    """What was written, how to start the tool, how to take it back, and the one command that does the same again."""
    async with app_in(tmp_path).run_test(size=_WIDE) as pilot:
        await to_review(pilot)
        await go(pilot, "w", "DoneScreen")
        text = shown(pilot)
        assert "create   ~/.config/opencode/opencode.json" in text
        assert "Start opencode and check the model with /models." in text
        assert "coding-plan-wizard undo 20261125-0900-0000" in text
        assert "apply --region international --tool opencode --model qwen3.7-plus --thinking on" in text


@pytest.mark.promise("english-chinese-every")
async def test_wide_characters_align(tmp_path: Path) -> None:
    """In Chinese every row of a screen is as wide as the window, and the remarks of a list begin in one column."""
    use("zh")
    try:
        async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
            await go(pilot, "RegionStep", "2", "ToolsStep")
            strips = pilot.app.screen._compositor.render_strips()
            assert {cell_len(strip.text) for strip in strips} == {80}
            columns = {cell_len(strip.text.split("未找到")[0]) for strip in strips if "未找到" in strip.text}
            assert len(columns) == 1
            assert "国际站" in shown(pilot)
    finally:
        use("en")


async def test_a_wrong_budget_is_explained_without_flags(tmp_path: Path) -> None:
    """The empty field says what it takes; what is no such number is refused in the words of the screen."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "2", "enter", "ModelStep", "3", "ThinkingStep", "3")
        assert "1 to 81,920" in shown(pilot)
        for typed in ("", "0", "81921"):
            await go(pilot, *typed, "enter", "ThinkingStep")
            words = " ".join(row.partition("│")[0] for row in shown(pilot).splitlines()[-4:])
            assert "Type a whole number from 1 to 81,920" in " ".join(words.split())
            assert "--thinking" not in shown(pilot)
            await pilot.press(*["backspace"] * len(typed))
        await go(pilot, *"81920", "enter", "KeyStep")


@pytest.mark.promise("field-checked-when")
async def test_a_pasted_key_is_checked_at_once(tmp_path: Path) -> None:
    """Dots alone do not show whether the right thing was pasted: what it is, or what is wrong with it, is said."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "2", "enter", "ModelStep", "1", "ThinkingStep", "1", "KeyStep")
        await paste(pilot, f'"{KEY}"')
        await pilot.pause()
        assert "! The key is in quotation marks." in shown(pilot)
        await pilot.press("ctrl+u")
        await paste(pilot, KEY)
        await pilot.pause()
        assert "✓ sk-sp-…cdef has the form of a plan key." in shown(pilot)
        await pilot.press("x")
        await pilot.pause()
        assert "has the form" not in shown(pilot)
