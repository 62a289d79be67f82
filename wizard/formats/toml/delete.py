"""Takes keys, tables and rows out of a draft, with the lines and comments that are theirs alone."""

from wizard.formats.edits import DocumentPath
from wizard.formats.lines import remove_lines
from wizard.formats.toml.brackets import remove_member
from wizard.formats.toml.draft import Draft
from wizard.formats.toml.find import entries_of, find, statements_of
from wizard.formats.toml.insert import insert
from wizard.formats.toml.lines import gap, introduction, is_blank
from wizard.formats.toml.tree import Array, ArrayOfTables, Statement, Tree


def delete(draft: Draft, path: DocumentPath) -> None:
    """Removes what is at ``path``; a parent that was only mentioned by it stays, as an empty table or list.

    Raises:
        FormatError: another type is on the path, or an index is negative.
    """
    if find(draft.tree, path) is None:
        return
    parent = path[:-1]
    is_list = bool(parent) and isinstance(find(draft.tree, parent), ArrayOfTables)
    remove(draft, path)
    if parent and find(draft.tree, parent) is None:
        insert(draft, parent, [] if is_list else {})


def remove(draft: Draft, path: DocumentPath) -> None:
    """Removes what is at ``path``; a parent that was only mentioned by it is gone with it."""
    node = find(draft.tree, path)
    holder = find(draft.tree, path[:-1]) if path[:-1] else None
    if isinstance(holder, Array) and isinstance(path[-1], int):
        draft.change(remove_member(draft.tree, holder.brackets, path[-1]))
    elif node is not None:
        section = next((entry.section for entry in entries_of(node) if entry.section.brackets), None)
        if section:
            _remove_from_braces(draft, path)
        else:
            statements = {statement.index: statement for statement in statements_of(node)}
            draft.change(remove_lines(draft.tree.text, _ranges(draft.tree, list(statements.values()))))


def _remove_from_braces(draft: Draft, path: DocumentPath) -> None:
    """One member after the other: a dotted table in braces may have several."""
    node = find(draft.tree, path)
    while node is not None:
        entry = next(entries_of(node))
        if entry.section.brackets:
            draft.change(remove_member(draft.tree, entry.section.brackets, entry.section.entries.index(entry)))
        node = find(draft.tree, path)


def _ranges(tree: Tree, removed: list[Statement]) -> list[tuple[int, int]]:
    """The lines of ``removed`` and what goes with them."""
    gone = {statement.index for statement in removed}
    ranges: list[tuple[int, int]] = []
    for statement in removed:
        ranges.append((statement.first, statement.last))
        if statement.entry and statement.index - 1 in gone:
            # Inside a table that goes as a whole, its comments and blank lines go too.
            ranges += gap(tree, statement.index)
        elif statement.entry:
            ranges += _above_key(tree, statement)
        else:
            ranges += _above_header(tree, statement, gone)
    return ranges


def _above_key(tree: Tree, statement: Statement) -> list[tuple[int, int]]:
    """The comment above a key that stands alone below it, and a blank line that would be one too many.

    A comment above several keys heads them all and stays, and so does the comment the file starts with.
    """
    above, below = gap(tree, statement.index), gap(tree, statement.index + 1)
    following = tree.statements[statement.index + 1 : statement.index + 2]
    heads_more = not below and any(other.entry for other in following)
    comment = introduction(tree, statement.index)
    taken = comment if comment and comment[0][0] and not heads_more else []
    rest = above[: len(above) - len(taken)]
    ends_blank = is_blank(tree, below[0]) if below else not following
    if rest and is_blank(tree, rest[-1]):
        return [*taken, rest[-1]] if ends_blank and len(rest) + bool(statement.index) > 1 else taken
    if not above and not statement.index and following and below and ends_blank:
        return [below[0]]
    return taken


def _above_header(tree: Tree, statement: Statement, gone: set[int]) -> list[tuple[int, int]]:
    """The comment above a header and one blank line above that; below it where nothing is above."""
    above = gap(tree, statement.index)
    comment = introduction(tree, statement.index)
    taken = comment if comment and comment[0][0] else []
    rest = above[: len(above) - len(taken)]
    if rest and is_blank(tree, rest[-1]):
        return [*taken, rest[-1]]
    if not above and not statement.index:
        last: int = statement.index
        while last + 1 in gone:
            last += 1
        below = gap(tree, last + 1)
        if below and last + 1 < len(tree.statements) and is_blank(tree, below[0]):
            return [below[0]]
    return taken
