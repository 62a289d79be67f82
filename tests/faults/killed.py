"""A program for tests: kills the writer at every one of its calls, starts again, and prints what was found.

``python -m tests.faults.killed FOLDER`` makes one home after the other in FOLDER. For each number a child makes
the change and is killed (SIGKILL) just before its call of that number, a write after half of its bytes. Then, for
every ninth number, children that recover are killed at each of their calls in turn. Prints a list of
``{"at", "recovery_at", "outcome": "before" | "after" | "mixed", "leftovers", "said", "said_again"}`` as JSON.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from . import scene
from .calls import ORIGINALS, Calls


@dataclass(frozen=True, slots=True)
class Case:
    """What was found after the last start of one case; ``said`` is None where there was nothing to say."""

    at: int
    recovery_at: int | None
    outcome: str
    leftovers: list[str]
    said: str | None
    said_again: str | None


def main(folder: Path) -> None:
    """Run all cases and print them."""
    cases: list[Case] = []
    at = 0
    ended = False
    while not ended:
        home = folder / f"{at}"
        ended = broken_off(home, at)
        cases.append(look(home, at, None))
        if at % 9 == 0:
            cases += killed_recoveries(folder, at)
        at += 1
    json.dump([asdict(case) for case in cases], sys.stdout)


def killed_recoveries(folder: Path, at: int) -> list[Case]:
    """The change killed at ``at``, then the recovery at each of its calls."""
    cases: list[Case] = []
    ended = False
    while not ended:
        home = folder / f"{at}-{len(cases)}"
        broken_off(home, at)
        ended = killed(partial(scene.recover, home), len(cases))
        cases.append(look(home, at, len(cases)))
    return cases


def broken_off(home: Path, at: int) -> bool:
    """A fresh home with the change killed at call ``at``; whether it ended before that."""
    scene.prepare(home)
    return killed(partial(scene.make_change, home), at)


def killed(work: Callable[[], object], at: int) -> bool:
    """Run ``work`` in a child that is killed at call ``at``; whether it ended before that."""
    child = os.fork()
    if child == 0:

        def before(number: int, name: str, arguments: tuple[Any, ...]) -> None:
            if number == at:
                if name == "write":
                    descriptor, content = arguments
                    ORIGINALS["write"](descriptor, content[: len(content) // 2])
                os.kill(os.getpid(), signal.SIGKILL)

        Calls(before).install(setattr)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status)


def look(home: Path, at: int, recovery_at: int | None) -> Case:
    """Start twice more and look what there is."""
    first = scene.recover(home)
    second = scene.recover(home)
    found = scene.tree(home)
    outcome = {str(scene.BEFORE): "before", str(scene.AFTER): "after"}.get(str(found), "mixed")
    expected = scene.STATE_AFTER if outcome == "after" else scene.STATE_BEFORE
    leftovers = sorted(set(scene.state_tree(home)) ^ set(expected))
    said = first.message if first else None
    return Case(at, recovery_at, outcome, leftovers, said, second.message if second else None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
