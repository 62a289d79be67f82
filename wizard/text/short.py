"""Text of any length made short enough to be read: a word, such as a name from a file, and a whole line."""

import re
from typing import Final

BEGINNING: Final = 1_200
"""Characters that are shown of the beginning of a line that is too long."""
END: Final = 600
"""Characters that are shown of its end, where it is said what to do next."""
_LONGEST_LINE: Final = 4_000
_IN_A_WORD: Final = r"[^\s“”、。，；：！？（）]"
_LONG_WORD: Final = re.compile(rf"(?<!{_IN_A_WORD}){_IN_A_WORD}{{513,}}")
_SHOWN: Final = 160
"""Characters that are shown of a word that is too long."""
_LONGEST_NAME: Final = 255
"""Characters of a file's name; what has no longer one between its slashes may be a path, and is shown whole."""


def shortened(text: str) -> str:
    """``text``, one line whose keys are masked already, with an ellipsis for what is too long of it."""
    if len(text) > _LONGEST_LINE:
        text = f"{text[:BEGINNING]}…{text[-END:]}"
    return _LONG_WORD.sub(_short_word, text)


def _short_word(match: re.Match[str]) -> str:
    word = match.group()
    if "/" in word and max(map(len, word.strip("\"'(),.:;").split("/"))) <= _LONGEST_NAME:
        return word
    return f"{word[:_SHOWN]}…"
