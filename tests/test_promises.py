"""The tables of promises and conventions in CONTRIBUTING.md name tests that exist."""

import re
from pathlib import Path

import pytest

_TESTS = Path(__file__).parent


@pytest.mark.parametrize(("title", "least"), [("Promises and their tests", 16), ("Conventions of the app", 19)])
def test_every_promise_names_its_tests(title: str, least: int) -> None:
    """Each test named in the table is there, and each row names one."""
    table = (_TESTS.parent / "CONTRIBUTING.md").read_text(encoding="utf-8").partition(f"## {title}\n")[2]
    rows = [line for line in table.partition("\n## ")[0].splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= least
    for row in rows:
        named = re.findall(r"`([a-z_/]+\.py)(?:::(\w+))?`", row)
        assert named, row
        for file, test in named:
            assert f"def {test}" in (_TESTS / file).read_text(encoding="utf-8"), row
