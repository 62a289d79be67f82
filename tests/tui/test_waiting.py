"""Slow work says that it is going on, can be given up, and never holds a leaving wizard back."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import contents
from tests.tui.piloted import app_in, go, set_up, shown, until
from wizard.plan.detect import Detected
from wizard.plan.plan import Plan
from wizard.session import Session
from wizard.tui import flow


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What the slow work waits for; opened at the end, so that no thread is left behind."""
    opened = threading.Event()
    yield opened
    opened.set()


async def test_slow_planning_can_be_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> None:
    """While the plan takes its time the screen says so; Escape leads back, and nothing is written."""
    set_up(tmp_path)
    before = contents(tmp_path)
    check = Session.check

    def slow(session: Session, plan: Plan) -> None:
        assert gate.wait(60)
        check(session, plan)

    monkeypatch.setattr(Session, "check", slow)
    async with app_in(tmp_path).run_test(size=(80, 24)) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep", "5", "Working")
        assert "Working out the changes" in shown(pilot)
        assert "Esc stops waiting" in shown(pilot)
        await go(pilot, "escape", "ModelStep")
        gate.set()
        await go(pilot, "5", "ReviewStep")
    assert contents(tmp_path) == before


async def test_a_hanging_file_system_can_be_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> None:
    """While the tools are looked at, waiting is said, and Escape leaves with 130."""
    monkeypatch.setattr(flow, "_LONG_PATIENCE", 0.01)

    def hanging(_session: Session) -> dict[str, Detected]:
        assert gate.wait(60)
        return {}

    monkeypatch.setattr(Session, "detect_all", hanging)
    app = app_in(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "Working")
        assert "Looking at your tools" in shown(pilot)
        await pilot.press("escape")
        await pilot.pause()
    assert app.return_value == 130


async def test_what_was_recovered_is_said(tmp_path: Path) -> None:
    """What was done about a change that a crash had broken off is said on the first screen, and kept for the end."""
    app = app_in(tmp_path)
    opening = app.opening
    app.opening = lambda: (opening()[0], "The last change was taken back.")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, "RegionStep")
        await pilot.pause()
        assert "taken back" in shown(pilot)
    assert app.recovered == "The last change was taken back."
