"""Start-up and planning as ratios: ``.venv/bin/python -m tests.benchmarks.bench_start``."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

_RUNS = 9
_KEY = {"CODING_PLAN_API_KEY": "sk-sp-0123456789abcdef"}


def seconds(command: Sequence[str], home: Path) -> float:
    """The median time of ``command`` over several runs."""
    times: list[float] = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        subprocess.run(command, env={"PATH": "", "HOME": str(home), **_KEY}, capture_output=True, check=True)
        times.append(time.perf_counter() - started)
    return sorted(times)[_RUNS // 2]


def first_paint(code: str, home: Path) -> float:
    """The median time until an app has painted its first screen and left, as a process of its own."""
    return seconds([sys.executable, "-c", code], home)


def big_state(home: Path, size: int) -> Path:
    """A ``.claude.json`` of about ``size`` bytes."""
    row = {"display": "x" * 60, "n": 1, "ok": True, "list": [1, 2.5, None]}
    projects = {f"/p/{index}": {"history": [row] * 20} for index in range(size // 4_650)}
    path = home / ".claude.json"
    path.write_text(json.dumps({"numStartups": 3, "projects": projects, "last": 1}, indent=2))
    return path


def load_and_dump(path: Path) -> float:
    """The time of reading and writing the file as a value."""
    times: list[float] = []
    for _ in range(3):
        text = path.read_text()
        started = time.perf_counter()
        json.dumps(json.loads(text))
        times.append(time.perf_counter() - started)
    return min(times)


_EMPTY = """
import asyncio
from textual.app import App
async def main():
    async with App().run_test(size=(80, 24)) as pilot: await pilot.pause()
asyncio.run(main())
"""
_WIZARD = """
import asyncio, os
from pathlib import Path
from wizard.environment import Environment
from wizard.session import Session
from wizard.tui.app import WizardApp
async def main():
    home = Path(os.environ["HOME"])
    app = WizardApp(Session.start(Environment(home, {"PATH": ""}, "linux", home_given=True)))
    async with app.run_test(size=(80, 24)) as pilot: await pilot.pause()
asyncio.run(main())
"""


def main() -> None:
    """Print the ratios beside their limits."""
    wizard = [sys.executable, "-m", "wizard"]
    choices = ["--tool", "claude-code", "--region", "china"]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        textual = seconds([sys.executable, "-c", "import textual.app"], home)
        version = seconds([*wizard, "--version"], home)
        plan = seconds([*wizard, "plan", *choices], home)
        paint, empty = first_paint(_WIZARD, home), first_paint(_EMPTY, home)
        path = big_state(home, 20_000_000)
        whole = load_and_dump(path)
        big = seconds([*wizard, "plan", *choices], home)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        lines = [
            f"--version / import textual.app          {version / textual:.2f}  (at most 0.45)",
            f"plan, one tool / import textual.app     {plan / textual:.2f}  (at most 1.00)",
            f"first paint / empty app                 {paint / empty:.2f}  (at most 1.40)",
            f"plan, {path.stat().st_size / 1e6:.0f} MB / json loads + dumps     {big / whole:.2f}  (at most 1.00)",
            f"peak of the largest run                 {peak} MB  (at most 400)",
        ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
