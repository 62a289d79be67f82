"""One story by screen, by plain questions and by flags: the same files, byte for byte."""

import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.running import contents, wizard
from tests.stories.terminal import KEY, spawned
from tests.tui.piloted import app_in, go, paste, until

pytestmark = [pytest.mark.thorough, pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")]
_SIZE = (80, 24)


def _scene(home: Path) -> Path:
    """A home folder with a commented file of the user's own."""
    config = home / ".config/opencode/opencode.jsonc"
    config.parent.mkdir(parents=True)
    config.write_text('{\n  // mine\n  "theme": "dark", // stays\n}\n')
    return home


def _by_flags(home: Path) -> dict[str, bytes]:
    chosen = ["--region", "international", "--tool", "opencode", "--tool", "codex", "--model", "glm-5"]
    assert wizard(home, "apply", "--yes", *chosen, "--thinking", "on").code == 0
    assert wizard(home, "switch", "kimi-k2.5", "--yes").code == 0
    return contents(home)


async def _by_screen(home: Path) -> dict[str, bytes]:
    async with app_in(home).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "2", "5", "enter", "ModelStep", "5", "ThinkingStep", "1")
        await until(pilot, "KeyStep")
        await paste(pilot, KEY)
        await go(pilot, "enter", "ReviewStep", "w", "DoneScreen", "s", "HomeScreen")
        await go(pilot, "1", "ModelStep", "4", "ReviewStep", "w", "DoneScreen", "enter")
    return contents(home)


def _by_questions(home: Path) -> dict[str, bytes]:
    child = spawned(home, "--plain", "--home", str(home))
    for question, answer in [
        ("In which region", "2"),
        ("Which tools", "opencode codex"),
        ("Which model", "glm-5"),
        ("Shall the model think", "on"),
        ("not shown", KEY),
        ("Write this", "y"),
    ]:
        child.expect(question)
        child.expect(": |] ")
        child.sendline(answer)
    child.expect("Next")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    child = spawned(home, "--plain", "--home", str(home))
    for question, answer in [("Switch the model of", "1"), ("Which model", "kimi"), ("Write this", "y")]:
        child.expect(question)
        child.expect(": |] ")
        child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    return contents(home)


def _quick_work_by_flags(home: Path) -> dict[str, bytes]:
    chosen = ["--region", "international", "--tool", "claude-code", "--tool", "opencode", "--model", "glm-5"]
    assert wizard(home, "apply", "--yes", *chosen, "--small-model", "glm-4.7").code == 0
    assert wizard(home, "switch", "qwen3.7-plus", "--yes").code == 0
    kept = contents(home)
    assert wizard(home, "switch", "kimi-k2.5", "--small-model", "kimi-k2.5", "--yes").code == 0
    assert b"glm-4.7" in kept[".claude/settings.json"]
    return contents(home)


async def _quick_work_by_screen(home: Path) -> dict[str, bytes]:
    async with app_in(home).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "1", "2", "enter", "ModelStep", "end", "enter")
        await go(pilot, "SmallModelStep", "slash", *"glm-4.7", "enter", "ModelStep", "5", "ThinkingStep", "1")
        await until(pilot, "KeyStep")
        await paste(pilot, KEY)
        await go(pilot, "enter", "ReviewStep", "w", "DoneScreen", "s", "HomeScreen", "1", "ModelStep", "1")
        await go(pilot, "ReviewStep", "w", "DoneScreen", "s", "HomeScreen", "1", "ModelStep", "end", "enter")
        await go(pilot, "SmallModelStep", "1", "ModelStep", "4", "ReviewStep", "w", "DoneScreen", "enter")
    return contents(home)


def _quick_work_by_questions(home: Path) -> dict[str, bytes]:
    said = _asked(
        home,
        ("In which region", "2"),
        ("Which tools", "1 2"),
        ("Which model", "small-model"),
        ("Which model for quick work", "glm-4.7"),
        ("Which model", "glm-5"),
        ("Shall the model think", "on"),
        ("not shown", KEY),
        ("Write this", "y"),
    )
    assert "--model glm-5 --small-model glm-4.7 --thinking on" in said
    _asked(home, ("Switch the model of", "1"), ("Which model", "qwen3.7-plus"), ("Write this", "y"))
    _asked(
        home,
        ("Switch the model of", "1"),
        ("Which model", "small-model"),
        ("Which model for quick work", "1"),
        ("Which model", "kimi-k2.5"),
        ("Write this", "y"),
    )
    return contents(home)


def _asked(home: Path, *answers: tuple[str, str]) -> str:
    """Answer the questions of ``--plain`` to its end; what it said."""
    child = spawned(home, "--plain", "--home", str(home))
    said = ""
    for question, answer in answers:
        child.expect(question)
        child.expect(": |] ")
        child.sendline(answer)
        said += str(child.before)
    child.expect(pexpect.EOF)
    said += str(child.before)
    child.close()
    assert child.exitstatus == 0, said
    return said


@pytest.mark.promise("plain-questions-over")
async def test_the_model_for_quick_work_by_every_front_end(tmp_path: Path) -> None:
    """A second model is chosen, kept by a switch, and given up again, with the same files by all three ways."""
    homes = [tmp_path / name for name in ("screen", "questions", "flags")]
    for home in homes:
        home.mkdir()
    flags = _quick_work_by_flags(homes[2])
    questions = _quick_work_by_questions(homes[1])
    screen = await _quick_work_by_screen(homes[0])
    assert b"glm-4.7" not in flags[".claude/settings.json"]
    assert screen == flags
    assert questions == flags


@pytest.mark.promise("plain-questions-over")
@pytest.mark.promise("several-tools-one")
async def test_the_same_files_by_every_front_end(tmp_path: Path) -> None:
    """Set-up of two tools and a switch of the model give the same files by screen, by questions and by flags."""
    for name in ("screen", "questions", "flags"):
        (tmp_path / name).mkdir()
    flags = _by_flags(_scene(tmp_path / "flags"))
    questions = _by_questions(_scene(tmp_path / "questions"))
    screen = await _by_screen(_scene(tmp_path / "screen"))
    assert set(flags) == {".config/opencode/opencode.jsonc", ".codex/config.toml", ".codex/.env"}
    assert b"// stays" in flags[".config/opencode/opencode.jsonc"]
    assert b"kimi-k2.5" in flags[".codex/config.toml"]
    assert screen == flags
    assert questions == flags
