"""Slow work says that it is going on, can be given up, and never holds a leaving wizard back."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.cli.running import contents
from tests.tui.piloted import KEY, app_in, go, paste, set_up, shown, until
from wizard.plan.detect import Detected
from wizard.plan.plan import Plan
from wizard.runs.write import check_plan
from wizard.session import Session
from wizard.tui import start


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What the slow work waits for; opened at the end, so that no thread is left behind."""
    opened = threading.Event()
    yield opened
    opened.set()


@pytest.mark.promise("work-takes-longer")
async def test_slow_planning_can_be_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> None:
    """While the plan takes its time the screen says so; Escape leads back, and nothing is written."""
    set_up(tmp_path)
    before = contents(tmp_path)
    check = check_plan

    def slow(session: Session, plan: Plan) -> None:
        assert gate.wait(60)
        check(session, plan)

    monkeypatch.setattr("wizard.tui.flow.check_plan", slow)
    async with app_in(tmp_path).run_test(size=(80, 24)) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep", "5", "Working")
        assert "Working out the changes" in shown(pilot)
        assert "Esc stops waiting" in shown(pilot)
        await go(pilot, "escape", "ModelStep")
        gate.set()
        await go(pilot, "5", "ReviewStep")
    assert contents(tmp_path) == before


@pytest.mark.promise("work-takes-longer")
async def test_a_hanging_file_system_can_be_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> None:
    """While the tools are looked at, waiting is said, and Escape leaves with 130."""
    monkeypatch.setattr(start, "_LONG_PATIENCE", 0.01)

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


def _hanging_client(home: Path, command: str) -> tuple[Path, Path]:
    """A client that never answers; its folder, and the file that names its process."""
    folder, process = home / "programs", home / "process"
    folder.mkdir()
    (folder / command).write_text(f'#!/bin/sh\necho $$ > "{process}"\nexec /usr/bin/tail -f /dev/null\n')
    (folder / command).chmod(0o755)
    return folder, process


async def _gone(pilot: Pilot[int], number: int) -> bool:
    """Whether the process ``number`` ends."""
    for _ in range(1000):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        await pilot.pause(0.01)
    return False


@pytest.mark.promise("work-takes-longer")
@pytest.mark.skipif(sys.platform == "win32", reason="a client written as a shell script")
async def test_a_client_that_does_not_answer_is_named_and_gone_on_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While OpenCode is asked for its version the box says so; Escape goes on, the client is ended, asked no more."""
    monkeypatch.setattr(start, "_LONG_PATIENCE", 0.01)
    folder, process = _hanging_client(tmp_path, "opencode")
    async with app_in(tmp_path, PATH=str(folder)).run_test(size=(80, 24)) as pilot:
        await until(pilot, "Working")
        for _ in range(1000):
            if "Esc goes on without it" in shown(pilot):
                break
            await pilot.pause(0.01)
        assert "Asking OpenCode for its version" in shown(pilot)
        assert "Esc goes on without it" in shown(pilot)
        await go(pilot, "escape", "RegionStep")
        assert await _gone(pilot, int(process.read_text()))
        await go(pilot, "2", "ToolsStep")
        assert "[x] OpenCode" in shown(pilot)
        await go(pilot, "enter", "ModelStep", "1", "ThinkingStep", "1", "KeyStep")
        await paste(pilot, KEY)
        await go(pilot, "enter", "ReviewStep")
    assert contents(tmp_path).keys() == {"programs/opencode", "process"}


@pytest.mark.promise("work-takes-longer")
@pytest.mark.skipif(sys.platform == "win32", reason="a client written as a shell script")
async def test_the_start_screen_says_whom_it_still_asks(tmp_path: Path) -> None:
    """Versions that nothing waits for are asked for behind the start screen, which says so; leaving ends the client."""
    folder, process = _hanging_client(tmp_path, "claude")
    set_up(tmp_path)
    async with app_in(tmp_path, PATH=str(folder)).run_test(size=(80, 24)) as pilot:
        await go(pilot, "HomeScreen")
        for _ in range(1000):
            if "Asking Claude Code for its version" in shown(pilot).splitlines()[0]:
                break
            await pilot.pause(0.01)
        assert "Asking Claude Code for its version" in shown(pilot).splitlines()[0]
        await go(pilot, "1", "ModelStep")
        assert await _gone(pilot, int(process.read_text()))
