"""Ctrl+C and the signals to end, held back while files are being written."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from wizard.errors import CancelledError

ENDING: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
"""The names of the signals that end the program; Windows has not all of them."""


class Made:
    """How many changes this process has made so far: they stay, whatever comes after."""

    count = 0


class Interruptions:
    """The signals that arrived while they were held back."""

    def __init__(self) -> None:
        self.received: list[int] = []
        self.settled = False

    def stop_if_any(self) -> None:
        """Raise CancelledError if a signal has arrived."""
        if self.received:
            raise CancelledError("apply.interrupted")

    def settle(self) -> None:
        """The change is done: from now on a signal comes too late and is passed over, so that the end is told."""
        self.settled = True
        Made.count += 1

    def note(self, number: int, _frame: FrameType | None) -> None:
        """Remember a signal instead of acting on it."""
        self.received.append(number)


@contextmanager
def held_back() -> Iterator[Interruptions]:
    """Hold the signals back while the block runs and deliver them after it, to whoever handled them before.

    The block must call ``stop_if_any`` where it can still turn back. Outside the main thread, where Python
    delivers no signals, nothing is held back and nothing interrupts the block.
    """
    interruptions = Interruptions()
    if threading.current_thread() is not threading.main_thread():
        yield interruptions
        return
    earlier: dict[int, Any] = {}
    try:
        for number in (getattr(signal, name) for name in ENDING if hasattr(signal, name)):
            # Ignored signals stay ignored (nohup); None is a handler Python did not set and could not
            # restore.
            if signal.getsignal(number) not in {signal.SIG_IGN, None}:
                earlier[number] = signal.signal(number, interruptions.note)
        yield interruptions
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
        for number in () if interruptions.settled else dict.fromkeys(interruptions.received):
            signal.raise_signal(number)
