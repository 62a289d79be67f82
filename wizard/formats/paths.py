"""Places in a source and paths in a document, as people read them, and the errors that all formats have."""

from typing import Final, Literal

from wizard.formats.edits import BYTE_ORDER_MARK, DocumentPath, FormatError
from wizard.text import say

DEPTH: Final = 100
"""The deepest nesting that is read and written, far below Python's own limit; of JSON, on the paths of edits alone."""

SIZE_LIMIT: Final = 2**20
"""How many bytes of TOML and YAML are read: a file of small tables up to it is edited within seconds."""

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_MARK: Final = BYTE_ORDER_MARK.decode()


def place(text: str, offset: int, *, only_lf: bool = False) -> dict[str, int]:
    """``line`` and ``column`` of a character, both from 1; a byte order mark takes no column.

    Lines end as in JSON and YAML: with LF, CR or both; with ``only_lf`` as in TOML and ``.env`` files.
    """
    before = text[:offset].removeprefix(_MARK)
    line, last = before.count("\n"), before.rfind("\n")
    if not only_lf:
        line += before.count("\r") - before.count("\r\n")
        last = max(last, before.rfind("\r"))
    return {"line": line + 1, "column": len(before) - last}


def path_text(path: DocumentPath) -> str:
    """``path`` for people: ``models.providers[0].id``; names with odd characters are shown escaped."""
    if not path:
        return say("formats.kind.root")
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        else:
            plain = step.isprintable() and step
            parts.append(f".{step}" if plain else f".{step!a}")
    return "".join(parts).removeprefix(".")


def found_at(text: str, offset: int) -> str:
    """What a reader finds at ``offset``; no more than one character of ``text`` is repeated."""
    character = text[offset : offset + 1]
    if not character:
        return say("formats.found.end")
    if character in "\r\n":
        return say("formats.found.line-end")
    if not character.isprintable():
        return say("formats.found.character", code=f"{ord(character):04X}")
    return say("formats.found.text", text=character)


def decode(source: bytes, *, only_lf: bool = False) -> str:
    """The text of ``source``, which shall be UTF-8.

    Raises:
        FormatError: it is not (``formats.encoding``).
    """
    try:
        return source.decode()
    except UnicodeDecodeError as error:
        found = say("formats.found.byte", code=f"{source[error.start]:02X}")
        before = source[: error.start].decode()
        at = place(before, len(before), only_lf=only_lf)
        found = say("formats.found.utf-16") if source.startswith(_UTF_16) else found
        raise FormatError("formats.encoding", **at, found=found) from error


def require_size(source: bytes, code: str, limit: int, unit: int = 2**20) -> None:
    """Raise ``code`` where ``source`` has more than ``limit`` bytes; both sizes are told in ``unit``."""
    if len(source) > limit:
        raise FormatError(code, size=-(-len(source) // unit), limit=limit // unit)


def no_path(path: DocumentPath, problem: Literal["empty", "index", "negative", "step"]) -> FormatError:
    """``path`` is empty, or a step of it is no key or index, negative, or past the end of its list."""
    where = ascii(path) if problem == "step" else path_text(path)
    return FormatError("formats.path", where=where, problem=say(f"formats.problem.{problem}"))


def refused(code: str, text: str, offset: int, path: DocumentPath, **values: object) -> FormatError:
    """``code`` at ``offset``, for the edit at ``path``."""
    return FormatError(code, **place(text, offset), where=path_text(path), **values)
