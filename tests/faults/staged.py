"""A program for tests: begins to write a key into a file, and is killed (SIGKILL) in the middle of staging it.

``python -m tests.faults.staged CALL HOME`` changes HOME's ``settings.json`` and dies just before the first call of that
name with which its new content is staged.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from wizard.apply.change import FileWrite
from wizard.files import take

from . import scene
from .calls import Calls


def main(call: str, home: Path) -> None:
    """Change the file, and die."""
    staging: list[str] = []

    def before(_number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "open_new" and arguments[0].parent == home:
            staging.append(name)
        if staging and name == call:
            os.kill(os.getpid(), signal.SIGKILL)

    Calls(before).install(setattr)
    scene.make_change(home, [FileWrite(take(home / "settings.json"), scene.KEY.encode(), 0o600)])


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
