"""What is pasted, told apart from what is typed."""

from collections.abc import Iterator
from typing import Final

from textual import events

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
_SHORTEST: Final = 3
"""Characters of a paste's beginning that are waited upon; fewer may be the Escape key."""


class Pastes:
    """Takes pastes out of what a terminal sends, in pieces of any size.

    Textual's parser reads escape sequences inside a paste as keys that are typed, which would answer questions.
    """

    def __init__(self) -> None:
        self._pasted: list[str] | None = None
        self._held = ""

    def feed(self, text: str) -> Iterator[str | events.Paste]:
        """What ``text`` goes on with: typed text as it is, and each paste that ends in it."""
        text, self._held = self._held + text, ""
        while text:
            marker = _BEGIN if self._pasted is None else _END
            before, found, text = text.partition(marker)
            if not found:
                before, self._held = _without_beginning(before, marker, _SHORTEST if self._pasted is None else 1)
            if self._pasted is None:
                if before:
                    yield before
                self._pasted = [] if found else None
            else:
                self._pasted.append(before)
                if found:
                    yield events.Paste("".join(self._pasted).replace("\x00", ""))
                    self._pasted = None

    def flush(self) -> str:
        """The beginning of a marker that never came to its end, as typed text."""
        if self._pasted is not None:
            return ""
        held, self._held = self._held, ""
        return held


def _without_beginning(text: str, marker: str, shortest: int) -> tuple[str, str]:
    """``text`` up to where ``marker`` may begin at its end, with ``shortest`` characters or more, and the rest."""
    for length in range(len(marker) - 1, shortest - 1, -1):
        if text.endswith(marker[:length]):
            return text[:-length], text[-length:]
    return text, ""
