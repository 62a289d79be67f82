"""A program for tests: becomes an unprivileged user and runs many commands, and the app, in homes of that user.

``python -m tests.faults.commands_as_other FILE`` reads ``[[HOME, [ARGUMENT, …]], …]`` from FILE and prints
``[[CODE, OUT, ERR], …]``; the one argument ``app`` starts the full screen and prints the first screen that takes keys.
All of it is run first by root in a scratch home, so that everything is imported before root is left: the user need not
be able to read the program.
"""

import asyncio
import contextlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path

from tests.tui.piloted import app_in
from wizard.cli.main import run

from .other_user import USER

Ran = tuple[int, str, str]
KEY = "sk-sp-0123456789abcdef"


def ran(home: str, arguments: list[str]) -> Ran:
    """One run in ``home``."""
    if arguments == ["app"]:
        return asyncio.run(_app(Path(home)))
    out, err = io.StringIO(), io.StringIO()
    os.environ["HOME"] = home
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(arguments)
    return code, out.getvalue(), err.getvalue()


async def _app(home: Path) -> Ran:
    app = app_in(home)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(2000):
            await pilot.pause(0.01)
            if app.failure or type(app.screen).__name__ in {"HomeScreen", "RegionStep"}:
                break
        screen = type(app.screen).__name__
    return (1 if app.failure else 0), screen, str(app.failure or "")


def main(file: Path) -> None:
    """Drop to the user and run everything."""
    runs: list[tuple[str, list[str]]] = json.loads(file.read_text())
    os.environ["CODING_PLAN_API_KEY"] = KEY
    "".encode("utf-16-le").decode("utf-16-le")  # codecs are read when they are first used
    with tempfile.TemporaryDirectory() as scratch:
        ran(scratch, ["apply", "--yes", "--tool", "opencode", "--tool", "openclaw", "--region", "china"])
        for arguments in {tuple(arguments): None for _, arguments in runs}:
            ran(scratch, list(arguments))
        (Path(scratch) / ".claude").mkdir(exist_ok=True)
        (Path(scratch) / ".claude" / "settings.json").write_text("{")
        for arguments in {tuple(arguments): None for _, arguments in runs}:
            ran(scratch, list(arguments))
    os.setgroups([])
    os.setgid(USER)
    os.setuid(USER)
    os.umask(0o022)
    json.dump([ran(home, arguments) for home, arguments in runs], sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
