"""Whether a value can be written: the data model of JSON, in plain Python types."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from wizard.formats.edits import DocumentPath, FormatError, Value
from wizard.formats.paths import DEPTH, path_text
from wizard.text import say

_BYTES: Final[tuple[type, ...]] = (bytes, bytearray, memoryview)
"""Sequences to Python, but no lists of values."""
_TOO_LONG: Final = 10**4300
"""Python neither writes nor reads an integer of more digits."""


def require_writable(value: Value, path: DocumentPath, *, is_yaml: bool, is_finite: bool) -> None:
    """Raise unless ``value``, which is to stand at ``path``, can be written; numbers are finite where that is asked.

    YAML counts the levels from the root, and writes no half of a character, which JSON can escape.

    Raises:
        FormatError: ``formats.value`` (not of the data model) or ``formats.depth`` (nested too deep).
    """
    pending: list[tuple[object, int]] = [(value, len(path) if is_yaml else 0)]
    while pending:
        item, depth = pending.pop()
        if depth > DEPTH:
            raise FormatError("formats.depth", where=path_text(path[:3] if is_yaml else path), limit=DEPTH)
        if isinstance(item, Mapping):
            for key, member in item.items():
                if not isinstance(key, str):
                    raise FormatError("formats.value", where=path_text(path), found=say("formats.found.key"))
                pending += [(key, depth), (member, depth + 1)]
        elif isinstance(item, Sequence) and not isinstance(item, (str, *_BYTES)):
            pending += [(row, depth + 1) for row in item]
        elif is_yaml and isinstance(item, str) and not _is_encodable(item):
            raise FormatError("formats.value", where=path_text(path), found=say("formats.found.surrogate"))
        elif not _is_scalar(item, is_finite=is_finite):
            raise FormatError("formats.value", where=path_text(path), found=type(item).__name__)


def _is_scalar(item: object, *, is_finite: bool) -> bool:
    if isinstance(item, float):
        return math.isfinite(item) or not is_finite
    if isinstance(item, int) and not isinstance(item, bool):
        return abs(item) < _TOO_LONG
    return item is None or isinstance(item, bool | str)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
