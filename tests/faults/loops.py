"""A program for tests: real processes of the wizard that are killed, meet each other, or meet a client at work.

``python -m tests.faults.loops KIND ROUNDS FOLDER`` runs so many rounds of a kind of ``KINDS`` in FOLDER, at random
moments, and prints what it counted as JSON. What must never happen ends it with an error.
"""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from wizard.apply import check

from . import scene
from .clients import Client
from .wizards import OWN, TOOLS, Arguments, Homes, Wizard, apply, leftovers

Counts = Counter[str]
Tree = dict[str, str]
_MOST_BLOCKS = 30
_BLOCK_BYTES = 4096
RANDOM = random.SystemRandom()
CHANGED_OR_FAILED = {1, 4}

_SET_UP = apply("glm-5", *TOOLS)
WORK: dict[str, tuple[tuple[Arguments, ...], Arguments]] = {
    "apply": ((), _SET_UP),
    "switch": ((_SET_UP,), ("switch", "--yes", "qwen3.7-plus")),
    "undo": ((_SET_UP,), ("undo", "--yes")),
    "remove": ((_SET_UP,), ("remove", "--yes")),
}
"""What leads to a home in which the work begins, and the work."""


def killed(rounds: int, folder: Path) -> Counts:
    """Killed at a random moment of its writing, and again up to three times while that is recovered from."""
    counts: Counts = Counter()
    homes = Homes(folder)
    trees = {name: _lay_out(homes, name) for name in WORK}
    seconds = {name: homes.seconds(name, work, "replace") for name, (_, work) in WORK.items()}
    seconds["recovery"] = min(seconds.values())
    for _ in range(rounds):
        name = RANDOM.choice(list(WORK))
        home = homes.take(name)
        wizard = homes.wizard(WORK[name][1], "replace")
        assert wizard.is_there()
        counts["killed"] += _broken_off(wizard, seconds, name)
        counts["with a journal"] += scene.state_of(home).unsettled
        found = scene.tree(home)
        for path in (path for path in found if ".coding-plan-wizard-" not in path):
            assert found[path] in {tree.get(path) for tree in trees[name]}, path
        counts["half-written"] += found not in trees[name]
        for _ in range(RANDOM.randrange(4)):
            counts["killed again"] += _broken_off(Wizard(partial(scene.recover, home)), seconds, "recovery")
        scene.recover(home)
        counts["before" if scene.tree(home) == trees[name][0] else "after"] += 1
        assert scene.tree(home) in trees[name]
        assert leftovers(home) == []
        assert scene.recover(home) is None
    return counts


def _lay_out(homes: Homes, name: str) -> list[Tree]:
    """Lay the home out in which the work of that name begins; how it is before and after it."""
    earlier, work = WORK[name]
    homes.lay_out(name, OWN, *earlier)
    before = scene.tree(homes.take(name))
    assert homes.wizard(work).end() == 0, homes.said
    return [before, scene.tree(homes.home)]


def _broken_off(wizard: Wizard, seconds: dict[str, float], name: str) -> bool:
    """Let it die at a random moment; False where it has ended by then.

    ``seconds`` of its ``name`` are how long that may take; they follow the machine, so that about two of three die.
    """
    if not wizard.has_ended(RANDOM.uniform(0, seconds[name])):
        wizard.kill()
    is_killed = wizard.end() == -9
    seconds[name] *= 1.15 if is_killed else 0.7
    return is_killed


def full_disk(rounds: int, folder: Path) -> Counts:
    """A disk with ever fewer blocks left, from enough down to none: written whole, or as before and told.

    Every other time the room was there when the wizard looked, and other programs have taken it since.
    """
    counts: Counts = Counter()
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        return counts
    try:
        homes = Homes(folder, disk)
        names = ("apply", "undo", "remove")
        trees = {name: _lay_out(homes, name) for name in names}
        for number in range(rounds):
            name, left = names[number % 3], _MOST_BLOCKS * (rounds - number - 1) // rounds
            home = homes.take(name)
            filler = disk / "filler"
            filler.write_bytes(bytes((os.statvfs(disk).f_bavail - left) * _BLOCK_BYTES))
            code = homes.wizard(WORK[name][1], before=None if number % 2 else _room_is_unknown).end()
            filler.unlink()
            assert code in {0, 4}, homes.said
            counts["refused" if code else "done"] += 1
            assert scene.tree(home) == trees[name][0 if code else 1], (name, left)
            assert leftovers(home) == [], (name, left)
            assert scene.recover(home) is None
    finally:
        subprocess.run(["/bin/umount", str(disk)], check=True)
    return counts


def _room_is_unknown() -> None:
    setattr(check, "_check_room", lambda _writes: None)  # noqa: B010  mypy forbids to assign a function


