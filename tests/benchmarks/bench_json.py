"""Prints what an edit of a large JSON-family file costs, as multiples of ``json.loads`` plus ``json.dumps`` of it.

``.venv/bin/python -m tests.benchmarks.bench_json [megabytes]``. All times are the processor's, the least of several
runs, so that other programs of the machine do not count.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from wizard.formats import Set, edit, open_document, patched
from wizard.plan.diff import diff_between

EDITS = (
    Set(("hasCompletedOnboarding",), value=True),
    Set(("projects", "/home/me/project-7", "allowedTools"), ["Bash"]),
    Set(("env", "ANTHROPIC_MODEL"), "qwen3.7-plus"),
)


def history(megabytes: float, *, comments: bool) -> bytes:
    """A file like ``~/.claude.json``: many projects with long histories."""
    projects = {}
    size = 0
    number = 0
    while size < megabytes * 1e6:
        entry = {"display": f"please look at https://example.org/{number} \n and “fix” it", "pasted": {}, "n": number}
        project = {"allowedTools": [], "history": [entry] * 40, "cost": number / 7, "trusted": True}
        size += len(json.dumps(project, indent=2))
        projects[f"/home/me/project-{number}"] = project
        number += 1
    text = json.dumps({"numStartups": 3, "projects": projects, "userID": "x"}, indent=2, ensure_ascii=False)
    return (text.replace('"trusted": true', '"trusted": true, // as asked') if comments else text).encode()


def timed(work: Callable[[], object], times: int = 5) -> float:
    """The least seconds of processor time of a few runs of ``work``."""
    best = float("inf")
    for _ in range(times):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def peak_megabytes(source: bytes, format_name: str) -> float:
    """The peak memory of a fresh process that makes one edit of ``source``; on Linux."""
    # Not ru_maxrss: a child starts with that of its parent. The kernel's VmHWM is the program's own.
    program = (
        "import sys, pathlib\n"
        "from wizard.formats import Set, edit\n"
        "edit(pathlib.Path(sys.argv[1]).read_bytes(), sys.argv[2], [Set(('a',), True), Set(('projects', 'b'), 1)])\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "print(int(status.split('VmHWM:')[1].split()[0]) / 1024)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "source"
        path.write_bytes(source)
        command = [sys.executable, "-c", program, str(path), format_name]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def ratios(source: bytes, format_name: str, base: float) -> str:
    """The line of one format; ``base`` is what counts as one, in seconds."""
    times = 1 if format_name == "json5" else 5
    whole = timed(lambda: edit(source, format_name, EDITS), times) / base
    get = timed(lambda: open_document(source, format_name).get(("userID",)), times) / base
    document = open_document(source, format_name)
    after, changes = patched(source, format_name, EDITS, document)
    diff = timed(lambda: diff_between(source, after, changes)) / base
    peak = peak_megabytes(source, format_name)
    return f"{format_name:6} edit {whole:5.2f} x   get {get:5.2f} x   diff {diff:5.3f} x   peak {peak:4.0f} MB\n"


def main() -> None:
    """Print one line for each format."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    plain = history(megabytes, comments=False)
    value = json.loads(plain)
    base = timed(lambda: json.loads(plain)) + timed(lambda: json.dumps(value))
    sys.stdout.write(f"{len(plain) / 1e6:.1f} MB, json.loads + json.dumps {base:.2f} s = 1.00 x\n")
    for format_ in ("json", "jsonc", "json5"):
        sys.stdout.write(ratios(history(megabytes, comments=format_ != "json"), format_, base))


if __name__ == "__main__":
    main()
