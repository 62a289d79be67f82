"""What is surely the plan's among the values of a tool's files: its hosts and its keys. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from wizard.catalog import Catalog
from wizard.formats import DocumentPath, Value
from wizard.tools.base import PlannedEdit, deletes

SURELY: Final = "tools.withdraw"
"""The reason of an edit whose value is unmistakably the plan's, or has no meaning without one that is."""
BY_HISTORY: Final = "tools.withdraw-ours"
"""The reason of an edit whose value may be the user's own: it is made only where the wizard wrote the file."""


def names_plan(catalog: Catalog, value: Value) -> bool:
    """Whether ``value``, or a value in it, is a URL on one of the plan's hosts or a key with the plan's prefix."""
    if isinstance(value, str):
        return catalog.region_of(value) is not None or value.lstrip(" \t\"'").startswith(catalog.key.prefix)
    if isinstance(value, Mapping):
        return any(names_plan(catalog, member) for member in value.values())
    return isinstance(value, Sequence) and any(names_plan(catalog, row) for row in value)


def withdrawals(paths: Iterable[DocumentPath], *, surely: bool) -> list[PlannedEdit]:
    """Deletes of ``paths``, which are ``surely`` the plan's or are taken out only by the history."""
    return deletes(SURELY if surely else BY_HISTORY, paths)
