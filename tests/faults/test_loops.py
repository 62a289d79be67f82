"""Real processes again and again: killed, on full disks, two at once, and beside a client that writes its own file.

A share of the rounds is run; with FULL_LOOPS=1 all of them, which takes an hour on a small machine.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FULL = bool(os.environ.get("FULL_LOOPS"))
CLIENTS = [f"{file}, {how}" for file in ("small", "large") for how in ("replaced", "in place")]

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform != "linux", reason="the processes are steered by what only Linux has"),
]


def counted(kind: str, share: int, rounds: int, folder: Path) -> dict[str, int]:
    """What the loop counted; nothing that must not happen has happened when this returns."""
    number = rounds if FULL else share
    command = [sys.executable, "-m", "tests.faults.loops", kind, str(number), str(folder)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    counts: dict[str, int] = json.loads(ended.stdout)
    if FULL:
        sys.stderr.write(f"{kind}, {number} rounds: {counts}\n")
    return counts


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """Apply, switch, undo and removal of four tools, and recoveries: each file whole, then all of one side."""
    counts = counted("killed", 24, 300, tmp_path)
    assert counts["killed"] > 0
    assert counts["before"] + counts["after"] == (300 if FULL else 24)


def test_full_disks(tmp_path: Path) -> None:
    """Apply, undo and removal of four tools with any number of blocks left."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a disk")
    counts = counted("full disk", 18, 105, tmp_path)
    if not counts:
        pytest.skip("this machine does not allow mounting")
    assert counts["refused"] > 0
    assert counts["done"] > 0


def test_two_wizards_at_once(tmp_path: Path) -> None:
    """One comes after the other or is refused, and what was done can be undone."""
    counts = counted("two wizards", 5, 60, tmp_path)
    assert counts.get("both written", 0) + counts.get("one refused", 0) == (60 if FULL else 5)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_that_writes_without_pause(tmp_path: Path, client: str) -> None:
    """Fifty times a second: each of its writes is in the file until it writes the next one."""
    large = client.startswith("large")
    counts = counted(f"steady, {client}", 2 if large else 10, 40 if large else 200, tmp_path)
    assert counts["written by the client"] > 0


@pytest.mark.promise("edited-at-very")
@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("at", ["take_lock", "exchange"])
def test_a_client_that_writes_at_the_wrong_moment(tmp_path: Path, client: str, at: str) -> None:
    """Once, while the wizard writes: the edit is in the file, or the wizard has refused and its backups have it."""
    large = client.startswith("large")
    share, rounds = (2, 60) if large else (12, 300)
    counts = counted(f"aimed at {at}, {client}", share, rounds, tmp_path)
    assert counts.get("done", 0) + counts.get("refused", 0) == (rounds if FULL else share)
