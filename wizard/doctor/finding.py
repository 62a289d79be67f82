"""A finding: a notice about the set-up, with what the knowledge says of its code."""

from dataclasses import dataclass
from pathlib import Path

from wizard.doctor import knowledge
from wizard.doctor.knowledge import FindingFacts, Severity
from wizard.text import has, say
from wizard.tools.base import Notice


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or worth knowing, in the set-up. ``tool`` is None where it concerns several tools."""

    tool: str | None
    notice: Notice
    facts: FindingFacts

    @classmethod
    def of(cls, tool: str | None, notice: Notice) -> "Finding":
        """The finding that ``notice`` is.

        Raises:
            KeyError: the knowledge has no such code (a test keeps both in step).
        """
        return cls(tool, notice, knowledge.facts_of(notice.code))

    @property
    def code(self) -> str:
        """The text key of the cause."""
        return self.notice.code

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.facts.severity

    @property
    def mendable(self) -> bool:
        """Whether files can mend it; else it is a step by hand."""
        return bool(self.notice.mends) or self.facts.repair == "configure"

    @property
    def needs_setting_up(self) -> bool:
        """Whether edits of the tool's ``configure`` are what mends it."""
        return self.facts.repair == "configure" and not self.notice.mends

    @property
    def path(self) -> Path | None:
        """The file it is about."""
        return self.notice.path

    @property
    def cause(self) -> str:
        """What is wrong, in the language in force."""
        return self.notice.sentence

    @property
    def steps(self) -> tuple[str, ...]:
        """What to do by hand, in order; empty where one sentence says it."""
        key = f"{self.code}-steps"
        return tuple(say(key, **self.notice.values).splitlines()) if has(key) else ()

    @property
    def fix(self) -> str:
        """What to do, in the language in force."""
        if self.steps:
            return " ".join(f"{number}. {step}" for number, step in enumerate(self.steps, 1))
        return self.notice.hint

    @property
    def faq(self) -> str | None:
        """The FAQ's heading; None where the FAQ is silent."""
        return knowledge.faq()[self.facts.faq].heading if self.facts.faq else None
