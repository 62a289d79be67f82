"""Plays a person at a terminal: starts a program in tmux, reads the screen, presses keys. Run inside a world.

    python -m tests.acceptance.terminal PROGRAM STEPS

``STEPS`` is a JSON list of ``[text, keys...]``: when ``text`` stands on the screen, the keys are pressed, in tmux's
names; a step with no keys is only waited for. Prints each screen before its keys, and ends with exit code 0 after the
last step. It has no time limit of its own: the world has one.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_COLUMNS, _LINES = "110", "40"


def main(program: str, steps: list[list[str]]) -> None:
    """Go through ``steps`` on the screen of ``program``."""
    with TemporaryDirectory() as folder:
        tmux = ["tmux", "-f", os.devnull, "-S", str(Path(folder) / "tmux")]
        start = [*tmux, "-C", "new-session", "-x", _COLUMNS, "-y", _LINES, program]
        # In control mode tmux says when something was drawn, so that nothing has to be asked again and again.
        with subprocess.Popen(start, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as events:
            assert events.stdout is not None
            for event in events.stdout:
                if not steps:
                    break
                if event.startswith(b"%output"):
                    screen = subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, text=True, check=True)
                    if steps[0][0] in screen.stdout:
                        sys.stdout.write(f"{screen.stdout.rstrip()}\n{'═' * int(_COLUMNS)}\n")
                        sys.stdout.flush()
                        _press(tmux, steps.pop(0)[1:])
            subprocess.run([*tmux, "kill-server"], check=False)
    sys.exit(bool(steps))


def _press(tmux: list[str], keys: list[str]) -> None:
    for key in keys:
        subprocess.run([*tmux, "send-keys", key], check=True)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
