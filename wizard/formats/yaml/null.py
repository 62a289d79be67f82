"""A document that is ``null``: it becomes a comment while there are values, and the document again after the last."""

import re
from typing import Final, TypeGuard

from wizard.formats.edits import Splice, Value
from wizard.formats.lines import line_before, line_break, line_end, line_start
from wizard.formats.yaml.render import Style, block
from wizard.formats.yaml.tree import Entry, Node, Scalar, Tree

_HASH: Final = "# "
_COMMENTED: Final = re.compile(r"# (?:null|Null|NULL|~)(?:[ \t]+#.*|[ \t]*)")


def is_plain_null(node: Node) -> TypeGuard[Scalar]:
    """Whether ``node`` is a null that is written out and has neither tag nor anchor."""
    return isinstance(node, Scalar) and node.is_null and not node.tagged and node.anchor is None and not node.is_empty


def write_below_null(tree: Tree, null: Scalar, value: Value, style: Style) -> list[Splice]:
    """``value``, a block, below the ``null`` of the document, which is commented out."""
    start = line_start(tree.text, null.start)
    stands_alone = not tree.text[start : null.start].strip(" ")
    end = line_end(tree.text, null.start)
    lines = block(value, null.start - start if stands_alone else 0, style)
    line_feed = line_break(tree.text, end)
    return [
        Splice(null.start, null.start, _HASH),
        Splice(end, end, "".join(line_feed + line for line in lines)),
    ]


def commented_null(tree: Tree, entry: Entry) -> int | None:
    """The offset of the commented ``null`` on the line above ``entry``, the first of the document; None without one."""
    above = line_before(tree.text, line_start(tree.text, entry.start))
    if above is None:
        return None
    line = tree.text[above : line_end(tree.text, above)]
    start = line.find(_HASH)
    is_first = start >= 0 and (not line[:start].strip(" ") or (above + start > tree.begin and line.startswith("--- #")))
    return above + start if is_first and _COMMENTED.fullmatch(line, start) else None


def restore_null(tree: Tree, entry: Entry, null: int) -> list[Splice]:
    """The document without its last ``entry``, and the commented ``null`` of it back."""
    return [
        Splice(null, null + len(_HASH), ""),
        Splice(line_end(tree.text, null), line_end(tree.text, entry.end), ""),
    ]
