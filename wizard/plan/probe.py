"""Asking an installed client for its version. It may take its time: who waits is told, and may go on without."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Final, TypeVar

from wizard.key import masked_text

_Result = TypeVar("_Result")
Version = tuple[int, ...] | None

_SECONDS: Final = 10.0
_PATIENCE: Final = 0.2
"""Seconds after which it is told that a client is waited for."""
_FRESH: Final = 60.0
"""Seconds for which an answer, or that there was none, is not asked for again."""
_SECRET_NAME: Final = re.compile(r"KEY|TOKEN|SECRET|PASS|CREDENTIAL", re.IGNORECASE)
_answers: dict[tuple[str, int, int], tuple[float, Version]] = {}


class Watch:
    """Tells ``told`` the name of every client that is waited for, from the thread that waits."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self._told = told
        self._asked: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self.skipped = self.stopped = False

    def over(self, work: Callable[[], _Result]) -> _Result:
        """What ``work`` returns or raises, watched while it is done in this thread."""
        token = _WATCH.set(self)
        try:
            return work()
        finally:
            _WATCH.reset(token)

    def skip(self) -> bool:
        """Go on without the version that is waited for, and ask for none from here on; whether one was waited for."""
        with self._lock:
            self.skipped = self._asked is not None
            self._end()
            return self.skipped

    def stop(self) -> None:
        """End what is waited for: nobody needs it any more."""
        with self._lock:
            self.stopped = True
            self._end()

    def begin(self, process: "subprocess.Popen[bytes]") -> None:
        """``process`` is waited for from now on."""
        with self._lock:
            self._asked = process
            if self.skipped or self.stopped:
                self._end()

    def tell(self, name: str) -> None:
        """It takes longer."""
        if not (self.skipped or self.stopped):
            self._told(name)

    def done(self) -> None:
        """Nothing is waited for."""
        with self._lock:
            self._asked = None

    def _end(self) -> None:
        if self._asked is not None:
            _kill(self._asked)


_WATCH: Final[ContextVar[Watch | None]] = ContextVar("watch", default=None)


def version_of_client(command: Path, name: str) -> Version:
    """The version of ``command``: from its package where npm or pip put it there, else from its own ``--version``.

    ``name`` is the client's, for whoever watches.
    """
    packaged = _understood(_packaged(command) or _distributed(command))
    if packaged:
        return packaged
    try:
        status = os.stat(command)  # noqa: PTH116  follows links, as the start does
    except OSError:
        return None
    key = (str(command), status.st_mtime_ns, status.st_size)
    asked, version = _answers.get(key, (-_FRESH, None))
    if time.monotonic() - asked < _FRESH:
        return version
    version = _understood(_printed(command, name))
    watch = _WATCH.get()
    if version or not (watch and watch.stopped):
        _answers[key] = (time.monotonic(), version)
    return version


def _understood(text: str) -> Version:
    match = re.search(r"(\d+)\.(\d+)\.(\d+)", text)
    return tuple(map(int, match.groups())) if match else None


def _packaged(command: Path) -> str:
    real = Path(os.path.realpath(command))
    for folder in list(real.parents)[:4]:
        try:
            package = json.loads((folder / "package.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            continue
        names = package.get("bin") if isinstance(package, dict) else None
        if isinstance(names, dict) and command.stem in names:
            return str(package.get("version", ""))
    return ""


def _distributed(command: Path) -> str:
    """The version of the Python package beside ``command`` that made it; some take seconds to say it themselves."""
    named = re.compile(rf"^{re.escape(command.stem)}\s*=", re.MULTILINE)
    around = Path(os.path.realpath(command)).parent.parent
    for scripts in around.glob("lib/python*/site-packages/*.dist-info/entry_points.txt"):
        try:
            text = scripts.read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue
        if named.search(text):
            return scripts.parent.name.partition("-")[2]
    return ""


def _printed(command: Path, name: str) -> str:
    """What ``--version`` prints, in a home folder of its own: some clients create files as they start.

    No variable goes along that holds a key or is called like one.
    """
    with tempfile.TemporaryDirectory() as scratch:
        kept = {
            variable: value
            for variable, value in os.environ.items()
            if not _SECRET_NAME.search(variable) and not variable.startswith("XDG_") and masked_text(value) == value
        }
        try:
            process = subprocess.Popen(  # noqa: S603  the client's own command, with a fixed argument
                [command, "--version"],
                env={**kept, "HOME": scratch, "USERPROFILE": scratch},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            return ""
        with process:
            return _answer(process, name).decode("utf-8", "replace")


def _answer(process: "subprocess.Popen[bytes]", name: str) -> bytes:
    """What ``process`` prints until it ends, is ended, or its time is over; nothing of it lives on."""
    watch = _WATCH.get()
    ended = False
    try:
        if watch:
            watch.begin(process)
        try:
            printed, _ = process.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            if watch:
                watch.tell(name)
            printed, _ = process.communicate(timeout=_SECONDS)
        ended = True
    except subprocess.TimeoutExpired:
        return b""
    finally:
        if watch:
            watch.done()
        if not ended:
            _kill(process)
    return printed


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End ``process`` with all that it started."""
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
