"""The terminal the app draws on: it may go away, and may send anything."""

import os
import re
import selectors
import signal
import sys
import threading
from codecs import getincrementaldecoder
from collections.abc import Iterable
from typing import Any, Final

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.keys import Keys
from textual.message import Message

from wizard.tui.pastes import Pastes

_MOST_CELLS: Final = 1000
"""Of a window, in each direction; laying out as much as a false report can name takes hours."""
_MOST_BYTES: Final = 4096
_TICK: Final = 0.1
"""Seconds between two looks at whether a sequence goes on."""
_LEAVING: Final = re.compile("[\x03\x11\x1c]|\x1b\\[(?:99|113|92)[;:][0-9;:]*u")
"""Ctrl+C, Ctrl+Q and Ctrl+Backslash, in both ways of telling them."""
_END_OF_PASTE: Final = "\x1b[201~"
_UNKNOWN: Final = re.compile("\x1b\\[[0-?]{30,}[ -/]*[@-~]|\x1b[]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)")
"""Reports nobody asked for: longer than any of Textual's, or of the kinds that hold a text."""
_REPORT: Final = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]")
_MOUSE_OR_MODE: Final = re.compile("\x1b\\[(?:<?[-0-9;]+[mM]|M|\\?[0-9;]+\\$y)")


def terminal_is_there() -> bool:
    """Whether the terminal the program was started in is still open."""
    return sys.__stdin__ is not None and sys.__stdin__.isatty()


def _stop() -> None:
    """Stop until somebody continues the program. The system does not where no shell of its session could do so."""
    handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    # SIGSTOP would stop it all the same, for ever; sent to this thread, it is not here before it went on.
    signal.pthread_kill(threading.get_ident(), signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, handler)


class Parser(XTermParser):
    """Textual's, which passes over what it does not understand: no report can stop it or press keys."""

    def parse_mouse_code(self, code: str) -> Message | None:
        """As Textual's; nothing where the numbers make no place."""
        try:
            return super().parse_mouse_code(code)
        except (ArithmeticError, ValueError):
            return None

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:  # noqa: FBT001, FBT002  as Textual's
        try:
            keys = list(super()._sequence_to_key_events(sequence, alt))
        except (ArithmeticError, ValueError):
            keys = []
        return keys or ([events.Key(Keys.Ignore, sequence)] if _is_unknown(sequence) else [])


def _is_unknown(sequence: str) -> bool:
    """Whether ``sequence`` is a whole report and none that Textual knows, or that may become one."""
    if not _REPORT.fullmatch(sequence) or _MOUSE_OR_MODE.fullmatch(sequence):
        return False
    return not any(known.startswith(sequence) for known in ANSI_SEQUENCES_KEYS)


class TerminalDriver(LinuxDriver):
    """Textual's driver of Linux and macOS, which no input stops, and which ends when its terminal is gone.

    With a closed terminal comes SIGCONT beside SIGHUP. Textual takes it for the end of a suspension and begins to draw
    anew; where nobody reads, its thread for writing dies, and whatever is written after that waits for ever.
    """

    def __init__(self, app: App[Any], **options: Any) -> None:  # noqa: ANN401  Textual's own, handed on
        super().__init__(app, **options)
        self._size = self._size or self._get_terminal_size()
        self._is_drawing = False
        self._is_suspended = False
        self._was_continued = False
        self._is_answering = False
        self._pastes = Pastes()

    def start_application_mode(self) -> None:
        """As Textual's, which does nothing in the background."""
        thread = self._key_thread
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual has no type there
        self._is_drawing = self._key_thread is not thread

    def stop_application_mode(self) -> None:
        """As Textual's."""
        self._is_drawing = False
        super().stop_application_mode()

    def disable_input(self) -> None:
        """As Textual's, which throws away what was typed; that stays where the app goes on at once."""
        if not self._is_answering:
            super().disable_input()
            return
        self._disable_mouse_support()
        self.exit_event.set()
        if self._key_thread is not None:
            self._key_thread.join()
        self.exit_event.clear()

    def run_input_thread(self) -> None:
        """Take what is typed until the app ends.

        Raises:
            OSError: the terminal is gone.
        """
        decode = getincrementaldecoder("utf-8")("replace").decode
        parser = Parser()
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                text = ""
                if selector.select(_TICK):
                    read = os.read(self.fileno, _MOST_BYTES)
                    if not read and not terminal_is_there():
                        raise OSError
                    text = decode(read) if read else ""
                if not self._took(parser, text):
                    parser = Parser()

    def _took(self, parser: Parser, text: str) -> bool:
        """Whether ``parser`` could deal with ``text``, and with the time that went by."""
        try:
            # Who wants to leave does not wait for the end of a paste, which may never come.
            text = _LEAVING.sub(_END_OF_PASTE + r"\g<0>", _UNKNOWN.sub("", text))
            for piece in self._pastes.feed(text) if text else [self._pastes.flush()]:
                for message in [piece] if isinstance(piece, events.Paste) else parser.feed(piece) if piece else ():
                    self.process_message(message)
            for message in parser.tick():
                self.process_message(message)
        except Exception:  # noqa: BLE001  whatever a terminal sends, what comes after it counts again
            return False
        return True

    def process_message(self, message: Message) -> None:
        """As Textual's; a size that nobody asked for, or that no window has, is passed over."""
        if isinstance(message, events.Resize):
            size = message.size
            if not self._in_band_window_resize or not (
                0 < size.width <= _MOST_CELLS and 0 < size.height <= _MOST_CELLS
            ):
                return
        super().process_message(message)

    def write(self, data: str) -> None:
        """Write ``data``, or nothing where there is no terminal any more."""
        if terminal_is_there():
            super().write(data)

    def close(self) -> None:
        """Wait for the last write, where it can end."""
        if terminal_is_there():
            super().close()

    def _get_terminal_size(self) -> tuple[int, int]:
        width, height = super()._get_terminal_size()
        return min(width, _MOST_CELLS), min(height, _MOST_CELLS)

    def _sigtstp_application(self, *_arguments: object) -> None:
        """Give the terminal back and stop; where no shell could make the program go on, take it again at once."""
        if not (self._auto_restart and self._is_drawing):
            _stop()
            return
        self._was_continued = False
        self.suspend_application_mode()
        self._is_suspended = True
        if not self._was_continued:
            _stop()
        if self._is_suspended:
            self._resume()

    def _sigcont_application(self, *_arguments: object) -> None:
        """Begin to draw again where that was left off.

        Where it was not, someone else stopped the program, and the shell may have used the terminal since.
        """
        self._was_continued = True
        if self._is_answering or not self._auto_restart or not terminal_is_there():
            return
        self._is_answering = True
        try:
            if self._is_drawing:
                self.suspend_application_mode()
                self._is_suspended = True
            if self._is_suspended:
                self._resume()
        finally:
            self._is_answering = False

    def _resume(self) -> None:
        self._must_signal_resume = True
        self.resume_application_mode()
        self._is_suspended = not self._is_drawing
