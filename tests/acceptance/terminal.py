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
_SILENCE_SECONDS: Final = 2.0
_SILENCES: Final = 3
"""How many of them in a row mean that a key had no effect."""
_MOST_DRAWS: Final = 200
"""A screen that was drawn so often with the awaited text on it is one that never stands still."""


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
    done = silences = draws = 0
    for drawn in _drawn(events):
        screen = subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, text=True, check=False).stdout
        silences = 0 if drawn else silences + 1
        text, key = steps[done]
        draws = (draws + drawn) if text in screen else 0
        # Some programs draw a question twice, the second time with its first choice: who reads before they answer
        # sees the second one. Others never stand still.
        if text in screen and (silences or not key or draws > _MOST_DRAWS):
            sys.stdout.write(f"{screen.rstrip()}\n{'═' * int(_COLUMNS)}\n")
            sys.stdout.flush()
            done += 1
            silences = draws = 0
            if done == len(steps):
                break
            _press(tmux, key)
        elif silences >= _SILENCES:
            # Some programs drop what is typed right after a question appeared: a person would go on from what stands
            # there.
            again = next((index for index in reversed(range(done)) if steps[index][0] in screen), None)
            if again is not None:
                done = again + 1
                silences = 0
                _press(tmux, steps[again][1])
    return steps[done:]


def _drawn(events: IO[bytes]) -> Iterator[bool]:
    """True when something was drawn, False after each while of silence; ends with the program."""
    while True:
        ready, _, _ = select.select([events], [], [], _SILENCE_SECONDS)
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
