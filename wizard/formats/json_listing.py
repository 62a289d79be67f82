"""The members or rows of one container, each by its offsets, without building a value."""

import re
from array import array
from dataclasses import dataclass, field
from typing import Final

from wizard.formats.json_scan import blank_end, key_end, next_item, value_end, value_start
from wizard.formats.json_text import JsonText
from wizard.formats.json_value import key_of

# What nearly every item looks like, read in one step; all else is left to the scanner.
_PLAIN_MEMBER: Final = re.compile(r'"([^"\\\x00-\x1f\x7f-\xff]*+)"[ \t\r\n]*+:[ \t\r\n]*+(?=["\[{tfn0-9-])')
_PLAIN_COMMA: Final = re.compile(r',[ \t\r\n]*+(?=["\[{0-9])')
_LARGE: Final = 1 << 17
_ITEMS: Final = 50_000
_FIRST: Final = 64  # items of a container that are looked into
_LEVELS: Final = 4


class _Exhausted(Exception):  # noqa: N818  it is no error: the allowance is used up
    """A container has too many items to be listed in advance."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A container at ``[start, end)``: item ``i`` begins at ``heads[i]``, its value is ``[starts[i], ends[i])``.

    In an object an item begins with its key, which ends at ``key_ends[i]``; ``last`` maps each key to its last
    item.
    """

    start: int
    end: int
    is_object: bool
    heads: "array[int]"
    key_ends: "array[int]"
    starts: "array[int]"
    ends: "array[int]"
    last: dict[str, int]
    repeated: dict[str, list[int]] = field(default_factory=dict)
    """The earlier items of a key that is given more than once."""

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def close(self) -> int:
        """The offset of the closing bracket."""
        return self.end - 1


@dataclass(slots=True)
class _Allowance:
    """How many more items may be listed in advance."""

    items: int


def listed_with_large(source: JsonText, start: int) -> dict[int, Listing]:
    """The container at ``start`` and those of its containers that may be large, by their offsets, all checked.

    A path into a large file then needs no second pass over the part it leads through.

    Raises:
        FormatError: it is not well formed.
    """
    found: dict[int, Listing] = {}
    found[start] = _listed(source, start, found, _Allowance(_ITEMS), level=0)
    return found


def listed(source: JsonText, start: int) -> Listing:
    """The container that begins at ``start``, all of it checked.

    Raises:
        FormatError: it is not well formed.
    """
    return _listed(source, start, {}, _Allowance(0), level=_LEVELS)


def _listed(source: JsonText, start: int, found: dict[int, Listing], allowance: _Allowance, *, level: int) -> Listing:
    is_object = source.scan[start] == "{"
    closer = "}" if is_object else "]"
    heads, key_ends, starts, ends = (array("Q") for _ in range(4))
    last: dict[str, int] = {}
    repeated: dict[str, list[int]] = {}
    position = blank_end(source, start + 1)
    if source.scan[position : position + 1] == closer:
        return Listing(start, position + 1, is_object, heads, key_ends, starts, ends, last, repeated)
    behind = position
    while position >= 0:
        if level:
            allowance.items -= 1
            if level < _LEVELS and allowance.items < 0:
                raise _Exhausted
        if is_object:
            heads.append(position)
            if plain := _PLAIN_MEMBER.match(source.scan, position):
                key, stop, position = plain[1], plain.end(1) + 1, plain.end()
            else:
                stop = key_end(source, position, or_close=not ends)
                key = key_of(source, position, stop)
                position = value_start(source, stop)
            key_ends.append(stop)
            if key in last:
                repeated.setdefault(key, []).append(last[key])
            last[key] = len(starts)
        starts.append(position)
        if level < _LEVELS and len(ends) < _FIRST:
            end = _item_end(source, position, found, allowance, level)
        else:
            end = value_end(source, position)
        ends.append(end)
        if plain := _PLAIN_COMMA.match(source.scan, end):
            position = plain.end()
        else:
            position, behind = next_item(source, end, closer)
    return Listing(start, behind, is_object, heads if is_object else starts, key_ends, starts, ends, last, repeated)


def _item_end(source: JsonText, start: int, found: dict[int, Listing], allowance: _Allowance, level: int) -> int:
    may_be_large = allowance.items > 0 and len(source.scan) - start > _LARGE
    if may_be_large and source.scan[start] in "{[":
        inner: dict[int, Listing] = {}
        try:
            listing = _listed(source, start, inner, allowance, level=level + 1)
        except _Exhausted:
            return value_end(source, start)
        # Only what was worth the advance is kept: small containers are listed again when they are asked for.
        if listing.end - start > _LARGE:
            found |= inner
            found[start] = listing
        return listing.end
    return value_end(source, start)
