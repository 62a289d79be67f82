"""The one module that prints: results on standard output, the talk on standard error."""

import errno
import os
import sys
from dataclasses import dataclass
from typing import TextIO

_RESET = "\x1b[0m"
_STYLES = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}


@dataclass(frozen=True, slots=True)
class Output:
    """How to print. ``json`` keeps standard output for the one object; ``quiet`` leaves the talk out."""

    json: bool = False
    quiet: bool = False
    color: str = "auto"

    def result(self, text: str) -> None:
        """Print a result."""
        if not self.json:
            _print(text, sys.stdout)

    def talk(self, text: str) -> None:
        """Print what goes beside the result."""
        if not self.quiet and not self.json:
            _print(text, sys.stderr)

    def complaint(self, text: str) -> None:
        """Print an error, also when quiet."""
        _print(text, sys.stderr)

    def diff(self, text: str) -> None:
        """Print a unified diff, coloured where wanted."""
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


def _print(text: str, out: TextIO) -> None:
    """Print so that a terminal or pipe without UTF-8 gets replacements, not a crash, and a closed terminal nothing."""
    encoding = out.encoding or "utf-8"
    try:
        out.write(text.rstrip("\n").encode(encoding, "replace").decode(encoding) + "\n")
        out.flush()
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        # The terminal was closed and nobody reads any more; Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
