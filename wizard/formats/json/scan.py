"""Where a value ends: by the standard library's C scanner, and without recursion where that one gives up.

The second one is also the judge of what is wrong, so that errors read the same on every version of Python.
"""

from json import JSONDecoder
from typing import Final

from wizard.formats.json.text import JsonText


def _constant(name: str) -> object:
    raise ValueError(name)  # NaN and the infinities are no JSON


_LARGE: Final = 1 << 12  # from how many bytes on the end of a value is remembered,
_LEVELS: Final = 64  # and down to which level of a value that was read without the library
_PATIENCE: Final = 8  # how often the library may fail on parts of such a value: it then read them for nothing
# Objects and numbers are dropped as soon as they are read: ``bool`` turns each into a singleton, in C, and does
# not mind the 4,300 digits ``int`` refuses. Control characters in strings are refused.
_skipping: Final = JSONDecoder(object_pairs_hook=bool, parse_float=bool, parse_int=bool, parse_constant=_constant)


def value_end(source: JsonText, position: int) -> int:
    """The offset behind the value that begins at ``position``, all of it checked.

    Raises:
        FormatError: no well-formed value begins there.
    """
    if source.scan[position : position + 1] in {"{", "["}:
        end = source.ends.get(position, -1)
        if end < 0:
            end = _end_by_library(source, position)
        return end if end >= 0 else _end_without_recursion(source, position)
    return _scalar_end(source, position)


def key_end(source: JsonText, position: int, *, or_close: bool) -> int:
    """The offset behind the key that begins at ``position``.

    Raises:
        FormatError: none begins there; ``or_close`` says that a closing brace would also have been right.
    """
    key = source.dialect.key.match(source.scan, position)
    if key is None or not _is_name(key[0]):
        _complain_about_string(source, position)
        json5 = source.dialect.name == "json5"
        name = "key-json5" if json5 else "key"
        raise source.error(position, f"{name}-or-close" if or_close else name)
    return key.end()


def value_start(source: JsonText, key_stop: int) -> int:
    """The offset of the value whose key ends at ``key_stop``.

    Raises:
        FormatError: there is no colon.
    """
    colon = blank_end(source, key_stop)
    if source.scan[colon : colon + 1] != ":":
        raise source.error(colon, "colon")
    return blank_end(source, colon + 1)


def blank_end(source: JsonText, position: int) -> int:
    """The first offset from ``position`` on that is no blank in ``source.scan``."""
    return source.dialect.after_blank(source.scan, position)


def next_item(source: JsonText, position: int, closer: str) -> tuple[int, int]:
    """What follows a value that ends at ``position``: the next item's start or -1, and the offset behind.

    Raises:
        FormatError: neither a comma nor ``closer`` follows.
    """
    position = blank_end(source, position)
    found = source.scan[position : position + 1]
    if found == closer:
        return -1, position + 1
    if found != ",":
        raise source.error(position, "comma-or-brace" if closer == "}" else "comma-or-bracket")
    position = blank_end(source, position + 1)
    if source.scan[position : position + 1] == closer:
        if source.dialect.name == "json5":
            return -1, position + 1
        raise source.error(position, "key-after-comma" if closer == "}" else "value-after-comma")
    return position, position + 1


def _end_by_library(source: JsonText, position: int) -> int:
    """The offset behind the container that begins at ``position``; -1 where the library cannot tell."""
    if source.dialect.name == "json5":
        return -1
    try:
        end = _skipping.raw_decode(source.scan, position)[1]
    except (ValueError, RecursionError):
        return -1
    if end - position >= _LARGE:
        source.ends[position] = source.by_library[position] = end
    return end


def _end_without_recursion(source: JsonText, position: int) -> int:
    opened: list[int] = []
    patience = _PATIENCE
    while True:
        end = -1
        if source.scan[position : position + 1] not in {"{", "["}:
            end = _scalar_end(source, position)
        elif opened and patience:
            end = _end_by_library(source, position)
            patience -= end < 0
        if end < 0:
            opened.append(position)
            inside = blank_end(source, position + 1)
            if source.scan[inside : inside + 1] != _closer(source, position):
                position = _item_value(source, inside, position, or_close=True)
                continue
            opened.pop()
            end = inside + 1
        position = _behind(source, end, opened)
        if not opened:
            return position


def _scalar_end(source: JsonText, position: int) -> int:
    scalar = source.dialect.scalar.match(source.scan, position)
    if scalar is None:
        _complain_about_string(source, position)
        raise source.error(position, "value")
    return scalar.end()


def _behind(source: JsonText, end: int, opened: list[int]) -> int:
    """Behind a value that ends at ``end``: the next value's start, or the end of the outermost container.

    The containers that close are taken from ``opened``.
    """
    while opened:
        item, stop = next_item(source, end, _closer(source, opened[-1]))
        if item >= 0:
            return _item_value(source, item, opened[-1], or_close=False)
        begin, end = opened.pop(), stop
        if end - begin >= _LARGE and len(opened) < _LEVELS:
            source.ends[begin] = end
    return end


def _item_value(source: JsonText, item: int, container: int, *, or_close: bool) -> int:
    """Where the value of the item at ``item`` begins."""
    if source.scan[container] == "[":
        return item
    return value_start(source, key_end(source, item, or_close=or_close))


def _closer(source: JsonText, container: int) -> str:
    return "}" if source.scan[container] == "{" else "]"


def _is_name(key: str) -> bool:
    """Whether a key is quoted or, without quotes, an identifier."""
    if key[0] in "\"'":
        return True
    from wizard.formats.json.value import identifier  # that module reads with this one

    return identifier(key) is not None


def _complain_about_string(source: JsonText, position: int) -> None:
    """Raise at the place inside a string that breaks it, if one begins at ``position``."""
    opened = source.dialect.open_string.match(source.scan, position)
    if opened is None:
        return
    broken = opened.end()
    found = source.scan[broken : broken + 1]
    if found in {'"', "'"}:
        return  # the string is whole: it stands where it must not
    if found == "\\":
        raise source.error(broken, "escape")
    raise source.error(broken, "string-character" if found and found not in "\r\n" else "string-end")
