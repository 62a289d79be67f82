"""Start-up and planning as ratios: ``.venv/bin/python -m tests.benchmarks.bench_start``."""

import fcntl
import json
import os
import pty
import resource
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path

_RUNS = 9
_PAINTS = 15
_WITH_FILES = ("claude-code", "opencode", "qwen-code", "openclaw", "codex")
_KEY = {"CODING_PLAN_API_KEY": "sk-sp-0123456789abcdef"}


def _environment(home: Path) -> dict[str, str]:
    return {"PATH": "", "HOME": str(home), **_KEY}


def seconds(command: Sequence[str], home: Path) -> float:
    """The least time of ``command`` over several runs, as other work on the machine only ever adds to it."""
    times: list[float] = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        subprocess.run(command, env=_environment(home), capture_output=True, check=True)
        times.append(time.perf_counter() - started)
    return min(times)


def first_paint(command: Sequence[str], home: Path) -> float:
    """The least time from the start of ``command`` in a terminal of 80x24 until its first whole frame has arrived.

    A frame is whole when its bottom row has been written; the process is ended right then. The least of several
    runs is taken, as other work on the machine only ever adds to it.
    """
    return min(_painted_after(command, home) for _ in range(_PAINTS))


def _painted_after(command: Sequence[str], home: Path) -> float:
    variables = {"PATH": "", "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    leader, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=variables, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
    )
    seen = b""
    try:
        while b"\x1b[24;1H" not in seen:
            seen += os.read(leader, 65536)
        return time.perf_counter() - started
    finally:
        process.kill()
        process.wait()
        os.close(leader)
        os.close(terminal)


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


_EMPTY = "from textual.app import App; App().run()"


def main() -> None:
    """Print the ratios beside their limits."""
    wizard = [sys.executable, "-m", "wizard"]
    choices = ["--tool", "claude-code", "--region", "china"]
    all_tools = [word for tool in _WITH_FILES for word in ("--tool", tool)] + ["--region", "china"]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        textual = seconds([sys.executable, "-c", "import textual.app"], home)
        version = seconds([*wizard, "--version"], home)
        plan = seconds([*wizard, "plan", *choices], home)
        subprocess.run([*wizard, "apply", "--yes", *all_tools], env=_environment(home), capture_output=True, check=True)
        doctor = seconds([*wizard, "doctor"], home)
        message = seconds([*wizard, "doctor", "--message", "403 invalid api-key"], home)
        paint, empty = first_paint(wizard, home), first_paint([sys.executable, "-c", _EMPTY], home)
        path = big_state(home, 20_000_000)
        whole = load_and_dump(path)
        big = seconds([*wizard, "plan", *choices], home)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        lines = [
            f"--version / import textual.app          {version / textual:.2f}  (at most 0.45)",
            f"plan, one tool / import textual.app     {plan / textual:.2f}  (at most 1.00)",
            f"doctor, five tools / import textual.app {doctor / textual:.2f}  (at most 1.00)",
            f"doctor --message / import textual.app   {message / textual:.2f}  (at most 1.10)",
            f"first paint / empty app                 {paint / empty:.2f}  (at most 1.30)",
            f"plan, {path.stat().st_size / 1e6:.0f} MB / json loads + dumps     {big / whole:.2f}  (at most 1.00)",
            f"peak of the largest run                 {peak} MB  (at most 400)",
        ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
