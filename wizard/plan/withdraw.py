"""Taking the plan out of a tool again: only what the wizard added, and what is unmistakably the plan's."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from wizard.apply.baseline import Baseline
from wizard.formats import Delete, Document, DocumentPath, FormatError, Set, Value, apply_edits, open_document
from wizard.plan.build import change_of, changes_something, pruned
from wizard.plan.certain import certain_paths, is_certain
from wizard.plan.detect import Detected
from wizard.plan.plan import FileChange
from wizard.plan.still_ours import left_to_take
from wizard.plan.undo_text import merged
from wizard.plan.versions import same
from wizard.tools.base import FileEdits, OpenedFile, PlannedEdit, Proposal
from wizard.tools.ownership import SURELY

BaselineOf = Callable[[Path], Baseline | None]
"""The baseline of a resolved path; None where the history has no change of the wizard's to it."""
_MOST_LOOKS: Final = 5
"""How often what comes back is looked at for values of the plan; each look bars at least one that was not yet."""

_Barred = Mapping[str, tuple[DocumentPath, ...]]
"""By the role of a file, where an earlier value is the plan's too, so that it shall not come back."""


@dataclass(frozen=True)
class _Withdrawal:
    """One tool's files as they are, what is to go from them, and what they were before the wizard came.

    ``certain``: something in them is surely the plan's, so that edits with that reason need no history.
    """

    detected: Detected
    certain: bool
    baselines: Mapping[str, Baseline | None]
    barred: _Barred


def withdrawn(detected: Detected, baseline_of: BaselineOf) -> tuple[Proposal, list[FileChange]]:
    """The tool's files without the plan.

    A file that nobody edited since gets its earlier bytes back. In any other, the plan's values go, earlier values of
    the user's come back, and everything else stays. What is left holds nothing that a second removal would take.

    Raises:
        WizardError: a file of the tool's cannot be used.
    """
    if detected.error:
        raise detected.error
    proposal = detected.tool.withdraw(detected.view)
    opened = [detected.view.files[edits.role] for edits in proposal.files]
    baselines = {
        file.file.role: baseline_of(file.snapshot.resolved_path)
        for file in opened
        if file.snapshot and file.snapshot.content is not None
    }
    barred: dict[str, tuple[DocumentPath, ...]] = {}
    job = _Withdrawal(detected, is_certain(detected, detected.view, proposal), baselines, barred)
    changes: dict[str, FileChange] = {}
    for _ in range(_MOST_LOOKS):
        changes = {edits.role: _changed(job, edits) for edits in proposal.files if edits.role in baselines}
        found = _plans_after(detected, changes)
        if all(set(paths) <= set(barred.get(role, ())) for role, paths in found.items()):
            break
        barred |= {role: tuple(dict.fromkeys((*barred.get(role, ()), *paths))) for role, paths in found.items()}
    return proposal, list(changes.values())


def _changed(job: _Withdrawal, edits: FileEdits) -> FileChange:
    opened, baseline = job.detected.view.files[edits.role], job.baselines[edits.role]
    return _restored(job, opened, edits, baseline) or _patched(job, opened, edits, baseline)


def _plans_after(detected: Detected, changes: Mapping[str, FileChange]) -> dict[str, tuple[DocumentPath, ...]]:
    """By role, what of the plan's the files hold once ``changes`` are made; empty where nothing comes back."""
    view = detected.view
    if not any(_gives_back(change) for change in changes.values()):
        return {}
    after = replace(view, files={**view.files, **{role: _after(view.files[role], changes[role]) for role in changes}})
    found = certain_paths(detected, after, detected.tool.withdraw(after))
    return {role: paths for role, paths in found.items() if role in changes and paths}


def _gives_back(change: FileChange) -> bool:
    """Whether earlier text stands in the file after ``change``: also where that is the text of now."""
    if not change.planned_bytes:
        return False
    return change.replacements is None or any(isinstance(edit.edit, Set) for edit in change.edits)


def _after(opened: OpenedFile, change: FileChange) -> OpenedFile:
    snapshot = replace(change.snapshot, content=change.planned_bytes)
    return replace(opened, snapshot=snapshot, document=_opened(opened, change.planned_bytes))


def _restored(job: _Withdrawal, opened: OpenedFile, edits: FileEdits, baseline: Baseline | None) -> FileChange | None:
    """The file with its earlier bytes, where nobody edited it since and those bytes are free of the plan."""
    if baseline is None or not baseline.unedited or opened.snapshot is None or job.barred.get(edits.role):
        return None
    view = job.detected.view
    if _opened(opened, baseline.content) is None and _mentions_plan(job.detected, baseline.content or b""):
        return None
    effective = tuple(edit for edit in edits.edits if opened.has(*edit.edit.path))
    return FileChange(
        view.tool_id,
        opened.snapshot,
        opened.file.format,
        baseline.content,
        None if baseline.content is None else baseline.mode,
        effective,
    )


