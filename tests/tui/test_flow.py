"""The wizard by keyboard at 80x24."""

import asyncio
import json
import threading
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from tests.cli.running import contents
from tests.tui.piloted import KEY, answered, app_in, paste, shown, to_review, under_cursor, until
from wizard.catalog import CatalogError
from wizard.environment import Environment
from wizard.plan.plan import Plan
from wizard.session import Session
from wizard.tui.app import WizardApp
from wizard.tui.flow import Flow
from wizard.tui.screens.key import KeyStep
from wizard.tui.screens.step import RegionStep
from wizard.tui.screens.tools import ToolsStep

_SIZE = (80, 24)


async def test_first_run_writes_only_after_the_yes(tmp_path: Path) -> None:
    """A first run by keyboard writes nothing up to the review, and the shown file after w."""
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await to_review(pilot)
        assert contents(tmp_path) == {}
        await pilot.press("enter")
        assert contents(tmp_path) == {}
        await pilot.press("w")
        await until(pilot, "DoneScreen")
        await pilot.press("enter")
    assert app.return_value == 0
    written = json.loads((tmp_path / ".config/opencode/opencode.json").read_bytes())
    provider = written["provider"]["bailian-coding-plan"]
    assert written["model"] == "bailian-coding-plan/qwen3.7-plus"
    assert provider["options"]["baseURL"] == "https://coding-intl.dashscope.aliyuncs.com/apps/anthropic/v1"
    assert provider["options"]["apiKey"] == KEY


@pytest.mark.promise("enter-goes-esc")
async def test_going_back_keeps_the_answers(tmp_path: Path) -> None:
    """Escape leads back step by step to the region, which is still the one chosen."""
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await to_review(pilot)
        for step in ("KeyStep", "ThinkingStep", "ModelStep", "ToolsStep", "RegionStep"):
            await pilot.press("escape")
            await until(pilot, step)
        assert isinstance(app.screen, RegionStep)
        assert under_cursor(pilot) == "international"
        await pilot.press("escape")
    assert app.return_value == 130
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
async def test_leaving_writes_nothing(tmp_path: Path, key: str) -> None:
    """Ctrl+C and Ctrl+Q leave from the review with 130 and nothing written."""
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await to_review(pilot)
        await pilot.press(key)
    assert app.return_value == 130
    assert contents(tmp_path) == {}


@pytest.mark.promise("there-comes-first")
async def test_second_run_reaches_the_diff_in_three_keys(tmp_path: Path) -> None:
    """With a tool on the plan the wizard starts with its state, and another model is three keys from its diff."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await to_review(pilot)
        await pilot.press("w")
        await until(pilot, "DoneScreen")
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await until(pilot, "HomeScreen")
        await pilot.press("enter")
        await until(pilot, "ModelStep")
        assert under_cursor(pilot) == "qwen3.7-plus"
        await pilot.press("down", "enter")
        await until(pilot, "ReviewStep")
        assert "bailian-coding-plan/qwen3.6-plus" in shown(pilot)
        await pilot.press("w")
        await until(pilot, "DoneScreen")
    written = json.loads((tmp_path / ".config/opencode/opencode.json").read_bytes())
    assert written["model"] == "bailian-coding-plan/qwen3.6-plus"
    assert written["provider"]["bailian-coding-plan"]["options"]["apiKey"] == KEY


@pytest.mark.promise("field-checked-when")
async def test_a_wrong_key_is_explained_in_place(tmp_path: Path) -> None:
    """A key of another service is refused beside the field, without being repeated."""
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await to_review(pilot)
        await pilot.press("escape")
        await until(pilot, "KeyStep")
        await paste(pilot, "sk-0123456789abcdef")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, KeyStep)
        assert "belongs to another service" in shown(pilot).replace("\n", " ")
        assert "0123456789" not in shown(pilot)


@pytest.mark.promise("key-masked-revealed")
async def test_the_key_cannot_be_copied_out(tmp_path: Path) -> None:
    """Select all and copy in the key field leaves the clipboard empty."""
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await to_review(pilot)
        await pilot.press("escape")
        await until(pilot, "KeyStep")
        await paste(pilot, KEY)
        field = app.screen.query_one(Input)
        field.action_select_all()
        field.action_copy()
        field.action_cut()
        assert app.clipboard == ""
        assert KEY not in app.export_screenshot()


@pytest.mark.promise("errors-say-where")
async def test_a_crash_prints_no_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unexpected error inside the app ends it without a report that could hold the key."""
    app = app_in(tmp_path)
    planted = KEY

    def broken() -> None:
        assert planted
        raise RuntimeError(planted)

    async def crash() -> None:
        async with app.run_test(size=_SIZE) as pilot:
            await to_review(pilot)
            app.call_later(broken)
            await pilot.pause()

    with pytest.raises(RuntimeError):
        await crash()
    assert isinstance(app.failure, RuntimeError)
    assert KEY not in "".join(capsys.readouterr())


