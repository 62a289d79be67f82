"""Every screen there is, forth and back: nothing that was chosen is lost, and nothing is written."""

import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from tests.cli.running import contents
from tests.tui import piloted
from tests.tui.piloted import app_in, go, paste, set_up, shown, under_cursor, until
from wizard import tui
from wizard.tui.screens.thinking import ThinkingStep
from wizard.tui.widgets.diff_view import DiffView
from wizard.tui.widgets.listing import Listing

pytestmark = pytest.mark.thorough

_SHARED = {"Frame", "ListScreen", "Step", "OneOf"}
_ELSEWHERE = {
    "BrokenOffScreen": "only where a change was broken off: tests/trust",
    "DoneScreen": "only after a write",
    "Working": "only while something is slow",
}
_CHINA_KEY = "sk-sp-00ff1ce000000000"
_PROFILE = '[office]\nregion = "china"\nmodel = "glm-5"\nkey_env = "OFFICE"\n'


def _screens() -> set[str]:
    """The names of all screens of the app."""
    for module in pkgutil.iter_modules(tui.__path__):
        importlib.import_module(f"{tui.__name__}.{module.name}")
    found: set[str] = set()
    classes = list(Screen.__subclasses__())
    while classes:
        one = classes.pop()
        classes += one.__subclasses__()
        if one.__module__.startswith(tui.__name__):
            found.add(one.__name__)
    return found - _SHARED


def _scene(home: Path) -> None:
    """Two tools on the plan, one with something to mend and an earlier change, and a saved profile."""
    settings = home / ".claude/settings.json"
    settings.parent.mkdir()
    settings.write_text('{\n  "apiKeyHelper": "/bin/true"\n}\n')
    set_up(home, "claude-code", model="glm-5")
    set_up(home, "claude-code", "opencode")
    profiles = home / ".config/coding-plan-wizard/profiles.toml"
    profiles.parent.mkdir(parents=True)
    profiles.write_text(_PROFILE)


@asynccontextmanager
async def _walk(home: Path, visited: set[str], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Pilot[int]]:
    """The app over ``_scene``, left by Ctrl+Q at the end; ``visited`` takes the name of every screen that came."""
    _scene(home)
    before = contents(home)

    async def noted(pilot: Pilot[int], step: str) -> None:
        await until(pilot, step)
        visited.add(step)

    monkeypatch.setattr(piloted, "until", noted)
    app = app_in(home, OFFICE=_CHINA_KEY)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "HomeScreen")
        yield pilot
        await pilot.press("ctrl+q")
    assert app.return_value == 130
    assert contents(home) == before


async def _steps(pilot: Pilot[int]) -> None:
    """All steps with answers that are not there yet, back to the first one, and forward again by Enter alone."""
    await go(pilot, "slash", *"set up", "enter", "RegionStep", "1", "ToolsStep", "5", "enter", "ModelStep")
    await go(pilot, "end", "enter", "SmallModelStep", "slash", *"glm-4.7", "enter", "ModelStep", "5", "ThinkingStep")
    await go(pilot, "3", *"2000", "enter", "KeyStep")
    await paste(pilot, _CHINA_KEY)
    await go(pilot, "enter", "FindingsStep", "space", "enter", "ReviewStep", "tab", "question_mark", "Help")
    await go(pilot, "escape", "ReviewStep", "ctrl+p", "Palette", "escape", "ReviewStep", "n", "n", "tab", "tab")
    assert isinstance(pilot.app.focused, DiffView)
    await go(pilot, "escape", "KeyStep")
    assert "sk-sp-…0000" in shown(pilot)
    await go(pilot, "escape", "ThinkingStep")
    assert under_cursor(pilot) == "budget"
    assert pilot.app.screen.query_one("#budget", Input).value == "2000"
    await go(pilot, "escape", "ModelStep")
    assert under_cursor(pilot) == "glm-5"
    assert "Model for quick work  glm-4.7" in shown(pilot)
    await go(pilot, "escape", "ToolsStep")
    assert pilot.app.screen.query_one(Listing).ticked == {"claude-code", "opencode", "codex"}
    await go(pilot, "escape", "RegionStep")
    assert under_cursor(pilot) == "china"
    await go(pilot, "enter", "ToolsStep", "enter", "ModelStep", "enter", "ThinkingStep", "enter", "enter", "KeyStep")
    await go(pilot, "enter", "ReviewStep")
    assert "glm-5" in shown(pilot)
    for step, screen in (("tools", "ToolsStep"), ("thinking", "ThinkingStep"), ("review", "ReviewStep")):
        await pilot.click(f".stop-{step}")
        await go(pilot, screen)
        if isinstance(pilot.app.screen, ThinkingStep):
            assert pilot.app.screen.answer.budget == 2000
    for screen in ("KeyStep", "ThinkingStep", "ModelStep", "ToolsStep", "RegionStep", "HomeScreen"):
        await go(pilot, "shift+tab", screen)


