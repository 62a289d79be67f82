"""Which bytes go with deleted items."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from wizard.formats.edits import Replacement
from wizard.formats.json.dialect import NEWLINE
from wizard.formats.json.gaps import Gaps

_TWO_BREAKS: Final = re.compile(r"\r\n\r\n|\n\n|\r\r")


def cuts(gaps: Gaps, deleted: set[int], *, comma_stays: bool) -> Iterator[Replacement]:
    """The cuts that take the items ``deleted`` out of a container that keeps or gets others.

    ``comma_stays``: new items will follow the last one left.
    """
    last = len(gaps.listing) - 1
    for first, stop in _runs(sorted(deleted)):
        yield from _cut_run(gaps, first, stop)
        if stop == last and first > 0 and not comma_stays and not gaps.trailing_comma:
            yield Replacement(*gaps.comma_span(first - 1), b"")


def cuts_to_empty(gaps: Gaps) -> Iterator[Replacement]:
    """The cuts that leave a container with nothing but the comments that belong to no item."""
    last = len(gaps.listing) - 1
    parts = [_cut(gaps, index, first=0, stop=last) for index in range(last + 1)]
    start, close = gaps.listing.start + 1, gaps.listing.close
    edges = [start, *(edge for part in parts for edge in part), close]
    left = list(zip(edges[::2], edges[1::2], strict=True))
    if any(gaps.comments(*_ordered(piece)) for piece in left):
        yield from _cut_run(gaps, 0, last)
        return
    text = gaps.source.text
    first_comments = gaps.comments(start, gaps.start(0))
    opening = text[start : first_comments[0][0] if first_comments else gaps.start(0)]
    ending = text[gaps.rest_of_line(last).end : close]
    opened_below = _TWO_BREAKS.match(opening)
    if opened_below and not NEWLINE.search(opening, opened_below.end()) and NEWLINE.search(ending):
        close -= len(ending)
    elif opening == ending and not NEWLINE.search(opening):
        start += len(opening)
    yield Replacement(start, close, b"")


def _cut_run(gaps: Gaps, first: int, stop: int) -> Iterator[Replacement]:
    """The cuts that take out the items ``first`` to ``stop``; those that meet are one."""
    index, (start, end) = first, _cut(gaps, first, first=first, stop=stop)
    for following in range(first + 1, stop + 1):
        begin, behind = _cut(gaps, following, first=first, stop=stop)
        if begin > end:
            yield from _made(gaps, index, start, end)
            index, start = following, begin
        end = max(end, behind)
    yield from _made(gaps, index, start, end)


def _made(gaps: Gaps, index: int, start: int, end: int) -> Iterator[Replacement]:
    start = gaps.behind_comment_line(index, start, end)
    if start < end:
        yield Replacement(start, end, b"")


def _cut(gaps: Gaps, index: int, *, first: int, stop: int) -> tuple[int, int]:
    """What goes with item ``index`` of the items ``first`` to ``stop``, which all go."""
    last = len(gaps.listing) - 1
    follower_moves_up = stop < last and not gaps.own_line(stop + 1)
    if gaps.own_line(index):
        if index == first and follower_moves_up:
            start = gaps.start(index)
        else:
            start = gaps.line_start(index, above=gaps.owns_comments(index, stop))
        if index == first and gaps.has_blank_line_behind(stop):
            start = gaps.blank_line_start(index, start)
    elif index == first and follower_moves_up:
        start = gaps.inline_start(index)
    else:
        start = gaps.inline_end(index - 1)
    if index == stop and follower_moves_up:
        return start, gaps.inline_comments(stop + 1)
    tail = gaps.rest_of_line(index)
    if index == last or tail.line_end < 0:
        return start, gaps.end_with_comments(index)
    return start, tail.line_end if gaps.own_line(index) else gaps.end_with_comments(index)


def _runs(indexes: list[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of neighbours."""
    begin = indexes[0]
    for before, after in pairwise([*indexes, -1]):
        if after != before + 1:
            yield begin, before
            begin = after


def _ordered(piece: tuple[int, int]) -> tuple[int, int]:
    return piece[0], max(piece)
