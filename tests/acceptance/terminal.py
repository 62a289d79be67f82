"""Plays a person at a terminal: starts a program in tmux, reads the screen, presses keys. Run inside a world.

    python -m tests.acceptance.terminal PROGRAM STEPS

``STEPS`` is a JSON list of ``[text, key]``: when ``text`` stands on the screen, the key (in tmux's names, or words to
type) is pressed; with an empty key the text is only waited for. Prints each screen before its key, and ends with exit
code 0 after the last step. It has no time limit of its own: the world has one.
"""

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final

_COLUMNS: Final = "110"
_LINES: Final = "40"
_QUIET_SECONDS: Final = 5.0


def main(program: str, steps: list[tuple[str, str]]) -> int:
    """Go through ``steps`` on the screen of ``program``; 0 where all were reached."""
    with TemporaryDirectory() as folder:
        tmux = ["tmux", "-f", os.devnull, "-S", str(Path(folder) / "tmux")]
        start = [*tmux, "-C", "new-session", "-x", _COLUMNS, "-y", _LINES, program]
        # In control mode tmux says when something was drawn, so that nothing has to be asked again and again.
        with subprocess.Popen(start, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as session:
            assert session.stdout is not None
            left = _play(tmux, session.stdout, steps)
            subprocess.run([*tmux, "kill-server"], check=False)
            session.kill()
    return int(bool(left))


def _play(tmux: list[str], events: IO[bytes], steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The steps that are left when the program ended, or none."""
    done = 0
    for drawn in _drawn(events):
        screen = subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, text=True, check=False).stdout
        if steps[done][0] in screen:
            sys.stdout.write(f"{screen.rstrip()}\n{'═' * int(_COLUMNS)}\n")
            sys.stdout.flush()
            done += 1
            if done == len(steps):
                break
            _press(tmux, steps[done - 1][1])
        elif not drawn:
            # Some programs drop what is typed right after a question appeared, or put the question anew with its first
            # choice: a person would go on from what stands there.
            again = next((index for index in reversed(range(done)) if steps[index][0] in screen), None)
            if again is not None:
                done = again + 1
                _press(tmux, steps[again][1])
    return steps[done:]


def _drawn(events: IO[bytes]) -> Iterator[bool]:
    """True when something was drawn, False after a while of silence; ends with the program."""
    while True:
        ready, _, _ = select.select([events], [], [], _QUIET_SECONDS)
        if not ready:
            yield False
            continue
        news = os.read(events.fileno(), 65_536)
        if not news:
            return
        yield True


def _press(tmux: list[str], key: str) -> None:
    if key:
        subprocess.run([*tmux, "send-keys", key], check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], [tuple(step) for step in json.loads(sys.argv[2])]))
