"""The process dies at any moment: each file is old or new, whole, and all of them are the same."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = {"change": "switch", "undo": "undo", "first": "switch", "remove": "remove"}
UNDONE = "The last “{}” (2026-03-01 12:00 UTC) was broken off. Every file is as it was before it."
FINISHED = "The last “{}” (2026-03-01 12:00 UTC) was broken off after all its files were written; it is change {} now."
IDS = {
    "change": "20260301-1200-1389",
    "undo": "20260301-1200-138a",
    "first": "20260301-1200-1388",
    "remove": "20260301-1200-1389",
}


@pytest.mark.parametrize("scenario", COMMANDS)
def test_killed_at_every_call(tmp_path: Path, scenario: str) -> None:
    """Wherever the writer or the recovery after it is killed, the next start brings all files to one side."""
    command = [sys.executable, "-m", "tests.faults.killed", scenario, str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    cases = json.loads(ended.stdout)
    assert len(cases) > 100
    wrong = [
        case for case in cases if case["outcome"] == "mixed" or case["leftovers"] or case["said_again"] is not None
    ]
    assert wrong == []
    assert {case["outcome"] for case in cases} == {"before", "after"}
    said = COMMANDS[scenario]
    assert {case["said"] for case in cases} == {None, UNDONE.format(said), FINISHED.format(said, IDS[scenario])}
    # A change that is taken back is announced unless nothing of it had begun.
    first_starts = [case for case in cases if case["recovery_at"] is None]
    quiet = [case["at"] for case in first_starts if case["said"] is None and case["outcome"] == "before"]
    assert quiet == list(range(len(quiet)))
    assert scenario != "change" or len(quiet) == 11  # the lock's five calls, and the journal's six up to its rename
