"""Reading what is typed: a line, or one that is not shown and leaves the terminal as it was, however it is left."""

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

_MOST: Final = 4096


def line() -> str:
    """A typed line; a byte in it that is no text is a lone surrogate.

    Raises:
        EOFError: nothing more is typed.
    """
    if sys.stdin.isatty() and hasattr(sys.stdin, "buffer"):
        _wait_for_typing(sys.stdin.fileno())
    return input()


def hidden(ask: Callable[[], None]) -> str:
    """A line that is typed and not shown; ``ask`` prints the question, again when the program was stopped meanwhile.

    While it is stopped, and whatever ends the question, the terminal shows what is typed.

    Raises:
        EOFError: nothing more is typed.
    """
    if sys.platform == "win32":
        from getpass import getpass

        ask()
        return getpass("")
    terminal = sys.stdin.fileno()
    with _unseen(terminal, ask):
        ask()
        return _typed(terminal).decode("utf-8", "surrogateescape").removesuffix("\n")


def _wait_for_typing(terminal: int) -> None:
    """Return when there is something to read.

    A signal that comes just before a read is noticed by Python only after it; this wait is ended by it at once.
    """
    if sys.platform == "win32":
        return
    noticed, noticing = os.pipe()
    os.set_blocking(noticing, False)
    earlier = signal.set_wakeup_fd(noticing, warn_on_full_buffer=False)
    try:
        while terminal not in select.select([terminal, noticed], [], [])[0]:
            os.read(noticed, _MOST)
    finally:
        signal.set_wakeup_fd(earlier)
        os.close(noticing)
        os.close(noticed)


def _typed(terminal: int) -> bytes:
    typed = b""
    while not typed.endswith(b"\n"):
        _wait_for_typing(terminal)
        piece = os.read(terminal, _MOST)
        if not piece and not typed:
            raise EOFError
        if not piece:
            break
        typed += piece
    return typed


@contextmanager
def _unseen(terminal: int, ask: Callable[[], None]) -> Iterator[None]:
    import termios

    shown = termios.tcgetattr(terminal)
    unseen = [*shown[:3], shown[3] & ~termios.ECHO, *shown[4:]]

    def change(settings: list[int | list[bytes | int]], when: int = termios.TCSADRAIN) -> None:
        with suppress(termios.error):  # the terminal is gone, or another program has it
            termios.tcsetattr(terminal, when, settings)

    def stop(number: int, _frame: FrameType | None) -> None:
        change(shown)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        # Here the program goes on once it is resumed.
        signal.signal(number, stop)
        change(unseen)
        ask()

    def resumed(_number: int, _frame: FrameType | None) -> None:
        change(unseen)  # whoever had the terminal meanwhile may have shown what is typed

    handlers = {signal.SIGTSTP: stop, signal.SIGCONT: resumed}
    earlier = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        change(unseen, termios.TCSAFLUSH)
        yield
    finally:
        change(shown)
        for number, handler in earlier.items():
            signal.signal(number, handler)
