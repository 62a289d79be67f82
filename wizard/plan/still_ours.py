"""Whether a value that only has the plan's name is as the wizard wrote it, or has become the user's own since. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

from wizard.catalog import Catalog
from wizard.formats import Document, DocumentPath, Value
from wizard.tools.base import FileEdits, OpenedFile, PlannedEdit
from wizard.tools.ownership import BY_HISTORY, names_plan

_CONNECTION: Final = frozenset({"baseurl", "base_url", "apibase", "apikey", "api_key", "envkey", "env_key"})
"""Names of settings, in lower case, that say where a provider is and with whose key."""


def left_to_take(catalog: Catalog, wrote: Document, opened: OpenedFile, edits: FileEdits) -> list[PlannedEdit]:
    """The ``edits`` but those of values that somebody put there in place of what the wizard ``wrote``.

    A provider that has become the user's own keeps all that belongs to it.
    """
    users = [edit.edit.path for edit in edits.edits if edit.reason == BY_HISTORY and opened.has(*edit.edit.path)]
    users = [path for path in users if not _is_still_ours(catalog, wrote, path, opened.get(*path))]
    if any(isinstance(opened.get(*path), Mapping) for path in users):
        return [edit for edit in edits.edits if edit.reason != BY_HISTORY]
    return [edit for edit in edits.edits if edit.reason != BY_HISTORY or edit.edit.path not in users]


def _is_still_ours(catalog: Catalog, wrote: Document, path: DocumentPath, present: Value) -> bool:
    """Whether ``present`` is what the wizard wrote at ``path``; of a provider, its address or its key is enough."""
    if isinstance(path[-1], int):
        # A row may stand at another index now.
        rows = wrote.get(path[:-1])
        return isinstance(rows, list | tuple) and any(_is_alike(catalog, row, present) for row in rows)
    return wrote.has(path) and _is_alike(catalog, wrote.get(path), present)


def _is_alike(catalog: Catalog, wrote: Value, present: Value) -> bool:
    if isinstance(wrote, Mapping) and isinstance(present, Mapping):
        signs = dict(_signs(catalog, wrote))
        found = dict(_signs(catalog, present))
        return not signs or any(found.get(path) == value for path, value in signs.items())
    if isinstance(present, str) and present.rpartition("/")[2] in catalog.models:
        return True
    return type(wrote) is type(present) and wrote == present


def _signs(catalog: Catalog, value: Value, at: DocumentPath = ()) -> Iterator[tuple[DocumentPath, Value]]:
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield from _signs(catalog, member, (*at, name))
    elif isinstance(value, str) and at and (str(at[-1]).lower() in _CONNECTION or names_plan(catalog, value)):
        yield at, value
