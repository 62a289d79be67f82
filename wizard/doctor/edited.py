"""A file as it would be after edits, to be judged by its tool. Nothing is written, and no text is made. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wizard.formats import Delete, DocumentPath, Set, Value, apply_edits
from wizard.tools.base import OpenedFile, PlannedEdit


@dataclass(frozen=True)
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


def numbered(opened: OpenedFile, edits: Iterable[PlannedEdit]) -> list[PlannedEdit]:
    """``edits``, of which some were left out: the rows that go to the end of a list follow each other there again."""
    made: list[PlannedEdit] = []
    ends: dict[DocumentPath, int] = {}
    for edit in edits:
        *around, last = edit.edit.path
        at = tuple(around)
        if isinstance(edit.edit, Set) and isinstance(last, int) and not opened.has(*edit.edit.path):
            ends[at] = ends.get(at, len(opened.rows(*at))) + 1
            made.append(replace(edit, edit=Set((*at, ends[at] - 1), edit.edit.value)))
        else:
            made.append(edit)
    return made
