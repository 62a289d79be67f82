"""One file of a change that is to be taken back: its bytes where it is as the wizard left it, else its values."""

from wizard.apply.backups import backup
from wizard.apply.change import ChangedFile
from wizard.apply.state import StateFolder
from wizard.files import Snapshot, take
from wizard.plan.plan import FileChange
from wizard.plan.undo_mode import mode_after
from wizard.plan.undo_parts import FileUndo, Owner


def undone_file(state: StateFolder, changed: ChangedFile, owner: Owner, *, force: bool) -> FileUndo:
    """What taking the change of one file back means for it; what conflicts stays as it is, unless forced.

    Raises:
        BackupError: the earlier content is not kept any more.
        FileRefusedError: something else than a file stands at its place by now.
    """
    snapshot = take(changed.path)
    now = snapshot.digest
    moved = snapshot.resolved_path != changed.resolved_path
    earlier = changed.before_digest
    if now == earlier:
        return _with_content(snapshot, changed, owner, snapshot.content)
    if now == changed.after_digest and not (moved and earlier is None):
        return _with_content(snapshot, changed, owner, None if earlier is None else backup(state, earlier))
    from wizard.plan.undo_by_value import by_value  # a file as the wizard left it is not even parsed

    return by_value(state, changed, owner, snapshot, may_go=not moved, force=force)


def _with_content(snapshot: Snapshot, changed: ChangedFile, owner: Owner, content: bytes | None) -> FileUndo:
    mode, notices = mode_after(snapshot, changed, content, content)
    return FileUndo(FileChange(owner.tool, snapshot, owner.format_of(changed.path), content, mode), (), notices)
