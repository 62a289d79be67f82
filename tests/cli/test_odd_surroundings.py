"""Streams that are closed or full, and a working folder that is gone: a sentence and an exit code, never a crash."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import KEY, Ran, contents

_OPENCODE = ("--tool", "opencode", "--region", "china", "--model", "glm-5")
_FULL = "Error: The result could not be printed: No space left on device. No file was left half-written."
pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has a device that is always full")


def _shell(home: Path, line: str, *arguments: str) -> Ran:
    """Run ``line`` in a shell, where ``"$@"`` is the wizard with ``arguments``."""
    ran = subprocess.run(
        ["/bin/sh", "-c", line, "sh", sys.executable, "-P", "-m", "wizard", *arguments],
        cwd=home,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "CODING_PLAN_API_KEY": KEY,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@pytest.mark.parametrize(
    "arguments",
    [("plan", *_OPENCODE), ("plan", "--json", *_OPENCODE), ("apply", "--yes", *_OPENCODE), ("--help",), ("--version",)],
    ids=" ".join,
)
def test_a_full_standard_output_is_said_and_nothing_is_written(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A result that cannot be printed is an error of its own: exit 4, one sentence, no file."""
    ran = _shell(tmp_path, '"$@" > /dev/full', *arguments)
    assert (ran.code, _FULL in ran.err) == (4, True), ran
    assert "Traceback" not in ran.err
    assert contents(tmp_path) == {}


def test_a_reader_that_left_is_no_error(tmp_path: Path) -> None:
    """Who piped the diff into ``head`` and saw enough gets exit 0 and no complaint."""
    ran = _shell(tmp_path, '{ "$@"; echo "ended $?" >&2; } | true', "plan", "--quiet", *_OPENCODE)
    assert ran.err == "ended 0\n", ran


def test_a_reader_that_left_does_not_make_a_change_undone(tmp_path: Path) -> None:
    """The files are written when the answer finds no reader: exit 0, not 130, which says that nothing was changed."""
    ran = _shell(tmp_path, '{ "$@"; echo "ended $?" >&2; } | true', "apply", "--yes", "--json", *_OPENCODE)
    assert ran.err == "ended 0\n", ran
    assert list(contents(tmp_path)) == [".config/opencode/opencode.json"]


def test_a_full_standard_error_stops_nothing(tmp_path: Path) -> None:
    """The talk may be lost: the result and its exit code are the same without it."""
    ran = _shell(tmp_path, '"$@" 2> /dev/full', "apply", "--yes", *_OPENCODE)
    assert ran.code == 0, ran
    assert list(contents(tmp_path)) == [".config/opencode/opencode.json"]


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_stop_nothing(tmp_path: Path, closed: str) -> None:
    """A script that closed a standard stream gets its files, and nothing of the talk in them."""
    ran = _shell(tmp_path, f'"$@" {closed}', "apply", "--yes", *_OPENCODE)
    assert ran.code == 0, ran
    assert contents(tmp_path)[".config/opencode/opencode.json"].startswith(b'{\n  "$schema"')


def test_a_working_folder_that_is_gone_is_not_needed(tmp_path: Path) -> None:
    """Without a folder to look for project files in, the user's own files are set up as ever."""
    ran = _shell(tmp_path, 'mkdir gone && cd gone && rmdir ../gone && "$@"', "apply", "--yes", "--quiet", *_OPENCODE)
    assert ran.code == 0, ran
    assert list(contents(tmp_path)) == [".config/opencode/opencode.json"]


@pytest.mark.parametrize(
    "flags", [("--scope", "project"), ("--home", "here"), ("--catalog", "mine.toml")], ids=" ".join
)
def test_a_path_in_a_working_folder_that_is_gone_is_refused(tmp_path: Path, flags: tuple[str, ...]) -> None:
    """What was to be found from the working folder cannot be: a sentence says so, and nothing is written."""
    line = 'mkdir gone && cd gone && rmdir ../gone && "$@"'
    ran = _shell(tmp_path, line, "apply", "--yes", *_OPENCODE, *flags)
    assert (ran.code, ran.out) == (1, ""), ran
    assert ran.err.startswith("Error: The folder this command was started in is gone"), ran
    assert contents(tmp_path) == {}


def test_ctrl_c_while_modules_are_imported_is_exit_code_130(tmp_path: Path) -> None:
    """A Ctrl+C that hits text being compiled and run, as dataclasses do, ends with the code and not by the signal."""
    (tmp_path / "interrupted.py").write_text(
        "import sys\n"
        "from wizard import __main__\n"
        "from wizard.cli import main\n"
        "def run(arguments, waiting):\n"
        "    try:\n"
        "        exec('raise KeyboardInterrupt')\n"
        "    except KeyboardInterrupt:\n"
        "        return 130\n"
        "main.run = run\n"
        "sys.argv = ['coding-plan-wizard', 'plan']\n"
        "sys.exit(__main__.main())\n"
    )
    ran = subprocess.run([sys.executable, "-m", "interrupted"], cwd=tmp_path, timeout=60, check=False)
    assert ran.returncode == 130
