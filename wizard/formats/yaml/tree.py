"""What stands where in a YAML text: a tree of nodes that carry spans. Offsets are in characters."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from wizard.formats.lines import line_start


@dataclass(slots=True, kw_only=True)
class _Anchored:
    """``[start, end)`` with its anchor and tag; ``body`` is the first character behind those.

    ``aliases`` are the offsets of the aliases that stand for this node elsewhere. ``tagged`` is set where a tag is
    written out.
    """

    start: int
    body: int
    end: int
    anchor: str | None = None
    tagged: bool = False
    aliases: list[int] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Scalar(_Anchored):
    """A scalar. ``style`` is its first sign (``'``, ``"``, ``|``, ``>``), empty for a plain one; ``tag`` is resolved.

    A block scalar ends where its last line of content ends, before the line break; with the chomping ``+`` the
    blank lines behind are content.
    """

    style: str
    text: str
    tag: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written where the value could stand."""
        return self.body == self.end

    @property
    def is_string(self) -> bool:
        """Whether it reads as text."""
        return self.tag == "tag:yaml.org,2002:str"

    @property
    def is_null(self) -> bool:
        """Whether it reads as nothing."""
        return self.tag == "tag:yaml.org,2002:null"


@dataclass(slots=True, kw_only=True)
class Alias:
    """``*name``."""

    start: int
    body: int
    end: int
    name: str


@dataclass(slots=True, kw_only=True)
class Container(_Anchored):
    """A mapping or a list; ``is_flow`` where it is written in brackets.

    ``is_pair`` is set for a mapping of one member that stands in ``[ ]`` without braces.
    """

    is_list: bool
    is_flow: bool
    entries: "list[Entry]" = field(default_factory=list)
    is_pair: bool = False


Node: TypeAlias = Scalar | Alias | Container


@dataclass(slots=True, kw_only=True)
class Entry:
    """A member of a mapping, or a row of a list.

    It starts at its key, its ``?`` or its ``-``. ``key`` is set where the key reads as text, ``key_node`` for all
    members. ``after`` is the offset behind the ``:`` or ``-``, None where no ``:`` is written; ``comma`` is that of
    the comma behind it.
    """

    start: int
    value: Node
    after: int | None
    key: str | None = None
    key_node: Node | None = None
    comma: int | None = None

    @property
    def end(self) -> int:
        """The end of the value, or of the key where there is none."""
        return max(self.value.end, self.after or 0, self.key_node.end if self.key_node else 0)


@dataclass(frozen=True)
class Tree:
    """A parsed text of one document.

    ``begin`` is the first offset behind the ``---`` of the document, ``stop`` that of its ``...`` or the end of the
    text. ``root`` is None where the document is empty.
    """

    text: str
    root: Node | None
    begin: int
    stop: int

    def column(self, offset: int) -> int:
        """How many characters stand on the line before ``offset``."""
        return offset - line_start(self.text, offset)


def nodes_in(node: Node) -> Iterator[Node]:
    """``node`` and all that it holds, keys included."""
    yield node
    if isinstance(node, Container):
        for entry in node.entries:
            if entry.key_node:
                yield from nodes_in(entry.key_node)
            yield from nodes_in(entry.value)


def last_leaf(node: Node) -> Node:
    """The last node that is written in ``node``, which may be itself."""
    while isinstance(node, Container) and not node.is_flow:
        entry = node.entries[-1]
        node = entry.value
    return node
