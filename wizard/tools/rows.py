"""Settings in the rows of a list that has the user's own rows, too: a row is known by its model, not by its place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from wizard.catalog import Model
from wizard.formats import DocumentPath, Value
from wizard.tools.edits import row_with
from wizard.tools.table import Setting, Want
from wizard.tools.values import Thinking

Row: TypeAlias = Mapping[str, Value]


def value_at(row: Value, path: DocumentPath) -> Value:
    """What stands at ``path`` inside ``row``; None where there is nothing."""
    for step in path:
        row = row.get(str(step)) if isinstance(row, Mapping) else None
    return row


def text_at(row: Value, *path: str) -> str | None:
    """The string at ``path`` inside ``row``; None where there is none."""
    value = value_at(row, path)
    return value if isinstance(value, str) else None


def places_of(standing: Mapping[str, int], names: Iterable[str], end: int) -> dict[str, int]:
    """Where the rows of ``names`` are: those that are ``standing``, and the others from the ``end`` of the list on."""
    places = dict(standing)
    for name in names:
        if name not in places:
            places[name], end = end, end + 1
    return {name: places[name] for name in names}


def in_row(settings: Iterable[Setting], at: DocumentPath, *, stands: bool) -> Iterator[Setting]:
    """The ``settings`` of one row, the first of them set; they are one where the row does not stand there yet."""
    first, *others = settings
    if stands:
        yield from (replace(each, path=(*at, *each.path)) for each in (first, *others))
        return
    values = {each.path: each.value for each in (first, *others) if not isinstance(each.value, Want)}
    yield replace(first, path=at, value=row_with({}, values))


def thinking_of(model: Model | None, enabled: Value, budget: Value) -> Thinking | None:
    """How the row of ``model`` is set to think; None where it does not say, and may or may not."""
    if model is None:
        return None
    if not isinstance(enabled, bool):
        return Thinking(enabled=model.always_thinks) if model.always_thinks or not model.can_think else None
    is_number = isinstance(budget, int) and not isinstance(budget, bool)
    return Thinking(enabled, budget if is_number and enabled and isinstance(budget, int) else None)
