"""The app in a real terminal: whatever breaks in it, and whatever Textual is told to log, no key comes out."""

import io
import os
import stat
import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.running import contents
from tests.stories.terminal import variables

from .crashing import KEY

pytestmark = [pytest.mark.thorough, pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")]

ROOT = Path(__file__).parents[2]
STEPS = (
    ("which region", "2"),
    ("Which tools", "2\r"),
    ("Which model", "1"),
    ("Shall the model", "1"),
    ("The plan's key", f"{KEY}\r"),
    ("Press w", "w"),
)
_AGAIN = 2


def ran(home: Path, place: str, **more: str) -> tuple[str, int | None]:
    """Everything the terminal got from a first run in which ``place`` breaks, and the exit code."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "tests.key_leaks.crashing", place, "--debug"],
        env=variables(home, PYTHONPATH=os.fspath(ROOT), **more),
        cwd=os.fspath(home),
        dimensions=(24, 80),
        timeout=60,
        encoding="utf-8",
        codec_errors="replace",
    )
    printed = io.StringIO()
    child.logfile_read = printed
    for words, keys in STEPS:
        if child.expect([words, pexpect.EOF]) or child.expect(["Quit", pexpect.EOF]):
            break
        child.send(keys)
    else:
        while (found := child.expect(["Files written", pexpect.EOF, pexpect.TIMEOUT], timeout=5)) == _AGAIN:
            child.send("w")  # one that came before the diff was there does not count
        if not found:
            child.send("\r")
            child.expect(pexpect.EOF)
    child.close()
    return printed.getvalue(), child.exitstatus


@pytest.mark.promise("no-key-output")
@pytest.mark.parametrize(
    "place",
    [
        "wizard.session:Session.detect_all",
        "wizard.tui.screens.tools:ToolsStep.content",
        "wizard.tui.screens.key:taken_in",
        "wizard.tui.widgets.complaint:Complaint.show",
        "wizard.steps.run:plan_answers",
        "wizard.tui.screens.review:ReviewStep.content",
        "wizard.tui.widgets.diff_view:DiffView.render_line",
        "wizard.apply.writer:_stage",
        "wizard.tui.screens.done:DoneScreen.content",
    ],
)
def test_a_crash_anywhere(tmp_path: Path, place: str) -> None:
    """A sentence and the lines of the program, the terminal as before, exit code 1, no half-written file, no key."""
    printed, code = ran(tmp_path, place)
    assert code == 1, printed
    end = printed.rpartition("\x1b[?1049l")[2]
    assert "Something unexpected happened inside the wizard (RuntimeError)" in " ".join(end.split())
    assert f"{Path(__file__).with_name('crashing.py')}:" in end
    assert "Traceback" not in printed
    assert "0123456789" not in printed
    assert contents(tmp_path) == {} or place.startswith("wizard.tui.screens.done")


@pytest.mark.promise("no-input-ends")
def test_a_crash_when_something_was_written(tmp_path: Path) -> None:
    """On the last screen a crash still says what was written and how to take it back, and never that nothing was."""
    printed, code = ran(tmp_path, "wizard.tui.screens.done:DoneScreen.content")
    assert code == 1, printed
    end = " ".join(printed.rpartition("\x1b[?1049l")[2].split())
    assert "The files were written before the end: 1. To take that back: coding-plan-wizard undo 2" in end
    assert "nothing was changed" not in end
    assert ".config/opencode/opencode.json" in contents(tmp_path)


def test_a_crash_of_textual_itself(tmp_path: Path) -> None:
    """Where a thread of Textual's breaks, its report, in which anything may stand, is not printed."""
    printed, code = ran(tmp_path, "wizard.tui.driver:TerminalDriver._took")
    assert code == 1, printed
    end = " ".join(printed.rpartition("\x1b[?1049l")[2].split())
    assert "Error: Something unexpected happened inside the wizard (BrokenError)" in end
    assert "Traceback" not in printed
    assert "0123456789" not in printed
    assert contents(tmp_path) == {}


@pytest.mark.promise("no-key-output")
def test_what_textual_is_told_to_log(tmp_path: Path) -> None:
    """Textual's own switches for developers, which write down every key that is pressed, are without effect."""
    log = tmp_path / "textual.log"
    printed, code = ran(tmp_path, "-", TEXTUAL_LOG=str(log), TEXTUAL_DEBUG="1", TEXTUAL="debug,devtools")
    assert code == 0
    assert "0123456789" not in printed
    holding = {
        str(path.relative_to(tmp_path))
        for path in tmp_path.rglob("*")
        if path.is_file() and b"0123456789" in path.read_bytes()
    }
    assert {place for place in holding if not place.startswith(".local/state")} == {".config/opencode/opencode.json"}
    assert stat.S_IMODE((tmp_path / ".config/opencode/opencode.json").stat().st_mode) == 0o600
    assert not log.exists()
    assert not (tmp_path / "keys.log").exists()
