"""Reads the hand-made cases of ``tests/corpus``: one file a case, as text that shows what it is about.

A case has a line that says what it shows, then parts with headings: ``--- before``, ``--- edits`` (one JSON
array a line: ``["set", path, value]`` or ``["delete", path]``), and ``--- after`` or ``--- refused`` (the error's
code, line and column). Bytes that an editor would hide are said in ``--- bytes`` words: ``crlf``, ``bom``,
``no-final-newline``, ``final-cr``, ``cr-signs`` (each ``␍`` is a CR); they hold before and after.
``--- format`` names one of the formats of a room that has several.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from wizard.formats import Delete, Edit, Set

CORPUS = Path(__file__).parents[1] / "corpus"


@dataclass(frozen=True, slots=True)
class Case:
    """A source, edits, and the exact bytes after them, or the refusal: code, line and column."""

    shows: str
    before: bytes
    edits: tuple[Edit, ...]
    after: bytes | None
    refused: tuple[str, ...]
    format: str


def names(room: str) -> list[str]:
    """The names of all cases of ``room``."""
    return sorted(path.stem for path in (CORPUS / room).glob("*.case"))


def case(room: str, name: str) -> Case:
    """One case; a mistake in its file is a ``KeyError`` or ``ValueError``."""
    text = (CORPUS / room / f"{name}.case").read_text(encoding="utf-8")
    shows, *parts = ("\n" + text.removesuffix("\n")).split("\n--- ")
    # Each line of a part has a line end again; a part of no lines is empty.
    read = {heading: body + line_end for heading, line_end, body in (part.partition("\n") for part in parts)}
    words = read.pop("bytes", "").split()
    format_ = read.pop("format", room).strip()
    edits = tuple(_edit(line) for line in read.pop("edits").splitlines())
    before = _bytes(read.pop("before"), words)
    after = read.pop("after", None)
    refused = tuple(read.pop("refused", "").split())
    if read or (after is None) == (not refused):
        raise ValueError(name)
    return Case(shows.strip(), before, edits, None if after is None else _bytes(after, words), refused, format_)


def _edit(line: str) -> Edit:
    kind, path, *value = json.loads(line)
    return Set(tuple(path), value[0]) if kind == "set" else Delete(tuple(path))


def _bytes(text: str, words: list[str]) -> bytes:
    if "no-final-newline" in words:
        text = text.removesuffix("\n")
    if "final-cr" in words:
        text = text.removesuffix("\n") + "\r"
    if "cr-signs" in words:
        text = text.replace("␍", "\r")
    if "crlf" in words:
        text = text.replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if "bom" in words else b"") + text.encode()