def two_wizards(rounds: int, folder: Path) -> Counts:
    """Two at once want different models: one comes after the other, or is refused; then all is undone."""
    counts: Counts = Counter()
    homes = Homes(folder)
    first, second = apply("glm-5", *TOOLS[:3]), apply("qwen3.7-plus", *TOOLS[:3])
    homes.lay_out("own", OWN)
    before = scene.tree(homes.take("own"))
    orders = {"first": (first,), "second": (second,), "second last": (first, second), "first last": (second, first)}
    ends: dict[str, Tree] = {}
    for name, order in orders.items():
        homes.lay_out(name, OWN, *order)
        ends[name] = scene.tree(homes.home)
    for _ in range(rounds):
        home = homes.take("own")
        wizards = [homes.wizard(arguments) for arguments in RANDOM.sample((first, second), 2)]
        codes = [wizard.end() for wizard in wizards]
        assert 0 in codes, homes.said
        assert set(codes) <= {0, 1}, homes.said
        counts["both written" if codes == [0, 0] else "one refused"] += 1
        found = scene.tree(home)
        assert found in ends.values()
        assert leftovers(home) == []
        for _ in range(codes.count(0)):
            assert homes.wizard(("undo", "--yes")).end() == 0
        assert scene.tree(home) == before
        assert leftovers(home) == []
    return counts


def _small(home: Path, in_place: bool) -> tuple[Client, dict[str, str], str]:  # noqa: FBT001  one word of a kind's name
    """Codex and its own file."""
    client = Client(home / ".codex/config.toml", b"# ", in_place)
    return client, {".codex/config.toml": "# 00000001\n" + OWN[".codex/config.toml"]}, "codex"


def _large(home: Path, in_place: bool) -> tuple[Client, dict[str, str], str]:  # noqa: FBT001  as above
    """Claude Code and its 20 MB of state."""
    projects = {f"/p/{index}": {"history": [{"display": "x" * 60, "n": 1}] * 20} for index in range(10_800)}
    content = json.dumps({"numStartups": 10_000_001, "projects": projects}, indent=1)
    client = Client(home / ".claude.json", b'{\n "numStartups": ', in_place)
    return client, {".claude.json": content}, "claude-code"


File = Callable[[Path, bool], tuple[Client, dict[str, str], str]]


def steady(rounds: int, folder: Path, *, of: File, in_place: bool) -> Counts:
    """A client writes its file fifty times a second, while the wizard gives it one model and then another."""
    counts: Counts = Counter()
    homes = Homes(folder)
    client, files, tool = of(homes.home, in_place)
    homes.lay_out("own", files)
    homes.take("own")
    told, telling = os.pipe()
    answer, answering = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(telling)
        try:
            client.writes_until(told, answering)
        finally:
            os._exit(0)
    os.close(answering)
    for _ in range(rounds):
        code = homes.wizard(apply("qwen3.7-plus" if counts["done"] % 2 else "glm-5", tool)).end()
        assert code in {0, *CHANGED_OR_FAILED}, homes.said
        counts["refused" if code else "done"] += 1
    os.close(telling)
    last, written, lost = map(int, os.read(answer, 100).split())
    os.waitpid(child, 0)
    counts["written by the client"] += written
    assert lost == 0
    assert client.number() == last
    scene.recover(homes.home)
    assert leftovers(homes.home) == []
    return counts


def aimed(rounds: int, folder: Path, *, of: File, in_place: bool, at: str) -> Counts:
    """A client writes once, at a random moment from the wizard's first call ``at`` on to its end."""
    counts: Counts = Counter()
    homes = Homes(folder)
    client, files, tool = of(homes.home, in_place)
    work = apply("glm-5", tool)
    homes.lay_out("own", files)
    seconds = homes.seconds("own", work, at)
    for _ in range(rounds):
        home = homes.take("own")
        ours = client.number() + 1
        write = client.aimed(ours)
        wizard = homes.wizard(work, at)
        assert wizard.is_there()
        wizard.has_ended(RANDOM.uniform(0, seconds))
        write()
        code = wizard.end()
        assert code in {0, *CHANGED_OR_FAILED}, homes.said
        counts["refused" if code else "done"] += 1
        if client.number() != ours:
            kept = [place.read_bytes() for place in (home / scene.STATE / "backups").iterdir()]
            assert code, "done, and the edit is lost"
            assert ours in map(client.number, kept)
            counts["in the backups"] += 1
        assert leftovers(home) == []
    return counts


KINDS: dict[str, Callable[[int, Path], Counts]] = {
    "killed": killed,
    "full disk": full_disk,
    "two wizards": two_wizards,
}
for _file in (_small, _large):
    for _in_place in (False, True):
        _how = f"{'small' if _file is _small else 'large'}, {'in place' if _in_place else 'replaced'}"
        KINDS[f"steady, {_how}"] = partial(steady, of=_file, in_place=_in_place)
        for _at in ("take_lock", "exchange"):
            KINDS[f"aimed at {_at}, {_how}"] = partial(aimed, of=_file, in_place=_in_place, at=_at)

if __name__ == "__main__":
    json.dump(KINDS[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3])), sys.stdout)
