"""A file as it would be after edits, to be judged by its tool. Nothing is written, and no text is made. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wizard.formats import Delete, Set, Value, apply_edits
from wizard.tools.base import OpenedFile


@dataclass(frozen=True, slots=True)
class _Edited(OpenedFile):
    """A file as it would be: what is asked of it is answered from ``value``."""

    value: Value = None

    def get(self, *path: str | int, default: Value = None) -> Value:
        """The value at ``path``, as it would be."""
        found: Value = self.value
        for step in path:
            inner = _NOTHING
            if isinstance(step, str) and isinstance(found, Mapping):
                inner = found.get(step, _NOTHING)
            elif isinstance(step, int) and isinstance(found, list | tuple):
                inner = found[step] if step < len(found) else _NOTHING
            if inner is _NOTHING:
                return default
            found = inner
        return found

    def has(self, *path: str | int) -> bool:
        """Whether there would be a value at ``path``."""
        return self.get(*path, default=_NOTHING) is not _NOTHING


_NOTHING: Final[Value] = "\x00 nothing is there \x00"


def edited(opened: OpenedFile, present: Value, edits: Sequence[Set | Delete]) -> OpenedFile:
    """``opened``, whose content is ``present``, as it would be with ``edits`` made."""
    snapshot = opened.snapshot
    if snapshot is None:
        return opened
    gone = Delete(()) in edits
    value = None if gone else apply_edits(present, edits)
    content = None if gone or (snapshot.content is None and not edits) else snapshot.content or b"{}"
    return _Edited(opened.file, replace(snapshot, content=content), opened.document, value=value)
