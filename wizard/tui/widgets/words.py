"""Which words differ between a line that goes and the line that comes in its place. Pure."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

Ranges = tuple[tuple[int, int], ...]

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_LONGEST = 600
_ALIKE = 0.4


@lru_cache(maxsize=2048)
def word_marks(old: str, new: str) -> tuple[Ranges, Ranges]:
    """The character ranges of both lines that the other one has not; none where the lines are hardly alike."""
    if max(len(old), len(new)) > _LONGEST:
        return (), ()
    left, right = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (), ()
    gone, come = [], []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            gone.append((_length(left[:i1]), _length(left[:i2])))
            come.append((_length(right[:j1]), _length(right[:j2])))
    return _joined(gone), _joined(come)


def _length(words: list[str]) -> int:
    return sum(map(len, words))


def _joined(ranges: list[tuple[int, int]]) -> Ranges:
    return tuple((start, end) for start, end in ranges if end > start)
