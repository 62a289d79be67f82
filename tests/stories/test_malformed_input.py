"""The full screen in a terminal that sends anything: the app goes on, and where it is left it tells the truth."""

import os
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pexpect
import pytest

from tests.cli.running import contents
from tests.stories.malformed import WRONG, random_input
from tests.stories.terminal import KEY

if TYPE_CHECKING:
    from tests.stories.forked import Run, Server

pytestmark = [pytest.mark.thorough, pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")]

_TO_KEY = ("22\r11", "The plan's key")
_TO_DONE = (f"22\r11\x1b[200~{KEY}\x1b[201~\r", "Press w")
_SCREENS = {"start": ("", "In which region"), "key": _TO_KEY, "done": _TO_DONE}


def led_to(home: Path, loaded: "Server", screen: str) -> "Run":
    """The app on one of ``_SCREENS``; on the last one it has written a file."""
    keys, words = _SCREENS[screen]
    run = loaded.run(home, "--home", str(home))
    run.expect_exact("\x1b[?2004h")
    run.send(keys)
    run.expect(words)
    if screen == "done":
        run.send("w")
        run.expect("Files written: 1")
    return run


def left_in_order(run: "Run", home: Path, screen: str) -> int:
    """Leave the app, if it was not left by the input; its exit code, once all that it says is found to be true."""
    run.send("\x11")
    run.expect(pexpect.EOF)
    code = os.waitstatus_to_exitcode(run.awaited())
    said = run.printed.text.rpartition("\x1b[?1049l")[2]
    assert "Traceback" not in run.printed.text
    assert "unexpected" not in said
    assert ("nothing was changed" in said) == (screen != "done")
    assert bool(contents(home)) == (screen == "done")
    assert run.settings() == run.settings_before
    run.close()
    return code


@pytest.mark.parametrize("screen", ["start", "key"])
def test_wrong_input_one_after_the_other(tmp_path: Path, loaded: "Server", screen: str) -> None:
    """After every kind of wrong input the next key is answered: the app leaves as it always does."""
    run = led_to(tmp_path, loaded, screen)
    for wrong in WRONG.values():
        os.write(run.child_fd, wrong)
    assert left_in_order(run, tmp_path, screen) == 130


@pytest.mark.promise("no-input-ends")
@pytest.mark.parametrize("screen", list(_SCREENS))
@pytest.mark.parametrize("wrong", ["a byte that is no text", "a key that is no character", "a paste without end"])
def test_wrong_input_and_away(tmp_path: Path, loaded: "Server", screen: str, wrong: str) -> None:
    """Wrong input, then Ctrl+Q: the code is the true one, also where something was written before."""
    run = led_to(tmp_path, loaded, screen)
    os.write(run.child_fd, WRONG[wrong])
    assert left_in_order(run, tmp_path, screen) == (0 if screen == "done" else 130)


@pytest.mark.promise("no-input-ends")
@pytest.mark.parametrize("screen", list(_SCREENS))
def test_random_input(tmp_path: Path, loaded: "Server", screen: str) -> None:
    """The same with random pieces of such input."""
    random = Random(screen)  # noqa: S311  the same each time
    run = led_to(tmp_path, loaded, screen)
    for _ in range(40):
        os.write(run.child_fd, random_input(random))
    assert left_in_order(run, tmp_path, screen) == (0 if screen == "done" else 130)
