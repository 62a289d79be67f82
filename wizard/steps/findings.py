"""What the doctor found, as rows that every front end shows alike. Pure."""

from collections.abc import Iterable
from pathlib import Path

from wizard.catalog import Catalog
from wizard.doctor.answers import Answer, answers, section_title, understood
from wizard.doctor.diagnose import Diagnosis
from wizard.doctor.examine import Examination
from wizard.doctor.finding import Finding
from wizard.plan.diff import harmless
from wizard.plan.plan import Plan
from wizard.show.findings import GLYPHS
from wizard.steps.offers import Offer, short_path
from wizard.text import say

_LEAVES_OUT_ITS_FILE = frozenset({"tools.file-malformed", "tools.file-unusable"})
"""Findings whose cause begins with a line, and does not say of what."""


def finding_offers(examination: Examination, *, group: str = "", repairs: bool = False) -> tuple[Offer, ...]:
    """A row a finding, the worst first; what to do and where the FAQ tells of it in its facts.

    ``repairs`` says that Enter on a row leads to its repair, where there is one.
    """
    return tuple(
        Offer(
            finding_row(index),
            f"{GLYPHS[finding.severity]} {_tool(examination, finding)}",
            _cause(examination, finding),
            tuple(_facts(examination, finding, repairs=repairs)),
            group=group,
        )
        for index, finding in enumerate(examination.findings)
    )


def finding_row(index: int) -> str:
    """The id of the row of an examination's finding."""
    return f"finding-{index}"


def mendable(examination: Examination) -> tuple[Finding, ...]:
    """The findings that carry edits of their own, which setting the tool up again does not make."""
    return tuple(one for one in examination.findings if one.mendable and one.facts.repair == "mends")


def repairable(examination: Examination) -> bool:
    """Whether files can mend anything of it."""
    return any(finding.mendable for finding in examination.findings)


def should_recheck(plan: Plan) -> bool:
    """Whether ``plan`` means to leave nothing wrong behind, so that it is worth a look when it is written."""
    return plan.command in {"apply", "switch", "doctor"} and bool(plan.files)


def answer_offers(catalog: Catalog) -> tuple[Offer, ...]:
    """All answers of the FAQ under its parts; a search looks into their texts too."""
    return tuple(
        Offer(
            answer.entry.id,
            answer.heading,
            facts=_original(answer),
            note=answer.text,
            group=section_title(answer.entry.section),
            words=f"{answer.entry.heading} {answer.text}",
        )
        for answer in answers(catalog)
    )


def _original(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The vendor's own heading, where the row shows a translation."""
    same = answer.heading == answer.entry.heading
    return () if same else ((say("steps.findings.faq"), answer.entry.heading),)


def diagnosis_offers(examination: Examination, diagnoses: Iterable[Diagnosis]) -> tuple[Offer, ...]:
    """A row a cause of an error, the likeliest first, under why it is told."""
    rows: list[Offer] = []
    for index, diagnosis in enumerate(diagnoses):
        finding = diagnosis.finding
        label = _tool(examination, finding) if finding else harmless(diagnosis.cause)
        rows.append(
            Offer(
                f"diagnosis-{index}",
                f"{GLYPHS[diagnosis.severity]} {label}",
                _cause(examination, finding) if finding else "",
                tuple(_facts(examination, diagnosis, repairs=True)),
                group=say(f"steps.findings.{diagnosis.grounds}"),
            )
        )
    return tuple(rows)


def to_mend(diagnoses: Iterable[Diagnosis]) -> tuple[Finding, ...]:
    """The findings that show the causes ``diagnoses`` and that files can mend."""
    findings = (diagnosis.finding for diagnosis in diagnoses if diagnosis.finding)
    return tuple(finding for finding in findings if finding.mendable)


def tools_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The ids of the tools that ``findings`` are about, each once."""
    return tuple(dict.fromkeys(finding.tool for finding in findings if finding.tool))


def _tool(examination: Examination, finding: Finding | Diagnosis) -> str:
    return examination.found[finding.tool].view.facts.name if finding.tool else say("steps.findings.several-tools")


def _home(examination: Examination) -> Path:
    return next(iter(examination.found.values())).view.environment.home


def _cause(examination: Examination, finding: Finding) -> str:
    """What is wrong; a file that cannot be read comes first, and each file is named as short as elsewhere."""
    if not finding.path:
        return harmless(finding.cause)
    place = short_path(finding.path, _home(examination))
    cause = finding.cause.replace(str(finding.path), place, 1)
    return harmless(f"{place}: {cause}" if finding.code in _LEAVES_OUT_ITS_FILE else cause)


def _facts(examination: Examination, finding: Finding | Diagnosis, *, repairs: bool) -> Iterable[tuple[str, str]]:
    shown = finding.finding if isinstance(finding, Diagnosis) else finding
    if shown:
        yield say("steps.findings.cause"), _cause(examination, shown)
    if finding.steps:
        steps = (f"{number}. {harmless(step)}" for number, step in enumerate(finding.steps, 1))
        yield say("steps.findings.fix"), "\n".join(steps)
    elif finding.fix:
        enter = repairs and shown and shown.mendable
        yield say("steps.findings.fix"), say("steps.findings.enter") if enter else harmless(finding.fix)
    if finding.path:
        yield say("steps.tools.files"), short_path(finding.path, _home(examination))
    if finding.faq:
        yield say("steps.findings.faq"), understood(finding.faq)
