"""What can be asked of a document: set a value or delete one, each named by a path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wizard.errors import WizardError

Value: TypeAlias = "bool | int | float | str | Sequence[Value] | Mapping[str, Value] | None"
"""A value of the JSON data model, in plain Python types."""

DocumentPath: TypeAlias = tuple[str | int, ...]
"""Keys and list indexes from the root of a document to a value."""


@dataclass(frozen=True, slots=True)
class Set:
    """Make the value at ``path`` equal to ``value``; missing parents are created.

    An index equal to the length of its list appends.
    """

    path: DocumentPath
    value: Value


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove the member or list row at ``path``; nothing happens where there is none."""

    path: DocumentPath


Edit: TypeAlias = Set | Delete


@dataclass(frozen=True, slots=True)
class Replacement:
    """The bytes ``[start, end)`` of the source become ``text``; an insertion has ``start == end``."""

    start: int
    end: int
    text: bytes


class FormatError(WizardError):
    """A document cannot be read or edited safely.

    ``values`` hold ``line`` and ``column`` (both from 1, in characters) where a place is known.
    """


def replace(source: bytes, replacements: Sequence[Replacement]) -> bytes:
    """``source`` with all replacements made; they are in order and do not overlap."""
    if not replacements:
        return source
    whole = memoryview(source)  # its slices are no copies
    parts: list[bytes | memoryview] = []
    done = 0
    for replacement in replacements:
        parts += (whole[done : replacement.start], replacement.text)
        done = replacement.end
    parts.append(whole[done:])
    return b"".join(parts)
