"""The members or rows of one container, each by its offsets, without building a value."""

import re
from array import array
from dataclasses import dataclass, field
from typing import Final

from wizard.formats.json.scan import blank_end, key_end, next_item, value_end, value_start
from wizard.formats.json.text import JsonText
from wizard.formats.json.value import key_of

# What nearly every item looks like in every format, read in one step; all else is left to the scanner.
_BLANK: Final = r"[ \t\r\n]*+"
_KEY: Final = rf'"([^"\\\x00-\x1f\x7f-\xff]*+)"(?P<colon>{_BLANK}:{_BLANK})'
_SCALAR: Final = (
    r'(?P<value>"[^"\\\x00-\x1f\x7f-\xff]*+"|-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?|true|false|null)'
)
_PLAIN_MEMBER: Final = re.compile(rf'{_KEY}(?=["\[{{tfn0-9-])(?:{_SCALAR}{_BLANK},{_BLANK}(?="))?')
_PLAIN_ROW: Final = re.compile(rf'{_SCALAR}{_BLANK},{_BLANK}(?=["\[{{tfn0-9-])')
_PLAIN_COMMA: Final = re.compile(rf',{_BLANK}(?=["\[{{0-9])')


@dataclass(frozen=True)
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


def list_items(source: JsonText, start: int) -> Listing:
    """The container that begins at ``start``, all of it checked.

    Raises:
        FormatError: it is not well formed.
    """
    is_object = source.scan[start] == "{"
    closer = "}" if is_object else "]"
    heads, key_ends, starts, ends = (array("Q") for _ in range(4))
    last: dict[str, int] = {}
    repeated: dict[str, list[int]] = {}
    position = blank_end(source, start + 1)
    if source.scan[position : position + 1] == closer:
        return Listing(start, position + 1, is_object, heads, key_ends, starts, ends, last, repeated)
    behind = position
    item = _PLAIN_MEMBER if is_object else _PLAIN_ROW
    while position >= 0:
        plain = item.match(source.scan, position)
        if is_object:
            heads.append(position)
            key, stop, position = _key(source, position, plain, or_close=not ends)
            key_ends.append(stop)
            if key in last:
                repeated.setdefault(key, []).append(last[key])
            last[key] = len(starts)
        if plain and plain["value"]:
            starts.append(plain.start("value"))
            ends.append(plain.end("value"))
            position = plain.end()
            continue
        starts.append(position)
        ends.append(value_end(source, position))
        if comma := _PLAIN_COMMA.match(source.scan, ends[-1]):
            position = comma.end()
        else:
            position, behind = next_item(source, ends[-1], closer)
    return Listing(start, behind, is_object, heads if is_object else starts, key_ends, starts, ends, last, repeated)


def _key(source: JsonText, position: int, plain: re.Match[str] | None, *, or_close: bool) -> tuple[str, int, int]:
    """The name of the member at ``position``, where its key ends and where its value begins."""
    if plain:
        return plain[1], plain.end(1) + 1, plain.end("colon")
    stop = key_end(source, position, or_close=or_close)
    return key_of(source, position, stop), stop, value_start(source, stop)