def _patched(job: _Withdrawal, opened: OpenedFile, edits: FileEdits, baseline: Baseline | None) -> FileChange:
    earlier = _opened(opened, baseline.content) if baseline else None
    barred = job.barred.get(edits.role, ())
    made: list[PlannedEdit] = []
    wrote = _opened(opened, baseline.wrote) if baseline else None
    for edit in edits.edits if wrote is None else left_to_take(job.detected.view.catalog, wrote, opened, edits):
        path = edit.edit.path
        returns = earlier and isinstance(path[-1], str) and earlier.has(path)
        if earlier and returns and not any(path[: len(each)] == each for each in barred):
            made += _as_it_was(opened, earlier, path, barred)
        elif (baseline or (job.certain and edit.reason == SURELY)) and opened.has(*path):
            made.append(edit)
    made = pruned(
        opened, _outermost(made), lambda path: earlier is not None and _same_kind(earlier.get(path), opened.get(*path))
    )
    if earlier:
        # What is left empty and was null, or no container of its kind, is again what it was.
        made = _outermost(
            [
                each
                for edit in made
                for each in (_as_it_was(opened, earlier, edit.edit.path) if edit.reason == "plan.emptied" else ())
                or (edit,)
            ]
        )
    if opened.snapshot and not any(changes_something(opened, edit.edit) for edit in made):
        # Its permission bits stay too.
        return FileChange(
            job.detected.view.tool_id,
            opened.snapshot,
            opened.file.format,
            opened.snapshot.content,
            opened.snapshot.mode,
        )
    secrets = [secret.encode() for secret in job.detected.secrets]
    change = change_of(job.detected.view.tool_id, opened, made, secrets)
    content = _by_lines(opened, baseline, change) if baseline and not barred else None
    return change if content is None else replace(change, planned_bytes=content, replacements=None)


def _as_it_was(
    opened: OpenedFile, earlier: Document, path: DocumentPath, barred: tuple[DocumentPath, ...] = ()
) -> Iterable[PlannedEdit]:
    """What makes the value at ``path`` what stood there before, but for what is barred; nothing where nothing did."""
    if not earlier.has(path):
        return ()
    values = [_without(earlier.get(path), path, barred)]
    if values[0] is None and opened.file.format == "yaml" and isinstance(opened.get(*path), list | tuple | Mapping):
        # A null takes the form of what it replaces: nothing below its key, or a word on its line.
        is_written_out = any(each.end > each.start for each in earlier.replacements([Set(path, "")]))
        values = [[], None] if is_written_out else values
    return [PlannedEdit(Set(path, value), "tools.restore") for value in values]


def _outermost(edits: list[PlannedEdit]) -> list[PlannedEdit]:
    """``edits`` without the parts of what goes or comes back as a whole."""
    whole = [edit.edit.path for edit in edits if edit.reason != "plan.emptied"]
    return [edit for edit in edits if not any(path == edit.edit.path[: len(path)] != edit.edit.path for path in whole)]


def _by_lines(opened: OpenedFile, baseline: Baseline, change: FileChange) -> bytes | None:
    """The same values as planned, with the text of before that the wizard's lines stand for; None where not so.

    It knows what values do not tell, such as a comment, or whether a null was written out.
    """
    present, planned = change.snapshot.content, change.planned_bytes
    if baseline.content is None or baseline.wrote is None or present is None or opened.needs_repair:
        return None
    content = merged(baseline.content, baseline.wrote, present)
    if content is None or content == planned or not opened.file.trailing_commas:
        return None
    try:
        meant, found = (open_document(each or b"", opened.file.format).get(()) for each in (planned, content))
    except FormatError:
        return None
    return content if same(meant, found) else None


def _without(value: Value, path: DocumentPath, barred: tuple[DocumentPath, ...]) -> Value:
    """``value`` of ``path`` without what is barred in it."""
    below = [each[len(path) :] for each in barred if each[: len(path)] == path != each]
    return apply_edits(value, [Delete(each) for each in below])


def _mentions_plan(detected: Detected, content: bytes) -> bool:
    """Whether bytes that cannot be read as a document hold a host or the beginning of a key of the plan."""
    catalog = detected.view.catalog
    signs = (catalog.key.prefix, *(region.host for region in catalog.regions.values()))
    return any(sign.encode() in content for sign in signs)


def _same_kind(earlier: Value, present: Value) -> bool:
    return isinstance(earlier, Mapping if isinstance(present, Mapping) else list | tuple)


def _opened(opened: OpenedFile, content: bytes | None) -> Document | None:
    """The earlier ``content`` as a document; None where there was none or it cannot be read."""
    if content is None:
        return None
    try:
        return open_document(content, opened.file.lenient or opened.file.format)
    except FormatError:
        return None
