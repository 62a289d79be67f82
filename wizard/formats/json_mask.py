"""JSONC as strict JSON of the same length: comments and trailing commas become blanks."""

import re
from typing import Final

# Both runs end at the next thing to blank, or where the text is broken; they jump over strings, so that a URL
# is no comment.
_TO_COMMENT: Final = re.compile(r'(?:[^"/]++|"(?:[^"\\]++|\\.)*+"|/(?![/*]))*+', re.DOTALL)
_TO_COMMA: Final = re.compile(r'(?:[^",]++|"(?:[^"\\]++|\\.)*+"|,(?![ \t\r\n]*+[\]}]))*+', re.DOTALL)
_COMMENT: Final = re.compile(r"//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/")
_COMMA: Final = re.compile(r",(?=[ \t\r\n]*+[\]}])")


def masked(text: str, start: int) -> str:
    """``text`` with blanks for comments and for a comma that stands between a value and a closing bracket.

    What is broken (a comment without end, a string without end, a comma without a value before it) stays, so
    that the reader of strict JSON stumbles over it at its own place.
    """
    without_comments = blanked(text, comments(text, start))
    return blanked(without_comments, trailing_commas(without_comments, start))


def comments(text: str, start: int) -> list[tuple[int, int]]:
    """The spans of all comments, in order, up to the first broken place."""
    spans: list[tuple[int, int]] = []
    if "//" not in text and "/*" not in text:
        return spans
    position = start
    while True:
        position = _end(_TO_COMMENT, text, position)
        comment = _COMMENT.match(text, position)
        if comment is None:
            return spans
        position = comment.end()
        spans.append(comment.span())


def trailing_commas(text: str, start: int) -> list[tuple[int, int]]:
    """The spans of all trailing commas in ``text``, which has no comments."""
    spans: list[tuple[int, int]] = []
    if not _COMMA.search(text):
        return spans
    position = start
    while True:
        position = _end(_TO_COMMA, text, position)
        if not _COMMA.match(text, position):
            return spans
        if _follows_value(text, position):
            spans.append((position, position + 1))
        position += 1


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _follows_value(text: str, position: int) -> bool:
    before = position - 1
    while before >= 0 and text[before] in " \t\r\n":
        before -= 1
    return before >= 0 and text[before] not in "[{,:"


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """``text`` with blanks for ``spans``, which are in order."""
    if not spans:
        return text
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += (text[done:start], " " * (end - start))
        done = end
    parts.append(text[done:])
    return "".join(parts)
