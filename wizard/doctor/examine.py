"""Looking at a whole set-up: the findings of each tool, and those that only all tools together show. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from wizard.doctor.across import across
from wizard.doctor.finding import Finding
from wizard.doctor.knowledge import SEVERITIES
from wizard.plan.detect import Detected
from wizard.tools.base import Notice


@dataclass(frozen=True)
class Examination:
    """What was found, and what is wrong with it, the worst first."""

    found: Mapping[str, Detected]
    findings: tuple[Finding, ...]
    narrowed: bool = False
    """Whether these are only some of the findings, chosen by the user."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a tool from using the plan, or cost money."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def on_plan(self) -> tuple[str, ...]:
        """The ids of the tools that use the plan."""
        return tuple(name for name, detected in self.found.items() if detected.state.configured)

    def problems(self, tool: str) -> tuple[Notice, ...]:
        """What is wrong with one tool, as notices; what is only worth knowing is left out."""
        return tuple(finding.notice for finding in self.of(tool) if finding.severity != "info")

    def of(self, tool: str) -> tuple[Finding, ...]:
        """The findings about one tool."""
        return tuple(finding for finding in self.findings if finding.tool == tool)

    def only(self, chosen: Collection[Finding]) -> "Examination":
        """The same with nothing but the findings ``chosen``, of this or an earlier examination, and their kin."""
        kin = {(finding.tool, code) for finding in chosen for code in finding.facts.kin}
        kept = [finding for finding in self.findings if finding in chosen or (finding.tool, finding.code) in kin]
        return replace(self, findings=tuple(kept), narrowed=True)


def examine(found: Mapping[str, Detected], tools: Sequence[str] = ()) -> Examination:
    """All findings about ``found``; where ``tools`` are named, only what concerns them."""
    findings = [Finding.of(name, notice) for name, detected in found.items() for notice in detected.state.problems]
    findings += [Finding.of(name, notice) for name, notice in across(found)]
    if tools:
        findings = [finding for finding in findings if finding.tool is None or finding.tool in tools]
    return Examination(found, tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))))
