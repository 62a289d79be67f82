"""A source under edit: one change after the other, told at the end as replacements of the first source."""

from collections.abc import Sequence
from dataclasses import dataclass

from wizard.formats.edits import Replacement, replace


@dataclass(frozen=True, slots=True)
class _Kept:
    start: int
    end: int


class EditedText:
    """The bytes of a source as they are after the changes so far."""

    def __init__(self, source: bytes) -> None:
        self._first = source
        self._source = source
        # The present source as a row of kept stretches of the first one and new texts between them.
        self._pieces: list[_Kept | bytes] = [_Kept(0, len(source))]

    @property
    def source(self) -> bytes:
        """The source as it is now."""
        return self._source

    def replace(self, changes: Sequence[Replacement]) -> None:
        """Make ``changes``, which are in order and do not overlap, in the present source."""
        for one in reversed(changes):
            left, rest = _cut(self._pieces, one.start)
            _, right = _cut(rest, one.end - one.start)
            self._pieces = [*left, *([one.text] if one.text else []), *right]
        self._source = replace(self._source, changes)

    def replacements(self) -> tuple[Replacement, ...]:
        """What turns the first source into the present one; nothing where they are the same."""
        found: list[Replacement] = []
        done, new = 0, b""
        for piece in [*self._pieces, _Kept(len(self._first), len(self._first))]:
            if isinstance(piece, bytes):
                new += piece
                continue
            if self._first[done : piece.start] != new:
                found.append(Replacement(done, piece.start, new))
            done, new = piece.end, b""
        return tuple(found)


def _cut(pieces: list[_Kept | bytes], offset: int) -> tuple[list[_Kept | bytes], list[_Kept | bytes]]:
    """The pieces before and after byte ``offset`` of the text they make up."""
    for index, piece in enumerate(pieces):
        length = len(piece) if isinstance(piece, bytes) else piece.end - piece.start
        if offset < length:
            if isinstance(piece, bytes):
                halves: tuple[_Kept | bytes, _Kept | bytes] = piece[:offset], piece[offset:]
            else:
                middle = piece.start + offset
                halves = _Kept(piece.start, middle), _Kept(middle, piece.end)
            return [*pieces[:index], *([halves[0]] if offset else [])], [halves[1], *pieces[index + 1 :]]
        offset -= length
    return pieces, []
