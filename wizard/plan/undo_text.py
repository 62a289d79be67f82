"""Taking a change back line by line, where its lines are as it left them: comments and places come back too."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

_COMPARABLE_LINES: Final = 3_000


class _Block(NamedTuple):
    """The lines ``[start, end)`` of what the change wrote are ``lines`` in another content."""

    start: int
    end: int
    lines: Sequence[bytes]


def merged(before: bytes, wrote: bytes, now: bytes) -> bytes | None:
    """``now`` with the lines that led from ``before`` to ``wrote`` taken back; None where others changed one of these.

    What the result means has to be looked at: lines know nothing of the values in them.
    """
    first, left, present = (content.splitlines(keepends=True) for content in (before, wrote, now))
    if len(left) + max(len(first), len(present)) > _COMPARABLE_LINES:
        return None
    ours, theirs = list(_blocks(left, first)), list(_blocks(left, present))
    if any(_meet(block, other) for block in ours for other in theirs):
        return None
    result: list[bytes] = []
    at = 0
    for block in sorted([*ours, *theirs], key=lambda block: (block.start, block.end)):
        result += left[at : block.start]
        result += block.lines
        at = block.end
    return b"".join([*result, *left[at:]])


def _blocks(left: Sequence[bytes], other: Sequence[bytes]) -> Iterator[_Block]:
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, left, other, autojunk=False).get_opcodes():
        if kind != "equal":
            yield _Block(i1, i2, other[j1:j2])


def _meet(block: _Block, other: _Block) -> bool:
    """Whether two blocks overlap, or both are put in at one place, so that their order is unclear."""
    if block.start == block.end == other.start == other.end:
        return True
    return block.start < other.end and other.start < block.end
