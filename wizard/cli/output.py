"""The one module that prints: results on standard output, the talk on standard error."""

import errno
import os
import sys
from dataclasses import dataclass
from typing import Any, TextIO

from wizard.errors import WriteError

_RESET = "\x1b[0m"
_STYLES = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}


class NotPrintedError(WriteError):
    """The result cannot be printed: the disk behind standard output is full, or fails."""


@dataclass(frozen=True, slots=True)
class Output:
    """How to print. ``json`` keeps standard output for the one object; ``quiet`` leaves the talk out."""

    json: bool = False
    quiet: bool = False
    color: str = "auto"

    def result(self, text: str) -> None:
        """Print a result.

        Raises:
            NotPrintedError: standard output takes nothing any more.
        """
        if not self.json:
            _print(text, sys.stdout)

    def answer(self, answer: dict[str, Any]) -> None:
        """Print the one JSON object, where JSON is wanted.

        Raises:
            NotPrintedError: standard output takes nothing any more.
        """
        if self.json:
            import json  # not at the top: the first screen would wait for it

            _print(json.dumps(answer, indent=2), sys.stdout)

    def talk(self, text: str) -> None:
        """Print what goes beside the result."""
        if not self.quiet and not self.json:
            _print(text, sys.stderr)

    def complaint(self, text: str) -> None:
        """Print an error, also when quiet."""
        _print(text, sys.stderr)

    def diff(self, text: str) -> None:
        """Print a unified diff, coloured where wanted.

        Raises:
            NotPrintedError: standard output takes nothing any more.
        """
        if self.json or not text:
            return
        if not self._colored():
            _print(text, sys.stdout)
            return
        lines = (f"{_STYLES[line[:1]]}{line}{_RESET}" if line[:1] in _STYLES else line for line in text.splitlines())
        _print("\n".join(lines), sys.stdout)

    def _colored(self) -> bool:
        if self.color != "auto":
            return self.color == "always"
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def open_streams() -> None:
    """Give the standard streams that whoever started the program closed (``>&-``) a place that takes anything.

    Else the next file that is opened would get their number, and what is printed would go there.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def silence(out: TextIO) -> None:
    """Let ``out`` take anything from here on: Python must not try again, and complain, at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())


def flush() -> None:
    """See that what others wrote to standard output arrives.

    Raises:
        NotPrintedError: it does not.
    """
    _write("", sys.stdout)


def _print(text: str, out: TextIO) -> None:
    """Print so that a terminal or pipe without UTF-8 gets replacements, not a crash, and a closed terminal nothing."""
    encoding = out.encoding or "utf-8"
    _write(text.rstrip("\n").encode(encoding, "replace").decode(encoding) + "\n", out)


def _write(text: str, out: TextIO) -> None:
    try:
        out.write(text)
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence(out)
        # A result must not be lost unnoticed; the talk may. EIO: the terminal was closed, and nobody reads any more.
        if out is sys.stdout and error.errno != errno.EIO:
            raise NotPrintedError("cli.not-printed", reason=error.strerror) from error
