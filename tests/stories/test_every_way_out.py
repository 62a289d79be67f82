"""Every way out of every screen: the terminal is as before, the exit code is as documented, nothing is written."""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

from tests.cli.running import contents
from tests.stories.terminal import KEY
from tests.tui.piloted import set_up

if TYPE_CHECKING:
    from tests.stories.forked import Run, Server

pytestmark = [pytest.mark.thorough, pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")]

_MODES = {
    "alternate screen": ("\x1b[?1049h", "\x1b[?1049l"),
    "hidden cursor": ("\x1b[?25l", "\x1b[?25h"),
    "mouse": ("\x1b[?1003h", "\x1b[?1003l"),
    "bracketed paste": ("\x1b[?2004h", "\x1b[?2004l"),
    "focus reports": ("\x1b[?1004h", "\x1b[?1004l"),
    "no line wrap": ("\x1b[?7l", "\x1b[?7h"),
}


def _nothing(_home: Path) -> None:
    """A home without any setting."""


def _provider_off(home: Path) -> None:
    """A tool on the plan, with a setting of the user's own that keeps it from being used."""
    set_up(home)
    config = home / ".config/opencode/opencode.json"
    settings = json.loads(config.read_bytes())
    config.write_text(json.dumps({"disabled_providers": ["bailian-coding-plan"], **settings}))


@dataclass(frozen=True)
class Place:
    """A screen: the ``keys`` that lead to it, typed at once, and ``words`` that stand only there."""

    keys: str
    words: str
    prepare: Callable[[Path], None] = _nothing
    held: tuple[str, int] | None = None
    size: tuple[int, int] = (24, 80)

    @property
    def words_again(self) -> str:
        """Words that are painted when the screen comes back."""
        return "Coding Plan" if self.held else self.words


_TO_KEY = "22\r11"
_PASTED = f"\x1b[200~{KEY}\x1b[201~"
_TWO_FILES = f"21\r11{_PASTED}\r"
_RENAME = "wizard.apply.syscalls:replace"
_PLACES = {
    "first": Place("", "held", held=("wizard.tui.start:find_broken_off", 0)),
    "region": Place("", "In which region"),
    "tools": Place("2", "Which tools"),
    "model": Place("22\r", "Which model"),
    "thinking": Place("22\r1", "Shall the model"),
    "budget": Place("22\r13", "Most tokens"),
    "key": Place(_TO_KEY, "The plan's key"),
    "findings": Place("/set up\r\r\r11\r", "Ticked repairs", _provider_off),
    "working": Place(f"{_TO_KEY}{_PASTED}\r", "Working out", held=("wizard.tui.flow:check_plan", 0)),
    "review": Place(f"{_TO_KEY}{_PASTED}\r", "Press w"),
    "help": Place("?", "Keys that work"),
    "palette": Place("\x10", "What shall be done"),
    "too small": Place("", "This window is", size=(15, 50)),
    "start": Place("", "Tools on the plan", set_up),
    "switch": Place("15", "Press w", set_up),
    "doctor": Place("/problems\r", "Nothing is wrong", set_up),
    "paste": Place("/problems\r/explain\r", "Paste an error message", set_up),
    "answers": Place("/problems\r/answers\r", "Type a word of", set_up),
    "history": Place("/history\r", "newest first", set_up),
    "profile": Place("/save\r", "under a name", set_up),
    "remove": Place("/take the\r", "shall leave the plan", set_up),
}


def _led_to(home: Path, loaded: "Server", place: Place, *, job: bool = False) -> "Run":
    place.prepare(home)
    run = loaded.run(home, "--home", str(home), size=place.size, held=place.held, job=job)
    run.expect_exact(_MODES["bracketed paste"][0])
    run.send(place.keys)
    run.expect(place.words)
    return run


def _as_before(run: "Run") -> None:
    """The terminal has the settings and modes it had before the program began."""
    assert run.settings() == run.settings_before
    for name, (on, off) in _MODES.items():
        assert run.printed.text.rfind(off) > run.printed.text.rfind(on) >= 0, name


def _ended(run: "Run", code: int) -> None:
    """The program ended with ``code``, and left the terminal as it was."""
    run.expect(pexpect.EOF)
    assert os.waitstatus_to_exitcode(run.awaited()) == code
    _as_before(run)
    assert KEY not in run.printed.text
    run.close()


@pytest.mark.promise("every-way-out")
@pytest.mark.parametrize("place", list(_PLACES))
def test_left_by_a_key(tmp_path: Path, loaded: "Server", place: str) -> None:
    """Ctrl+Q on any screen: the terminal is as before, the code is 130, and nothing is written."""
    run = _led_to(tmp_path, loaded, _PLACES[place])
    written = contents(tmp_path)
    run.send("\x11")
    run.expect("nothing was changed")
    _ended(run, 130)
    assert contents(tmp_path) == written


@pytest.mark.promise("every-way-out")
@pytest.mark.parametrize("place", list(_PLACES))
def test_ended_by_a_signal(tmp_path: Path, loaded: "Server", place: str) -> None:
    """SIGTERM on any screen: the terminal is as before, the code is 130, and nothing is written."""
    run = _led_to(tmp_path, loaded, _PLACES[place])
    written = contents(tmp_path)
    run.kill(signal.SIGTERM)
    run.expect("nothing was changed")
    _ended(run, 130)
    assert contents(tmp_path) == written


@pytest.mark.parametrize("place", ["first", "region", "key", "working", "review"])
@pytest.mark.parametrize("how", ["key", "signal"])
def test_left_by_ctrl_backslash(tmp_path: Path, loaded: "Server", place: str, how: str) -> None:
    """Ctrl+Backslash, or SIGQUIT, leaves as Ctrl+C does, and no core file is left."""
    run = _led_to(tmp_path, loaded, _PLACES[place])
    if how == "key":
        run.send("\x1c")
    else:
        run.kill(signal.SIGQUIT)
    run.expect("nothing was changed")
    _ended(run, 130)
    assert contents(tmp_path) == {}


@pytest.mark.promise("every-way-out")
@pytest.mark.parametrize("place", list(_PLACES))
def test_a_closed_terminal(tmp_path: Path, loaded: "Server", place: str) -> None:
    """When the terminal goes away on any screen, and SIGHUP comes, the wizard ends with 130 and has written nothing."""
    run = _led_to(tmp_path, loaded, _PLACES[place])
    written = contents(tmp_path)
    run.close()
    assert os.waitstatus_to_exitcode(run.awaited()) == 130
    assert contents(tmp_path) == written


@pytest.mark.promise("every-way-out")
@pytest.mark.parametrize("place", list(_PLACES))
def test_suspended_resumed_and_left(tmp_path: Path, loaded: "Server", place: str) -> None:
    """Ctrl+Z on any screen gives the terminal back and stops; resumed, the screen is back and Ctrl+C leaves it."""
    run = _led_to(tmp_path, loaded, _PLACES[place], job=True)
    written = contents(tmp_path)
    run.send("\x1a")
    run.expect_exact(_MODES["focus reports"][1])
    assert os.WIFSTOPPED(run.awaited())
    _as_before(run)
    run.kill(signal.SIGCONT)
    run.expect_exact(_MODES["alternate screen"][0])
    run.expect(_PLACES[place].words_again)
    run.send("\x03")
    run.expect("nothing was changed")
    _ended(run, 130)
    assert contents(tmp_path) == written


@pytest.mark.promise("every-way-out")
@pytest.mark.parametrize("place", ["region", "key", "review", "doctor"])
def test_suspended_where_nobody_could_resume(tmp_path: Path, loaded: "Server", place: str) -> None:
    """Without a shell, as in ``ssh host program``, Ctrl+Z draws the screen again; keys count, and Ctrl+C leaves."""
    run = _led_to(tmp_path, loaded, _PLACES[place])
    run.send("\x1a")
    run.expect_exact(_MODES["alternate screen"][1])
    run.expect_exact(_MODES["alternate screen"][0])
    run.expect(_PLACES[place].words_again)
    run.send("\x03")
    run.expect("nothing was changed")
    _ended(run, 130)


@pytest.mark.parametrize("place", ["region", "key", "review", "doctor"])
@pytest.mark.parametrize("stops", [1, 2])
def test_stopped_by_somebody_else(tmp_path: Path, loaded: "Server", place: str, stops: int) -> None:
    """A stop that the app is not asked about is no end of it: continued, it draws anew, and Ctrl+Q leaves."""
    run = _led_to(tmp_path, loaded, _PLACES[place])
    for _ in range(stops):
        run.kill(signal.SIGSTOP)
        assert os.WIFSTOPPED(run.awaited())
        run.kill(signal.SIGCONT)
        run.expect_exact(_MODES["alternate screen"][0])
        run.expect(_PLACES[place].words_again)
    run.send("\x11")
    run.expect("nothing was changed")
    _ended(run, 130)


def test_continued_without_a_stop(tmp_path: Path, loaded: "Server") -> None:
    """However often it is told to go on, it goes on: keys count, and the terminal is given back as it was."""
    run = _led_to(tmp_path, loaded, _PLACES["region"])
    for _ in range(20):
        run.kill(signal.SIGCONT)
    run.send("?")
    run.expect("Keys that work")
    run.send("\x11")
    run.expect("nothing was changed")
    _ended(run, 130)


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT], ids=lambda number: number.name
)
@pytest.mark.parametrize("rename", [0, 4])
def test_a_signal_during_the_write(tmp_path: Path, loaded: "Server", number: int, rename: int) -> None:
    """A signal while files are written lets the write be finished: code 0, all files, and a sentence that says so."""
    run = _led_to(tmp_path, loaded, Place(_TWO_FILES, "Press w", held=(_RENAME, rename)))
    run.send("w")
    run.expect("held")
    run.kill(number)
    run.kill(signal.SIGUSR1)
    run.expect("written before the end: 2")
    _ended(run, 0)
    written = contents(tmp_path)
    assert KEY.encode() in written[".claude/settings.json"]
    assert b"hasCompletedOnboarding" in written[".claude.json"]


def test_a_terminal_closed_during_the_write(tmp_path: Path, loaded: "Server") -> None:
    """When the terminal goes away while files are written, the write is finished all the same."""
    run = _led_to(tmp_path, loaded, Place(_TWO_FILES, "Press w", held=(_RENAME, 4)))
    run.send("w")
    run.expect("held")
    run.close()
    run.kill(signal.SIGUSR1)
    assert os.waitstatus_to_exitcode(run.awaited()) == 0
    assert {".claude/settings.json", ".claude.json"} <= contents(tmp_path).keys()


def test_keys_during_the_write(tmp_path: Path, loaded: "Server") -> None:
    """Ctrl+Z and Ctrl+C while files are written wait for its end, which is shown; nothing claims to be unchanged."""
    run = _led_to(tmp_path, loaded, Place(_TWO_FILES, "Press w", held=(_RENAME, 4)))
    run.send("w")
    run.expect("held")
    run.send("\x1a\x03")
    run.expect("being written.*being written")
    run.kill(signal.SIGUSR1)
    run.expect("Files written: 2")
    run.send("\r")
    _ended(run, 0)
    assert "nothing was changed" not in run.printed.text
