"""The doctor's knowledge as values, read from the files beside this module. Facts without words: those are texts."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

Severity = Literal["error", "warning", "info"]
Repair = Literal["configure", "mends", "steps"]

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")
"""From the worst on."""


class FaqEntry(NamedTuple):
    """A heading of the vendor's FAQ, word for word, and the part of it where it stands."""

    id: str
    section: str
    heading: str


class FindingFacts(NamedTuple):
    """What is known of a finding's code.

    ``faq`` is the id of its entry; None where the FAQ is silent. ``repair`` says what ends it: the tool's ``configure``
    with the present choice, the edits that the finding carries, or steps by hand. ``resets_thinking``: the present
    thinking budget is what is wrong, so ``configure`` gets the default one. ``needs_key``: it ends only where a key is
    given.
    """

    severity: Severity
    faq: str | None = None
    repair: Repair = "steps"
    resets_thinking: bool = False
    needs_key: bool = False


@cache
def faq() -> Mapping[str, FaqEntry]:
    """All entries of the FAQ by id, in its order."""
    return {name: FaqEntry(name, entry["section"], entry["heading"]) for name, entry in _read("faq.toml").items()}


@cache
def findings() -> Mapping[str, FindingFacts]:
    """All codes of findings."""
    return {code: FindingFacts(**entry) for code, entry in _read("findings.toml").items()}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
