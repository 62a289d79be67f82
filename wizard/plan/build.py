"""From choices and what was found to a plan. Pure: no I/O, no clock."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from wizard.errors import WizardError
from wizard.formats import (
    Delete,
    DocumentPath,
    Edit,
    Replacement,
    Set,
    apply_edits,
    equal,
    is_read_alike,
    patched,
    replace,
    strict_replacements,
)
from wizard.formats import edit as edited
from wizard.key import LiteralKey
from wizard.plan.detect import Detected
from wizard.plan.giving_way import gave_way, giving_way
from wizard.plan.plan import FileChange, Plan, PlanRefusedError, ToolFailure, ToolNotice
from wizard.plan.retired import unlisted
from wizard.tools.base import Choice, FileEdits, HandSteps, Notice, OpenedFile, PlannedEdit, Proposal

_OWNER_ONLY = 0o600


@dataclass
class Draft:
    """A plan while its tools are added one by one."""

    command: str
    files: list[FileChange] = field(default_factory=list)
    by_hand: dict[str, HandSteps] = field(default_factory=dict)
    next_steps: list[str] = field(default_factory=list)
    warnings: list[ToolNotice] = field(default_factory=list)
    failures: list[ToolFailure] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def add(self, tool_id: str, make: Callable[[], tuple[Proposal, list[FileChange]]]) -> None:
        """Take in what ``make`` gives for a tool, or why it cannot be done; never half a tool."""
        try:
            proposal, changes = make()
        except WizardError as error:
            self.failures.append(ToolFailure(tool_id, error))
            return
        self.done.append(tool_id)
        self.files += changes
        self.warnings += [ToolNotice(tool_id, notice) for notice in proposal.warnings]
        for change in changes:
            if change.action != "unchanged" and change.snapshot.hard_links > 1:
                values = {"count": change.snapshot.hard_links}
                self.warnings.append(ToolNotice(tool_id, Notice("plan.hard-links", values, change.path)))
        if proposal.by_hand:
            self.by_hand[tool_id] = proposal.by_hand
        if any(change.action != "unchanged" for change in changes):
            self.next_steps += [step for step in proposal.next_steps if step not in self.next_steps]

    def finished(
        self,
        choices: Mapping[str, Choice],
        secrets: frozenset[str],
        told: Iterable[ToolNotice] = (),
        *,
        skip_failing: bool,
    ) -> Plan:
        """The plan.

        Raises:
            PlanRefusedError: a tool cannot be done and was not to be left out.
        """
        if self.failures and not (skip_failing and self.done):
            raise PlanRefusedError(tuple(self.failures), tuple(self.done))
        return Plan(
            command=self.command,
            tools=tuple(self.done),
            choices={name: choice for name, choice in choices.items() if name in self.done},
            files=tuple(self.files),
            by_hand=self.by_hand,
            next_steps=tuple(self.next_steps),
            warnings=(*(notice for notice in told if notice.tool in {None, *self.done}), *self.warnings),
            failures=tuple(self.failures),
            secrets=secrets,
        )


def configured(detected: Detected, choice: Choice) -> tuple[Proposal, list[FileChange]]:
    """What ``choice`` means for a tool, and its files as they will be.

    Raises:
        WizardError: the tool cannot be set up so, or a file of its own cannot be used.
    """
    if detected.error:
        raise detected.error
    proposal = detected.tool.configure(detected.view, choice)
    secrets = set(detected.secrets)
    if isinstance(choice.credential, LiteralKey):
        secrets.add(choice.credential.secret.get_secret_value())
    repaired = [
        Notice("plan.repaired" if file.file.lenient else "plan.repaired-commas", {}, file.file.path)
        for file in _repaired(detected, proposal)
    ]
    started = [
        Notice("plan.started-fresh", {}, file.file.path) for file in detected.view.files.values() if file.given_up
    ]
    changes = changes_of(detected, proposal.files, secrets)
    warnings = (*proposal.warnings, *unlisted(detected), *repaired, *started, *gave_way(changes))
    return Proposal(proposal.files, warnings, proposal.next_steps, proposal.by_hand), changes


def changes_of(detected: Detected, edits: Iterable[FileEdits], secrets: Iterable[str]) -> list[FileChange]:
    """One change for each file that a proposal names, unchanged ones included."""
    known = [secret.encode() for secret in secrets if secret]
    return [change_of(detected.view.tool_id, detected.view.files[edit.role], edit.edits, known) for edit in edits]


def change_of(tool_id: str, opened: OpenedFile, edits: Iterable[PlannedEdit], secrets: Iterable[bytes]) -> FileChange:
    """The file with ``edits`` made; those that hold already are left out of it.

    Raises:
        FormatError: an edit cannot be done safely, with the file's path.
    """
    snapshot = opened.snapshot
    if snapshot is None:
        raise opened.error or WizardError("plan.unread", path=opened.file.path)
    effective = tuple(edit for edit in edits if changes_something(opened, edit.edit))
    if opened.gives_way:
        effective = (*giving_way(opened, [edit.edit for edit in effective]), *effective)
    if opened.given_up and not effective:
        return FileChange(tool_id, snapshot, opened.file.format, snapshot.content, snapshot.mode)
    before = b"" if opened.given_up else snapshot.content or b""
    replacements: tuple[Replacement, ...] | None
    try:
        if opened.needs_repair:
            after, replacements = _repaired_and_edited(opened, before, [edit.edit for edit in effective]), None
        else:
            wanted = [edit.edit for edit in effective]
            after, replacements = patched(before, opened.file.format, wanted, opened.document)
            if opened.given_up:
                replacements = None
    except WizardError as error:
        error.path = opened.file.path
        raise
    if snapshot.content is None and not effective:
        return FileChange(tool_id, snapshot, opened.file.format, None, None)
    receives_key = any(secret in after for secret in secrets)
    present = snapshot.mode
    mode = present if present is not None and not receives_key else (present or _OWNER_ONLY) & _OWNER_ONLY
    return FileChange(
        tool_id,
        snapshot,
        opened.file.format,
        after,
        mode,
        effective,
        replacements,
        receives_key,
    )


def pruned(
    opened: OpenedFile, edits: list[PlannedEdit], keep: Callable[[tuple[str | int, ...]], bool]
) -> list[PlannedEdit]:
    """``edits`` and Deletes of the containers they leave empty, outermost only, except those to ``keep``."""
    made = [edit.edit for edit in edits]
    emptied: list[DocumentPath] = []
    for edit in edits:
        for length in range(len(edit.edit.path) - 1, 0, -1):
            path = edit.edit.path[:length]
            value = opened.get(*path)
            if not value or path in emptied:
                continue
            inner = [_below(each, length) for each in [*made, *map(Delete, emptied)] if each.path[:length] == path]
            if keep(path) or apply_edits(value, inner):
                break
            emptied.append(path)
    outermost = [path for path in emptied if not any(path[:length] in emptied for length in range(1, len(path)))]
    return [*edits, *(PlannedEdit(Delete(path), "plan.emptied") for path in outermost)]


def _below(edit: Edit, length: int) -> Edit:
    return Set(edit.path[length:], edit.value) if isinstance(edit, Set) else Delete(edit.path[length:])


def _repaired(detected: Detected, proposal: Proposal) -> list[OpenedFile]:
    opened = [detected.view.files[edits.role] for edits in proposal.files]
    return [file for file in opened if file.needs_repair]


def _repaired_and_edited(opened: OpenedFile, source: bytes, edits: list[Edit]) -> bytes:
    """``source`` as its tool can read it, then edited, so that new text takes no habit from what goes."""
    keep_comments = opened.file.lenient is None
    repaired = replace(source, strict_replacements(source, keep_comments=keep_comments))
    return edited(repaired, opened.file.format, edits)


def changes_something(opened: OpenedFile, edit: Edit) -> bool:
    """Whether the file does not hold already what ``edit`` says, as each reader of its format reads it.

    YAML has two: ``yes`` and ``202_752`` are true and a number in YAML 1.1, which ``opened`` tells, and texts in 1.2.
    """
    if isinstance(edit, Delete):
        return opened.has(*edit.path)
    if not opened.has(*edit.path) or not equal(opened.get(*edit.path), edit.value):
        return True
    return opened.file.format == "yaml" and not is_read_alike(opened.document, edit.path)
