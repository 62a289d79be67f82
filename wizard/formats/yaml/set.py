"""Puts values into a YAML text: what is equal stays, what is there is replaced in place, what is new goes last."""

from collections.abc import Mapping, Sequence
from typing import cast

from wizard.formats.edits import DocumentPath, Splice, Value
from wizard.formats.equality import equal
from wizard.formats.expected import look
from wizard.formats.paths import no_path, refused
from wizard.formats.writable import require_writable
from wizard.formats.yaml.block import append, replace_value, write_first
from wizard.formats.yaml.delete import delete
from wizard.formats.yaml.draft import Draft
from wizard.formats.yaml.find import Found, require_unused, walk
from wizard.formats.yaml.flow import append as append_in_brackets
from wizard.formats.yaml.null import is_plain_null, write_below_null
from wizard.formats.yaml.render import block, inline
from wizard.formats.yaml.style import style_at
from wizard.formats.yaml.tree import Container, Node, Scalar, Tree


def put(draft: Draft, path: DocumentPath, value: Value) -> None:
    """Makes the value at ``path`` equal to ``value``; missing parents are created.

    Raises:
        FormatError: another type or an alias is on the path, an alias uses what would change, or YAML has no such
            value.
    """
    # What is there may stay even where it could not be written, such as half a character.
    if not _is_there(draft, path, value):
        require_writable(value, path, is_yaml=True, is_finite=False)
        _put(draft, path, value)


def _is_there(draft: Draft, path: DocumentPath, value: Value) -> bool:
    exists, present = look(draft.values, path)
    return bool(path) and exists and equal(cast("Value", present), value) and _agrees(draft, path, value)


def _put(draft: Draft, path: DocumentPath, value: Value) -> None:
    if _is_there(draft, path, value):
        return
    _, present = look(draft.values, path)
    found = walk(draft.tree, path)
    if not found.is_whole:
        _require_written(draft, found)
        draft.change(_add(draft.tree, found, value))
        return
    node = found.entries[-1].value
    if not _is_plain(node):
        draft.change(_exchange(draft.tree, found, value))
    elif isinstance(present, Mapping) and isinstance(value, Mapping) and present.keys() & value.keys():
        _put_members(draft, path, present, value)
    elif isinstance(present, list) and present and isinstance(value, Sequence) and value and not isinstance(value, str):
        _put_rows(draft, path, len(present), value)
    else:
        draft.change(_exchange(draft.tree, found, value))


def _agrees(draft: Draft, path: DocumentPath, value: Value) -> bool:
    """Whether readers of YAML 1.2 see ``value`` too; so they do where it has no place of its own for them."""
    found, present = look(draft.core_values, path)
    return not found or equal(cast("Value", present), value)


def _add(tree: Tree, found: Found, value: Value) -> list[Splice]:
    """What writes ``value`` at a path of which only a part is there."""
    step, *further = found.rest
    for parent in reversed(further):
        if isinstance(parent, int) and parent != 0:
            raise no_path(found.path, "index")
        value = [value] if isinstance(parent, int) else {parent: value}
    if len(found.containers) == len(found.entries):
        # Nothing, or a null, stands where the container of the step belongs.
        if isinstance(step, int) and step != 0:
            raise no_path(found.path, "index")
        filled: Value = [value] if isinstance(step, int) else {step: value}
        return _exchange(tree, found, filled) if found.entries else _fill_document(tree, filled)
    home = found.containers[-1]
    if isinstance(step, int) and step != len(home.entries):
        raise no_path(found.path, "index")
    style = style_at(tree, found.containers)
    if home.is_pair:
        raise refused("formats.yaml-pair", tree.text, home.start, found.path)
    if home.is_flow:
        return append_in_brackets(tree, home, step, value, style)
    return append(tree, home, step, value, found.path, style)


def _fill_document(tree: Tree, value: Value) -> list[Splice]:
    """What writes ``value``, a mapping or list, into a document that has none."""
    style = style_at(tree, [])
    if tree.root is None:
        return write_first(tree, block(value, 0, style))
    if is_plain_null(tree.root):
        return write_below_null(tree, tree.root, value, style)
    return [Splice(tree.root.start, tree.root.end, inline(value, style))]


def _exchange(tree: Tree, found: Found, value: Value) -> list[Splice]:
    """What writes ``value`` in place of the last entry's."""
    home, entry = found.containers[len(found.entries) - 1], found.entries[-1]
    require_unused(tree, entry.value, found.path)
    style = style_at(tree, found.containers[: len(found.entries)], entry.value)
    if home.is_pair:
        raise refused("formats.yaml-pair", tree.text, home.start, found.path)
    if not home.is_flow:
        return replace_value(tree, entry, tree.column(home.entries[0].start), value, found.path, style)
    text = inline(value, style)
    old = entry.value
    if entry.after is None:
        return [Splice(entry.end, entry.end, f": {text}")]
    if old.start == old.end:
        return [Splice(old.end, old.end, f" {text}")]
    keeps_anchor = not isinstance(old, Scalar | Container) or not old.tagged
    if old.body == old.end:
        return [Splice(old.end if keeps_anchor else old.start, old.end, f" {text}")]
    return [Splice(old.body if keeps_anchor else old.start, old.end, text)]


def _require_written(draft: Draft, found: Found) -> None:
    """Raise where a part of the path is there by an alias or a merge only, so that it has no place of its own."""
    missing = found.path[: len(found.entries) + 1]
    if len(missing) < len(found.path) and look(draft.values, missing)[0] and found.containers[len(missing) - 1 :]:
        raise refused("formats.yaml-alias", draft.tree.text, found.containers[-1].start, missing)


def _is_plain(node: Node) -> bool:
    """Whether members of ``node`` can be changed one by one."""
    if not isinstance(node, Container) or node.tagged or node.is_pair:
        return False
    return node.is_list or all(entry.key is not None for entry in node.entries)


def _put_members(draft: Draft, path: DocumentPath, present: Mapping[str, object], value: Mapping[str, Value]) -> None:
    for key in [key for key in present if key not in value]:
        delete(draft, (*path, key))
    for key, member in value.items():
        _put(draft, (*path, key), member)


def _put_rows(draft: Draft, path: DocumentPath, length: int, value: Sequence[Value]) -> None:
    for index in range(length - 1, len(value) - 1, -1):
        delete(draft, (*path, index))
    for index, row in enumerate(value):
        _put(draft, (*path, index), row)
