"""Text from anywhere as it may be shown: nothing in it acts on a terminal, and nothing in it hides."""

from typing import Final

HIDDEN: Final = (
    "\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u180b-\\u180e\\u200b-\\u200f\\u2028-\\u202e"
    "\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb"
)
"""What cannot be seen, as it stands in the brackets of a regular expression of any language: controls (C0 and C1),
marks that turn the direction of what follows, blanks without a width, separators of lines."""


def visible(text: str) -> str:
    """``text`` with every character that could act on a terminal written out; tabs stay."""
    if text.isprintable():
        return text
    return "".join(char if char == "\t" or char.isprintable() else _written_out(char) for char in text)


def hidden_in(text: str) -> str | None:
    """The first character of ``text`` that cannot be seen, by its number (``U+202E``); None where all can be seen."""
    if text.isascii() and text.isprintable():
        return None
    import re

    # Beside them tags, and what stands for bytes that are no text.
    found = re.search(f"[{HIDDEN}\ud800-\udfff\U000e0000-\U000e0fff]", text)
    return f"U+{ord(found.group()):04X}" if found else None


def _written_out(char: str) -> str:
    code = ord(char)
    if code < 0x20:  # noqa: PLR2004  the C0 controls, which have pictures of their own
        return chr(0x2400 + code)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  the basic plane
