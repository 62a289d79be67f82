"""A program for tests: kills the wizard at every one of its calls, starts again, and prints what was found.

``python -m tests.faults.killed SCENARIO FOLDER WAY`` makes one home after the other in FOLDER, on a system that puts
files in their place by WAY. For each number a child does the scenario's work and is killed (SIGKILL) just before its
call of that number, a write after half of its bytes.
Then children that recover are killed too, at every eighth of their calls, beginning with another one each time, so that
neighbouring numbers cover all of them. Prints a list of
``{"at", "recovery_at", "outcome": "before" | "after" | "between" | "mixed", "leftovers", "said", "said_again"}`` as
JSON.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from . import scene
from .calls import ORIGINALS, Calls
from .last_moment import WAYS
from .scenarios import SCENARIOS, Scenario, Tree


@dataclass(frozen=True, slots=True)
class Case:
    """What was found after the last start of one case; ``said`` is None where there was nothing to say."""

    at: int
    recovery_at: int | None
    outcome: str
    leftovers: list[str]
    said: str | None
    said_again: str | None


@dataclass(frozen=True, slots=True)
class Expected:
    """A home and its state folder, not broken off: before the work, and after it."""

    scenario: Scenario
    before: tuple[Tree, list[str]]
    after: tuple[Tree, list[str]]


def main(name: str, folder: Path, way: str) -> None:
    """Run all cases and print them."""
    missing.update(WAYS[way].missing)
    Calls(lacking).install(setattr)
    expected = uninterrupted(SCENARIOS[name], folder / "control")
    cases: list[Case] = []
    at = 0
    ended = False
    while not ended:
        home = folder / f"{at}"
        ended = broken_off(expected, home, at)
        cases.append(look(expected, home, at, None))
        cases += killed_recoveries(expected, folder, at)
        at += 1
    json.dump([asdict(case) for case in cases], sys.stdout)


missing: dict[str, int] = {}
"""The calls that the system lacks, and what it answers."""


def lacking(_number: int, name: str, _arguments: tuple[Any, ...]) -> None:
    """Before each call: what the system lacks it does not do."""
    if name in missing:
        raise OSError(missing[name], os.strerror(missing[name]))


def uninterrupted(scenario: Scenario, home: Path) -> Expected:
    """What is to be found; the trees are those that the scenario writes out."""
    scenario.prepare(home)
    before = scene.tree(home), scene.state_tree(home)
    assert scenario.before is None or before[0] == scenario.before
    scenario.work(home)
    after = scene.tree(home), scene.state_tree(home)
    assert after[0] == scenario.after
    return Expected(scenario, before, after)


def killed_recoveries(expected: Expected, folder: Path, at: int) -> list[Case]:
    """The work killed at ``at``, then the recovery at every eighth of its calls."""
    cases: list[Case] = []
    recovery_at = at % 8
    ended = False
    while not ended:
        home = folder / f"{at}-{recovery_at}"
        broken_off(expected, home, at)
        ended = killed(partial(scene.recover, home), recovery_at)
        cases.append(look(expected, home, at, recovery_at))
        recovery_at += 8
    return cases


def broken_off(expected: Expected, home: Path, at: int) -> bool:
    """A fresh home with the work killed at call ``at``; whether it ended before that."""
    expected.scenario.prepare(home)
    return killed(partial(expected.scenario.work, home), at)


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
            lacking(number, name, arguments)

        Calls(before).install(setattr)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status)


def look(expected: Expected, home: Path, at: int, recovery_at: int | None) -> Case:
    """Start twice more and look what there is."""
    first = scene.recover(home)
    second = scene.recover(home)
    found = scene.tree(home)
    sides = [("before", expected.before), ("after", expected.after)]
    if expected.scenario.between:
        sides.append(("between", (expected.scenario.between, expected.before[1])))
    outcome, state = next(((name, state) for name, (tree, state) in sides if tree == found), ("mixed", []))
    # The lock file is there from the first change on, whatever becomes of that.
    leftovers = sorted((set(scene.state_tree(home)) ^ set(state)) - {"lock"})
    shutil.rmtree(home)
    return Case(at, recovery_at, outcome, leftovers, *(each.message if each else None for each in (first, second)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
