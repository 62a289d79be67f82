"""The review: the diff in one column or two, the facts of each file, and that writing takes its own key."""

import json
from pathlib import Path

import pytest

from tests.cli.running import contents
from tests.tui.piloted import KEY, answered, app_in, go, set_up, shown, to_review
from wizard.plan.diff import diff_between
from wizard.tui.widgets.diff_rows import side_by_side_rows, unified_rows
from wizard.tui.widgets.diff_view import DiffView
from wizard.tui.widgets.words import word_marks


@pytest.mark.promise("review-path-mode")
async def test_old_and_new_stand_side_by_side_from_100_columns_on(tmp_path: Path) -> None:
    """In a wide window old and new share a row; in one of 99 columns they stand one below the other."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=(120, 30)) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep", "5", "ReviewStep")
        changed = [line for line in shown(pilot).splitlines() if "qwen3.7-plus" in line and "model" in line]
        assert len(changed) == 1
        assert changed[0].index("qwen3.7-plus") < changed[0].index("│") < changed[0].index("glm-5")
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert pilot.app.screen.query_one(DiffView).side_by_side
        await pilot.resize_terminal(99, 30)
        await pilot.pause()
        lines = shown(pilot).splitlines()
        [old] = [number for number, line in enumerate(lines) if "qwen3.7-plus" in line and "model" in line]
        assert "glm-5" in lines[old + 1]


@pytest.mark.promise("review-path-mode")
async def test_place_mode_and_backup_are_shown(tmp_path: Path) -> None:
    """A file that is there says what becomes of its mode and where its present content is kept; links are followed."""
    real = tmp_path / "dotfiles/opencode.json"
    real.parent.mkdir()
    real.write_text("{}\n")
    real.chmod(0o644)
    link = tmp_path / ".config/opencode/opencode.json"
    link.parent.mkdir(parents=True)
    link.symlink_to(real)
    async with app_in(tmp_path).run_test(size=(100, 30)) as pilot:
        await to_review(pilot)
        assert "~/.config/opencode/opencode.json → ~/dotfiles/opencode.json" in shown(pilot)
        assert "0644 → 0600" in shown(pilot)
        assert "holds the key" in shown(pilot)
        assert "~/.local/state/coding-plan-wizard/backups" in shown(pilot)


@pytest.mark.promise("review-path-mode")
async def test_enter_reads_and_never_writes(tmp_path: Path) -> None:
    """Enter leads to the diff, n and p through the files; nothing is written until w."""
    async with app_in(tmp_path).run_test(size=(80, 24)) as pilot:
        await answered(pilot)
        await go(pilot, "ReviewStep")
        assert "~/.claude/settings.json" in shown(pilot)
        await pilot.press("n")
        assert "hasCompletedOnboarding" in shown(pilot)
        await pilot.press("p", "enter")
        assert isinstance(pilot.app.focused, DiffView)
        await pilot.press("enter", "space", "end")
        assert contents(tmp_path) == {}
        assert KEY not in shown(pilot)


@pytest.mark.promise("several-tools-one")
async def test_a_refused_tool_is_said_in_its_place(tmp_path: Path) -> None:
    """A damaged file bars its tool in the list with the reason, and nothing is written."""
    settings = tmp_path / ".claude/settings.json"
    settings.parent.mkdir()
    settings.write_text("{ broken")
    async with app_in(tmp_path).run_test(size=(120, 48)) as pilot:
        await go(pilot, "HomeScreen", "slash", *"set up", "enter", "RegionStep", "enter", "ToolsStep", "space", "enter")
        await pilot.pause()
        assert "! Tick at least one tool" in shown(pilot)
        assert "a file cannot be used" in shown(pilot)
        assert "settings.json" in shown(pilot)
    assert contents(tmp_path) == {".claude/settings.json": b"{ broken"}


async def test_a_file_edited_during_the_review_is_shown_anew(tmp_path: Path) -> None:
    """What somebody else wrote in between is not lost: the review says so and shows the new difference."""
    set_up(tmp_path)
    config = tmp_path / ".config/opencode/opencode.json"
    async with app_in(tmp_path).run_test(size=(100, 40)) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep", "5", "ReviewStep")
        edited = json.loads(config.read_bytes()) | {"theme": "mine"}
        config.write_text(json.dumps(edited, indent=2))
        await go(pilot, "w", "ReviewStep")
        assert "a new preview" in " ".join(shown(pilot).split())
        await go(pilot, "w", "DoneScreen")
    written = json.loads(config.read_bytes())
    assert written["theme"] == "mine"
    assert written["model"] == "bailian-coding-plan/glm-5"


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("model = 1", "model = 2", ["1"], ["2"]),
        ('"a": "x",', '"a": "x"', [","], []),
        ("alpha", "something else entirely", [], []),
        ("同じ x", "同じ y", ["x"], ["y"]),
    ],
)
def test_words_that_differ_are_marked(old: str, new: str, gone: list[str], come: list[str]) -> None:
    """Only what differs is marked, and nothing where the lines are hardly alike."""
    left, right = word_marks(old, new)
    assert [old[start:end] for start, end in left] == gone
    assert [new[start:end] for start, end in right] == come


def test_no_character_is_hidden_by_a_narrow_column() -> None:
    """Long lines wrap, wide characters included, so that every character is in some row."""
    before, after = b"a\n", ("长" * 50 + "x" * 33 + "\n").encode()
    diff = diff_between(before, after, None)
    for rows in (unified_rows(diff, 20), side_by_side_rows(diff, 20)):
        parts = [part for row in rows for part in (row.left, row.right) if part and part.line.kind == "added"]
        pieces = {(part.start, part.end): part.text[part.start : part.end] for part in parts}
        assert "".join(pieces.values()) == "长" * 50 + "x" * 33
        assert all(len(piece.encode("gbk")) <= 20 for piece in pieces.values())


async def test_an_undo_of_several_tools_names_each_file(tmp_path: Path) -> None:
    """What belongs to several tools at once is called by its path, which the smallest window shows whole."""
    set_up(tmp_path, "claude-code", "opencode", "codex")
    async with app_in(tmp_path).run_test(size=(60, 20)) as pilot:
        await go(pilot, "HomeScreen", "slash", *"undo", "enter", "ReviewStep")
        assert "❯ 1 ~/.claude/settings.json           delete  +0 -14" in shown(pilot)
        assert "  3 ~/.config/opencode/opencode.json  delete  +0 -" in shown(pilot)
        assert "claude-code" not in shown(pilot)


async def test_the_files_of_a_review_stand_in_columns(tmp_path: Path) -> None:
    """What becomes of a file, the lines and the path begin in the same column in every row."""
    codex = tmp_path / ".codex/config.toml"
    codex.parent.mkdir()
    codex.write_text('model = "gpt-5"\n')
    async with app_in(tmp_path).run_test(size=(80, 24)) as pilot:
        await answered(pilot, *["down"] * 4)
        await go(pilot, "ReviewStep")
        rows = [line for line in shown(pilot).splitlines() if "~/.codex/" in line and "Codex" in line]
        assert len(rows) == 2
        assert [row.index("~/") for row in rows] == [rows[0].index("~/")] * 2
        assert [row.index("-") for row in rows] == [rows[0].index("-")] * 2
