"""Values in plain Python: what is at a path, and what must be there after edits, which every result is held against."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from wizard.formats.edits import Delete, DocumentPath, Edit, Value


def apply_edits(value: Value, edits: Sequence[Edit]) -> Value:
    """``value`` with ``edits`` made one after the other; what stands off their paths is shared, not copied.

    Raises:
        LookupError: an index points past the end of its list.
        TypeError: another type stands on a path.
    """
    for edit in edits:
        value = _deleted(value, edit.path) if isinstance(edit, Delete) else _set(value, edit.path, edit.value)
    return value


def _set(value: Value, path: DocumentPath, new: Value) -> Value:
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        members = _members(value)
        return {**members, step: _set(members.get(step), rest, new)}
    rows = _rows(value)
    if not 0 <= step <= len(rows):
        raise LookupError(step)
    child = rows[step] if step < len(rows) else None
    return [*rows[:step], _set(child, rest, new), *rows[step + 1 :]]


def _deleted(value: Value, path: DocumentPath) -> Value:
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        members = _members(value)
        if step not in members:
            return value
        if not rest:
            return {key: member for key, member in members.items() if key != step}
        return {**members, step: _deleted(members[step], rest)}
    rows = _rows(value)
    if not 0 <= step < len(rows):
        return value
    replacement = [_deleted(rows[step], rest)] if rest else []
    return [*rows[:step], *replacement, *rows[step + 1 :]]


def _members(value: Value) -> dict[str, Value]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(type(value).__name__)
    return dict(value)


def _rows(value: Value) -> list[Value]:
    if value is None:
        return []
    if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
        raise TypeError(type(value).__name__)
    return list(value)


def look(value: object, path: DocumentPath) -> tuple[bool, object]:
    """Whether there is something at ``path`` of a value that a reader built, and what."""
    for step in path:
        in_dict = isinstance(value, dict) and isinstance(step, str) and step in value
        in_list = isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)
        if not (in_dict or in_list):
            return False, None
        value = cast("Any", value)[step]
    return True, value
