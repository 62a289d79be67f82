"""Which later change of the wizard's own wrote what stands in the way of an undo."""

from collections.abc import Iterable, Mapping
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
    state: StateFolder,
    later: Iterable[Change],
    owners: Mapping[Path, Owner],
    nobody: Owner,
    conflicts: Iterable[ConflictError],
) -> None:
    """Tell each of ``conflicts`` which of the ``later`` changes, newest first, wrote the present value, if one did.

    ``nobody`` owns the files that ``owners`` do not name.
    """
    steps = list(later)
    kept = _Kept(state)
    for conflict in conflicts:
        path = conflict.path
        if path is None:
            continue
        formats = owners.get(path, nobody).formats(path)
        for change in steps:
            if any(kept.has_written(file, conflict, formats) for file in change.files if file.path == path):
                conflict.later = change.id
                break


class _Kept:
    """The contents before and after changes, each read once."""

    def __init__(self, state: StateFolder) -> None:
        self._state = state
        self._documents: dict[str, Document | None] = {}

    def has_written(self, file: ChangedFile, conflict: ConflictError, formats: tuple[str, ...]) -> bool:
        """Whether the present value came with this change of the file."""
        if conflict.clash is None:
            return file.after_digest == conflict.digest
        now = conflict.clash.versions.now
        before, after = (self._value(digest, conflict, formats) for digest in (file.before_digest, file.after_digest))
        return same(after, now) and not same(before, now)

    def _value(self, digest: str | None, conflict: ConflictError, formats: tuple[str, ...]) -> Found:
        if digest is not None and digest not in self._documents:
            self._documents[digest] = self._document(digest, formats)
        document = self._documents.get(digest or "")
        if document is None or not document.has(conflict.setting):
            return ABSENT
        return document.get(conflict.setting)

    def _document(self, digest: str, formats: tuple[str, ...]) -> Document | None:
        """The content as the first of ``formats`` that reads it; None where it is not kept or cannot be read."""
        try:
            content = backup(self._state, digest)
        except BackupError:
            return None
        for name in formats:
            try:
                return open_document(content, name)
            except FormatError:
                continue
        return None
