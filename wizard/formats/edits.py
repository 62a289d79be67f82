"""What can be asked of a document: set a value or delete one, each named by a path."""

import codecs
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from wizard.errors import WizardError

BYTE_ORDER_MARK: Final = codecs.BOM_UTF8

Value: TypeAlias = "bool | int | float | str | Sequence[Value] | Mapping[str, Value] | None"
"""A value of the JSON data model, in plain Python types."""

DocumentPath: TypeAlias = tuple[str | int, ...]
"""Keys and list indexes from the root of a document to a value."""


@dataclass(frozen=True)
class Set:
    """Make the value at ``path`` equal to ``value``; missing parents are created.

    An index equal to the length of its list appends.
    """

    path: DocumentPath
    value: Value


@dataclass(frozen=True)
class Delete:
    """Remove the member or list row at ``path``; nothing happens where there is none."""

    path: DocumentPath


Edit: TypeAlias = Set | Delete


@dataclass(frozen=True)
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


class Splice(NamedTuple):
    """The characters ``[start, end)`` of a text become ``text``."""

    start: int
    end: int
    text: str


def splice(text: str, splices: Iterable[Splice]) -> str:
    """``text`` with all splices made; they are in order and do not overlap."""
    parts: list[str] = []
    done = 0
    for splice in splices:
        parts += (text[done : splice.start], splice.text)
        done = splice.end
    return "".join((*parts, text[done:]))


def in_bytes(text: str, splices: Iterable[Splice], origin: int = 0) -> list[Replacement]:
    """``splices`` of ``text``, which are in order, as replacements of bytes: ``text`` begins at ``origin``."""
    made: list[Replacement] = []
    done, end = 0, origin
    for splice in splices:
        start = end + len(text[done : splice.start].encode())
        end = start + len(text[splice.start : splice.end].encode())
        made.append(Replacement(start, end, splice.text.encode()))
        done = splice.end
    return made
