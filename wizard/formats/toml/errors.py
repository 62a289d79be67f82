"""Why a TOML source cannot be read or edited, as errors with a place."""

import re
import tomllib
from collections.abc import Mapping
from typing import Final

from wizard.formats.edits import DocumentPath, FormatError
from wizard.formats.paths import DEPTH, found_at, path_text, place, refused
from wizard.formats.toml.scan import TooDeepError
from wizard.formats.toml.tree import Array, ArrayOfTables, Node, Scalar, Statement, Table, Tree
from wizard.text import say

_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")
_TWICE: Final = ("Cannot declare", "Cannot mutate", "Cannot overwrite", "Cannot redefine", "Duplicate inline")


def malformed(text: str, error: tomllib.TOMLDecodeError) -> FormatError:
    """``tomllib`` refused ``text``; neither the sentence nor the values repeat more than one character of it."""
    reason = str(error)
    match = _PLACE.search(reason)
    offset = len(text)
    if match and match[1]:
        line, column = int(match[1]), int(match[2])
        lines = text.split("\n")
        offset = min(sum(len(before) + 1 for before in lines[: line - 1]) + column - 1, len(text))
    if reason.startswith(_TWICE):
        expected, found = say("formats.toml-expected-once"), say("formats.toml-found-twice")
    else:
        expected, found = say("formats.toml-expected-toml"), found_at(text, offset)
    return _syntax(text, offset, expected, found)


def unscanned(text: str, offset: int) -> FormatError:
    """The span scanner met something it does not know, or nesting that is too deep, at ``offset``."""
    return _syntax(text, offset, say("formats.toml-expected-toml"), found_at(text, offset))


def longest_number(text: str) -> int:
    """Where the longest row of digits starts."""
    numbers = re.finditer(r"[0-9][0-9_]*+", text)
    return max(numbers, key=lambda match: len(match[0])).start()


def too_deep(text: str, error: TooDeepError) -> FormatError:
    """Tables or arrays are nested beyond the limit."""
    return FormatError("formats.deep", limit=DEPTH, **place(text, error.offset, only_lf=True))


def wrong_type(tree: Tree, node: Node, path: DocumentPath, step: str | int) -> FormatError:
    """The value at ``path`` is no container that ``step`` could be in."""
    expected = say("formats.toml-kind-table") if isinstance(step, str) else say("formats.kind.list")
    return refused("formats.type", tree.text, _start(node), path, found=_kind(tree, node), expected=expected)


def wrong_row(tree: Tree, node: ArrayOfTables | Table, path: DocumentPath) -> FormatError:
    """Something other than a table is to be added to a list of ``[[tables]]``."""
    return refused("formats.toml-row", tree.text, _start(node), path)


def wrong_order(tree: Tree, first: Statement, header: Statement, path: DocumentPath) -> FormatError:
    """``first`` is in the table ``path``, which a dotted key below the later ``header`` would extend."""
    return refused("formats.toml-order", tree.text, first.start, path, table=path_text(header.keys))


def _start(node: Node) -> int:
    if isinstance(node, Scalar):
        return node.start
    if isinstance(node, ArrayOfTables):
        header = node.rows[0].header
        return header.start if header else 0
    if node.brackets:
        return node.brackets.start
    if node.entry:
        return node.entry.start
    return _table_start(node)


def _table_start(node: Node) -> int:
    """The first place that mentions a table without brackets of its own."""
    if isinstance(node, Scalar | Array | ArrayOfTables) or node.brackets:
        return node.entry.start if not isinstance(node, ArrayOfTables) and node.entry else _start(node)
    if node.header:
        return node.header.start
    return min((_table_start(child) for child in node.members.values()), default=0)


_KINDS: Final[Mapping[str, str]] = {"t": "boolean", "f": "boolean", '"': "string", "'": "string"}


def _kind(tree: Tree, node: Node) -> str:
    if isinstance(node, Array | ArrayOfTables):
        return say("formats.kind.list")
    if not isinstance(node, Scalar):
        return say("formats.toml-kind-table")
    text = tree.text[node.start : node.end]
    if text[0] in _KINDS:
        return say(f"formats.kind.{_KINDS[text[0]]}")
    is_date = re.match(r"[0-9]{4}-[0-9]{2}-|[0-9]{2}:", text)
    return say("formats.toml-kind-date") if is_date else say("formats.kind.number")


def _syntax(text: str, offset: int, expected: str, found: str) -> FormatError:
    return FormatError("formats.syntax", **place(text, offset, only_lf=True), expected=expected, found=found)
