"""Running a package's code so that what it prints goes nowhere and what it changes about the process is put back."""

import contextlib
import io
import locale
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeVar

from wizard.text import say

_Answer = TypeVar("_Answer")
_STREAMS: Final = ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")
_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)
)
_STANDARD_OUTPUT: Final = 1
_inside = threading.local()
"""Whose ``depth`` says how many calls into packages this thread is in."""


class MeddledError(Exception):
    """A package's code changed something of the process that is not its own; it is as before. ``what`` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def contained(ask: Callable[[], _Answer]) -> _Answer:
    """What ``ask`` returns or raises.

    Raises:
        MeddledError: it changed the working folder, a variable, a signal's handler or the like.
    """
    before = _Surroundings.now()
    replaced: list[str] = []
    try:
        with _silenced(replaced):
            answer = ask()
    finally:
        changed = [*before.put_back(), *replaced]
    if changed:
        raise MeddledError(", ".join(say(f"plugins.changed.{name}") for name in changed))
    return answer


class _Surroundings(NamedTuple):
    """What code can change of the process it runs in."""

    folder: str | None
    variables: dict[str, str]
    handlers: dict[int, Any]
    language: str
    depth: int

    @classmethod
    def now(cls) -> "_Surroundings":
        """As they are now."""
        handlers = {number: signal.getsignal(number) for number in _SIGNALS}
        return cls(_folder(), dict(os.environ), handlers, locale.setlocale(locale.LC_ALL), sys.getrecursionlimit())

    def put_back(self) -> Iterator[str]:
        """Make them what they were; the names of those that were something else."""
        now = self.now()
        if now.folder != self.folder:
            with contextlib.suppress(OSError):
                os.chdir(self.folder or ".")
            yield "folder"
        if now.variables != self.variables:
            os.environ.clear()
            os.environ.update(self.variables)
            yield "variables"
        if now.handlers != self.handlers:
            for number, handler in self.handlers.items():
                with contextlib.suppress(ValueError, TypeError):  # not in the main thread, or none that Python had set
                    signal.signal(number, handler)
            yield "signals"
        if now.language != self.language:
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_ALL, self.language)
            yield "language"
        if now.depth != self.depth:
            sys.setrecursionlimit(self.depth)
            yield "depth"


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109  compared as a text
    except OSError:
        return None


class _Nothing(io.RawIOBase):
    """Takes everything and has nothing to read."""

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, _buffer: Any) -> int:  # noqa: ANN401  as in the base class
        return 0

    def write(self, content: Any) -> int:  # noqa: ANN401  as in the base class
        return len(content)


class _Screen:
    """In the place of the standard stream ``stream``: for all but a package's code it is that stream."""

    def __init__(self, stream: Any, *, read: bool) -> None:  # noqa: ANN401  whatever stands there
        self._stream = stream
        nothing = io.BufferedReader(_Nothing()) if read else io.BufferedWriter(_Nothing())
        self._nowhere = io.TextIOWrapper(nothing, "utf-8", "replace")

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  a stream's attributes
        return getattr(self._present, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._present)

    def reconfigure(self, **options: Any) -> None:  # noqa: ANN401  as in the base class
        """As for the stream; of what goes nowhere there is nothing to configure."""
        if self._present is not self._nowhere:
            self._stream.reconfigure(**options)

    @property
    def was_closed(self) -> bool:
        """Whether a package's code closed what it took for the stream."""
        return self._nowhere.closed

    @property
    def _present(self) -> Any:  # noqa: ANN401  as above
        return self._nowhere if getattr(_inside, "depth", 0) else self._stream


class _Held:
    """The standard streams while any thread runs a package's code; one set for all threads, as Python has one."""

    lock = threading.Lock()
    count = 0
    streams: dict[str, Any] = {}  # noqa: RUF012  of the one process
    screens: dict[str, _Screen] = {}  # noqa: RUF012  as above


@contextlib.contextmanager
def _silenced(replaced: list[str]) -> Iterator[None]:
    """Show the code in this block streams that lead nowhere; ``streams`` comes into ``replaced`` where it changed them.

    Other threads, such as the one that draws the screen, see what they always see.
    """
    with _Held.lock:
        if not _Held.count:
            _Held.streams = {name: getattr(sys, name) for name in _STREAMS}
            _Held.screens = {name: _Screen(stream, read="stdin" in name) for name, stream in _Held.streams.items()}
            for name, screen in _Held.screens.items():
                setattr(sys, name, screen)
        _Held.count += 1
    _inside.depth = getattr(_inside, "depth", 0) + 1
    try:
        with _standard_output_nowhere():
            yield
    finally:
        _inside.depth -= 1
        with _Held.lock:
            _Held.count -= 1
            if any(screen.was_closed for screen in _Held.screens.values()):
                replaced[:] = ["streams"]
            for name in _STREAMS:
                now = getattr(sys, name, None)
                if _is_one_of(now, _Held.screens):
                    setattr(sys, name, (_Held.screens if _Held.count else _Held.streams)[name])
                elif not _is_one_of(
                    now, _Held.streams
                ):  # else a screen that goes has put back what was there before it
                    setattr(sys, name, (_Held.screens if _Held.count else _Held.streams)[name])
                    replaced[:] = ["streams"]


def _is_one_of(stream: object, streams: Mapping[str, object]) -> bool:
    return any(stream is one for one in streams.values())


@contextlib.contextmanager
def _standard_output_nowhere() -> Iterator[None]:
    """Standard output itself leads nowhere, also for programs that are started and for code that is not Python.

    Only in the main thread, where nobody else prints meanwhile.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    try:
        kept = os.dup(_STANDARD_OUTPUT)
    except OSError:  # it is closed
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _STANDARD_OUTPUT)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, _STANDARD_OUTPUT)
        os.close(kept)
