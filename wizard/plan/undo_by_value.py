"""The undo of a file that others wrote into since: only the wizard's own values are taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from wizard.apply.backups import backup
from wizard.apply.change import ChangedFile
from wizard.apply.errors import BackupError
from wizard.apply.state import StateFolder
from wizard.errors import WizardError
from wizard.files import Snapshot
from wizard.formats import (
    Delete,
    Document,
    DocumentPath,
    Edit,
    FormatError,
    Set,
    Value,
    apply_edits,
    open_document,
    patched,
)
from wizard.plan.conflict import ConflictError, value_conflict
from wizard.plan.plan import FileChange
from wizard.plan.three_way import Taking
from wizard.plan.undo_mode import mode_after
from wizard.plan.undo_parts import FileUndo, Owner
from wizard.plan.undo_text import merged
from wizard.plan.versions import ABSENT, Clash, Found, TakenBack, Versions, same, written_since
from wizard.tools.base import Notice

_BLANK: Final = (b"", b"{}", b"null", b"~", b"---")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_NAMED: Final = 5


class _WholeError(Exception):
    """The wizard's values cannot be told from the rest of the file: ``code`` says why, and ``reason`` more of it."""

    def __init__(self, code: str, error: WizardError | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.reason = error.sentence if error else ""


@dataclass(frozen=True)
class _Read:
    """A content and the document in it; ``content`` is None where there is no file, ``root`` then ABSENT."""

    content: bytes | None = field(repr=False)
    document: Document | None
    format: str
    root: Found = field(repr=False)


@dataclass(frozen=True)
class ByValue:
    """The undo of one file. ``earlier`` is its content before the change, ``left`` the one that the change wrote.

    ``may_go`` says that the file may be deleted where the change made it.
    """

    changed: ChangedFile
    owner: Owner
    snapshot: Snapshot
    earlier: bytes | None = field(repr=False)
    left: bytes | None = field(repr=False)
    may_go: bool
    force: bool

    @property
    def format(self) -> str:
        """What the file is called a file of."""
        return self.owner.format_of(self.changed.path)

    def undone(self) -> FileUndo:
        """The file with the wizard's values taken back, or whole where these cannot be told from the rest."""
        try:
            return self._taken_back()
        except _WholeError as error:
            return self.whole(error.code, error.reason)

    def whole(self, code: str, reason: str = "") -> FileUndo:
        """One conflict of the whole file; forced, its earlier bytes come back."""
        conflict = ConflictError(code, self.changed.path, self.owner.tool, reason=reason)
        conflict.digest = self.snapshot.digest
        snapshot = self.snapshot
        content, mode = (self.earlier, self.changed.before_mode) if self.force else (snapshot.content, snapshot.mode)
        change = FileChange(self.owner.tool, snapshot, self.format, content, mode)
        known = self.left is not None or self.changed.after_digest is None
        return FileUndo(change, (conflict,), (), self._edit(self.left, self.changed.after_mode) if known else None)

    def _taken_back(self) -> FileUndo:
        before = self._read(self.earlier, "plan.undo-incomparable")
        wrote = self._read(self.left, "plan.undo-incomparable")
        now = self._read(self.snapshot.content, "plan.undo-unreadable")
        taken = self._taken(before, wrote, now)
        if any(not edit.edit.path for edit in taken.edits) or any(not clash.path for clash in taken.clashes):
            raise _WholeError("plan.undo-other-kind")
        if now.content is None:
            if taken.edits or taken.clashes:
                raise _WholeError("plan.undo-gone")
            return FileUndo(FileChange(self.owner.tool, self.snapshot, self.format, None, None))
        edits = [edit.edit for edit in taken.edits]
        try:
            content, replacements = patched(now.content, now.format, edits, now.document)
        except FormatError as error:
            raise _WholeError("plan.undo-unsafe", error) from error
        clashing = () if self.force else taken.clashes
        since = written_since(Versions(before.root, wrote.root, taken.value))
        stays = [path for path in since if all(path != clash.path for clash in clashing)]
        result: bytes | None = content
        if not stays and not clashing:
            result = self._without_rest(before, wrote, taken, content)
        if result is content and not taken.clashes:
            result = self._by_lines(before, wrote, now, taken) or content
        mode, notices = mode_after(self.snapshot, self.changed, result, self.earlier)
        made = replacements if result is content else None
        change = FileChange(self.owner.tool, self.snapshot, self.format, result, mode, taken.edits, made)
        conflicts = tuple(value_conflict(self.changed.path, self.owner.tool, clash) for clash in taken.clashes)
        edit = self._edit(*self._wizards(now, taken.clashes)) if conflicts else None
        return FileUndo(change, conflicts, (*self._stays(stays), *notices), edit)

    def _read(self, content: bytes | None, code: str) -> _Read:
        """The content in the first of the owner's formats that reads it."""
        formats = self.owner.formats(self.changed.path)
        if content is None:
            return _Read(None, None, "", ABSENT)
        refused: WizardError = FormatError("formats.unknown", format=self.changed.path.name, known="–")
        for name in formats:
            try:
                document = open_document(content, name)
                root = document.get(())
            except FormatError as error:
                refused = error if name == formats[0] else refused
            else:
                return _Read(content, document, name, {} if root is None else root)
        raise _WholeError(code, refused)

    def _taken(self, before: _Read, wrote: _Read, now: _Read) -> TakenBack:
        """What is taken back; where something is left, the settings beside which it can stay are not."""
        taking = Taking(self.force, self.owner.noted)
        versions = Versions(before.root, wrote.root, {} if now.root is ABSENT else now.root)
        taken = taking.back(versions)
        if taken.value is ABSENT or not taken.value:
            return taken
        framed = _framed(self.owner.frame, versions)
        return taken if framed is before.root else taking.back(Versions(framed, wrote.root, versions.now))

    def _without_rest(self, before: _Read, wrote: _Read, taken: TakenBack, content: bytes) -> bytes | None:
        """What a file becomes in which others wrote nothing: none where the change made it, else its earlier bytes.

        Unless somebody put a comment into it, or took something out of it.
        """
        if before.content is None or wrote.content is None:
            empty = taken.value is ABSENT or not taken.value
            is_blank = b"".join(content.removeprefix(_BYTE_ORDER_MARK).split()) in _BLANK
            return None if empty and before.content is None and self.may_go and is_blank else content
        again = Taking(noted=self.owner.noted).back(Versions(before.root, wrote.root, wrote.root))
        try:
            ours = patched(wrote.content, wrote.format, [edit.edit for edit in again.edits], wrote.document).content
        except FormatError:
            return content
        return self.earlier if ours == content else content

    def _by_lines(self, before: _Read, wrote: _Read, now: _Read, taken: TakenBack) -> bytes | None:
        """The same values with the comments and the order of the lines that the change took out; None where not so."""
        if before.content is None or wrote.content is None or now.content is None or not taken.edits:
            return None
        content = merged(before.content, wrote.content, now.content)
        if content is None:
            return None
        try:
            root = open_document(content, now.format).get(())
        except FormatError:
            return None
        return content if same({} if root is None else root, taken.value) else None

    def _stays(self, paths: Sequence[DocumentPath]) -> tuple[Notice, ...]:
        if not paths:
            return ()
        names = list(dict.fromkeys(str(path[0]) for path in paths))
        shown = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
        code = "plan.undo-stays" if len(paths) > 1 else "plan.undo-stays-one"
        return (Notice(code, {"count": len(paths), "tool": self.owner.name, "names": shown}, self.changed.path),)

    def _wizards(self, now: _Read, clashes: Sequence[Clash]) -> tuple[bytes | None, int | None]:
        """The present file with what the change wrote at the places that clash, and its mode."""
        places = [(clash.path, clash.versions.wrote) for clash in clashes]
        edits: list[Edit] = [Set(path, wrote) for path, wrote in places if wrote is not ABSENT]
        # From the last to the first, so that the indexes before it still hold.
        edits += [Delete(path) for path, wrote in reversed(places) if wrote is ABSENT]
        try:
            return patched(now.content or b"", now.format, edits, now.document).content, self.snapshot.mode
        except FormatError:
            return self.left, self.changed.after_mode

    def _edit(self, left: bytes | None, mode: int | None) -> FileChange:
        """From the file as ``left`` to the present one."""
        was = replace(self.snapshot, content=left, mode=mode)
        return FileChange(self.owner.tool, was, self.format, self.snapshot.content, self.snapshot.mode)


def by_value(
    state: StateFolder, changed: ChangedFile, owner: Owner, snapshot: Snapshot, *, may_go: bool, force: bool
) -> FileUndo:
    """What taking the change back means for a file that is not as it left it.

    Raises:
        BackupError: the earlier content is not kept any more.
    """
    earlier = None if changed.before_digest is None else backup(state, changed.before_digest)
    try:
        left = None if changed.after_digest is None else backup(state, changed.after_digest)
    except BackupError:
        return ByValue(changed, owner, snapshot, earlier, None, may_go, force).whole("plan.undo-no-copy")
    return ByValue(changed, owner, snapshot, earlier, left, may_go, force).undone()


def _framed(paths: Sequence[DocumentPath], versions: Versions) -> Found:
    """What was before, with those settings of the change's without which nothing else could stay."""
    before, wrote, now = versions
    framed: Value = {} if before is ABSENT else before
    sets: list[Edit] = []
    for path in paths:
        value = _at(wrote, path)
        if value is not ABSENT and _at(before, path) is ABSENT and same(_at(now, path), value):
            sets.append(Set(path, value))
    return apply_edits(framed, sets) if sets else before


def _at(value: Found, path: DocumentPath) -> Found:
    for step in path:
        value = value.get(str(step), ABSENT) if isinstance(value, Mapping) else ABSENT
    return value
