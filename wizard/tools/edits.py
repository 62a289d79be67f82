"""How a tool's edits are put together, and how a key stands in a file. Pure."""

import re
from collections.abc import Iterable, Mapping

from wizard.formats import Delete, DocumentPath, Edit, Set, Value, apply_edits
from wizard.key import Credential, KeyReference, LiteralKey, Secret
from wizard.tools.values import PlannedEdit


def sets(reason: str, values: Mapping[DocumentPath, Value], **reason_values: object) -> list[PlannedEdit]:
    """A ``Set`` for each path of ``values``, all for one reason."""
    return [PlannedEdit(Set(path, value), reason, reason_values) for path, value in values.items()]


def deletes(reason: str, paths: Iterable[DocumentPath], **reason_values: object) -> list[PlannedEdit]:
    """A ``Delete`` for each path, all for one reason."""
    return [PlannedEdit(Delete(path), reason, reason_values) for path in paths]


def row_with(row: Value, values: Mapping[DocumentPath, Value], absent: Iterable[DocumentPath] = ()) -> Value:
    """``row`` with ``values`` set at their paths in it, and nothing left at the ``absent`` ones.

    A value that stands where the path needs a table gives way to one.
    """
    edits: list[Edit] = [*(Set(path, value) for path, value in values.items()), *map(Delete, absent)]
    for edit in edits:
        row = apply_edits(_with_room(row, edit.path), [edit])
    return row


def _with_room(row: Value, path: DocumentPath) -> Value:
    inner = row
    for length, step in enumerate(path[:-1], start=1):
        inner = inner.get(str(step)) if isinstance(inner, Mapping) else None
        if inner is not None and not isinstance(inner, Mapping):
            return apply_edits(row, [Set(path[:length], {})])
    return row


def literal(text: str | None) -> LiteralKey | None:
    """The key that a file holds in clear, or None where there is none."""
    return LiteralKey(Secret(text)) if text else None


def reference(match: re.Match[str] | None) -> KeyReference | None:
    """The reference whose variable is the first group of ``match``, or None."""
    return KeyReference(match.group(1)) if match else None


def written(credential: Credential | None, form: str = "{}") -> str:
    """The text to write for ``credential``: the key itself, or the variable's name in ``form``."""
    if isinstance(credential, KeyReference):
        return form.format(credential.variable)
    return credential.secret.get_secret_value() if credential else ""
