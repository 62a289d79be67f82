"""Which later change of the wizard's own wrote what stands in the way of an undo."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from wizard.apply.backups import backup
from wizard.apply.change import Change, ChangedFile
from wizard.apply.errors import BackupError
from wizard.apply.state import StateFolder
from wizard.formats import Document, FormatError, open_document
from wizard.plan.conflict import ConflictError
from wizard.plan.undo_parts import Owner
from wizard.plan.versions import ABSENT, Found, same


def name_later(
    state: StateFolder, later: Iterable[Change], owners: Mapping[Path, Owner], conflicts: Iterable[ConflictError]
) -> None:
    """Tell each of ``conflicts`` which of the ``later`` changes, newest first, wrote the present value, if one did."""
    steps = list(later)
    for conflict in conflicts:
        path = conflict.path
        if path is None:
            continue
        formats = owners[path].formats(path) if path in owners else Owner("", "", "").formats(path)
        for change in steps:
            if any(_wrote(state, file, conflict, formats) for file in change.files if file.path == path):
                conflict.later = change.id
                break


def _wrote(state: StateFolder, file: ChangedFile, conflict: ConflictError, formats: tuple[str, ...]) -> bool:
    """Whether the present value came with this change of the file."""
    if conflict.clash is None:
        return file.after_digest == conflict.digest
    now = conflict.clash.versions.now
    before, after = (_value(state, digest, conflict, formats) for digest in (file.before_digest, file.after_digest))
    return same(after, now) and not same(before, now)


def _value(state: StateFolder, digest: str | None, conflict: ConflictError, formats: tuple[str, ...]) -> Found:
    for document in _documents(state, digest, formats):
        return document.get(conflict.setting) if document.has(conflict.setting) else ABSENT
    return ABSENT


def _documents(state: StateFolder, digest: str | None, formats: tuple[str, ...]) -> Iterator[Document]:
    """The content as the first of ``formats`` that reads it; none where it is not kept or cannot be read."""
    if digest is None:
        return
    try:
        content = backup(state, digest)
    except BackupError:
        return
    for name in formats:
        try:
            yield open_document(content, name)
        except FormatError:
            continue
