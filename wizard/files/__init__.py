"""Reading the files of the tools as they are: the only place that looks at the disk before a plan is made."""

from wizard.files.snapshot import MAX_BYTES, FileRefusedError, Snapshot, content_of, keepable, take

__all__ = ["MAX_BYTES", "FileRefusedError", "Snapshot", "content_of", "keepable", "take"]
