"""JSONC as strict JSON of the same length: comments and trailing commas become blanks."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

_COMMENT: Final = r"//[^\r\n]*+|/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/"
Span = tuple[int, int]


@cache
def _run() -> re.Pattern[str]:
    """Up to the next thing to blank, or where the text is broken, or when it has had enough pieces.

    It jumps over strings, so that a URL is no comment.
    """
    return re.compile(
        r'(?>(?:[^"/,]++|"[^"\\]*+(?:\\.[^"\\]*+)*+"|/(?![/*])'
        rf"|,(?!(?:[ \t\r\n]++|{_COMMENT})*[\]}}])){{0,5000}})",
        re.DOTALL,
    )


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(rf"{_COMMENT}|,")


def mask(text: str, start: int) -> str:
    """``text`` with blanks for comments and trailing commas."""
    return blank_out(text, marks(text, start))


def marks(text: str, start: int) -> list[Span]:
    """The spans of all comments, and of all commas between a value and a closing bracket, in order.

    What is broken (a comment without end, a string without end, a comma without a value before it) is none of
    them, so that the reader of strict JSON stumbles over it at its own place.
    """
    spans: list[Span] = []
    position = start
    unmarked, marked = _run(), _mark()
    while True:
        while (run := unmarked.match(text, position)) and run.end() > position:
            position = run.end()
        mark = marked.match(text, position)
        if mark is None:
            return spans
        if mark[0] != "," or _follows_value(text, position, spans):
            spans.append(mark.span())
        position = mark.end()


def blank_out(text: str, spans: Sequence[Span]) -> str:
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


def _follows_value(text: str, comma: int, spans: Sequence[Span]) -> bool:
    """Whether a value ends before ``comma``, white space and the ``spans`` before it not counted."""
    before = comma
    number = len(spans) - 1
    while before > 0:
        if number >= 0 and spans[number][1] == before:
            before = spans[number][0]
            number -= 1
        elif text[before - 1] in " \t\r\n":
            before -= 1
        else:
            return text[before - 1] not in "[{,:"
    return False
