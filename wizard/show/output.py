"""The one gate to the terminal: results on standard output, the talk on standard error.

Whatever is printed comes from anywhere, and passes ``visible`` here. Colours and moves of the cursor are put around it
behind that: no text brings any of its own.
"""

import errno
import io
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TextIO

from wizard.errors import WriteError
from wizard.text.visible import visible

_RESET: Final = "\x1b[0m"
_STYLES: Final = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}


class NotPrintedError(WriteError):
    """The result cannot be printed: the disk behind standard output is full, or fails."""


@dataclass(frozen=True)
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

    def info(self, text: str) -> None:
        """Print what goes beside the result."""
        if not self.quiet and not self.json:
            _print(text, sys.stderr)

    def error(self, text: str) -> None:
        """Print an error, also when quiet."""
        _print(text, sys.stderr)

    def diff(self, text: str) -> None:
        """Print a unified diff, coloured where wanted.

        Raises:
            NotPrintedError: standard output takes nothing any more.
        """
        if self.json or not text:
            return
        _print(text, sys.stdout, _STYLES if self._colored() else {})

    def ask(self, question: str) -> None:
        """Print a question, also when quiet; the answer is typed behind it."""
        _print(f"{question.rstrip()} ", sys.stderr, end="")

    def typed_over(self, typed: str, shown: str) -> bool:
        """Put the line ``shown`` in the place of ``typed``, which was ended with Enter just now.

        False where the terminal cannot do that: ``typed`` stays on it.
        """
        if not sys.stderr.isatty() or os.environ.get("TERM", "dumb") == "dumb":
            return False
        import shutil

        rows = max(1, -(-_cells(typed) // shutil.get_terminal_size().columns))
        _write(f"\x1b[{rows}A\r\x1b[J{_harmless(shown, sys.stderr)}\n", sys.stderr)
        return True

    def _colored(self) -> bool:
        if self.color != "auto":
            return self.color == "always"
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def open_streams() -> None:
    """Give the standard streams that whoever started the program closed (``>&-``) a place that takes anything.

    Else the next file that is opened would get their number, and what is printed would go there.
    """
    if isinstance(sys.stdin, io.TextIOWrapper):
        with suppress(io.UnsupportedOperation):  # somebody has read from it
            # A byte that is no text reaches whoever asked, and is refused with a sentence.
            sys.stdin.reconfigure(errors="surrogateescape")
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def discard_output(*, errors_too: bool = False) -> None:
    """Let standard output go nowhere from here on (``errors_too``: both), as Python would try again at its end."""
    for out in (sys.stdout, sys.stderr) if errors_too else (sys.stdout,):
        _discard(out)


def _discard(out: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())


def _print(text: str, out: TextIO, styles: dict[str, str] | None = None, end: str = "\n") -> None:
    """Print ``text``, its lines in the style that ``styles`` has for their first character."""
    lines = _harmless(text.rstrip("\n"), out)
    if styles:
        lines = "\n".join(
            f"{styles[line[:1]]}{line}{_RESET}" if line[:1] in styles else line for line in lines.split("\n")
        )
    _write(f"{lines}{end}", out)


def _harmless(text: str, out: TextIO) -> str:
    """``text`` made visible but for its line ends; a terminal or pipe without UTF-8 gets replacements, not a crash."""
    encoding = out.encoding or "utf-8"
    return "\n".join(map(visible, text.split("\n"))).encode(encoding, "replace").decode(encoding)


def _cells(text: str) -> int:
    """How many columns a terminal needs for ``text``."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1 for char in text)


def _write(text: str, out: TextIO) -> None:
    try:
        out.write(text)
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _discard(out)
        # A result must not be lost unnoticed; the talk may. EIO: the terminal was closed, and nobody reads any more.
        if out is sys.stdout and error.errno != errno.EIO:
            raise NotPrintedError("cli.not-printed", reason=error.strerror) from error
