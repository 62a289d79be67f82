"""What stands where in a TOML source: a tree of nodes that carry spans instead of values. Offsets are in characters."""

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass
class Scalar:
    """A string, number, boolean or date, at ``[start, end)``."""

    start: int
    end: int
    entry: "Entry | None" = None


@dataclass
class Brackets:
    """Brackets ``[start, end)`` around members parted by commas; as many commas as members if one trails."""

    start: int
    end: int
    spans: list[tuple[int, int]] = field(default_factory=list)
    commas: list[int] = field(default_factory=list)


@dataclass
class Array:
    """An array written in brackets."""

    brackets: Brackets
    rows: "list[Node]"
    entry: "Entry | None" = None


@dataclass
class ArrayOfTables:
    """An array written as ``[[headers]]``."""

    rows: "list[Table]" = field(default_factory=list)


@dataclass
class Table:
    """A table of any spelling.

    ``home`` is where its keys are written: the body, and the dotted prefix its keys have there; a table that
    only its sub-tables' headers mention has none. ``brackets`` is set for a table written in braces, ``header``
    for one (or a row) that has a header of its own.
    """

    members: "dict[str, Node]" = field(default_factory=dict)
    home: "tuple[Section, tuple[str, ...]] | None" = None
    header: "Statement | None" = None
    brackets: Brackets | None = None
    entry: "Entry | None" = None


Node: TypeAlias = Scalar | Array | ArrayOfTables | Table


@dataclass
class Entry:
    """``key = value``: from the key's first character to the value's last, the ``=`` and the blanks around it."""

    start: int
    end: int
    keys: tuple[str, ...]
    equals_at: int
    equals: tuple[str, str]
    value: Node
    section: "Section"
    statement: "Statement | None" = None


@dataclass
class Section:
    """The entries below one header (``header`` is ``None`` above the first), or between two braces."""

    entries: list[Entry] = field(default_factory=list)
    header: "Statement | None" = None
    brackets: Brackets | None = None


@dataclass
class Statement:
    """A header or an entry with the whole lines ``[first, last)`` it stands on, its comment included."""

    index: int
    start: int
    end: int
    first: int
    last: int
    entry: Entry | None = None
    keys: tuple[str, ...] = ()
    table: Table | None = None


@dataclass
class Tree:
    """A scanned text.

    ``doubtful`` is the place of a dotted key, if there is one, that extends a table which a header has made, or
    mentioned on the way to one of its own: ``tomllib`` reads that, other readers refuse the file.
    """

    text: str
    root: Table
    statements: list[Statement]
    doubtful: int | None = None
