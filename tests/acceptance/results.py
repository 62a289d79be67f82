"""The table of what was seen: one row a case, written when all cases of a run are in."""

import fcntl
import json
import os
from pathlib import Path
from typing import Final

import pytest

from tests.acceptance.matrix import Case, cases
from tests.acceptance.plan.exchange import Request
from tests.acceptance.switches import CACHE, FULL, LATEST
from tests.acceptance.world import Ran

_HERE: Final = Path(__file__).parent
_HEAD: Final = ("client", "version", "region", "model", "thinking", "path", "sent: thinking", "sent: tokens", "verdict")
_INTRODUCTION: Final = """# What the real clients sent

Made by the acceptance suite (`ACCEPTANCE_FULL=1 pytest -m acceptance tests/acceptance`): each client, unmodified, with
nothing but the files that the wizard wrote, against a stand-in for the plan. "Tokens" is the `max_tokens` (or
`max_completion_tokens`) of every request, with the thinking budget where one was sent; – means that the client sends
none. The real plan was never asked.
"""


class Table:
    """The rows of one run, gathered from all its processes in a file of ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._rows = folder / "acceptance.jsonl"

    def note(self, case: Case, version: str, ran: Ran, verdict: str) -> None:
        """Add a row; the last one writes the table."""
        sent = [(request.route, _words(request.thinking), _tokens(request)) for request in ran.requests]
        columns = [", ".join(dict.fromkeys(column)) for column in zip(*sent, strict=True)] or ["–"] * 3
        with self._rows.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(json.dumps([case, [case.tool, version, *case[1:], *columns, verdict]]) + "\n")
            file.seek(0)
            rows = {Case(*key): row for key, row in map(json.loads, file)}
        if set(rows) == set(cases()) and not LATEST:
            _write([rows[found] for found in cases()])


def _tokens(request: Request) -> str:
    budget = f" (budget {request.budget})" if request.budget else ""
    return f"{request.max_tokens or '–'}{budget}"


def _words(thinking: object) -> str:
    return "–" if thinking is None else str(thinking).lower()


def _write(rows: list[list[str]]) -> None:
    lines = [_HEAD, ["---"] * len(_HEAD), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    # Only a whole product replaces the table of the documentation.
    place = _HERE / "RESULTS.md" if FULL else CACHE / "RESULTS.md"
    place.write_text(f"{_INTRODUCTION}\n{table}\n", encoding="utf-8")


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """The table of this run."""
    base = tmp_path_factory.getbasetemp()
    return Table(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)
