"""The errors a user may see: each a code of the text files with the values its sentence names."""

from pathlib import Path
from typing import ClassVar

from wizard.text import has, say


class WizardError(Exception):
    """Something cannot be done, and the sentence says what, where, why and what to do next.

    ``code`` is the dotted key of the sentence in the text files (``formats.syntax``); the sentence of the next
    step stands at ``<code>-hint`` where there is one. ``values`` fill both. ``path`` is the file it is about.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        path = values.pop("path", None)
        self.path = path if isinstance(path, Path) else None
        self.values = values

    @property
    def sentence(self) -> str:
        """What is wrong, in the current language, without the file."""
        return say(self.code, **self.values)

    @property
    def message(self) -> str:
        """What is wrong, in the current language; starts with the file where one is known."""
        return f"{self.path}: {self.sentence}" if self.path else self.sentence

    @property
    def hint(self) -> str:
        """What to do next, in the current language; empty where the sentence already says so."""
        key = f"{self.code}-hint"
        return say(key, **self.values) if has(key) else ""

    @property
    def text(self) -> str:
        """What is wrong and what to do next, in one line."""
        return f"{self.message} {self.hint}".rstrip()

    def __str__(self) -> str:
        return self.message


class UsageError(WizardError):
    """The command line or a missing choice: exit code 2."""

    exit_code = 2


class WriteError(WizardError):
    """Reading or writing failed and everything was put back: exit code 4."""

    exit_code = 4


class CancelledError(WizardError):
    """The user said no or left: exit code 130, nothing changed."""

    exit_code = 130
