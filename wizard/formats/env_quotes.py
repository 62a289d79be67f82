"""Finds quotes that hide lines of a ``.env`` source from programs that read it.

Observed with Codex 0.80.0 and the shells: a quote anywhere in a line (``A=it's``) runs on over the lines below to its
partner, and where there is none, nothing of the rest is read. A backslash keeps its quote from closing even between
``'``, and ``#`` starts a comment at the start of a line or behind a blank, but for Codex not behind two.
"""

import re
from typing import Final

_TOKENS: Final = re.compile(
    rb"^[ \t\r\f\v]*+#[^\n]*+"
    rb"|\\."
    rb"|[ \t\f\v](?:#[^\n]*+|[^\\'\"\n])?+"
    rb"|(?P<quote>[\"'])(?P<closed>(?:(?!(?P=quote))[^\\]|\\.)*+(?P=quote))?+"
    rb"|[^\\'\" \t\f\v]",
    re.DOTALL | re.MULTILINE,
)


def open_quote(source: bytes, offset: int) -> int | None:
    """The byte of the quote that is open at ``offset``, or None where programs read what stands there."""
    for token in _TOKENS.finditer(source):
        if token.start() >= offset:
            break
        if token["quote"] and (token["closed"] is None or offset < token.end()):
            return token.start()
    return None


def readable_line(source: bytes) -> int:
    """The last place for a line that programs read: the end, or above a quote that is never closed."""
    offset = len(source)
    while (quote := open_quote(source, offset)) is not None:
        offset = source.rfind(b"\n", 0, quote) + 1
    return offset
