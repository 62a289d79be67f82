"""Looking at a whole set-up: the findings of each tool, and those that only all tools together show. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wizard.doctor.finding import Finding
from wizard.doctor.knowledge import SEVERITIES
from wizard.plan.detect import Detected


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found, and what is wrong with it, the worst first."""

    found: Mapping[str, Detected]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a tool from using the plan, or cost money."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def on_plan(self) -> tuple[str, ...]:
        """The ids of the tools that use the plan."""
        return tuple(name for name, detected in self.found.items() if detected.state.configured)

    def of(self, tool: str) -> tuple[Finding, ...]:
        """The findings about one tool."""
        return tuple(finding for finding in self.findings if finding.tool == tool)


def examine(found: Mapping[str, Detected], tools: Sequence[str] = ()) -> Examination:
    """All findings about ``found``; where ``tools`` are named, only what concerns them."""
    findings = [
        Finding.of(name, notice)
        for name, detected in found.items()
        if not tools or name in tools
        for notice in detected.state.problems
    ]
    return Examination(found, tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))))
