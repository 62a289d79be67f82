"""The doctor's knowledge as values, read from the files beside this module. Facts without words: those are texts."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

from wizard.tools import built_in_folders, folder_of

Severity = Literal["error", "warning", "info"]
Repair = Literal["configure", "mends", "steps"]

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")
"""From the worst on."""


class FaqEntry(NamedTuple):
    """A heading of the vendor's FAQ, word for word, and the part of it where it stands; ``chinese`` means the same."""

    id: str
    section: str
    heading: str
    chinese: str


class FindingFacts(NamedTuple):
    """What is known of a finding's code.

    ``faq`` is the id of its entry; None where the FAQ is silent. ``repair`` says what ends it: the tool's ``configure``
    with the present choice, of which only what ends it is taken, the edits that the finding carries, or steps by hand.
    ``resets_thinking``: the present thinking budget is what is wrong, so ``configure`` gets the default one.
    ``needs_key``: it ends only where a key is given. ``retires``: the ``model`` it names leaves the tool's lists when
    it is mended, where it is misspelt only beside the right one. ``kin``: codes of findings that are the same mistake
    elsewhere in the tool, mended along with it.
    """

    severity: Severity
    faq: str | None = None
    repair: Repair = "steps"
    resets_thinking: bool = False
    needs_key: bool = False
    retires: bool = False
    kin: Sequence[str] = ()


class Symptom(NamedTuple):
    """An error text: what it looks like, its FAQ entry, the ``tools`` that print it (none: any), its causes.

    ``patterns`` are tried on the text in one line, ``lines`` on each whole line; both in lower case.
    """

    id: str
    faq: str
    causes: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    lines: tuple[re.Pattern[str], ...]
    tools: tuple[str, ...]
    severity: Severity

    def concerns(self, tool: str | None) -> bool:
        """Whether ``tool`` may have printed it; None stands for what concerns several tools."""
        return not self.tools or tool is None or tool in self.tools

    def fits(self, text: str, lines: Iterable[str]) -> bool:
        """Whether the text shows this error."""
        if any(pattern.search(text) for pattern in self.patterns):
            return True
        return any(pattern.fullmatch(line) for line in lines for pattern in self.lines)


class Cause(NamedTuple):
    """What may stand behind an error. ``evidence``: findings that show it; ``always``: told without any too."""

    evidence: frozenset[str]
    always: bool


@cache
def symptoms() -> Mapping[str, Symptom]:
    """All error texts by id, the more telling ones first."""
    return {
        name: Symptom(
            name,
            entry["faq"],
            tuple(entry["causes"]),
            tuple(re.compile(pattern) for pattern in entry.get("patterns", ())),
            tuple(re.compile(pattern) for pattern in entry.get("lines", ())),
            tuple(entry.get("tools", ())),
            entry.get("severity", "error"),
        )
        for name, entry in _read("diagnoses.toml").items()
        if name != "causes"
    }


@cache
def causes() -> Mapping[str, Cause]:
    """All causes of errors by id."""
    entries = _read("diagnoses.toml")["causes"]
    return {
        name: Cause(frozenset(entry.get("evidence", ())), entry.get("always", False)) for name, entry in entries.items()
    }


@cache
def faq() -> Mapping[str, FaqEntry]:
    """All entries of the FAQ by id, in its order."""
    return {name: FaqEntry(name, **entry) for name, entry in _read("faq.toml").items()}


def findings() -> Mapping[str, FindingFacts]:
    """All codes of findings: the shared ones, then those of the built-in tools."""
    own = (_of_tool(tool, folder) for tool, folder in built_in_folders().items())
    return {**_shared(), **{code: fact for facts in own for code, fact in facts.items()}}


def findings_in(entries: Mapping[str, Mapping[str, Any]], tool: str) -> Mapping[str, FindingFacts]:
    """The ``entries`` of a tool's ``findings.toml``.

    Raises:
        TypeError, ValueError: an entry has not the form of FindingFacts, or is another tool's.
    """
    facts = {code: FindingFacts(**entry) for code, entry in entries.items()}
    for code, fact in facts.items():
        if not code.startswith(f"{tool}.") or fact.severity not in SEVERITIES or fact.repair not in get_args(Repair):
            raise ValueError(code)
    return facts


def facts_of(code: str) -> FindingFacts:
    """What is known of ``code``; a warning where it is a tool's whose ``findings.toml`` says nothing of it.

    Raises:
        KeyError: it is no tool's, and not known.
    """
    tool = code.partition(".")[0]
    folder = folder_of(tool)
    return _of_tool(tool, folder).get(code, FindingFacts("warning")) if folder else _shared()[code]


@cache
def _shared() -> Mapping[str, FindingFacts]:
    return {code: FindingFacts(**entry) for code, entry in _read("findings.toml").items()}


@cache
def _of_tool(tool: str, folder: Path) -> Mapping[str, FindingFacts]:
    path = folder / "findings.toml"
    return findings_in(tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}, tool)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
