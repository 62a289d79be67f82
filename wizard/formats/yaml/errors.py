"""Why a YAML source cannot be read or edited, as errors with a place."""

from typing import Final, Literal

import yaml
from yaml.reader import Reader

from wizard.formats.edits import DocumentPath, FormatError
from wizard.formats.yaml.text import line_start
from wizard.formats.yaml.tree import Alias, Container, Node
from wizard.text import say

SIZE_LIMIT: Final = 2**20
_UNICODE_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_KINDS: Final = {"bool": "boolean", "int": "number", "float": "number", "null": "null", "str": "string"}


def place(text: str, offset: int) -> dict[str, int]:
    """``line`` and ``column`` of a character, both from 1."""
    start = line_start(text, offset)
    before = text[:start]
    lines = before.count("\n") + before.count("\r") - before.count("\r\n")
    return {"line": lines + 1, "column": offset - start + 1}


def offset_of(mark: object) -> int:
    """The character that a parser's ``mark`` points at; 0 where it has none."""
    return int(getattr(mark, "index", 0))


def at_mark(code: str, text: str, mark: object, **values: object) -> FormatError:
    """``code`` at a parser's ``mark``."""
    return FormatError(code, **place(text, offset_of(mark)), **values)


def too_large(size: int) -> FormatError:
    """The source has ``size`` bytes, more than are read."""
    return FormatError("formats.yaml-large", size=-(-size // 2**20), limit=SIZE_LIMIT // 2**20)


def too_deep(text: str, mark: object, limit: int) -> FormatError:
    """Containers are nested beyond ``limit``."""
    return at_mark("formats.deep", text, mark, limit=limit)


def not_unicode(source: bytes, error: UnicodeDecodeError) -> FormatError:
    """The source holds bytes that are not UTF-8."""
    if source.startswith(_UNICODE_BOMS):
        return FormatError("formats.encoding", line=1, column=1, found=say("formats.found.utf-16"))
    before = source[: error.start].decode("utf-8-sig")
    found = say("formats.found.byte", code=f"{source[error.start]:02X}")
    return FormatError("formats.encoding", **place(before, len(before)), found=found)


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
    return FormatError(
        "formats.type",
        **place(text, node.start),
        where=path_text(path),
        found=say(f"formats.kind.{_kind(node)}"),
        expected=say("formats.kind.object" if isinstance(step, str) else "formats.kind.list"),
    )


def not_a_list(begin: int, text: str) -> FormatError:
    """A row is asked for in a document with no value, which begins at ``begin`` and counts as an empty mapping."""
    values = {"where": path_text(()), "found": say("formats.kind.object"), "expected": say("formats.kind.list")}
    return FormatError("formats.type", **place(text, begin), **values)


def refused(code: str, text: str, offset: int, path: DocumentPath, **values: object) -> FormatError:
    """``code`` at ``offset``, for the edit at ``path``."""
    return FormatError(code, **place(text, offset), where=path_text(path), **values)


def no_path(path: DocumentPath, problem: Literal["empty", "index", "negative", "step"]) -> FormatError:
    """``path`` is empty, or an index in it is negative or past the end of its list."""
    return FormatError("formats.path", where=path_text(path), problem=say(f"formats.problem.{problem}"))


def path_text(path: DocumentPath) -> str:
    """``path`` as people write it: ``a.b[0].c``."""
    if not path:
        return say("formats.kind.root")
    shown = (step if isinstance(step, int) or step.isprintable() else ascii(step) for step in path)
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in shown).removeprefix(".")


def _kind(node: Node) -> str:
    if isinstance(node, Alias):
        return "alias"
    if node.tagged:
        return "tagged"
    if isinstance(node, Container):
        return "list" if node.is_list else "object"
    return _KINDS.get(node.tag.rpartition(":")[2], "date")


def _unexpected(text: str, offset: int) -> FormatError:
    character = text[offset : offset + 1]
    expected = "yaml"
    if not character:
        found = say("formats.found.end")
    elif character in "\r\n":
        found = say("formats.found.line-end")
    elif character == "\t":
        found, expected = say("formats.found.tab"), "yaml-blanks"
    elif not character.isprintable():
        found = say("formats.found.character", code=f"{ord(character):04X}")
    else:
        found = say("formats.found.text", text=character)
    return FormatError("formats.syntax", **place(text, offset), expected=say(f"formats.expect.{expected}"), found=found)
