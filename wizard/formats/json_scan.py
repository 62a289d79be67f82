"""Where a value ends: by the standard library's C scanner, and without recursion where that one gives up.

The second one is also the judge of what is wrong, so that errors read the same on every version of Python.
"""

from json import JSONDecoder
from typing import Final

from wizard.formats.json_text import JsonText


def _constant(name: str) -> object:
    raise ValueError(name)  # NaN and the infinities are no JSON


# Objects and numbers are dropped as soon as they are read: ``bool`` turns each into a singleton, in C, and does
# not mind the 4,300 digits ``int`` refuses. Control characters in strings are refused.
_skipping: Final = JSONDecoder(object_pairs_hook=bool, parse_float=bool, parse_int=bool, parse_constant=_constant)


def value_end(source: JsonText, position: int) -> int:
    """The offset behind the value that begins at ``position``, all of it checked.

    Raises:
        FormatError: no well-formed value begins there.
    """
    first = source.scan[position : position + 1]
    if first in {"{", "["} and source.dialect.name != "json5":
        try:
            return _skipping.raw_decode(source.scan, position)[1]
        except (ValueError, RecursionError):
            pass
    elif scalar := source.dialect.scalar.match(source.scan, position):
        return scalar.end()
    return _end_without_recursion(source, position)


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


def _end_without_recursion(source: JsonText, position: int) -> int:
    scan, scalar = source.scan, source.dialect.scalar
    closers: list[str] = []
    while True:
        first = scan[position : position + 1]
        if first in {"{", "["}:
            closer = "}" if first == "{" else "]"
            position = blank_end(source, position + 1)
            if scan[position : position + 1] != closer:
                closers.append(closer)
                if closer == "}":
                    position = value_start(source, key_end(source, position, or_close=True))
                continue
            position += 1
        elif match := scalar.match(scan, position):
            position = match.end()
        else:
            _complain_about_string(source, position)
            raise source.error(position, "value")
        while closers:
            item, end = next_item(source, position, closers[-1])
            if item < 0:
                closers.pop()
                position = end
                continue
            position = item
            if closers[-1] == "}":
                position = value_start(source, key_end(source, position, or_close=False))
            break
        else:
            return position


def _is_name(key: str) -> bool:
    """Whether a key is quoted or, without quotes, an identifier."""
    if key[0] in "\"'":
        return True
    from wizard.formats.json_value import identifier  # json_value reads with this module

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
