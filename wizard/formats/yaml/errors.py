"""Why a YAML source cannot be read or edited, as errors with a place."""

from typing import Final

import yaml
from yaml.reader import Reader

from wizard.formats.edits import DocumentPath, FormatError
from wizard.formats.paths import found_at, place, refused
from wizard.formats.yaml.tree import Alias, Container, Node
from wizard.text import say

_KINDS: Final = {"bool": "boolean", "int": "number", "float": "number", "null": "null", "str": "string"}


def offset_of(mark: object) -> int:
    """The character that a parser's ``mark`` points at; 0 where it has none."""
    return int(getattr(mark, "index", 0))


def at_mark(code: str, text: str, mark: object, **values: object) -> FormatError:
    """``code`` at a parser's ``mark``."""
    return FormatError(code, **place(text, offset_of(mark)), **values)


def too_deep(text: str, mark: object, limit: int) -> FormatError:
    """Containers are nested beyond ``limit``."""
    return at_mark("formats.deep", text, mark, limit=limit)


def unprintable(text: str) -> None:
    """Raise ``formats.syntax`` at the first character that YAML does not allow anywhere."""
    found = Reader.NON_PRINTABLE.search(text)
    if found:
        raise _unexpected(text, found.start())


def malformed(text: str, error: yaml.MarkedYAMLError) -> FormatError:
    """The parser refused ``text``; neither the sentence nor the values repeat more than one character of it."""
    mark = error.problem_mark or error.context_mark
    return _unexpected(text, min(offset_of(mark), len(text)))


def wrong_type(text: str, node: Node, path: DocumentPath, step: str | int) -> FormatError:
    """The value at ``path`` is no container that ``step`` could be in."""
    expected = say("formats.kind.object" if isinstance(step, str) else "formats.kind.list")
    return refused("formats.type", text, node.start, path, found=say(f"formats.kind.{_kind(node)}"), expected=expected)


def not_a_list(begin: int, text: str) -> FormatError:
    """A row is asked for in a document with no value, which begins at ``begin`` and counts as an empty mapping."""
    values = {"found": say("formats.kind.object"), "expected": say("formats.kind.list")}
    return refused("formats.type", text, begin, (), **values)


def _kind(node: Node) -> str:
    if isinstance(node, Alias):
        return "alias"
    if node.tagged:
        return "tagged"
    if isinstance(node, Container):
        return "list" if node.is_list else "object"
    return _KINDS.get(node.tag.rpartition(":")[2], "date")


def _unexpected(text: str, offset: int) -> FormatError:
    is_tab = text.startswith("\t", offset)
    expected = say("formats.expect.yaml-blanks" if is_tab else "formats.expect.yaml")
    found = say("formats.found.tab") if is_tab else found_at(text, offset)
    return FormatError("formats.syntax", **place(text, offset), expected=expected, found=found)
