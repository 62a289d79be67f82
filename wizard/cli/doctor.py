"""The command ``doctor``: findings, answers, repairs; for people and as JSON."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from wizard.cli import keys
from wizard.cli.as_json import Object
from wizard.doctor.answers import Answer, answers, searched, section_title, understood
from wizard.doctor.diagnose import Diagnosis, where_to_look
from wizard.doctor.examine import Examination
from wizard.doctor.finding import Finding
from wizard.doctor.knowledge import Severity
from wizard.errors import UsageError
from wizard.plan.diff import harmless
from wizard.text import say

if TYPE_CHECKING:
    from wizard.cli.commands import Call
    from wizard.plan.choices import Wanted
    from wizard.plan.plan import Plan

    Writer: TypeAlias = Callable[[Call, Callable[[], Plan]], tuple[int, Object]]

_OPEN_ERRORS: Final = 3
_MOST_PASTED: Final = 1_000_000
_MARKS: Final[dict[Severity, str]] = {"error": "✗", "warning": "!", "info": "·"}


def doctor(call: "Call", wanted: "Callable[[Call], Wanted]", write: "Writer") -> tuple[int, Object]:
    """Run ``doctor``; its exit code (3 while errors are open) and what its JSON answer adds.

    ``wanted`` gives the choices of the flags, ``write`` shows a plan, asks and writes it.

    Raises:
        WizardError: it cannot be done.
    """
    flags = call.flags
    if flags.list is not None:
        return _listed(call, flags.list)
    if flags.fix:
        return _fixed(call, wanted(call), write)
    examination = call.session.examine(call.session.named_tools(flags.tool))
    if flags.message is not None:
        return _explained(call, examination)
    _print(call, findings_text(examination))
    return _code(examination), {"findings": [finding_object(finding) for finding in examination.findings]}


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
        yield harmless(f"{_MARKS[finding.severity]} {place}")
    yield harmless(f"{' ' if place else _MARKS[finding.severity]} {finding.cause}")
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


def _explained(call: "Call", examination: Examination) -> tuple[int, Object]:
    text = sys.stdin.read(_MOST_PASTED) if call.flags.message == "-" else call.flags.message
    if not text.strip():
        raise UsageError("doctor.empty-message")
    diagnoses = call.session.diagnose(text, examination, datetime.now(UTC))
    for diagnosis in diagnoses:
        _print(call, finding_text(diagnosis))
    unknown = [] if diagnoses else list(where_to_look(examination.findings))
    _print(call, unknown)
    warnings = [{"code": "doctor.not-recognised", "message": " ".join(unknown), "tool": None, "path": None}]
    findings = [finding_object(finding) for finding in examination.findings]
    answer: Object = {"diagnoses": [finding_object(diagnosis) for diagnosis in diagnoses], "findings": findings}
    return _code(examination), answer if diagnoses else {**answer, "warnings": warnings}


def _fixed(call: "Call", wanted: "Wanted", write: "Writer") -> tuple[int, Object]:
    from wizard.doctor.repair import needs_key

    session, tools = call.session, call.session.named_tools(call.flags.tool)
    before = session.examine(tools)
    call.shown["findings"] = [finding_object(finding) for finding in before.findings]
    if needs_key(before, session.catalog, wanted) and sys.stdin.isatty():
        wanted = replace(wanted, usual_credential=keys.asked(session.catalog, wanted.region, call.output))
    code, answer = write(call, lambda: session.repair(session.examine(tools), wanted))
    after = session.examine(tools)
    _print(call, findings_text(after))
    steps: list[Object] = [
        {"tool": finding.tool, "steps": list(map(harmless, finding.steps or [finding.fix])), "values": {}}
        for finding in after.findings
        if finding.fix and not finding.mendable
    ]
    findings = [finding_object(finding) for finding in after.findings]
    return code or _code(after), {**answer, "manual_steps": steps, "findings": findings}


def _listed(call: "Call", words: str) -> tuple[int, Object]:
    found = searched(answers(call.session.catalog), words)
    _print(call, answers_text(found) if found else [say("doctor.no-answer", words=harmless(words))])
    listed = [
        {"code": answer.entry.id, "section": answer.entry.section, "faq": answer.entry.heading, "answer": answer.text}
        for answer in found
    ]
    return 0, {"answers": listed}


def _code(examination: Examination) -> int:
    return _OPEN_ERRORS if examination.errors else 0


def _name(examination: Examination, tool: str) -> str:
    return examination.found[tool].view.facts.name


def _print(call: "Call", lines: Iterable[str]) -> None:
    write: Callable[[str], None] = call.output.result
    for line in lines:
        write(line)
