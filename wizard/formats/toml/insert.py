"""Puts new keys, tables and rows into a draft, where a person would have written them."""

from collections.abc import Mapping

from wizard.formats.edits import DocumentPath, Splice, Value
from wizard.formats.paths import no_path
from wizard.formats.toml.brackets import add_member
from wizard.formats.toml.draft import Draft
from wizard.formats.toml.errors import wrong_order, wrong_row
from wizard.formats.toml.find import Found, parents, statements_of
from wizard.formats.toml.lines import add_lines, indentation, line_before, region_end
from wizard.formats.toml.style import key_style, puts_blanks, section_style, table_style
from wizard.formats.toml.text import Style, key_text, value_text
from wizard.formats.toml.tree import Array, ArrayOfTables, Section, Statement, Table, Tree


def insert(draft: Draft, path: DocumentPath, value: Value) -> None:
    """Writes ``value`` at ``path``, where nothing is yet, with the parents that are missing.

    Raises:
        FormatError: an index is out of range, another type is on the path, or TOML has no such value.
    """
    tree = draft.tree
    found = parents(tree, path)
    depth = len(found.nodes) - 1
    rest, value = _without_indexes(path, depth, value)
    container = found.nodes[-1]
    if isinstance(container, Array):
        style = section_style(tree, found.home[0])
        draft.change(add_member(tree, container.brackets, value_text(value, style)))
    elif isinstance(container, ArrayOfTables):
        if not isinstance(value, Mapping):
            raise wrong_row(tree, container, path)
        keys = tuple(step for step in path[:depth] if isinstance(step, str))
        last = max(statement.index for statement in statements_of(container))
        place = region_end(tree, last + 1)
        draft.change(_tables(tree, place, keys, value, is_row=True))
    elif isinstance(container, Table):
        _into_table(draft, found, container, rest, value)


def _without_indexes(path: DocumentPath, depth: int, value: Value) -> tuple[tuple[str, ...], Value]:
    """The keys of ``path`` below ``depth`` up to the first index; the rest is folded into the value."""
    rest = path[depth:]
    keys: list[str] = []
    for position, step in enumerate(rest):
        if isinstance(step, int):
            # A row that is appended to a list that exists may have any index; in a new list it is the first.
            start = position + 1 if position == 0 else position
            return tuple(keys), _nested(path, rest[start:], value)
        keys.append(step)
    return tuple(keys), value


def _nested(path: DocumentPath, steps: DocumentPath, value: Value) -> Value:
    for step in reversed(steps):
        if isinstance(step, str):
            value = {step: value}
        elif step == 0:
            value = [value]
        else:
            raise no_path(path, "index")
    return value


def _into_table(draft: Draft, found: Found, table: Table, keys: tuple[str, ...], value: Value) -> None:
    tree = draft.tree
    is_line = len(keys) == 1 and not isinstance(value, Mapping)
    is_dotted = table.home is not None and bool(table.home[1])
    if table.brackets is None and not is_dotted and not is_line:
        place = region_end(tree, _next_row(found, tree))
        if not isinstance(value, Mapping):
            keys, value = keys[:-1], {keys[-1]: value}
        draft.change(_tables(tree, place, (*found.keys, *keys), value, is_row=False))
        return
    value = _nested((), keys[1:], value)
    section, prefix = found.home
    if section.header and table.home is None:
        _require_order(tree, found, section.header)
    style = section_style(tree, section)
    new = (*prefix, keys[0])
    if section.brackets:
        text = f"{key_text(new)}{style.equals}{value_text(value, style)}"
        draft.change(add_member(tree, section.brackets, text))
    else:
        draft.change([_key_line(tree, section, new, value)])


def _require_order(tree: Tree, found: Found, header: Statement) -> None:
    """Raise where a dotted key below ``header`` would extend a table that a header above it mentions already."""
    below = found.nodes[-1]
    for node in reversed(found.nodes):
        if isinstance(node, Table) and node.home:
            break
        below = node
    first = min(statements_of(below), key=lambda statement: statement.index)
    if first.index < header.index:
        raise wrong_order(tree, first, header, found.path[: len(found.nodes) - 1])


def _next_row(found: Found, tree: Tree) -> int:
    """The first statement that belongs to a later row than the one the found tables are in."""
    following = [len(tree.statements)]
    for node, row in found.rows:
        headers = [table.header.index for table in node.rows[row + 1 : row + 2] if table.header]
        following += headers
    return min(following)


def _key_line(tree: Tree, section: Section, keys: tuple[str, ...], value: Value) -> Splice:
    """A new line ``keys = value`` in ``section``."""
    statements = [entry.statement for entry in section.entries if entry.statement]
    # A dotted key goes to the keys it shares its first part with.
    related = [s for s in statements if len(keys) > 1 and s.entry and s.entry.keys[:1] == keys[:1]] or statements
    style = key_style(tree, section, keys)
    text = f"{key_text(keys)}{style.equals}{value_text(value, style)}"
    if related:
        after = related[-1]
        return add_lines(tree, after.last, [indentation(tree, after.first) + text])
    if section.header:
        return add_lines(tree, section.header.last, [indentation(tree, section.header.first) + text])
    place = region_end(tree, 0)
    if place:
        return add_lines(tree, place, ["", text])
    return add_lines(tree, place, [text, ""] if tree.statements else [text])


def _tables(tree: Tree, place: int, keys: tuple[str, ...], value: Mapping[str, Value], *, is_row: bool) -> list[Splice]:
    """A new table or row, and the tables in it, after the line that ends at ``place``."""
    blanks = puts_blanks(tree)
    previous = line_before(tree, place)
    # Directly below a comment, the table would take the comment for its own.
    after_comment = previous is not None and tree.text[slice(*previous)].lstrip(" \t").startswith("#")
    lines = [""] if previous and (blanks or after_comment) else []
    for block in _blocks(keys, value, table_style(tree, keys), is_row=is_row):
        lines += [*([""] if blanks and lines and lines[-1] else []), *block]
    return [add_lines(tree, place, lines)]


def _blocks(keys: tuple[str, ...], value: Mapping[str, Value], style: Style, *, is_row: bool) -> list[list[str]]:
    """The lines of a table's own keys under its header, then those of each of its sub-tables."""
    own = {key: member for key, member in value.items() if not isinstance(member, Mapping)}
    header = f"[[{key_text(keys)}]]" if is_row else f"[{key_text(keys)}]"
    block = [
        header,
        *(f"{key_text([key])}{style.equals}{value_text(member, style)}" for key, member in own.items()),
    ]
    blocks = [block] if is_row or own or not value else []
    for key, member in value.items():
        if isinstance(member, Mapping):
            blocks += _blocks((*keys, key), member, style, is_row=False)
    return blocks
