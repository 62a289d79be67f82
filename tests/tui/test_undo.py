"""Undoing in the app: from the start, the history and the last screen, and the ways on where values were changed."""

from pathlib import Path

import pytest

from tests.cli.running import contents
from tests.tui.piloted import app_in, go, set_up, shown, to_review, under_cursor

pytestmark = pytest.mark.thorough

_SIZE = (80, 24)
_WIDE = (120, 36)
_FILE = ".config/opencode/opencode.json"


def edited(home: Path) -> Path:
    """A home in which OpenCode was set up, its model was changed by hand, and a setting of the user's was added."""
    set_up(home)
    file = home / _FILE
    content = file.read_bytes()
    assert content.count(b'"model": "bailian-coding-plan/qwen3.7-plus"') == 1
    file.write_bytes(
        content.replace(b'"model": "bailian-coding-plan/qwen3.7-plus"', b'"theme": "mine",\n  "model": "my/model"')
    )
    return file


@pytest.mark.promise("where-others-wrote")
async def test_what_a_tool_wrote_since_stays(tmp_path: Path) -> None:
    """The review shows only the wizard's own going, the notes say what stays, and that is what is left."""
    set_up(tmp_path)
    file = tmp_path / _FILE
    file.write_bytes(file.read_bytes().replace(b"{", b'{\n  "theme": "mine",', 1))
    async with app_in(tmp_path).run_test(size=_WIDE) as pilot:
        await go(pilot, "HomeScreen", *"undo", "enter", "ReviewStep")
        assert '"theme": "mine"' in shown(pilot)
        await go(pilot, "n")
        assert "OpenCode or you wrote since stays: theme." in " ".join(shown(pilot).split())
        await go(pilot, "w", "DoneScreen")
    assert file.read_bytes() == b'{\n  "theme": "mine"\n}\n'


async def test_the_last_screen_leads_to_the_undo_and_back(tmp_path: Path) -> None:
    """The key u shows what taking it back would write; Escape leads to the last screen again, w takes it back."""
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await to_review(pilot)
        await go(pilot, "w", "DoneScreen")
        assert "u Undo" in shown(pilot)
        await go(pilot, "u", "ReviewStep", "escape", "DoneScreen")
        assert contents(tmp_path)
        await go(pilot, "u", "ReviewStep", "w", "DoneScreen", "enter")
    assert app.return_value == 0
    assert contents(tmp_path) == {}


async def test_undoing_again_goes_a_step_further(tmp_path: Path) -> None:
    """An undo made in the app counts: the next one takes back the change before."""
    set_up(tmp_path)
    first = contents(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep", "5", "ReviewStep", "w", "DoneScreen", "s", "HomeScreen")
        await go(pilot, *"undo", "enter", "ReviewStep", "w", "DoneScreen", "s", "HomeScreen")
        assert contents(tmp_path) == first
        await go(pilot, *"undo", "enter", "ReviewStep", "w", "DoneScreen")
        assert contents(tmp_path) == {}


async def test_what_was_changed_since_is_shown_and_can_be_looked_at(tmp_path: Path) -> None:
    """The values at the three times stand beside the choices; the difference is a diff; leaving writes nothing."""
    file = edited(tmp_path)
    before = file.read_bytes()
    async with app_in(tmp_path).run_test(size=_WIDE) as pilot:
        await go(pilot, "HomeScreen", *"hist", "enter", "HistoryScreen", "enter", "RefusedScreen")
        assert under_cursor(pilot) == "see"
        assert "model  (~/.config/opencode/opencode.json)" in shown(pilot)
        assert 'the wizard wrote "bailian-coding-plan/qwen3.7-plus"' in shown(pilot)
        assert 'now it is "my/model"' in shown(pilot)
        assert "before it was nothing" in shown(pilot)
        await go(pilot, "enter", "DifferenceStep")
        assert '"model": "my/model"' in shown(pilot)
        assert '"model": "bailian-coding-plan/qwen3.7-plus"' in shown(pilot)
        assert "theme" not in shown(pilot).replace('"theme": "mine"', "")
        assert "w Write" not in shown(pilot)
        await go(pilot, "w", "escape", "RefusedScreen", "escape", "HistoryScreen")
    assert file.read_bytes() == before


async def test_the_rest_is_undone(tmp_path: Path) -> None:
    """All but the changed value goes after its diff; going back from there leads to the choices again."""
    file = edited(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"undo", "enter", "RefusedScreen", "down", "enter", "ReviewStep")
        await go(pilot, "escape", "RefusedScreen")
        assert under_cursor(pilot) == "rest"
        await go(pilot, "enter", "ReviewStep", "w", "DoneScreen")
        assert "stays" in shown(pilot)
    assert file.read_bytes() == b'{\n  "theme": "mine",\n  "model": "my/model"\n}\n'


async def test_the_changed_values_are_taken_back_too(tmp_path: Path) -> None:
    """The change is undone with them, and what the user wrote beside them stays."""
    file = edited(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"undo", "enter", "RefusedScreen", "3", "ReviewStep", "w", "DoneScreen")
    assert file.read_bytes() == b'{\n  "theme": "mine"\n}\n'


async def test_the_plan_is_taken_out_instead(tmp_path: Path) -> None:
    """Removal of the change's tools is one of the choices while they are on the plan."""
    set_up(tmp_path, "claude-code")
    file = tmp_path / ".claude/settings.json"
    file.write_bytes(file.read_bytes().replace(b'"ANTHROPIC_MODEL": "qwen3.7-plus"', b'"ANTHROPIC_MODEL": "glm-5"'))
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"undo", "enter", "RefusedScreen", "4", "ReviewStep", "w", "DoneScreen")
    assert "claude-code" not in str(contents(tmp_path))
    assert not file.exists() or b"sk-sp" not in file.read_bytes()


async def test_the_later_change_is_undone_first(tmp_path: Path) -> None:
    """Where the wizard's own later change is in the way, undoing that is one of the choices."""
    set_up(tmp_path)
    first = contents(tmp_path)
    async with app_in(tmp_path).run_test(size=_WIDE) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep", "5", "ReviewStep", "w", "DoneScreen", "s", "HomeScreen")
        await go(pilot, *"hist", "enter", "HistoryScreen", "down", "enter", "RefusedScreen", "down")
        assert under_cursor(pilot) == "later"
        assert "20261125-0900-0000" in shown(pilot)
        await go(pilot, "enter", "ReviewStep", "w", "DoneScreen")
    assert contents(tmp_path) == first
