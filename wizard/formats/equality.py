"""When two values are the same."""

import math
from collections.abc import Mapping, Sequence
from typing import TypeGuard

from wizard.formats.edits import Value


def equal(left: Value, right: Value) -> bool:
    """Whether two values are the same: ``1`` is ``1.0`` but never ``true``; the order of members is no matter."""
    if isinstance(left, bool | None) or isinstance(right, bool | None):
        return left is right
    if isinstance(left, str) and isinstance(right, str):
        return left == right or paired(left) == paired(right)
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        same_keys = left.keys() == right.keys()
        return same_keys and all(equal(member, right[key]) for key, member in left.items())
    if _is_list(left) and _is_list(right):
        return len(left) == len(right) and all(equal(a, b) for a, b in zip(left, right, strict=True))
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    return (numbers or type(left) is type(right)) and bool(left == right)  # other types: the dates of TOML


def paired(text: str) -> str:
    """``text`` with each pair of surrogates as the one character it stands for."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _is_list(value: Value) -> TypeGuard[Sequence[Value]]:
    return isinstance(value, Sequence) and not isinstance(value, str)
