"""A signal while the program waits for the yes: nothing is written, the exit code is 130."""

import signal
import sys
from pathlib import Path

import pexpect
import pytest

KEY = "sk-sp-planted0000000000000000000000"


@pytest.mark.promise("signals-nothing-written")
@pytest.mark.parametrize("how", ["Ctrl+C", "Ctrl+\\", "SIGTERM", "SIGHUP", "SIGQUIT", "Ctrl+D", "no"])
def test_before_the_yes(tmp_path: Path, how: str) -> None:
    """However the question is left, no file appears, and the exit code says that nothing was changed."""
    arguments = ["-m", "wizard", "apply", "--region", "china", "--tool", "opencode", "--home", str(tmp_path)]
    variables = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8", "CODING_PLAN_API_KEY": KEY}
    program = pexpect.spawn(
        sys.executable,
        arguments,
        env=variables,
        timeout=120,
        cwd=str(Path(__file__).parents[2]),
        encoding="utf-8",
    )
    program.expect("Write this")
    match how:
        case "Ctrl+C":
            program.sendintr()
        case "Ctrl+\\":
            program.send("\x1c")
        case "Ctrl+D":
            program.sendeof()
        case "no":
            program.sendline("n")
        case _:
            program.kill(getattr(signal, how))
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 130
    assert "Traceback" not in (program.before or "")
    assert list(tmp_path.iterdir()) == []
