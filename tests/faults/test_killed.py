"""The process dies at any moment: each file is old or new, whole, and all of them are the same."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.thorough

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


FIRST_EDIT = "backups/a585"
LEFT = "The last “switch” (2026-03-01 12:00 UTC) was broken off and taken back, but these files were edited since"


def cases_of(scenario: str, folder: Path, way: str) -> list[dict[str, Any]]:
    """What was found wherever the scenario was killed."""
    command = [sys.executable, "-m", "tests.faults.killed", scenario, str(folder), way]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    cases: list[dict[str, Any]] = json.loads(ended.stdout)
    assert len(cases) > 100
    return cases


@pytest.mark.promise("killed-at-step")
@pytest.mark.parametrize(
    ("scenario", "way"),
    [*((scenario, "exchange") for scenario in COMMANDS), ("change", "link, for ENOSYS"), ("undo", "nothing")],
)
def test_killed_at_every_call(tmp_path: Path, scenario: str, way: str) -> None:
    """Wherever the writer or the recovery after it is killed, the next start brings all files to one side."""
    cases = cases_of(scenario, tmp_path, way)
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


@pytest.mark.promise("edited-at-very")
@pytest.mark.parametrize(
    ("scenario", "way"),
    [("edited", "exchange"), ("edited twice", "exchange"), ("edited twice", "link, for ENOSYS")],
)
def test_killed_while_a_client_edits(tmp_path: Path, scenario: str, way: str) -> None:
    """Wherever it dies when a client has just edited the file: the edit is in it after the next start, or its newest.

    An edit that lies under another name at that moment is not swept away with what else lies there; the earlier of two
    is with the backups then.
    """
    cases = cases_of(scenario, tmp_path, way)
    assert [case for case in cases if case["outcome"] == "mixed" or case["said_again"] is not None] == []
    # What a file that was left alone was to be, and had been, stays with the backups; undo finds it in the history.
    entry = f"history/{IDS['change']}.json"
    assert {name for case in cases for name in case["leftovers"] if not name.startswith("backups/")} == {entry}
    # Two edits are met by a change that is made all the same, so that its entry is no leftover behind the second.
    told = [case for case in cases if (case["said"] or "").startswith(LEFT)]
    made = "after" if scenario == "edited twice" else None
    assert [case for case in told if entry not in case["leftovers"] and case["outcome"] != made] == []
    unchanged = [case for case in cases if case["outcome"] == "before"]
    assert [case for case in unchanged if entry in case["leftovers"]] == []
    at = {case["outcome"]: [each["at"] for each in cases if each["outcome"] == case["outcome"]] for case in cases}
    order = ["before", "between", "after"] if scenario == "edited twice" else ["before", "after"]
    assert set(at) == set(order)
    for earlier, later in pairwise(order):
        assert max(at[earlier]) < min(at[later])
    assert {(case["said"] or LEFT)[: len(LEFT)] for case in cases if case["outcome"] != "before"} == {LEFT}
    if scenario == "edited twice":
        assert all(FIRST_EDIT not in case["leftovers"] for case in cases if case["outcome"] == "after")
