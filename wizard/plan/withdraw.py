"""Taking the plan out of a tool again: only what the wizard added, and what is unmistakably the plan's."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from wizard.apply.baseline import Baseline
from wizard.formats import Delete, Document, FormatError, Set, Value, open_document
from wizard.plan.build import change_of, pruned
from wizard.plan.detect import Detected
from wizard.plan.plan import FileChange
from wizard.tools.base import FileEdits, OpenedFile, PlannedEdit, Proposal

BaselineOf = Callable[[Path], Baseline | None]
"""The baseline of a resolved path; None where the history has no change of the wizard's to it."""


def withdrawn(detected: Detected, baseline_of: BaselineOf) -> tuple[Proposal, list[FileChange]]:
    """The tool's files without the plan.

    A file that nobody edited since gets its earlier bytes back. In any other, the plan's values go, earlier values of
    the user's come back, and everything else stays.

    Raises:
        WizardError: a file of the tool's cannot be used.
    """
    if detected.error:
        raise detected.error
    proposal = detected.tool.withdraw(detected.view)
    changes: list[FileChange] = []
    for edits in proposal.files:
        opened = detected.view.files[edits.role]
        if opened.snapshot is None or opened.snapshot.content is None:
            continue
        baseline = baseline_of(opened.snapshot.resolved_path)
        restored = _restored(detected, opened, edits, baseline)
        changes.append(restored or _patched(detected, opened, edits, baseline))
    return proposal, changes


def _restored(detected: Detected, opened: OpenedFile, edits: FileEdits, baseline: Baseline | None) -> FileChange | None:
    """The file with its earlier bytes, where nobody edited it since and those bytes are free of the plan."""
    if baseline is None or not baseline.unedited or opened.snapshot is None:
        return None
    earlier = _opened(opened, baseline.content)
    if _was_on_plan(detected, earlier, edits) if earlier else _mentions_plan(detected, baseline.content or b""):
        # The bytes of then are not free of the plan.
        return None
    effective = tuple(edit for edit in edits.edits if opened.has(*edit.edit.path))
    return FileChange(
        detected.view.tool_id,
        opened.snapshot,
        opened.file.format,
        baseline.content,
        None if baseline.content is None else baseline.mode,
        effective,
    )


def _patched(detected: Detected, opened: OpenedFile, edits: FileEdits, baseline: Baseline | None) -> FileChange:
    earlier = _opened(opened, baseline.content) if baseline else None
    was_on_plan = earlier is not None and _was_on_plan(detected, earlier, edits)
    made: list[PlannedEdit] = []
    for edit in edits.edits:
        path = edit.edit.path
        returns = earlier and isinstance(path[-1], str) and earlier.has(path)
        if earlier and returns and not (was_on_plan and _plans_own(detected, earlier, edit)):
            made.append(PlannedEdit(Set(path, earlier.get(path)), "tools.restore"))
        elif (baseline or edit.reason == "tools.withdraw") and opened.has(*path):
            made.append(edit)
    whole = [edit.edit.path for edit in made]
    # What goes or comes back as a whole takes its parts along.
    made = [edit for edit in made if not any(path == edit.edit.path[: len(path)] != edit.edit.path for path in whole)]
    made = pruned(opened, made, lambda path: earlier is not None and _same_kind(earlier.get(path), opened.get(*path)))
    if earlier:
        # What is left empty and was null, or no container of its kind, is again what it was.
        made = [
            PlannedEdit(Set(edit.edit.path, earlier.get(edit.edit.path)), "tools.restore")
            if edit.reason == "plan.emptied" and earlier.has(edit.edit.path)
            else edit
            for edit in made
        ]
    secrets = [secret.encode() for secret in detected.secrets]
    return change_of(detected.view.tool_id, opened, made, secrets)


def _was_on_plan(detected: Detected, earlier: Document, edits: FileEdits) -> bool:
    """Whether one of the places to clear held a host or a key of the plan before the wizard came."""
    certain = (edit.edit.path for edit in edits.edits if edit.reason == "tools.withdraw")
    # A row may have stood at another index then, so that its whole list counts.
    places = (path if isinstance(path[-1], str) else path[:-1] for path in certain)
    return any(_names_plan(detected, earlier.get(path)) for path in places)


def _names_plan(detected: Detected, value: Value) -> bool:
    if isinstance(value, str):
        catalog = detected.view.catalog
        return catalog.region_of(value) is not None or value.startswith(catalog.key.prefix)
    if isinstance(value, Mapping):
        return any(_names_plan(detected, member) for member in value.values())
    return isinstance(value, Sequence) and any(_names_plan(detected, row) for row in value)


def _mentions_plan(detected: Detected, content: bytes) -> bool:
    """Whether bytes that cannot be read as a document hold a host or the beginning of a key of the plan."""
    catalog = detected.view.catalog
    signs = (catalog.key.prefix, *(region.host for region in catalog.regions.values()))
    return any(sign.encode() in content for sign in signs)


def _same_kind(earlier: Value, present: Value) -> bool:
    return isinstance(earlier, Mapping if isinstance(present, Mapping) else list | tuple)


def _plans_own(detected: Detected, earlier: Document, edit: PlannedEdit) -> bool:
    """Whether the earlier value was the plan's too, so that it shall not come back."""
    value = earlier.get(edit.edit.path)
    if edit.reason != "tools.withdraw":
        return False
    catalog = detected.view.catalog
    if isinstance(value, str):
        last = value.rpartition("/")[2]
        return last in catalog.models or catalog.region_of(value) is not None or value.startswith(catalog.key.prefix)
    return isinstance(edit.edit, Delete)


def _opened(opened: OpenedFile, content: bytes | None) -> Document | None:
    """The earlier ``content`` as a document; None where there was none or it cannot be read."""
    if content is None:
        return None
    try:
        return open_document(content, opened.file.lenient or opened.file.format)
    except FormatError:
        return None
