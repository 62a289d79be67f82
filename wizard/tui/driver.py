"""The terminal the app draws on, which may go away."""

import sys

from textual.drivers.linux_driver import LinuxDriver


def terminal_is_there() -> bool:
    """Whether the terminal the program was started in is still open."""
    return sys.__stdin__ is not None and sys.__stdin__.isatty()


class TerminalDriver(LinuxDriver):
    """Textual's driver of Linux and macOS, which also comes to an end when its terminal is gone.

    With a closed terminal comes SIGCONT beside SIGHUP. Textual takes it for the end of a suspension and begins to draw
    anew; where nobody reads, its thread for writing dies, and whatever is written after that waits for ever.
    """

    def write(self, data: str) -> None:
        """Write ``data``, or nothing where there is no terminal any more."""
        if terminal_is_there():
            super().write(data)

    def close(self) -> None:
        """Wait for the last write, where it can end."""
        if terminal_is_there():
            super().close()

    def _sigcont_application(self, *arguments: object) -> None:
        if terminal_is_there():
            super()._sigcont_application(*arguments)
