"""The doctor's screens, and findings whose repair goes into the same diff."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.cli.running import contents
from tests.tui.piloted import KEY, app_in, go, paste, set_up, shown, under_cursor
from wizard.doctor import examine
from wizard.doctor.examine import Examination
from wizard.doctor.finding import Finding
from wizard.doctor.knowledge import FindingFacts
from wizard.formats import Delete
from wizard.plan.detect import Detected
from wizard.tools.base import FileEdits, Notice, PlannedEdit

pytestmark = pytest.mark.thorough

_SIZE = (100, 30)


async def test_findings_are_shown_and_repaired_after_their_diff(tmp_path: Path) -> None:
    """A misspelt model is found, explained, and put right by the repair once w was pressed; then nothing is wrong."""
    set_up(tmp_path)
    config = tmp_path / ".config/opencode/opencode.json"
    right = config.read_bytes()
    config.write_bytes(
        right.replace(b'"model": "bailian-coding-plan/qwen3.7-plus"', b'"model": "bailian-coding-plan/QWEN3.7-Plus"')
    )
    app = app_in(tmp_path)
    async with app.run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"look for", "enter", "DoctorScreen")
        assert "Errors: 1" in shown(pilot)
        assert "✗ OpenCode" in shown(pilot)
        await go(pilot, "slash", *"repair", "enter", "ReviewStep")
        assert "QWEN" in shown(pilot)
        assert contents(tmp_path) != {}
        await go(pilot, "w", "DoneScreen", "s", "HomeScreen", *"look for", "enter", "DoctorScreen")
        assert "Nothing is wrong" in shown(pilot)
    assert config.read_bytes() == right


async def test_answers_are_searched_by_words_of_their_text(tmp_path: Path) -> None:
    """A word that stands only in an answer finds its heading; Escape leads back to the doctor."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"look for", "enter", "DoctorScreen", *"answers", "enter", "AnswersScreen")
        await pilot.press(*"monday")
        assert under_cursor(pilot) == "quota-exhaustion"
        await go(pilot, "escape", "escape", "DoctorScreen", "escape", "HomeScreen")


@pytest.mark.parametrize(("keys", "theme_is_left"), [(("enter",), False), (("space", "enter"), True)])
async def test_a_ticked_repair_goes_into_the_same_diff(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], *, theme_is_left: bool
) -> None:
    """What stands in the way is shown before the review; its repair is made where it is ticked, and only there."""
    config = tmp_path / ".config/opencode/opencode.json"
    config.parent.mkdir(parents=True)
    config.write_text('{"theme": "dark"}\n')
    edit = FileEdits("config:opencode.json", (PlannedEdit(Delete(("theme",)), "plan.emptied"),))
    notice = Notice("tools.key-missing", {}, config, (edit,))
    finding = Finding("opencode", notice, FindingFacts("warning", repair="mends"))

    def found(detected: Mapping[str, Detected], _tools: Sequence[str] = ()) -> Examination:
        return Examination(detected, (finding,))

    monkeypatch.setattr(examine, "examine", found)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "2", "enter", "ModelStep", "1", "ThinkingStep", "1", "KeyStep")
        await paste(pilot, KEY)
        await go(pilot, "enter", "FindingsStep")
        assert "[x] ! OpenCode" in shown(pilot)
        await go(pilot, *keys, "ReviewStep", "escape", "KeyStep", "enter", "ReviewStep", "w", "DoneScreen")
    written = json.loads(config.read_bytes())
    assert ("theme" in written) == theme_is_left
    assert written["model"] == "bailian-coding-plan/qwen3.7-plus"


async def test_the_cursor_comes_back_to_what_was_looked_at(tmp_path: Path) -> None:
    """Back from the repair of one finding, or from the answers, the cursor stands where it was; one is called one."""
    set_up(tmp_path, "claude-code", "opencode")
    for path, old in (
        (".claude/settings.json", b'"ANTHROPIC_MODEL": "'),
        (".config/opencode/opencode.json", b"-plan/"),
    ):
        file = tmp_path / path
        before, found, after = file.read_bytes().rpartition(old + b"qwen3.7-plus")
        assert found
        file.write_bytes(before + old + b"QWEN3.7-plus" + after)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"look for", "enter", "DoctorScreen", "end", "enter", "AnswersScreen", "escape")
        await go(pilot, "DoctorScreen")
        assert under_cursor(pilot) == "answers"
        await go(pilot, "2", "ReviewStep")
        assert "Repair this problem" in shown(pilot)
        await go(pilot, "escape", "DoctorScreen")
        assert under_cursor(pilot) == "finding-1"


async def test_a_broken_file_is_named_from_home_on(tmp_path: Path) -> None:
    """The row of a file that cannot be read has room for what is wrong with it beside its place."""
    settings = tmp_path / ".claude/settings.json"
    settings.parent.mkdir()
    settings.write_text("{")
    async with app_in(tmp_path).run_test(size=(80, 24)) as pilot:
        await go(pilot, "HomeScreen", *"look for", "enter", "DoctorScreen")
        assert "❯ 1 ✗ Claude Code  ~/.claude/settings.json: Line 1, column 2: " in shown(pilot)
        assert str(tmp_path) not in shown(pilot)
