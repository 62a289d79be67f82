"""What the doctor found, as rows that every front end shows alike. Pure."""

from collections.abc import Iterable

from wizard.catalog import Catalog
from wizard.doctor.answers import answers, section_title
from wizard.doctor.examine import Examination
from wizard.doctor.finding import Finding
from wizard.plan.diff import harmless
from wizard.steps.offers import Offer, short_path
from wizard.text import say

_MARKS = {"error": "✗", "warning": "!", "info": "·"}


def finding_offers(examination: Examination, *, group: str = "") -> tuple[Offer, ...]:
    """A row a finding, the worst first; what to do and where the FAQ tells of it in its facts."""
    return tuple(
        Offer(
            f"finding-{index}",
            f"{_MARKS[finding.severity]} {_tool(examination, finding)}",
            harmless(finding.cause),
            tuple(_facts(examination, finding)),
            group=group,
        )
        for index, finding in enumerate(examination.findings)
    )


def mendable(examination: Examination) -> tuple[Finding, ...]:
    """The findings that carry edits of their own, which setting the tool up again does not make."""
    return tuple(finding for finding in examination.findings if finding.facts.repair == "mends")


def repairable(examination: Examination) -> bool:
    """Whether files can mend anything of it."""
    return any(finding.facts.repair != "steps" for finding in examination.findings)


def answer_offers(catalog: Catalog) -> tuple[Offer, ...]:
    """All answers of the FAQ under its parts; a search looks into their texts too."""
    return tuple(
        Offer(
            answer.entry.id,
            answer.entry.heading,
            note=answer.text,
            group=section_title(answer.entry.section),
            words=answer.text,
        )
        for answer in answers(catalog)
    )


def _tool(examination: Examination, finding: Finding) -> str:
    return examination.found[finding.tool].view.facts.name if finding.tool else say("steps.findings.several-tools")


def _facts(examination: Examination, finding: Finding) -> Iterable[tuple[str, str]]:
    yield say("steps.findings.cause"), harmless(finding.cause)
    if finding.path:
        home = next(iter(examination.found.values())).view.environment.home
        yield say("steps.tools.files"), short_path(finding.path, home)
    if finding.steps:
        steps = (f"{number}. {harmless(step)}" for number, step in enumerate(finding.steps, 1))
        yield say("steps.findings.fix"), "\n".join(steps)
    elif finding.fix:
        yield say("steps.findings.fix"), harmless(finding.fix)
    if finding.faq:
        yield say("steps.findings.faq"), finding.faq
