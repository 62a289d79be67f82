"""The colours that reach the terminal: none where none are wanted, 16 where there are no more."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

from tests.stories.terminal import KEY

if TYPE_CHECKING:
    from tests.stories.forked import Server

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
_SIXTEEN = {*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108)}
_MANY = {38, 48}


def _colours(loaded: "Server", home: Path, **variables: str) -> set[int]:
    """The colour codes of all steps to the review and of the review; what follows 38 and 48 counts among them."""
    run = loaded.run(home, "--home", str(home), more=variables)
    run.expect_exact("\x1b[?2004h")
    run.send(f"2121\r11\x1b[200~{KEY}\x1b[201~\r")
    run.expect("Press w")
    run.send("\x03")
    run.expect(pexpect.EOF)
    run.awaited()
    run.close()
    codes = {
        int(code) for style in re.findall(r"\x1b\[([\d;]*)m", run.printed.text) for code in style.split(";") if code
    }
    return {code for code in codes if code in _SIXTEEN | _MANY}


@pytest.mark.promise("light-dark-16")
def test_no_color_is_honoured(tmp_path: Path, loaded: "Server") -> None:
    """With NO_COLOR no code for a colour is printed, whatever the terminal can do."""
    assert _colours(loaded, tmp_path, NO_COLOR="1") == set()


def test_an_empty_no_color_is_no_wish(tmp_path: Path, loaded: "Server") -> None:
    """An empty NO_COLOR changes nothing, as its authors ask."""
    assert _colours(loaded, tmp_path, NO_COLOR="") & _MANY


@pytest.mark.promise("light-dark-16")
def test_sixteen_colours_are_enough(tmp_path: Path, loaded: "Server") -> None:
    """On a terminal of 16 colours only those are printed."""
    colours = _colours(loaded, tmp_path, TERM="xterm", COLORTERM="")
    assert colours
    assert colours <= _SIXTEEN
