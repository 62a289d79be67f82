"""Keys typed faster than the screens follow: each one goes to the screen it was meant for."""

import threading
from collections.abc import Iterable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from tests.cli.running import contents
from tests.tui.piloted import KEY, app_in, go, set_up, shown, under_cursor, until
from wizard.plan.plan import Plan
from wizard.runs.write import check_plan
from wizard.session import Session
from wizard.tui.widgets.diff_view import DiffView

pytestmark = pytest.mark.thorough

_SIZE = (80, 24)


def _typed(pilot: Pilot[int], keys: Iterable[str]) -> None:
    """All ``keys`` in one go, as a terminal hands them over that was read late."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))


@pytest.mark.promise("enter-goes-esc")
async def test_all_answers_before_the_first_screen(tmp_path: Path) -> None:
    """Every answer of a first run, typed before the first step is there, leads to the review with these answers."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        _typed(pilot, ["down", "enter", "down", "space", "enter", "5", "enter", *KEY, "enter"])
        await until(pilot, "ReviewStep")
        assert "bailian-coding-plan/glm-5" in shown(pilot)
        assert "International" in shown(pilot)
        assert "sk-sp-…cdef" in shown(pilot)
    assert contents(tmp_path) == {}


async def test_a_way_forth_and_back(tmp_path: Path) -> None:
    """Help, palette, search and the way back, typed in one go, end where they would have ended typed slowly."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        _typed(pilot, ["question_mark", "escape", "slash", *"history", "enter", "escape", "1", "ctrl+p", *"help"])
        _typed(pilot, ["enter", "escape", "escape", "slash", *"doctor", "enter"])
        await until(pilot, "DoctorScreen")


async def test_enter_of_a_terminal_that_is_not_set_up_yet(tmp_path: Path) -> None:
    """Enter typed before the app has the terminal arrives as another character and still goes on."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        _typed(pilot, ["2", "5", "ctrl+j"])
        await until(pilot, "ModelStep")


@pytest.mark.promise("review-path-mode")
async def test_a_write_needs_a_key_typed_at_its_diff(tmp_path: Path) -> None:
    """A w typed before its diff was seen writes nothing; an Enter right behind a w leaves the outcome on the screen."""
    set_up(tmp_path)
    before = contents(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        _typed(pilot, ["1", "5", "w", "w"])
        await until(pilot, "ReviewStep")
        assert contents(tmp_path) == before
        await go(pilot, "enter")
        assert isinstance(pilot.app.focused, DiffView)
        _typed(pilot, ["w", "enter"])
        await until(pilot, "DoneScreen")
        await pilot.pause()
        assert "Files written: 1" in shown(pilot)
        assert pilot.app.return_value is None
    assert contents(tmp_path) != before


@pytest.mark.parametrize(("key", "code"), [("ctrl+c", 130), ("ctrl+q", 130)])
async def test_leaving_does_not_wait_its_turn(tmp_path: Path, key: str, code: int) -> None:
    """Ctrl+C and Ctrl+Q leave at once, whatever was typed before and is still to come."""
    app = app_in(tmp_path)
    gate = threading.Event()
    opening = app.opening

    def slow() -> tuple[Session, str]:
        assert gate.wait(60)
        return opening()

    app.opening = slow
    async with app.run_test(size=_SIZE) as pilot:
        _typed(pilot, ["2", "5", "enter", key])
        await pilot.pause()
    gate.set()
    assert app.return_value == code


async def test_a_paste_keeps_its_place_among_the_keys(tmp_path: Path) -> None:
    """A key pasted right behind the keys that lead to its field stands in the field."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        _typed(pilot, ["2", "2", "enter", "1", "enter"])
        pilot.app.post_message(events.Paste(KEY))
        _typed(pilot, ["enter", "escape"])
        await until(pilot, "ReviewStep")
        await go(pilot, "escape", "KeyStep")
        assert "sk-sp-…cdef" in shown(pilot)
        assert pilot.app.screen.query_one(Input).value == ""


async def test_what_is_typed_during_a_wait_is_for_the_screen_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys typed while waiting is shown reach the next screen; Escape there gives up and drops them."""
    set_up(tmp_path)
    gate = threading.Event()
    check = check_plan

    def slow(session: Session, plan: Plan) -> None:
        assert gate.wait(60)
        check(session, plan)

    monkeypatch.setattr("wizard.tui.flow.check_plan", slow)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep", "5", "Working")
        _typed(pilot, ["down", "down", "escape"])
        await until(pilot, "ModelStep")
        assert under_cursor(pilot) == "glm-5"
        await go(pilot, "5", "Working")
        gate.set()
        await until(pilot, "ReviewStep")


@pytest.mark.promise("80x24-60x20-work")
async def test_no_key_acts_on_what_a_small_window_hides(tmp_path: Path) -> None:
    """In a window too small to show the diff, w writes nothing; made large again, keys go where they went before."""
    set_up(tmp_path)
    before = contents(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep", "5", "ReviewStep")
        await pilot.resize_terminal(50, 15)
        await pilot.press("w")
        await pilot.resize_terminal(80, 24)
        await until(pilot, "ReviewStep")
        assert contents(tmp_path) == before
        await go(pilot, "w", "DoneScreen")
