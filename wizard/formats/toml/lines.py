"""The comment and blank lines between statements, and what of them belongs to which statement."""

import re
from typing import Final

from wizard.formats.edits import Splice
from wizard.formats.toml.tree import Tree

_BLANK: Final = " \t\r\n"
_INDENT = re.compile(r"[ \t]*+")


def gap(tree: Tree, index: int) -> list[tuple[int, int]]:
    """The whole lines between statement ``index - 1`` and statement ``index`` (or the end of the text)."""
    statements = tree.statements
    start = statements[index - 1].last if index else 0
    end = statements[index].first if index < len(statements) else len(tree.text)
    lines: list[tuple[int, int]] = []
    while start < end:
        stop = tree.text.find("\n", start, end) + 1 or end
        lines.append((start, stop))
        start = stop
    return lines


def is_blank(tree: Tree, line: tuple[int, int]) -> bool:
    """Whether nothing but white space is on the ``line``."""
    return not tree.text[line[0] : line[1]].strip(_BLANK)


def introduction(tree: Tree, index: int) -> list[tuple[int, int]]:
    """The comment lines directly above statement ``index``."""
    lines = gap(tree, index)
    count = 0
    while count < len(lines) and not is_blank(tree, lines[-1 - count]):
        count += 1
    return lines[len(lines) - count :]


def region_end(tree: Tree, index: int) -> int:
    """Where text goes that follows statement ``index - 1`` and its comments.

    The comments that introduce statement ``index`` and the blank lines before them come after that place.
    """
    lines = gap(tree, index)
    if index < len(tree.statements):
        lines = lines[: len(lines) - len(introduction(tree, index))]
    while lines and is_blank(tree, lines[-1]):
        lines.pop()
    if lines:
        return lines[-1][1]
    return tree.statements[index - 1].last if index else 0


def line_before(tree: Tree, offset: int) -> tuple[int, int] | None:
    """The line that ends at ``offset``, if ``offset`` is not the start of the text."""
    if not offset:
        return None
    return tree.text.rfind("\n", 0, offset - 1) + 1, offset


def indentation(tree: Tree, offset: int) -> str:
    """The blanks at the start of the line that starts at ``offset``."""
    match = _INDENT.match(tree.text, offset)
    return match[0] if match else ""


def line_end_style(tree: Tree, offset: int) -> str:
    """The line end of the line before ``offset``, else the first of the text."""
    text = tree.text
    newline = text.rfind("\n", 0, offset)
    if newline < 0:
        newline = text.find("\n")
    return "\r\n" if newline > 0 and text[newline - 1 : newline] == "\r" else "\n"


def add_lines(tree: Tree, offset: int, lines: list[str]) -> Splice:
    """``lines`` as whole lines after the line that ends at ``offset``; a missing final newline stays missing."""
    end = line_end_style(tree, offset)
    if offset and tree.text[offset - 1 : offset] != "\n":
        return Splice(offset, offset, "".join(end + line for line in lines))
    return Splice(offset, offset, "".join(line + end for line in lines))
