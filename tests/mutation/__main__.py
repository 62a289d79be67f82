"""Runs mutants of one room and says which survived; ``README.md`` beside this file has the command."""

import argparse
import difflib
import json
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from threading import Lock

from tests.mutation.operators import Mutation, mutations
from tests.mutation.rooms import ROOMS, ROOT, Room
from tests.mutation.tree import Tree, Verdict

Mutant = tuple[Path, Mutation]


def mutants(room: Room, only: str) -> list[Mutant]:
    """All mutants of ``room`` whose name has ``only`` in it."""
    every = [(path, each) for path in room.paths() for each in mutations((ROOT / path).read_text(encoding="utf-8"))]
    return [mutant for mutant in every if only in name(mutant)]


def name(mutant: Mutant) -> str:
    """A name that stays the same while the module does, such as ``wizard/formats/json_gaps.py:34:8 Lt → LtE …``."""
    path, mutation = mutant
    return f"{path}:{mutation.line}:{mutation.column} {mutation.what}"


def changed_lines(mutant: Mutant) -> str:
    """What the mutant changes, as a diff of the module written out anew."""
    path, mutation = mutant
    import ast

    sound = ast.unparse(ast.parse((ROOT / path).read_text(encoding="utf-8"))).splitlines()
    return "\n".join(difflib.unified_diff(sound, mutation.source.splitlines(), n=2, lineterm=""))


class Limits:
    """How long tests may take with a mutant: five times as long as with the sound program, and a minute at least."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known: dict[Sequence[str], float] = {}
        self._at_work = Lock()

    def of(self, tests: Sequence[str]) -> float:
        """The limit of ``tests`` in seconds; measured when they are needed for the first time.

        Raises:
            SystemExit: they fail without any mutant.
        """
        with self._at_work:
            if tests not in self._known:
                sound = self._tree.test(tests, 3600)
                if sound.outcome != "survived":
                    raise SystemExit(f"The tests fail without any mutant: {sound.by}")
                self._known[tests] = max(60.0, 5 * sound.seconds)
                say(f"These take {sound.seconds:.0f} s: {' '.join(tests)}")
            return self._known[tests]


def run(
    rounds: Callable[[Path], Sequence[Sequence[str]]], chosen: Sequence[Mutant], jobs: int, log: Path | None
) -> list[tuple[Mutant, Verdict]]:
    """Test each mutant, ``jobs`` at a time, each in a copy of the project, round after round until one notices."""
    with tempfile.TemporaryDirectory() as folder:
        free: SimpleQueue[Tree] = SimpleQueue()
        for number in range(jobs):
            free.put(Tree(Path(folder) / str(number)))
        limits = Limits(Tree(Path(folder) / "sound"))

        def tested(mutant: Mutant) -> tuple[Mutant, Verdict]:
            tree = free.get()
            for tests in rounds(mutant[0]):
                verdict = tree.test_mutant(*mutant, tests, limits.of(tests))
                if verdict.outcome != "survived":
                    break
            free.put(tree)
            say(f"{verdict.outcome:8} {verdict.seconds:4.0f} s  {name(mutant)}  {verdict.by}")
            if log:
                with log.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps({"mutant": name(mutant), "outcome": verdict.outcome}) + "\n")
            return mutant, verdict

        with ThreadPoolExecutor(jobs) as pool:
            return list(pool.map(tested, chosen))


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Choose mutants, run them, and print those that survived and the share that did not."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--sample", type=int, help="how many mutants, drawn by the seed; all where not given")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="mutants whose name has this text, such as a path or path:line:")
    parser.add_argument(
        "--again", type=Path, help="a log of earlier runs: only what was not noticed there, or not run yet"
    )
    parser.add_argument("--tests", nargs="+", help="other tests than the room's, such as only its quick ones")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--log", type=Path, help="a file to which each outcome is added as a line of JSON")
    parser.add_argument("--list", action="store_true", help="print the mutants and run nothing")
    options = parser.parse_args()
    room = ROOMS[options.room]
    chosen = mutants(room, options.only)
    if options.sample is not None and options.sample < len(chosen):
        chosen = random.Random(options.seed).sample(chosen, options.sample)  # noqa: S311  a sample, no secret
    if options.again:
        outcomes = [json.loads(line) for line in options.again.read_text(encoding="utf-8").splitlines()]
        noticed = {each["mutant"] for each in outcomes if each["outcome"] != "survived"}
        chosen = [mutant for mutant in chosen if name(mutant) not in noticed]
    if options.list:
        for mutant in chosen:
            say(name(mutant))
        say(f"{len(chosen)} mutants")
        return
    results = run(
        lambda path: [tuple(options.tests)] if options.tests else room.rounds(path), chosen, options.jobs, options.log
    )
    left = [mutant for mutant, verdict in results if verdict.outcome == "survived"]
    for mutant in left:
        say(f"\n{name(mutant)}\n{changed_lines(mutant)}")
    share = 1 - len(left) / len(results) if results else 1
    say(f"\n{len(results)} mutants of {options.room}, {len(left)} survived: {share:.1%} were noticed.")


if __name__ == "__main__":
    main()