async def _doctor(pilot: Pilot[int]) -> None:
    """Problems, answers, the meaning of an error message and the repair; what was pasted is still there."""
    await go(pilot, "slash", *"problems", "enter")
    await go(pilot, "DoctorScreen", *"answers", "enter", "AnswersScreen", *"quota", "enter", "escape", "DoctorScreen")
    await go(pilot, "ctrl+e", "PasteScreen")
    await paste(pilot, "API Error: 401 invalid access token or token expired")
    await go(pilot, "end", "enter", "AnswersScreen", "escape", "PasteScreen")
    assert "invalid access token" in pilot.app.screen.query_one(TextArea).text
    await go(pilot, "escape", "DoctorScreen", "home", "enter", "ReviewStep", "escape", "DoctorScreen")
    await go(pilot, "escape", "HomeScreen")


async def _changes(pilot: Pilot[int]) -> None:
    """Another model, undo, history, removal: each to its diff and back, with the ticks as they were."""
    await go(pilot, "1", "ModelStep", "5", "ReviewStep", "escape", "ModelStep")
    assert under_cursor(pilot) == "glm-5"
    await go(pilot, "escape", "HomeScreen")
    assert under_cursor(pilot) == "all"
    await go(pilot, "slash", *"undo the", "enter", "ReviewStep", "escape", "HomeScreen")
    await go(pilot, "slash", *"history", "enter", "HistoryScreen", "enter", "ReviewStep", "escape", "HistoryScreen")
    # The earlier change is not undone as it is: the later one wrote over its model.
    await go(pilot, "down", "enter", "RefusedScreen", "enter", "DifferenceStep", "escape", "RefusedScreen")
    assert under_cursor(pilot) == "see"
    await go(pilot, "escape", "HistoryScreen")
    await go(pilot, "escape", "HomeScreen", "slash", *"remove", "enter", "PickScreen", "2", "enter", "ReviewStep")
    await go(pilot, "escape", "PickScreen")
    assert pilot.app.screen.query_one(Listing).ticked == {"claude-code"}
    await go(pilot, "escape", "HomeScreen")
    assert under_cursor(pilot) == "remove"


async def _profiles(pilot: Pilot[int]) -> None:
    """A profile used, saved, deleted: each to its diff and back, with what was typed and ticked as it was."""
    await go(pilot, "slash", *"office", "enter", "ReviewStep", "escape", "HomeScreen")
    assert under_cursor(pilot) == "profile:office"
    await go(pilot, "ctrl+s", "ProfileScreen", *"home", "enter", *"HOME_KEY", "enter", "ReviewStep", "escape")
    await go(pilot, "ProfileScreen")
    assert [field.value for field in pilot.app.screen.query(Input)] == ["home", "HOME_KEY"]
    await go(pilot, "escape", "HomeScreen", "slash", *"delete", "enter", "PickScreen", "1", "enter", "ReviewStep")
    await go(pilot, "escape", "PickScreen")
    assert pilot.app.screen.query_one(Listing).ticked == {"profile:office"}
    await go(pilot, "escape", "HomeScreen")


@pytest.mark.promise("enter-goes-esc")
async def test_every_screen_forth_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way leads to its end and back with all answers kept, no file changes, and no screen was left out."""
    visited: set[str] = set()
    async with _walk(tmp_path, visited, monkeypatch) as pilot:
        await go(pilot, "question_mark", "Help", "escape", "HomeScreen", "ctrl+p", "Palette", "escape", "HomeScreen")
        await _steps(pilot)
        await _doctor(pilot)
        await _changes(pilot)
        await _profiles(pilot)
    assert visited == _screens() - set(_ELSEWHERE)
