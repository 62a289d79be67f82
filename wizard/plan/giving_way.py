"""Values of the wrong kind on the way to a setting, replaced where the user chose to start afresh. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeGuard

from wizard.formats import DocumentPath, Edit, Set, Value, apply_edits, path_text
from wizard.plan.plan import FileChange
from wizard.text import say
from wizard.tools.base import Notice, OpenedFile, PlannedEdit

_REASON: Final = "plan.gives-way"
_KINDS: Final[tuple[tuple[type | tuple[type, ...], str], ...]] = (
    (bool, "boolean"),  # before the numbers, of which it is one in Python
    ((int, float), "number"),
    (str, "string"),
    (Mapping, "object"),
    ((list, tuple), "list"),
)


def giving_way(opened: OpenedFile, edits: Sequence[Edit]) -> list[PlannedEdit]:
    """Sets to be made before ``edits``, so that each of these finds the containers it needs.

    Each replaces one value of the wrong kind by all that ``edits`` put below it; everything around it stays. Null,
    which may be filled, and what an earlier edit changes anyhow, are in nobody's way.
    """
    found: dict[DocumentPath, PlannedEdit] = {}
    for at, edit in enumerate(edits):
        place = _wrong_kind(opened, edit.path) if isinstance(edit, Set) else None
        if place is None or place in found or any(place[: len(done.path)] == done.path for done in edits[:at]):
            continue
        inside = [Set(each.path[len(place) :], each.value) for each in edits if _is_set_below(each, place)]
        values = {"where": path_text(place), "found": _kind(opened.get(*place))}
        found[place] = PlannedEdit(Set(place, apply_edits(None, inside)), _REASON, values)
    return list(found.values())


def gave_way(changes: Iterable[FileChange]) -> Iterator[Notice]:
    """A warning for each value that ``changes`` replace for its kind."""
    for change in changes:
        for edit in change.edits:
            if edit.reason == _REASON:
                yield Notice("plan.gave-way", edit.values, change.path)


def _wrong_kind(opened: OpenedFile, path: DocumentPath) -> DocumentPath | None:
    """The place on the way to ``path`` whose value cannot hold the next step."""
    for length in range(1, len(path)):
        value = opened.get(*path[:length])
        if value is None:
            return None
        if not isinstance(value, Mapping if isinstance(path[length], str) else list | tuple):
            return path[:length]
    return None


def _is_set_below(edit: Edit, place: DocumentPath) -> TypeGuard[Set]:
    return isinstance(edit, Set) and len(edit.path) > len(place) and edit.path[: len(place)] == place


def _kind(value: Value) -> str:
    return say(f"formats.kind.{next((name for kinds, name in _KINDS if isinstance(value, kinds)), 'date')}")
