"""Running a client for what it prints, within limits of bytes and of time; nothing of it is waited for or lives on."""

import contextlib
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from wizard.key import masked_text
from wizard.plan.programs import variables_of_programs

SECONDS: Final = 10.0
"""How long a client may take, from its start to what is wanted of it."""
_MOST_BYTES: Final = 16 * 1024
"""What is read of what it prints; a version stands in the first lines."""
_PATIENCE: Final = 0.2
"""Seconds after which it is told that a client is waited for."""
_STEP: Final = 0.05
"""Seconds between two looks at a client that says nothing."""
_GRACE: Final = 0.5
"""Seconds for a client to end by itself once it has said what is wanted."""
_SECRET_NAME: Final = re.compile(r"KEY|TOKEN|SECRET|PASS|CREDENTIAL", re.IGNORECASE)
Process = subprocess.Popen[bytes]


def printed(
    command: Path,
    argument: str,
    *,
    enough: Callable[[str], bool],
    begun: Callable[[Process], None],
    told: Callable[[], None],
) -> str:
    """What ``command`` with ``argument`` prints on standard output; empty where it cannot be run.

    It is read until the client ends, its time is over, it printed too much, or there is ``enough`` in the lines it
    printed: then the client ends, with all that it started and that did not make itself independent. It runs in a home
    and a working folder of its own, as some clients create files when they start; no variable goes along that holds a
    key or is called like one. ``begun`` is called with the process, ``told`` once where it takes longer.
    """
    answer = ""
    # The folder cannot be made, the client not be started, or something of it still writes there: all no answer.
    with (
        contextlib.suppress(OSError, ValueError, RuntimeError),
        tempfile.TemporaryDirectory(prefix="coding-plan-wizard-", ignore_cleanup_errors=True) as scratch,
        _started(command, argument, scratch) as (process, chunks),
    ):
        begun(process)
        answer = _read(process, chunks, enough, told)
        if enough(answer):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
    return answer


def kill(process: Process) -> None:
    """End ``process`` with all that it started."""
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def _started(command: Path, argument: str, scratch: str) -> "Iterator[tuple[Process, queue.SimpleQueue[bytes]]]":
    """The running client and the pieces of what it prints, the last one empty; ended when the block is left."""
    variables = {name: value for name, value in os.environ.items() if _may_go_along(name, value)}
    variables |= {**variables_of_programs(sys.platform), "HOME": scratch, "USERPROFILE": scratch}
    chunks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    reading, writing = os.pipe()
    try:
        # A thread, as Windows cannot wait for a pipe and for a time; whatever keeps the pipe open keeps it alone.
        threading.Thread(target=_collect, args=(reading, chunks), daemon=True).start()
    except RuntimeError:
        os.close(reading)
        os.close(writing)
        raise
    try:
        process = subprocess.Popen(  # noqa: S603  the client's own command, with a fixed argument
            [command, argument],
            env=variables,
            cwd=scratch,
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    finally:
        os.close(writing)
    try:
        yield process, chunks
    finally:
        kill(process)
        # One that hangs in the system outlives even that, and is left to it.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)


def _may_go_along(variable: str, value: str) -> bool:
    return not _SECRET_NAME.search(variable) and not variable.startswith("XDG_") and masked_text(value) == value


def _collect(descriptor: int, chunks: "queue.SimpleQueue[bytes]") -> None:
    left = _MOST_BYTES
    with contextlib.suppress(OSError):
        while left and (chunk := os.read(descriptor, left)):
            left -= len(chunk)
            chunks.put(chunk)
    os.close(descriptor)
    chunks.put(b"")


def _read(
    process: Process, chunks: "queue.SimpleQueue[bytes]", enough: Callable[[str], bool], told: Callable[[], None]
) -> str:
    begin = time.monotonic()
    text = b""
    waits = False
    while time.monotonic() - begin < SECONDS:
        # Whatever it printed before it ended is in the pipe, even where something else keeps that one open.
        ended = process.poll() is not None
        try:
            chunk = chunks.get(timeout=_STEP)
        except queue.Empty:
            if ended:
                break
            if not waits and time.monotonic() - begin >= _PATIENCE:
                waits = True
                told()
            continue
        text += chunk
        if not chunk or (b"\n" in chunk and enough(_decoded(text.rpartition(b"\n")[0]))):
            break
    return _decoded(text)


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")
