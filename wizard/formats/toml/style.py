"""How the surroundings of a new key or table spell theirs."""

from wizard.formats.toml.lines import gap, introduction, is_blank
from wizard.formats.toml.text import Style, key_text
from wizard.formats.toml.tree import Entry, Scalar, Section, Tree


def section_style(tree: Tree, section: Section) -> Style:
    """The style of the entries of ``section``; of the whole source where they do not show one."""
    nearby = [*_entries(tree), *section.entries]
    equals = next((entry.equals for entry in reversed(nearby)), (" ", " "))
    quote = next((quote for entry in reversed(nearby) if (quote := _quote(tree, entry))), '"')
    return Style(quote, equals[0][:1], equals[1][:1])


def key_style(tree: Tree, section: Section, keys: tuple[str, ...]) -> Style:
    """As ``section_style``; where the ``=`` of ``section`` stand in one column, the new one does too."""
    style = section_style(tree, section)
    columns = {len(tree.text[entry.start : entry.equals_at]) for entry in section.entries}
    padded = any(len(entry.equals[0]) > 1 for entry in section.entries)
    if padded and len(columns) == 1:
        width = max(1, columns.pop() - len(key_text(keys)))
        return Style(style.quote, " " * width, style.after)
    return style


def table_style(tree: Tree, keys: tuple[str, ...]) -> Style:
    """The style for the table ``keys``: that of its last neighbour under the same parent, else the source's."""
    headers = (s for s in reversed(tree.statements) if s.table and s.keys[:-1] == keys[:-1] and s.table.home)
    bodies = (s.table.home[0] for s in headers if s.table and s.table.home)
    return section_style(tree, next((section for section in bodies if section.entries), Section()))


def puts_blanks(tree: Tree) -> bool:
    """Whether the tables of the source are parted by blank lines; so it is where there are none."""
    headers = [statement.index for statement in tree.statements if statement.table and statement.index]
    for index in headers:
        lines = gap(tree, index)[: -len(introduction(tree, index)) or None]
        if lines and is_blank(tree, lines[-1]):
            return True
    return not headers


def _entries(tree: Tree) -> list[Entry]:
    return [statement.entry for statement in tree.statements if statement.entry]


def _quote(tree: Tree, entry: Entry) -> str:
    """The quote of a string; empty for any other value."""
    value = entry.value
    first = tree.text[value.start : value.start + 1] if isinstance(value, Scalar) else ""
    return first if first in {'"', "'"} else ""
