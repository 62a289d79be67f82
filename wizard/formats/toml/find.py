"""Follows a path through a tree, and tells where what is missing there belongs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wizard.formats.edits import DocumentPath, FormatError
from wizard.formats.paths import decode, no_path
from wizard.formats.toml.errors import wrong_type
from wizard.formats.toml.scan import ScanError, scan
from wizard.formats.toml.tree import Array, ArrayOfTables, Entry, Node, Scalar, Section, Statement, Table, Tree


@dataclass(frozen=True)
class Found:
    """The nodes that exist on a path, from the root to the deepest, and the path."""

    nodes: tuple[Node, ...]
    path: DocumentPath

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the deepest node, without indexes: what its header would say."""
        return tuple(step for step in self.path[: len(self.nodes) - 1] if isinstance(step, str))

    @property
    def rows(self) -> list[tuple[ArrayOfTables, int]]:
        """The ``[[…]]`` lists that the deepest node is inside of, with the row it is in."""
        steps = zip(self.nodes[:-1], self.path, strict=False)
        return [(node, step) for node, step in steps if isinstance(node, ArrayOfTables) and isinstance(step, int)]

    @property
    def home(self) -> tuple[Section, tuple[str, ...]]:
        """The body, and the dotted prefix in it, where a key of the deepest table is written.

        A table that only its sub-tables' headers mention has no body; its keys go dotted into the nearest
        table above that has one. (A header for it could not be told from the user's own when the key goes again.)
        """
        for depth in range(len(self.nodes) - 1, -1, -1):
            node = self.nodes[depth]
            if isinstance(node, Table) and node.home:
                section, prefix = node.home
                between = self.path[depth : len(self.nodes) - 1]
                return section, (*prefix, *(step for step in between if isinstance(step, str)))
        raise no_path(self.path, "step")


def walk(tree: Tree, path: DocumentPath) -> Found:
    """The nodes that exist on ``path``.

    Raises:
        FormatError: ``path`` is empty, an index is negative, or another type is on the path.
    """
    if not path:
        raise no_path(path, "empty")
    nodes: list[Node] = [tree.root]
    for depth, step in enumerate(path):
        node = nodes[-1]
        child: Node | None = None
        if isinstance(step, int) and (isinstance(step, bool) or step < 0):
            raise no_path(path, "negative")
        if isinstance(step, str) and isinstance(node, Table):
            child = node.members.get(step)
        elif isinstance(step, int) and isinstance(node, Array | ArrayOfTables):
            child = node.rows[step] if step < len(node.rows) else None
        else:
            raise wrong_type(tree, node, path[:depth], step)
        if child is None:
            break
        nodes.append(child)
    return Found(tuple(nodes), path)


def find(tree: Tree, path: DocumentPath) -> Node | None:
    """The node at ``path``, or ``None`` where there is none; raises as ``walk`` does."""
    found = walk(tree, path)
    return found.nodes[-1] if len(found.nodes) > len(path) else None


def parents(tree: Tree, path: DocumentPath) -> Found:
    """The nodes that exist on ``path``, where something is to be added.

    Raises:
        FormatError: as ``walk``; or an index is past the end of its list.
    """
    found = walk(tree, path)
    node, step = found.nodes[-1], path[len(found.nodes) - 1]
    if isinstance(node, Array | ArrayOfTables) and step != len(node.rows):
        raise no_path(path, "index")
    return found


def entries_of(node: Node) -> Iterator[Entry]:
    """The entries that write ``node`` or parts of it, but for those inside its brackets."""
    if isinstance(node, ArrayOfTables):
        for row in node.rows:
            yield from entries_of(row)
    elif node.entry:
        yield node.entry
    elif isinstance(node, Table) and not node.brackets:
        for child in node.members.values():
            yield from entries_of(child)


def statements_of(node: Node) -> Iterator[Statement]:
    """The headers and entries that write ``node`` or parts of it; none for what is inside brackets."""
    for entry in entries_of(node):
        if entry.statement:
            yield entry.statement
    yield from _headers_of(node)


def _headers_of(node: Node) -> Iterator[Statement]:
    if isinstance(node, Scalar | Array):
        return
    if isinstance(node, ArrayOfTables):
        for row in node.rows:
            yield from _headers_of(row)
        return
    if node.header:
        yield node.header
    for child in node.members.values():
        yield from _headers_of(child)


def lines_of(source: bytes, paths: Iterable[DocumentPath]) -> list[int | None]:
    """The line of each path in ``source``, or of the nearest thing above it that is there."""
    try:
        tree = scan(decode(source))
    except (ScanError, FormatError):
        return [None for _ in paths]
    lines: list[int | None] = []
    for path in paths:
        line: int | None = None
        try:
            nodes = walk(tree, path).nodes[1:] if path else ()
        except FormatError:
            nodes = ()
        for node in nodes:
            starts = [statement.start for statement in statements_of(node)]
            line = tree.text.count("\n", 0, min(starts)) + 1 if starts else line
        lines.append(line)
    return lines
