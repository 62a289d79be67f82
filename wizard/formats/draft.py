"""A text under edit: one change after the other, told at the end as replacements of the first source."""

from collections.abc import Sequence
from dataclasses import dataclass

from wizard.formats.edits import BYTE_ORDER_MARK, Replacement, Splice, in_bytes, splice


@dataclass(frozen=True)
class _Kept:
    start: int
    end: int


class EditedText:
    """The text of a source as it is after the changes so far; a byte order mark is no part of it."""

    def __init__(self, source: bytes) -> None:
        self._origin = len(BYTE_ORDER_MARK) if source.startswith(BYTE_ORDER_MARK) else 0
        self._first = source[self._origin :].decode()
        self._text = self._first
        # The present text as a row of kept stretches of the first one and new texts between them.
        self._pieces: list[_Kept | str] = [_Kept(0, len(self._first))]

    @property
    def text(self) -> str:
        """The text as it is now."""
        return self._text

    def change(self, splices: Sequence[Splice]) -> None:
        """Make ``splices``, which do not overlap, in the present text."""
        in_order = sorted(splices, key=lambda splice: (splice.start, splice.end))
        for one in reversed(in_order):
            left, rest = _cut(self._pieces, one.start)
            _, right = _cut(rest, one.end - one.start)
            self._pieces = [*left, *([one.text] if one.text else []), *right]
        self._text = splice(self._text, in_order)

    def replacements(self) -> tuple[Replacement, ...]:
        """What turns the first source into the present one; nothing where they are the same."""
        found: list[Splice] = []
        done, new = 0, ""
        for piece in [*self._pieces, _Kept(len(self._first), len(self._first))]:
            if isinstance(piece, str):
                new += piece
                continue
            if self._first[done : piece.start] != new:
                found.append(Splice(done, piece.start, new))
            done, new = piece.end, ""
        return tuple(in_bytes(self._first, found, self._origin))


def _cut(pieces: list[_Kept | str], offset: int) -> tuple[list[_Kept | str], list[_Kept | str]]:
    """The pieces before and after ``offset`` of the text they make up."""
    for index, piece in enumerate(pieces):
        length = len(piece) if isinstance(piece, str) else piece.end - piece.start
        if offset < length:
            if isinstance(piece, str):
                halves: tuple[_Kept | str, _Kept | str] = piece[:offset], piece[offset:]
            else:
                middle = piece.start + offset
                halves = _Kept(piece.start, middle), _Kept(middle, piece.end)
            return [*pieces[:index], *([halves[0]] if offset else [])], [halves[1], *pieces[index + 1 :]]
        offset -= length
    return pieces, []
