"""What a JSONC file has that strict JSON has not."""

import re
from typing import Final

from wizard.formats.edits import Replacement
from wizard.formats.json.document import JsonDocument
from wizard.formats.json.mask import marks
from wizard.formats.json.text import MARK

_LONE_CR: Final = re.compile(r"\r(?!\n)")


def strict_replacements(source: bytes, *, keep_comments: bool = False) -> tuple[Replacement, ...]:
    """The removals that make a JSONC source strict JSON; none where it is strict already.

    With ``keep_comments``, for readers that know comments but no trailing commas, only those go. Such a reader
    (``strip-json-comments``) takes a lone CR behind ``//`` for a part of the comment and passes over what follows; in a
    source that has one, every lone CR becomes LF.

    Comments and trailing commas go, a comment alone on its lines with these lines; all else stays.

    Raises:
        FormatError: the source is no well-formed JSONC, with line and column.
    """
    JsonDocument(source, "jsonc")
    text = source.decode("latin-1")
    start = len(MARK) if text.startswith(MARK) else 0
    spans = marks(text, start)
    commas = [span for span in spans if text[span[0]] == ","]
    comments = [span for span in spans if text[span[0]] != ","]
    removed = [*commas] if keep_comments else [*_with_lines(text, comments, start), *commas]
    made = [Replacement(begin, end, b"") for begin, end in removed]
    if keep_comments and any(_swallows_the_next_line(text, *span) for span in comments):
        made += [Replacement(match.start(), match.end(), b"\n") for match in _LONE_CR.finditer(text)]
    return tuple(sorted(made, key=lambda each: each.start))


def _swallows_the_next_line(text: str, begin: int, end: int) -> bool:
    return text.startswith("//", begin) and _LONE_CR.match(text, end) is not None


def _with_lines(text: str, spans: list[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    """The spans of comments, widened by the white space before them, and to whole lines where nothing else is left.

    Comments that follow each other on a line are one span, so that no widened spans overlap.
    """
    widened: list[tuple[int, int]] = []
    for begin, end in _neighbours(text, spans):
        first, last = begin, end
        while first > start and text[first - 1] in " \t":
            first -= 1
        while text[last : last + 1] in {" ", "\t"}:
            last += 1
        at_line_start = first == start or text[first - 1] in "\r\n"
        at_line_end = last == len(text) or text[last] in "\r\n"
        if at_line_start and at_line_end:
            last += 2 if text.startswith("\r\n", last) else int(last < len(text))
            widened.append((first, last))
        elif at_line_end:
            widened.append((first, last))
        else:
            widened.append((begin, end))
    return widened


def _neighbours(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and not text[joined[-1][1] : begin].strip(" \t"):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined
