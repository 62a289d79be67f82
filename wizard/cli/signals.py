"""The signals to end: each ends the program in order, at any moment, with one exit code and no traceback."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from wizard.apply.interruptions import ENDING

if TYPE_CHECKING:
    _Hook: TypeAlias = Callable[[sys.UnraisableHookArgs], object]

_SOON: Final = 0.001
"""Seconds until an interruption that Python lost comes again."""


class Waiting(Protocol):
    """Who keeps a Ctrl+C that comes before the program can answer it."""

    def done(self) -> None:
        """From now on Ctrl+C is a KeyboardInterrupt; one that came already is raised."""


@contextmanager
def signals_as_interrupts(waiting: Waiting | None = None) -> Iterator[None]:
    """In the block every signal to end is a KeyboardInterrupt, as Ctrl+C is; ``waiting`` took Ctrl+C until now.

    Outside the main thread, where Python delivers no signals, nothing changes.

    Raises:
        KeyboardInterrupt: a signal came, in the block or while ``waiting`` had it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # Windows has not all of them. What is ignored stays so, as under nohup.
    wanted = dict.fromkeys(ENDING, _interrupt) | {"SIGALRM": _again}
    handlers = {getattr(signal, name): handler for name, handler in wanted.items() if hasattr(signal, name)}
    ours = {number: handler for number, handler in handlers.items() if signal.getsignal(number) is signal.SIG_DFL}
    for number, handler in ours.items():
        signal.signal(number, handler)
    earlier = sys.unraisablehook
    sys.unraisablehook = _not_lost(earlier)
    try:
        if waiting:
            waiting.done()
        yield
    finally:
        sys.unraisablehook = earlier
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def without_core() -> None:
    """See that no core file is written, whatever ends the program: the key would be in it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))


def is_interruption(error: BaseException) -> bool:
    """Whether ``error`` is an interruption in the clothes of another: the making of a class dresses it so."""
    seen: BaseException | None = error
    while seen and not isinstance(seen, KeyboardInterrupt):
        seen = seen.__cause__ or seen.__context__
    return seen is not None


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _again(_number: int, _frame: FrameType | None) -> None:
    signal.raise_signal(signal.SIGINT)


def _not_lost(earlier: "_Hook") -> "_Hook":
    """A hook for what can be raised nowhere, in a callback say: an interruption comes again, to where it can be."""

    def noted(lost: "sys.UnraisableHookArgs") -> None:
        if lost.exc_type is KeyboardInterrupt and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, _SOON)
        else:
            earlier(lost)

    return noted
