"""What an error text means, and what the set-up says about it. Pure: nothing is read, run or asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final, Literal

from wizard.doctor import knowledge
from wizard.doctor.examine import Examination
from wizard.doctor.finding import Finding
from wizard.doctor.knowledge import Severity, Symptom
from wizard.doctor.message import Message
from wizard.doctor.named import named
from wizard.doctor.quota import times
from wizard.environment import Environment
from wizard.text import has, say

_PROXIES: Final = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
_PROXY: Final = "a proxy variable"
"""Evidence that no finding is: a proxy alone is nothing wrong."""


Grounds = Literal["shown", "usual", "possible"]
"""Why a cause is told: the set-up or the text shows it; it is what usually is wrong; no file says that it is not."""


@dataclass(frozen=True)
class Diagnosis:
    """One cause of an error. ``finding`` is what in the set-up shows it; None where nothing there does."""

    code: str
    severity: Severity
    tool: str | None
    path: Path | None
    cause: str
    fix: str
    faq: str | None
    grounds: Grounds
    finding: Finding | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """What to do by hand, in order; empty where one sentence says it."""
        return self.finding.steps if self.finding else ()


def diagnose(
    pasted: str, examination: Examination, environment: Environment, now: datetime, zone: tzinfo | None = None
) -> tuple[Diagnosis, ...]:
    """The causes of the error in ``pasted``, best first; none where it is not recognised.

    ``now`` is aware; times of quotas are told in ``zone``, the system's where None.
    """
    message = Message.of(pasted)
    found: dict[tuple[str, str, str], Diagnosis] = {}
    for symptom in knowledge.symptoms().values():
        if symptom.fits(message.text, message.lines):
            for diagnosis in _causes(symptom, message, examination, environment, times(now, zone)):
                # A cause that a more telling error has named already is not told twice.
                key = (diagnosis.code.partition(".")[2], diagnosis.tool or "", str(diagnosis.path or ""))
                found.setdefault(key, diagnosis)
    return tuple(found.values())


def _causes(
    symptom: Symptom,
    message: Message,
    examination: Examination,
    environment: Environment,
    values: Mapping[str, object],
) -> list[Diagnosis]:
    """The causes of one symptom: those the set-up or the text shows, then the usual ones.

    Those that no file can show follow where nothing else is shown.
    """
    shown: list[Diagnosis] = []
    usual: list[Diagnosis] = []
    possible: list[Diagnosis] = []
    catalog = next((detected.view.catalog for detected in examination.found.values()), None)
    names = list(named(message, catalog)) if catalog else []
    relevant = [tool for tool in examination.on_plan if symptom.concerns(tool)]
    proxies = [name for name in _PROXIES if environment.variable(name)]
    for cause_id in symptom.causes:
        cause = knowledge.causes()[cause_id]
        evidence = [
            finding
            for finding in examination.findings
            if finding.code in cause.evidence and symptom.concerns(finding.tool)
        ]
        text = f"doctor-diagnoses.{cause_id}"
        told = [name for name in names if name.cause == cause_id]
        # Where the set-up has the very name that the text has, the file is told of.
        if told and not any(name.name in finding.cause for name in told for finding in evidence):
            shown.append(_diagnosis(symptom, cause_id, "shown", told[0].text, told[0].fix))
            shown += [_proven(symptom, cause_id, finding) for finding in evidence]
        elif _PROXY in cause.evidence and proxies:
            cause_text = say(text, names=", ".join(proxies))
            shown.append(_diagnosis(symptom, cause_id, "shown", cause_text, _hint(text)))
        elif evidence:
            shown += [_proven(symptom, cause_id, finding) for finding in evidence]
        elif cause.always:
            usual.append(_diagnosis(symptom, cause_id, "usual", say(text, **values), _hint(text, **values)))
        elif not relevant and _PROXY not in cause.evidence:
            look = say("doctor-diagnoses.look")
            possible.append(_diagnosis(symptom, cause_id, "possible", say(text, **values), look))
    return [*shown, *usual, *(possible if not shown else ())]


def _diagnosis(symptom: Symptom, cause: str, grounds: Grounds, text: str, fix: str) -> Diagnosis:
    heading = knowledge.faq()[symptom.faq].heading
    tool = symptom.tools[0] if len(symptom.tools) == 1 else None
    return Diagnosis(f"{symptom.id}.{cause}", symptom.severity, tool, None, text, fix, heading, grounds)


def _proven(symptom: Symptom, cause: str, finding: Finding) -> Diagnosis:
    """The diagnosis that a finding of the set-up makes certain."""
    place = f"{finding.path}: " if finding.path else ""
    text = say("doctor-diagnoses.shown", place=place, cause=finding.cause)
    heading = knowledge.faq()[symptom.faq].heading
    code = f"{symptom.id}.{cause}"
    return Diagnosis(code, symptom.severity, finding.tool, finding.path, text, finding.fix, heading, "shown", finding)


def _hint(text: str, **values: object) -> str:
    return say(f"{text}-hint", **values) if has(f"{text}-hint") else ""


def where_to_look(findings: Sequence[Finding]) -> Iterator[str]:
    """What to say where nothing is recognised."""
    yield say("doctor.not-recognised")
    yield say("doctor.not-recognised-hint")
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        yield say("doctor.errors-anyway", count=errors)
