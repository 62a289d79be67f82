"""An error text as people paste it, made plain enough to be compared: no colours, frames, escapes or line ends."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from wizard.key import masked_text

MOST_CHARACTERS: Final = 100_000
"""Of a longer text only the end is looked at: that is where the error stands."""
_MOST_SHOWN: Final = 20_000
"""Of what is shown to be edited, too: laying out more takes longer than one waits for a key."""
_ESCAPE: Final = re.compile(
    "\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[@-Z\\\\-_])|\x9b[0-?]*[ -/]*[@-~]"
)
_FRAME: Final = re.compile("[\u2500-\u25ff\u2800-\u28ff\u23bf\u2022\u2716\u2715\u2717\u2718\u26a0\u25cf\u23fa|]")
_QUOTES: Final = str.maketrans("\u2018\u2019\u201c\u201d\u00a0\u2026", "''\"\" .")
_CODE_POINT: Final = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True)
class Message:
    """``text`` is one line in lower case, ``lines`` are the single ones; ``original`` keeps the case."""

    text: str
    lines: tuple[str, ...]
    original: str

    @classmethod
    def of(cls, pasted: str) -> "Message":
        """The pasted text, made plain."""
        plain = _ESCAPE.sub("", pasted[-MOST_CHARACTERS:])
        plain = _harmless(_unescaped(_unescaped(plain)).translate(_QUOTES))
        lines = tuple(line for line in (" ".join(_FRAME.sub(" ", raw).split()) for raw in plain.split("\n")) if line)
        original = " ".join(lines)
        return cls(original.lower(), tuple(line.lower() for line in lines), original)


def readable(pasted: str) -> str:
    """The end of ``pasted`` as it may be shown: its lines, without keys, colours and control characters."""
    text = pasted[-MOST_CHARACTERS:]
    if len(text) < len(pasted):
        # The rest of the first line may begin in the middle of a key, or behind its name.
        text = text.partition("\n")[2] or text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return masked_text(_harmless(_ESCAPE.sub("", text).expandtabs(4)))[-_MOST_SHOWN:]


def _harmless(text: str) -> str:
    return "".join(char if char == "\n" or unicodedata.category(char)[0] != "C" else " " for char in text)


def _unescaped(text: str) -> str:
    """``text`` with the escapes of JSON strings written out, whatever stands around them."""
    text = _CODE_POINT.sub(lambda match: chr(int(match[1], 16)), text)
    for escape, char in (("\\n", "\n"), ("\\t", " "), ('\\"', '"'), ("\\/", "/")):
        text = text.replace(escape, char)
    return text
