"""Command lines as they are shown: they run when they are pasted into a shell."""

import shlex
from collections.abc import Iterable
from typing import Final

_SPECIAL: Final = "'\\"


def command_line(words: Iterable[str]) -> str:
    """``words`` as one line that bash, zsh and ksh read as these words, and that is all printable."""
    return " ".join(map(quoted, words))


def quoted(word: str) -> str:
    """``word`` as one word of such a line. Bytes of a path that are no text stay the same bytes."""
    if not word.isprintable():
        return f"$'{''.join(map(_escaped, word))}'"
    # zsh takes a word that begins with an equals sign for the name of a program.
    return f"'{word}'" if word.startswith("=") and "'" not in word else shlex.quote(word)


def _escaped(char: str) -> str:
    """``char`` inside ``$'…'``: three octal digits a byte, which no digit behind them can be taken into."""
    if char.isprintable():
        return f"\\{char}" if char in _SPECIAL else char
    is_byte = "\udc80" <= char <= "\udcff"
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape" if is_byte else "surrogatepass"))
