"""Takes members and rows out of a YAML text, with the comments that belong to them."""

from wizard.formats.edits import DocumentPath, Splice, Value
from wizard.formats.expected import look
from wizard.formats.lines import break_before, is_blank, line_before, line_end, line_start, next_line
from wizard.formats.paths import refused
from wizard.formats.yaml.block import (
    end_of_entry,
    ends_in_block_text,
    first_line,
    keeps_blank_lines,
    replace_value,
)
from wizard.formats.yaml.draft import Draft
from wizard.formats.yaml.find import Found, require_unused, walk
from wizard.formats.yaml.flow import remove
from wizard.formats.yaml.null import commented_null, restore_null
from wizard.formats.yaml.render import Style, inline
from wizard.formats.yaml.style import style_at
from wizard.formats.yaml.tree import Container, Tree


def delete(draft: Draft, path: DocumentPath) -> None:
    """Takes the value at ``path`` out of the text; nothing happens where there is none.

    Raises:
        FormatError: another type or an alias is on the path, or an alias needs what would go.
    """
    found = walk(draft.tree, path)
    while found.is_whole:
        draft.change(_remove_entry(draft.tree, found))
        if isinstance(path[-1], int):
            return
        # A name that is given twice goes wholly.
        found = walk(draft.tree, path)
    if look(draft.values, path)[0]:
        merging = found.containers[-1]
        raise refused("formats.yaml-alias", draft.tree.text, merging.start, path)


def _remove_entry(tree: Tree, found: Found) -> list[Splice]:
    home, entry = found.containers[-1], found.entries[-1]
    require_unused(tree, entry.value, found.path)
    if entry.key_node:
        require_unused(tree, entry.key_node, found.path)
    if home.is_pair:
        raise refused("formats.yaml-pair", tree.text, home.start, found.path)
    if home.is_flow:
        return remove(tree, home, entry)
    if len(home.entries) > 1:
        return _remove_from_block(tree, home, found.path)
    empty: Value = [] if home.is_list else {}
    owner = found.containers[-2] if len(found.path) > 1 else None
    if owner is None:
        if (null := commented_null(tree, entry)) is not None:
            return restore_null(tree, entry, null)
        # A document of nothing but its end (``...``) is none.
        ends_only = tree.stop < len(tree.text) and not tree.begin
        kept = home.is_list or ends_only
        return [Splice(home.start, home.end, inline(empty, Style()))] if kept else _remove_lines(tree, home, 0)
    style = style_at(tree, found.containers[:-1])
    return replace_value(tree, found.entries[-2], tree.column(owner.entries[0].start), empty, found.path[:-1], style)


def _remove_from_block(tree: Tree, home: Container, path: DocumentPath) -> list[Splice]:
    step = path[-1]
    index = step if isinstance(step, int) else max(i for i, entry in enumerate(home.entries) if entry.key == step)
    entry = home.entries[index]
    if not tree.text[line_start(tree.text, entry.start) : entry.start].strip(" "):
        return _remove_lines(tree, home, index)
    # The first of a block that begins behind a dash; the next line's text moves up to the dash.
    following = next_line(tree.text, end_of_entry(tree, entry, tree.column(entry.start)))
    while is_blank(tree.text, following):
        following = next_line(tree.text, following)
    line = tree.text[following : line_end(tree.text, following)]
    return [Splice(entry.start, following + len(line) - len(line.lstrip(" ")), "")]


def _remove_lines(tree: Tree, home: Container, index: int) -> list[Splice]:
    entry = home.entries[index]
    text = tree.text
    column = tree.column(home.entries[0].start)
    is_first = index == 0 and home is tree.root
    is_headed = is_first and (_is_headed(tree, entry.start) or commented_null(tree, entry) is not None)
    last = next_line(text, end_of_entry(tree, entry, column))
    comment_stays = is_headed or _heads_more(tree, home, index, last)
    first = line_start(text, entry.start) if comment_stays else first_line(tree, entry, column)
    before = home.entries[index - 1] if index else None
    # A comment ends the text above: blank lines behind it are none of its content.
    keeps = before is not None and keeps_blank_lines(tree, before) and not text[before.end : first].strip()
    above = line_before(text, first)
    blank_above = (
        above is not None and above >= tree.begin and is_blank(text, above) and not (before and above <= before.end)
    )
    at_end = last >= tree.stop
    if blank_above and above is not None and (at_end or is_blank(text, last)) and not _is_top(tree, above):
        first = above
    elif not blank_above and len(home.entries) > 1 and _is_top(tree, first) and not at_end and is_blank(text, last):
        last = next_line(text, last)
    elif keeps:
        # A line without a break is no content of the text above.
        while last < tree.stop and is_blank(text, last) and line_end(text, last) < len(text):
            last = next_line(text, last)
    ends_open = last == len(text) and text[-1:] not in {"\n", "\r"}
    if ends_open and first and not (before and ends_in_block_text(tree, before)) and first > tree.begin:
        first = break_before(text, first)
    return [Splice(first, last, "")]


def _is_headed(tree: Tree, start: int) -> bool:
    """Whether the comment right above the first entry is the one the file starts with, which is the file's."""
    line = line_start(tree.text, start)
    while (above := line_before(tree.text, line)) is not None and above >= tree.begin:
        if is_blank(tree.text, above):
            return False
        line = above
    return True


def _heads_more(tree: Tree, home: Container, index: int, last: int) -> bool:
    """Whether a comment above the entry heads the next one too, which stands right below it, at ``last``."""
    following = home.entries[index + 1 : index + 2]
    return bool(following) and line_start(tree.text, following[0].start) == last


def _is_top(tree: Tree, start: int) -> bool:
    """Whether nothing of the document stands above the line at ``start``."""
    return not tree.text[tree.begin : start].strip()