async def test_a_tool_by_hand_leads_to_its_steps(tmp_path: Path) -> None:
    """With nothing to write, the last screen shows the steps by hand and the wizard ends with 0."""
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await answered(pilot, "end")
        await until(pilot, "DoneScreen")
        await pilot.press("enter")
    assert app.return_value == 0
    assert contents(tmp_path) == {}


async def test_a_typed_key_is_not_offered_for_the_other_region(tmp_path: Path) -> None:
    """After going back to another region, the key typed for the first one is not kept."""
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await to_review(pilot)
        for step in ("KeyStep", "ThinkingStep", "ModelStep", "ToolsStep", "RegionStep"):
            await pilot.press("escape")
            await until(pilot, step)
        await pilot.press("up", "enter")
        for step in ("ToolsStep", "ModelStep", "ThinkingStep"):
            await until(pilot, step)
            await pilot.press("enter")
        await until(pilot, "KeyStep")
        assert isinstance(app.screen, KeyStep)
        assert app.screen.offered is None


async def test_leaving_waits_for_a_write_that_has_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C while files are written does not claim that nothing was changed; the end of the write is shown."""
    begun, may_end = threading.Event(), threading.Event()
    write = Flow._write

    def slow(flow: Flow, plan: Plan) -> str | None:
        begun.set()
        assert may_end.wait(20)
        return write(flow, plan)

    monkeypatch.setattr(Flow, "_write", slow)
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await to_review(pilot)
        await pilot.press("w")
        assert await asyncio.to_thread(begun.wait, 20)
        await pilot.press("ctrl+c")
        assert app.return_value is None
        may_end.set()
        await until(pilot, "DoneScreen")
        await pilot.press("enter")
    assert app.return_value == 0
    assert ".config/opencode/opencode.json" in contents(tmp_path)


async def test_fast_typing_ticks_the_rows_it_was_meant_for(tmp_path: Path) -> None:
    """Keys typed faster than the screen follows tick the rows under the cursor at each space, then go on."""
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await until(pilot, "RegionStep")
        await pilot.press("enter")
        await until(pilot, "ToolsStep")
        for key in ("space", "down", "down", "down", "space", "enter"):
            app.post_message(events.Key(key, " " if key == "space" else None))
        await until(pilot, "ModelStep")
        await pilot.press("escape")
        await until(pilot, "ToolsStep")
        assert isinstance(app.screen, ToolsStep)
        assert app.screen.answer == ("claude-code", "openclaw")


async def test_a_begun_key_is_kept_on_the_way_back(tmp_path: Path) -> None:
    """What stands in the key's field when Escape is pressed stands there again when the step comes back."""
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await to_review(pilot)
        await pilot.press("escape")
        await until(pilot, "KeyStep")
        await pilot.press(*"sk-sp-9999", "escape")
        await until(pilot, "ThinkingStep")
        await pilot.press("enter")
        await until(pilot, "KeyStep")
        assert app.screen.query_one(Input).value == "sk-sp-9999"


@pytest.mark.promise("errors-say-where")
async def test_a_damaged_catalog_ends_the_app_with_its_sentence(tmp_path: Path) -> None:
    """What opening the session refuses leaves the app and reaches the caller as the error it is."""
    damaged = tmp_path / "catalog.toml"
    damaged.write_text("regions = 3")
    environment = Environment(tmp_path, {"PATH": ""}, "linux", home_given=True)
    app = WizardApp(lambda: (Session.start(environment, damaged), ""))
    async with app.run_test(size=_SIZE) as pilot:
        for _ in range(400):
            await pilot.pause(0.01)
            if app.failure:
                break
    assert isinstance(app.failure, CatalogError)
    assert app.return_value == 1
