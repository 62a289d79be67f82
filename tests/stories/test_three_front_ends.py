"""One story by screen, by plain questions and by flags: the same files, byte for byte."""

import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.running import contents, wizard
from tests.stories.terminal import KEY, spawned
from tests.tui.piloted import app_in, go, paste, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
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
