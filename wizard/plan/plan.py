"""A plan: everything one run would change, as a value. Preview, JSON, question and write all render this one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from wizard.errors import WizardError
from wizard.files.snapshot import Snapshot
from wizard.formats import Replacement
from wizard.tools.base import Choice, HandSteps, Notice, PlannedEdit

Action = Literal["create", "modify", "delete", "unchanged"]


@dataclass(frozen=True)
class FileChange:
    """One file as it is and as it shall be.

    ``planned_bytes`` is None where the file is to be deleted. ``planned_mode`` holds the permission bits it ends with.
    ``replacements`` turn the present bytes into the planned ones; None where only the two whole contents are known.
    ``receives_key`` says that a key is inside, so that the file ends readable by its owner only.
    """

    tool: str
    snapshot: Snapshot
    format: str
    planned_bytes: bytes | None = field(repr=False)
    planned_mode: int | None
    edits: tuple[PlannedEdit, ...] = field(default=(), repr=False)
    replacements: tuple[Replacement, ...] | None = field(default=None, repr=False)
    receives_key: bool = False

    @property
    def path(self) -> Path:
        """The file as the tool names it."""
        return self.snapshot.path

    @property
    def resolved_path(self) -> Path:
        """The file behind all links."""
        return self.snapshot.resolved_path

    @property
    def action(self) -> Action:
        """What happens to the file; a change of its mode alone is a modification."""
        if self.snapshot.content is None:
            return "unchanged" if self.planned_bytes is None else "create"
        if self.planned_bytes is None:
            return "delete"
        same = self.planned_bytes == self.snapshot.content and self.planned_mode == self.snapshot.mode
        return "unchanged" if same else "modify"


@dataclass(frozen=True)
class ToolNotice:
    """A warning and the tool it concerns; None where it concerns the whole run."""

    tool: str | None
    notice: Notice


@dataclass(frozen=True)
class ToolFailure:
    """A tool that cannot be done, and why."""

    tool: str
    error: WizardError


@dataclass(frozen=True)
class Plan:
    """What ``command`` would do. ``choices`` and ``by_hand`` are keyed by tool id, in the order of the run.

    ``failures`` are tools left out on request. ``secrets`` are the keys, old and new, that no rendering may show.
    ``undoes`` is the id of the change that an undo takes back.
    """

    command: str
    tools: tuple[str, ...]
    choices: Mapping[str, Choice] = field(repr=False)
    files: tuple[FileChange, ...]
    by_hand: Mapping[str, HandSteps] = field(default_factory=dict)
    next_steps: tuple[str, ...] = ()
    warnings: tuple[ToolNotice, ...] = ()
    failures: tuple[ToolFailure, ...] = ()
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    undoes: str = ""

    @property
    def pending(self) -> tuple[FileChange, ...]:
        """The files that would change."""
        return tuple(change for change in self.files if change.action != "unchanged")

    @property
    def summary(self) -> dict[str, str]:
        """The choices all tools share, and what an undo takes back, for the history; never a key."""
        from wizard.apply.change import UNDOES

        shared = {UNDOES: self.undoes} if self.undoes else dict[str, str]()
        for name in ("region", "model"):
            values = {str(getattr(choice, name)) for choice in self.choices.values()}
            if len(values) == 1:
                shared[name] = values.pop()
        return shared


class PlanRefusedError(WizardError):
    """One or more of the chosen tools cannot be done, so nothing is written for any; ``able`` are those that can."""

    def __init__(self, failures: tuple[ToolFailure, ...], able: tuple[str, ...] = ()) -> None:
        super().__init__("plan.refused-all", names=", ".join(failure.tool for failure in failures))
        self.failures = failures
        self.able = able

    def offer(self, without: str) -> None:
        """Name ``without``, the command line that does the ``able`` tools alone, as the next step."""
        self.code = "plan.refused"
        self.values["without"] = without
