"""Asking an installed client for its version. It may take its time: who waits is told, and may go on without."""

import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from wizard.files.places import names_in
from wizard.files.snapshot import FileRefusedError, content_of

if TYPE_CHECKING:
    from wizard.plan.asking import Process

_Result = TypeVar("_Result")
Version = tuple[int, ...] | None

_FRESH: Final = 60.0
"""Seconds for which an answer, or that there was none, is not asked for again."""
_NUMBERS: Final = re.compile(r"(?<![0-9])([0-9]{1,6})\.([0-9]{1,6})\.([0-9]{1,6})(?![0-9])")
"""A version. Where numbers are longer than any version's, there is none."""
_MOST_OF_A_PACKAGE: Final = 1024 * 1024
"""Bytes of what describes a package."""
_answers: dict[tuple[str, int, int], tuple[float, Version]] = {}


class Watch:
    """Tells ``told`` the name of every client that is waited for, from the thread that waits."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self._told = told
        self._asked: Process | None = None
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

    def begin(self, process: "Process") -> None:
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
            from wizard.plan.asking import kill

            kill(self._asked)


_WATCH: Final[ContextVar[Watch | None]] = ContextVar("watch", default=None)


def version_of_client(command: Path, name: str) -> Version:
    """The version of ``command``: from its package where npm or pip put it there, else from its own ``--version``.

    ``name`` is the client's, for whoever watches. None where it is not known, whatever the reason.
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
    version = _said(command, name)
    watch = _WATCH.get()
    if version or not (watch and watch.stopped):
        _answers[key] = (time.monotonic(), version)
    return version


def _understood(text: str) -> Version:
    match = _NUMBERS.search(text)
    return tuple(map(int, match.groups())) if match else None


def _packaged(command: Path) -> str:
    real = Path(os.path.realpath(command))
    for folder in list(real.parents)[:4]:
        try:
            package = json.loads(content_of(folder / "package.json", max_bytes=_MOST_OF_A_PACKAGE) or b"null")
        except (FileRefusedError, ValueError, RecursionError):
            continue
        names = package.get("bin") if isinstance(package, dict) else None
        if isinstance(names, dict) and command.stem in names:
            return str(package.get("version", ""))
    return ""


def _distributed(command: Path) -> str:
    """The version of the Python package beside ``command`` that made it; some take seconds to say it themselves."""
    named = re.compile(rf"^{re.escape(command.stem)}\s*=", re.MULTILINE)
    for package in _packages(Path(os.path.realpath(command)).parent.parent / "lib"):
        try:
            text = content_of(package / "entry_points.txt", max_bytes=_MOST_OF_A_PACKAGE) or b""
        except FileRefusedError:
            continue
        if named.search(text.decode("utf-8", "replace")):
            return package.name.partition("-")[2]
    return ""


def _packages(library: Path) -> Iterator[Path]:
    """The folders that describe the Python packages below ``library``, as far as they can be looked at."""
    for python in _names(library, "python*"):
        site = library / python / "site-packages"
        yield from (site / name for name in _names(site, "*.dist-info"))


def _names(folder: Path, pattern: str) -> list[str]:
    try:
        return [name for name in names_in(folder) if fnmatchcase(name, pattern)]
    except FileRefusedError:
        return []


def _said(command: Path, name: str) -> Version:
    """What ``--version`` says."""
    from wizard.plan.asking import printed

    watch = _WATCH.get()
    try:
        text = printed(
            command,
            "--version",
            enough=lambda lines: _understood(lines) is not None,
            begun=lambda process: watch.begin(process) if watch else None,
            told=lambda: watch.tell(name) if watch else None,
        )
    finally:
        if watch:
            watch.done()
    return _understood(text)
