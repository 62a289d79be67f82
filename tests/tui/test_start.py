"""The start screen of a later run and what leads away from it."""

from pathlib import Path

import pytest

from tests.cli.running import contents
from tests.tui.piloted import app_in, go, set_up, shown, under_cursor, until

_SIZE = (80, 24)


async def test_the_state_of_every_tool_is_shown(tmp_path: Path) -> None:
    """Region, model and thinking stand beside the tool, its key below, problems in numbers."""
    set_up(tmp_path)
    config = tmp_path / ".config/opencode/opencode.json"
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen")
        assert "OpenCode" in shown(pilot)
        assert "International, qwen3.7-plus, on" in shown(pilot)
        assert "no problems" in shown(pilot)
    config.write_bytes(config.read_bytes().replace(b"sk-sp-0123456789abcdef", b"sk-0123456789abcdef"))
    async with app_in(tmp_path).run_test(size=(120, 36)) as pilot:
        await go(pilot, "HomeScreen")
        assert "! problems: 1" in shown(pilot)
        assert "0123456789" not in shown(pilot)


async def test_another_model_for_one_tool_in_two_keys(tmp_path: Path) -> None:
    """A digit for the tool and a digit for the model lead to the diff; Escape twice leads back with nothing written."""
    set_up(tmp_path)
    before = contents(tmp_path)
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep", "5", "ReviewStep")
        assert "bailian-coding-plan/glm-5" in shown(pilot)
        await go(pilot, "escape", "ModelStep", "escape", "HomeScreen", "escape")
    assert app.return_value == 130
    assert contents(tmp_path) == before


async def test_undo_puts_the_files_back(tmp_path: Path) -> None:
    """The last change is undone after its diff was shown and w was pressed."""
    set_up(tmp_path)
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "u", "n", "d", "o")
        assert under_cursor(pilot) == "undo"
        await go(pilot, "enter", "ReviewStep")
        assert "delete" in shown(pilot)
        assert contents(tmp_path) != {}
        await go(pilot, "w", "DoneScreen", "enter")
    assert app.return_value == 0
    assert contents(tmp_path) == {}


async def test_history_names_the_change_and_leads_to_its_undo(tmp_path: Path) -> None:
    """History lists the change with its files; Enter shows what undoing it would write; Escape leads back."""
    set_up(tmp_path)
    before = contents(tmp_path)
    async with app_in(tmp_path).run_test(size=(160, 48)) as pilot:
        await go(pilot, "HomeScreen", "h", "i", "s", "t", "enter", "HistoryScreen")
        assert "2026-11-25" in shown(pilot)
        assert "opencode.json" in shown(pilot)
        await go(pilot, "enter", "ReviewStep", "escape", "HistoryScreen", "escape", "HomeScreen")
        assert under_cursor(pilot) == "history"
    assert contents(tmp_path) == before


async def test_removal_takes_the_plan_out_of_the_ticked_tools(tmp_path: Path) -> None:
    """The ticked tool loses the plan after its diff; then no tool is left and the steps begin."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(
            pilot, "HomeScreen", "t", "a", "k", "e", "enter", "PickScreen", "enter", "ReviewStep", "w", "DoneScreen"
        )
        assert contents(tmp_path) == {}
        await go(pilot, "s", "RegionStep")


async def test_removal_wants_a_tick(tmp_path: Path) -> None:
    """Without a ticked tool the screen says what is missing and stays."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "t", "a", "k", "e", "enter", "PickScreen", "space", "enter")
        await pilot.pause()
        assert "! Tick at least one tool" in shown(pilot)
        await go(pilot, "escape", "HomeScreen")


async def test_looking_changes_nothing(tmp_path: Path) -> None:
    """Nothing due says so in its place; a limit edited by hand shows as a diff that Escape leaves alone."""
    set_up(tmp_path)
    config = tmp_path / ".config/opencode/opencode.json"
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "l", "o", "o", "k", "enter")
        for _ in range(400):
            await pilot.pause(0.01)
            if "Nothing to change" in shown(pilot):
                break
        assert "Nothing to change" in shown(pilot)
        config.write_bytes(config.read_bytes().replace(b"1000000", b"77777"))
        edited = contents(tmp_path)
        await go(pilot, "enter", "ReviewStep")
        assert "77777" in shown(pilot)
        await go(pilot, "escape", "HomeScreen")
    assert contents(tmp_path) == edited


async def test_after_a_write_leaving_is_no_cancellation(tmp_path: Path) -> None:
    """Ctrl+C on the start screen after a change was written ends with 0, as something was changed."""
    set_up(tmp_path)
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep", "5", "ReviewStep", "w", "DoneScreen", "s", "HomeScreen")
        assert "glm-5" in shown(pilot)
        await pilot.press("ctrl+c")
        await pilot.pause()
    assert app.return_value == 0


@pytest.mark.promise("footer-lists-only")
async def test_the_palette_finds_and_runs_a_command(tmp_path: Path) -> None:
    """Ctrl+P lists what can be done now; typing finds it and Enter runs it."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep", "ctrl+p", "Palette")
        await pilot.press(*"back")
        await pilot.press("enter")
        await until(pilot, "HomeScreen")


@pytest.mark.promise("footer-lists-only")
async def test_help_explains_the_step_and_its_keys(tmp_path: Path) -> None:
    """A question mark explains the step and lists keys; Escape closes it."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "question_mark", "Help")
        assert "refused with 401" in shown(pilot).replace("│", "").replace("\n", " ")
        assert "Go on" in shown(pilot)
        await go(pilot, "escape", "RegionStep")


@pytest.mark.promise("there-comes-first")
async def test_with_an_error_the_cursor_starts_on_its_repair(tmp_path: Path) -> None:
    """A set-up that cannot work leads to the doctor by Enter; another model is still two digits away."""
    set_up(tmp_path, "claude-code", "opencode")
    settings = tmp_path / ".claude/settings.json"
    settings.write_bytes(settings.read_bytes().replace(b'"ANTHROPIC_MODEL": "qwen', b'"ANTHROPIC_MODEL": "QWEN'))
    async with app_in(tmp_path).run_test(size=(60, 20)) as pilot:
        await go(pilot, "HomeScreen")
        assert under_cursor(pilot) == "doctor"
        assert "❯ 6 Look for problems  problems: 1" in shown(pilot)
        await go(pilot, "enter", "DoctorScreen", "escape", "HomeScreen", "1", "ModelStep", "5", "ReviewStep")


async def test_a_tool_without_a_setting_for_thinking_shows_none(tmp_path: Path) -> None:
    """Codex has no such setting: its row ends with the model, without a sign that would have to be explained."""
    set_up(tmp_path, "codex")
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen")
        assert "❯ 1 Codex  International, qwen3.7-plus\n" in shown(pilot)
        assert "–" not in shown(pilot)


async def test_what_stands_before_the_cursor_stays_in_sight_where_there_is_room(tmp_path: Path) -> None:
    """A cursor that starts in the middle scrolls nothing away that fits, also after the window changed."""
    set_up(tmp_path, "claude-code", "opencode")
    settings = tmp_path / ".claude/settings.json"
    settings.write_bytes(settings.read_bytes().replace(b'"ANTHROPIC_MODEL": "qwen', b'"ANTHROPIC_MODEL": "QWEN'))
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen")
        assert "1 All 2 tools" in shown(pilot)
        assert "❯ 6 Look for problems" in shown(pilot)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert "❯ 6 Look for problems" in shown(pilot)
