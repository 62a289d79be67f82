"""The command ``doctor``: findings, answers, repairs; for people and as JSON."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from wizard.cli import keys
from wizard.cli.call import Call, plan_and_write
from wizard.cli.choices import wanted_choices
from wizard.doctor.answers import answers, searched
from wizard.doctor.diagnose import diagnose, where_to_look
from wizard.doctor.examine import Examination, examine
from wizard.errors import UsageError
from wizard.plan.diff import harmless
from wizard.show.as_json import Object
from wizard.show.findings import answers_text, finding_object, finding_text, findings_text
from wizard.text import say

_OPEN_ERRORS: Final = 3
_MOST_PASTED: Final = 1_000_000


def run(call: Call) -> tuple[int, Object]:
    """Run ``doctor``; its exit code (3 while errors are open) and what its JSON answer adds.

    Raises:
        WizardError: it cannot be done.
    """
    flags = call.flags
    if flags.list is not None:
        return _listed(call, flags.list)
    if flags.fix:
        return _fixed(call)
    examination = examine(call.session.detect_all(), call.session.named_tools(flags.tool))
    if flags.message is not None:
        return _explained(call, examination)
    _print(call, findings_text(examination))
    return _code(examination), {"findings": [finding_object(finding) for finding in examination.findings]}


def _explained(call: Call, examination: Examination) -> tuple[int, Object]:
    text = sys.stdin.read(_MOST_PASTED) if call.flags.message == "-" else call.flags.message
    if not text.strip():
        raise UsageError("doctor.empty-message")
    diagnoses = diagnose(text, examination, call.session.environment, datetime.now(UTC))
    for diagnosis in diagnoses:
        _print(call, finding_text(diagnosis))
    unknown = [] if diagnoses else list(where_to_look(examination.findings))
    _print(call, unknown)
    warnings = [{"code": "doctor.not-recognised", "message": " ".join(unknown), "tool": None, "path": None}]
    findings = [finding_object(finding) for finding in examination.findings]
    answer: Object = {"diagnoses": [finding_object(diagnosis) for diagnosis in diagnoses], "findings": findings}
    return _code(examination), answer if diagnoses else {**answer, "warnings": warnings}


def _fixed(call: Call) -> tuple[int, Object]:
    from wizard.doctor.repair import needs_key, repair

    wanted = wanted_choices(call)
    session, tools = call.session, call.session.named_tools(call.flags.tool)
    before = examine(session.detect_all(), tools)
    call.shown["findings"] = [finding_object(finding) for finding in before.findings]
    if needs_key(before, session.catalog, wanted) and sys.stdin.isatty():
        wanted = replace(wanted, usual_credential=keys.asked(session.catalog, wanted.region, call.output))
    code, answer = plan_and_write(call, lambda: repair(examine(session.detect_all(), tools), session.catalog, wanted))
    after = examine(session.detect_all(), tools)
    _print(call, findings_text(after))
    steps: list[Object] = [
        {"tool": finding.tool, "steps": list(map(harmless, finding.steps or [finding.fix])), "values": {}}
        for finding in after.findings
        if finding.fix and not finding.mendable
    ]
    findings = [finding_object(finding) for finding in after.findings]
    return code or _code(after), {**answer, "manual_steps": steps, "findings": findings}


def _listed(call: Call, words: str) -> tuple[int, Object]:
    found = searched(answers(call.session.catalog), words)
    _print(call, answers_text(found) if found else [say("doctor.no-answer", words=harmless(words))])
    listed = [
        {"code": answer.entry.id, "section": answer.entry.section, "faq": answer.entry.heading, "answer": answer.text}
        for answer in found
    ]
    return 0, {"answers": listed}


def _code(examination: Examination) -> int:
    return _OPEN_ERRORS if examination.errors else 0


def _print(call: Call, lines: Iterable[str]) -> None:
    write: Callable[[str], None] = call.output.result
    for line in lines:
        write(line)
