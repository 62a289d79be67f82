"""Every way out of the full screen: the terminal is as before, the exit code is as documented, nothing is written."""

import os
import signal
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from tests.cli.running import contents
from tests.stories.terminal import KEY, spawned
from tests.tui.piloted import set_up

pytestmark = [pytest.mark.thorough, pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")]

_MODES = {
    "alternate screen": ("\x1b[?1049h", "\x1b[?1049l"),
    "hidden cursor": ("\x1b[?25l", "\x1b[?25h"),
    "mouse": ("\x1b[?1003h", "\x1b[?1003l"),
    "bracketed paste": ("\x1b[?2004h", "\x1b[?2004l"),
    "focus reports": ("\x1b[?1004h", "\x1b[?1004l"),
    "no line wrap": ("\x1b[?7l", "\x1b[?7h"),
}
_WAYS_OUT: dict[str, Callable[["pexpect.spawn[str]"], object]] = {
    "ctrl+c": lambda child: child.send("\x03"),
    "ctrl+q": lambda child: child.send("\x11"),
    "SIGINT": lambda child: child.kill(signal.SIGINT),
    "SIGTERM": lambda child: child.kill(signal.SIGTERM),
    "SIGHUP": lambda child: child.kill(signal.SIGHUP),
}
_SCREENS: dict[str, tuple[tuple[str, str], ...]] = {
    "tools": (("which region", "2"), ("Which tools", "")),
    "review": (
        ("which region", "2"),
        ("Which tools", "2\r"),
        ("Which model", "1"),
        ("Shall the model", "1"),
        ("The plan's key", f"{KEY}\r"),
        ("Press w", ""),
    ),
}


def _led_to(child: "pexpect.spawn[str]", screen: str) -> None:
    for words, keys in _SCREENS[screen]:
        child.expect(words)
        child.expect("Quit")
        if keys:
            child.send(keys)


def _ended(child: "pexpect.spawn[str]") -> str:
    """Everything printed from now to the end."""
    child.expect(pexpect.EOF)
    child.close()
    return str(child.before)


@pytest.mark.promise("signals-nothing-written")
@pytest.mark.parametrize("way", list(_WAYS_OUT))
@pytest.mark.parametrize("screen", list(_SCREENS))
def test_the_terminal_is_as_before(tmp_path: Path, screen: str, way: str) -> None:
    """Left from a screen in any way, the terminal's modes and settings are those of before, with 130 and a sentence."""
    child = spawned(tmp_path)
    before = termios.tcgetattr(child.child_fd)
    seen: list[str] = []
    child.logfile_read = _Kept(seen)
    _led_to(child, screen)
    _WAYS_OUT[way](child)
    end = _ended_with_settings(child, before)
    printed = "".join(seen)
    for name, (on, off) in _MODES.items():
        assert printed.rfind(off) > printed.rfind(on) >= 0, name
    assert "nothing was changed" in end
    assert KEY not in printed
    assert child.exitstatus == 130
    assert contents(tmp_path) == {}


class _Kept:
    """A place for what the program prints."""

    def __init__(self, parts: list[str]) -> None:
        self._parts = parts

    def write(self, text: str) -> None:
        self._parts.append(text)

    def flush(self) -> None:
        """Nothing is held back."""


def _ended_with_settings(child: "pexpect.spawn[str]", before: list[object]) -> str:
    """All that is printed to the end; the settings of the terminal are compared before it goes."""
    child.expect("nothing was changed")
    end = str(child.after)
    after = termios.tcgetattr(child.child_fd)
    assert after == before
    _ended(child)
    return end


def test_a_closed_terminal_ends_the_wizard(tmp_path: Path) -> None:
    """When the terminal goes away the wizard ends with 130 and has written nothing."""
    child = spawned(tmp_path)
    _led_to(child, "tools")
    os.close(child.child_fd)
    _, status = os.waitpid(int(child.pid or 0), 0)
    child.closed = True
    assert os.waitstatus_to_exitcode(status) == 130
    assert contents(tmp_path) == {}


def test_suspended_and_resumed(tmp_path: Path) -> None:
    """Ctrl+Z gives the terminal back and stops; resumed by a shell, it paints the screen again and goes on."""
    child = spawned(tmp_path, module="tests.stories.job", PYTHONPATH=os.fspath(Path(__file__).parents[2]))
    _led_to(child, "tools")
    child.send("\x1a")
    child.expect_exact("\x1b[?1049l")
    child.expect("stopped")
    child.sendline("")
    child.expect_exact("\x1b[?1049h")
    child.expect("Which tools")
    child.send("\x03")
    child.expect("nothing was changed")
    _ended(child)
    assert child.exitstatus == 130


@pytest.mark.promise("80x24-60x20-work")
def test_a_live_resize_lays_the_screen_out_anew(tmp_path: Path) -> None:
    """A window made too small says so; made large again it shows the step."""
    child = spawned(tmp_path)
    _led_to(child, "tools")
    child.setwinsize(15, 50)
    child.expect("This window is 50x15")
    child.setwinsize(30, 110)
    child.expect("Which tools")
    child.send("\x03")
    child.expect("nothing was changed")
    _ended(child)


def test_the_whole_story_in_a_real_terminal(tmp_path: Path) -> None:
    """By keyboard alone the tool is set up; the last words are not a cancellation, and the code is 0."""
    child = spawned(tmp_path, "--home", str(tmp_path))
    _led_to(child, "review")
    child.send("w")
    child.expect("Files written: 1")
    child.expect("Quit")
    child.send("\r")
    assert "nothing was changed" not in _ended(child)
    assert child.exitstatus == 0
    assert KEY.encode() in contents(tmp_path)[".config/opencode/opencode.json"]


def test_the_start_screen_is_left_with_escape(tmp_path: Path) -> None:
    """With a tool on the plan the wizard starts with its state, and Escape leaves it."""
    set_up(tmp_path)
    before = contents(tmp_path)
    child = spawned(tmp_path, "--home", str(tmp_path))
    child.expect("Tools on the plan: 1")
    child.expect("Quit")
    child.send("\x1b")
    child.expect("nothing was changed")
    _ended(child)
    assert child.exitstatus == 130
    assert contents(tmp_path) == before


def test_a_damaged_catalog_is_one_sentence_on_a_clean_terminal(tmp_path: Path) -> None:
    """What stops the session from being opened is said after the screen is gone, with its own exit code."""
    (tmp_path / "catalog.toml").write_text("regions = 3")
    child = spawned(tmp_path, "--catalog", "catalog.toml")
    child.expect_exact("\x1b[?1049l")
    child.expect("catalog.toml")
    _ended(child)
    assert child.exitstatus == 1
