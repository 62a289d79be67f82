"""A copy of the project in which one module at a time is broken and tested."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.mutation.operators import Mutation
from tests.mutation.rooms import ROOT

_MEMORY: Final = 3 << 30  # a broken loop must not take the machine down
_COPIED: Final = ("wizard", "tests", "pyproject.toml", "README.md", "CONTRIBUTING.md", "LICENSE")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: ``killed``, ``timeout`` or ``survived``, by which test and in how many seconds."""

    outcome: str
    by: str
    seconds: float


class Tree:
    """The copy at ``place``; only it is ever changed."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._changes = 0
        for name in _COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
            elif source.exists():
                shutil.copy2(source, place / name)

    def test(self, tests: Sequence[str], limit: float) -> Verdict:
        """Run ``tests``, at most ``limit`` seconds, up to the first failure; generated examples are always the same."""
        begin = time.monotonic()
        environment = os.environ | {"PYTHONPATH": str(self._place), "PYTHONHASHSEED": "0", "CI": "1"}
        options = ["-o", "addopts=", "-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist"]
        process = subprocess.Popen(
            [sys.executable, "-B", "-m", "pytest", *options, *tests],
            cwd=self._place,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=_limited,  # noqa: PLW1509  no thread of ours holds a lock: each copy has its own process
        )
        try:
            output, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return Verdict("timeout", "", time.monotonic() - begin)
        failed = [line for line in output.splitlines() if line.startswith(("FAILED", "ERROR"))]
        outcome = "killed" if process.returncode else "survived"
        by = failed[0].split(" - ")[0] if failed else output.strip().rpartition("\n")[2] if process.returncode else ""
        return Verdict(outcome, by, time.monotonic() - begin)

    def test_mutant(self, module: Path, mutation: Mutation, tests: Sequence[str], limit: float) -> Verdict:
        """Run ``tests`` with ``module`` broken, and mend it again."""
        path = self._place / module
        sound, times = path.read_bytes(), path.stat()
        self._changes += 1
        try:
            path.write_text(mutation.source, encoding="utf-8")
            later = times.st_mtime + 10 * self._changes  # compiled code of the sound module must not be taken
            os.utime(path, (later, later))
            return self.test(tests, limit)
        finally:
            path.write_bytes(sound)
            os.utime(path, (times.st_atime, times.st_mtime))


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
