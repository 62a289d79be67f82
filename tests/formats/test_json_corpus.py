"""Edits of small files, each a case in ``tests/corpus/json``: what is asked, the file before, the file after.

A case ends each text with the line end before the next ``===``; that one is not part of the text. Line ends that an
editor would hide are said before the texts: ``line ends CRLF``, or ``␍ is CR`` where a text shows each CR so.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from wizard.formats import Delete, Edit, Set, edit

CORPUS = Path(__file__).parent.parent / "corpus" / "json"


@dataclass(frozen=True, slots=True)
class Case:
    """One file of the corpus."""

    format: str
    edits: tuple[Edit, ...]
    before: bytes
    after: bytes


def read(path: Path) -> Case:
    """The case that stands in ``path``."""
    asked, texts = path.read_bytes().decode().split("\n=== before\n")
    before, rest = texts.split("\n=== after\n")
    after = rest.removesuffix("\n=== end\n")
    options = asked.splitlines()
    edits = tuple(asked_edit(line) for line in options if line.startswith(("set ", "delete ")))
    sources = []
    for text in (before, after):
        text_there = text.replace("\n", "\r\n") if "line ends CRLF" in options else text
        text_there = text_there.replace("␍", "\r") if "␍ is CR" in options else text_there
        sources.append(("\ufeff" if "byte order mark" in options else "").encode() + text_there.encode())
    return Case(options[0].removeprefix("format "), edits, *sources)


def asked_edit(line: str) -> Edit:
    """The edit a line asks for: ``set [path] to value`` or ``delete [path]``."""
    verb, _, rest = line.partition(" ")
    if verb == "delete":
        return Delete(tuple(json.loads(rest)))
    path, _, value = rest.partition(" to ")
    return Set(tuple(json.loads(path)), json.loads(value))


@pytest.mark.promise("new-text-looks")
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.case")), ids=lambda path: path.stem)
def test_a_case_comes_out_byte_for_byte(path: Path) -> None:
    """The edits of a case turn its first text into its second, and change nothing when they are made again."""
    case = read(path)
    assert edit(case.before, case.format, case.edits) == case.after
    sets = [each for each in case.edits if isinstance(each, Set)]
    if len(sets) == len(case.edits):
        assert edit(case.after, case.format, sets) == case.after


def test_the_corpus_is_there() -> None:
    """A glob that finds nothing would pass silently."""
    assert len(list(CORPUS.glob("*.case"))) >= 145
