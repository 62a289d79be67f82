"""Runs mutants of one room and says which survived; ``README.md`` beside this file has the command."""

import argparse
import difflib
import json
import random
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

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


def run(tests: Sequence[str], chosen: Iterable[Mutant], jobs: int, log: Path | None) -> list[tuple[Mutant, Verdict]]:
    """Test each mutant, ``jobs`` at a time, each in a copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        free: SimpleQueue[Tree] = SimpleQueue()
        trees = [Tree(Path(folder) / str(number), tests) for number in range(jobs)]
        sound = trees[0].test(3600)
        if sound.outcome != "survived":
            raise SystemExit(f"The tests fail without any mutant: {sound.by}")
        limit = max(60.0, 5 * sound.seconds)
        say(f"The tests take {sound.seconds:.0f} s; a mutant may take {limit:.0f} s.")
        for tree in trees:
            free.put(tree)

        def tested(mutant: Mutant) -> tuple[Mutant, Verdict]:
            tree = free.get()
            verdict = tree.test_mutant(*mutant, limit)
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
    parser.add_argument("--again", type=Path, help="a log of an earlier run: only what survived there")
    parser.add_argument("--tests", nargs="+", help="other tests than the room's, such as only its quick ones")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--log", type=Path, help="a file to which each outcome is added as a line of JSON")
    parser.add_argument("--list", action="store_true", help="print the mutants and run nothing")
    options = parser.parse_args()
    room = ROOMS[options.room]
    chosen = mutants(room, options.only)
    if options.again:
        outcomes = [json.loads(line) for line in options.again.read_text(encoding="utf-8").splitlines()]
        survived = {each["mutant"] for each in outcomes if each["outcome"] == "survived"}
        chosen = [mutant for mutant in chosen if name(mutant) in survived]
    if options.sample is not None and options.sample < len(chosen):
        chosen = random.Random(options.seed).sample(chosen, options.sample)  # noqa: S311  a sample, no secret
    if options.list:
        for mutant in chosen:
            say(name(mutant))
        say(f"{len(chosen)} mutants")
        return
    results = run(options.tests or room.tests, chosen, options.jobs, options.log)
    left = [mutant for mutant, verdict in results if verdict.outcome == "survived"]
    for mutant in left:
        say(f"\n{name(mutant)}\n{changed_lines(mutant)}")
    share = 1 - len(left) / len(results) if results else 1
    say(f"\n{len(results)} mutants of {options.room}, {len(left)} survived: {share:.1%} were noticed.")


if __name__ == "__main__":
    main()
