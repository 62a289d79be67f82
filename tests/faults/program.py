"""The program itself in this process: its command line, a terminal that answers, and what it printed."""

import builtins
import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wizard.cli.main import run

KEY = "sk-sp-planted0000000000000000000000"
Answer = Callable[[], str] | str


@dataclass(frozen=True)
class Ran:
    """What one run printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401  a test picks the answer apart
        """The one object on standard output."""
        return json.loads(self.out)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Program:
    """Runs command lines over ``home``; the key stands in the usual variable."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(
        self, *arguments: str, answers: list[Answer] | None = None, key: str | None = KEY, text: str = ""
    ) -> Ran:
        """Run with ``--home``; ``answers`` are typed on a terminal; without them ``text`` is all there is to read."""
        with self._monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO(text, newline="") if answers is None else _Terminal())
            given = iter(answers or ())
            patch.setattr(builtins, "input", lambda: _answered(given))
            if key is not None:
                patch.setenv("CODING_PLAN_API_KEY", key)
            patch.setenv("PATH", "")
            self._capsys.readouterr()
            code = run([*arguments, "--home", str(self.home)])
        printed = self._capsys.readouterr()
        return Ran(code, printed.out, printed.err)


def _answered(given: Iterator[Answer]) -> str:
    answer = next(given)
    return answer if isinstance(answer, str) else answer()
