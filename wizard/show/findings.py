"""What the doctor found and what the FAQ answers, as text and as JSON."""

from collections.abc import Iterable, Iterator
from typing import Final

from wizard.doctor.answers import Answer, section_title, understood
from wizard.doctor.diagnose import Diagnosis
from wizard.doctor.examine import Examination
from wizard.doctor.finding import Finding
from wizard.doctor.knowledge import Severity
from wizard.plan.diff import harmless
from wizard.show.as_json import Object
from wizard.text import say

GLYPHS: Final[dict[Severity, str]] = {"error": "✗", "warning": "!", "info": "·"}
"""The mark of a finding, beside or in place of its colour."""


def finding_object(finding: Finding | Diagnosis) -> Object:
    """A finding or a diagnosis as JSON."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "tool": finding.tool,
        "path": harmless(str(finding.path)) if finding.path else None,
        "cause": harmless(finding.cause),
        "fix": harmless(finding.fix),
        "faq": finding.faq,
    }


def findings_text(examination: Examination) -> Iterator[str]:
    """A paragraph a finding, then what to do about all of them."""
    for finding in examination.findings:
        yield from finding_text(finding)
    count = len(examination.findings)
    if not count:
        names = ", ".join(_name(examination, tool) for tool in examination.on_plan)
        yield say("doctor.healthy", tools=names) if names else say("doctor.nothing-set-up")
        return
    yield say("doctor.count", errors=len(examination.errors), others=count - len(examination.errors))
    if any(finding.mendable for finding in examination.findings):
        yield say("doctor.offer-fix")


def finding_text(finding: Finding | Diagnosis) -> Iterator[str]:
    """A finding or a diagnosis for people: where, what, what to do, where the FAQ tells of it."""
    place = " ".join(part for part in (finding.tool, str(finding.path) if finding.path else None) if part)
    if place:
        yield harmless(f"{GLYPHS[finding.severity]} {place}")
    yield harmless(f"{' ' if place else GLYPHS[finding.severity]} {finding.cause}")
    steps = finding.steps
    if steps:
        yield from (harmless(f"  {number}. {step}") for number, step in enumerate(steps, 1))
    elif finding.fix:
        yield harmless(f"  → {finding.fix}")
    if finding.faq:
        yield say("doctor.faq", heading=understood(finding.faq))


def answers_text(found: Iterable[Answer]) -> Iterator[str]:
    """A paragraph an answer, under the parts of the FAQ."""
    section = None
    for answer in found:
        if answer.entry.section != section:
            section = answer.entry.section
            yield f"{section_title(section)}\n"
        yield f"  {understood(answer.entry.heading)}"
        yield f"    {answer.text}\n"


def _name(examination: Examination, tool: str) -> str:
    return examination.found[tool].view.facts.name
