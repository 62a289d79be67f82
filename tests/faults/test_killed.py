"""The process dies at any moment: each file is old or new, whole, and all of them are the same."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNDONE = "The last “switch” (2026-03-01 12:00 UTC) was broken off. Every file is as it was before it."
FINISHED = (
    "The last “switch” (2026-03-01 12:00 UTC) was broken off after all its files were written;"
    " it is change 20260301-1200-1389 now."
)


def test_killed_at_every_call(tmp_path: Path) -> None:
    """Wherever the writer or the recovery after it is killed, the next start brings all files to one side."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed", str(tmp_path)], cwd=ROOT, capture_output=True, check=False
    )
    assert ended.returncode == 0, ended.stderr.decode()
    cases = json.loads(ended.stdout)
    assert len(cases) > 150
    wrong = [
        case for case in cases if case["outcome"] == "mixed" or case["leftovers"] or case["said_again"] is not None
    ]
    assert wrong == []
    assert {case["outcome"] for case in cases} == {"before", "after"}
    assert {case["said"] for case in cases} == {None, UNDONE, FINISHED}
    # A change that is taken back is announced unless nothing of it had begun.
    first_starts = [case for case in cases if case["recovery_at"] is None]
    quiet = [case["at"] for case in first_starts if case["said"] is None and case["outcome"] == "before"]
    assert quiet == [0, 1, 2, 3, 4, 5, 6]
