"""Makes a value of a draft equal to a wanted one with as few changes as the two differ in."""

import math
import tomllib
from collections.abc import Mapping, Sequence

from wizard.formats.edits import DocumentPath, Splice, Value
from wizard.formats.toml.delete import delete, remove
from wizard.formats.toml.draft import Draft
from wizard.formats.toml.errors import wrong_row
from wizard.formats.toml.find import find, walk
from wizard.formats.toml.insert import insert
from wizard.formats.toml.style import section_style
from wizard.formats.toml.text import Style, value_text
from wizard.formats.toml.tree import Array, ArrayOfTables, Node, Scalar, Table, Tree


def put(draft: Draft, path: DocumentPath, value: Value) -> None:
    """Sets ``value`` at ``path``; tables and lists that are there keep what is equal, comments included.

    Raises:
        FormatError: an index is out of range, another type is on the path, or TOML has no such value.
    """
    node = find(draft.tree, path)
    # Also refuses what cannot be written before anything is changed.
    text = value_text(value, _style(draft.tree, path, node))
    if node is None:
        insert(draft, path, value)
    elif isinstance(node, Table) and isinstance(value, Mapping):
        for key, member in value.items():
            put(draft, (*path, key), member)
        for key in [key for key in node.members if key not in value]:
            delete(draft, (*path, key))
    elif isinstance(node, Array | ArrayOfTables) and _is_list(value) and _may_hold(node, value):
        _put_rows(draft, path, node.rows, value)
    elif isinstance(node, Table) and isinstance(path[-1], int) and not node.brackets:
        raise wrong_row(draft.tree, node, path)
    elif isinstance(node, ArrayOfTables) or (isinstance(node, Table) and not node.brackets):
        remove(draft, path)
        insert(draft, path, value)
    elif not _same(draft.tree, node, value):
        span = node if isinstance(node, Scalar) else node.brackets
        if span:
            draft.change([Splice(span.start, span.end, text)])


def _style(tree: Tree, path: DocumentPath, node: Node | None) -> Style:
    style = section_style(tree, walk(tree, path).home[0])
    if isinstance(node, Scalar):
        first = tree.text[node.start : node.start + 1]
        return Style(first if first in {'"', "'"} else style.quote, style.before, style.after)
    return style


def _is_list(value: Value) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _may_hold(node: Array | ArrayOfTables, value: Value) -> bool:
    """Whether ``node`` can hold the rows of ``value`` as it is written."""
    rows = value if isinstance(value, Sequence) else ()
    return isinstance(node, Array) or (len(rows) > 0 and all(isinstance(row, Mapping) for row in rows))


def _put_rows(draft: Draft, path: DocumentPath, old: Sequence[Node], value: Value) -> None:
    new = value if isinstance(value, Sequence) else ()
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and _same(draft.tree, old[head], new[head]):
        head += 1
    tail = 0
    while tail < shorter - head and _same(draft.tree, old[-1 - tail], new[-1 - tail]):
        tail += 1
    if len(new) > len(old):
        # Rows are only ever added at the end, so the rows behind the new ones are written again.
        tail = 0
    changed = min(len(old), len(new)) - head - tail
    for index in range(head, head + changed):
        put(draft, (*path, index), new[index])
    for index in range(len(old) - tail - 1, head + changed - 1, -1):
        delete(draft, (*path, index))
    for index in range(len(old), len(new)):
        put(draft, (*path, index), new[index])


def _same(tree: Tree, node: Node, value: Value) -> bool:
    """Whether ``node`` is ``value`` already, type for type: ``1`` is neither ``1.0`` nor ``true``."""
    if isinstance(node, Table):
        return (
            isinstance(value, Mapping)
            and node.members.keys() == value.keys()
            and all(_same(tree, member, value[key]) for key, member in node.members.items())
        )
    if isinstance(node, Array | ArrayOfTables):
        return (
            isinstance(value, Sequence)
            and not isinstance(value, str)
            and len(node.rows) == len(value)
            and all(_same(tree, row, wanted) for row, wanted in zip(node.rows, value, strict=True))
        )
    present = tomllib.loads("v = " + tree.text[node.start : node.end])["v"]
    if isinstance(present, float) and isinstance(value, float) and math.isnan(present):
        return math.isnan(value)
    return type(present) is type(value) and bool(present == value)
