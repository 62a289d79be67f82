"""What the merged files of OpenCode and its kin say: the later file wins."""

from collections.abc import Iterator
from typing import Final

from wizard.formats import DocumentPath, Value
from wizard.tools.base import View
from wizard.tools.values import Place

PROVIDER: Final = "bailian-coding-plan"
AT: Final = ("provider", PROVIDER)


def merged(view: View, *path: str | int) -> Value:
    """The value at ``path`` in the last global file that has one."""
    found: Value = None
    for file in view.of_role("config"):
        if file.has(*path):
            found = file.get(*path)
    return found


def merged_text(view: View, *path: str | int) -> str | None:
    """``merged`` where it is a string, else None."""
    value = merged(view, *path)
    return value if isinstance(value, str) else None


def places(view: View, path: DocumentPath) -> Iterator[Place]:
    """The setting at ``path`` in each of the files."""
    return ((file.file.role, path) for file in view.of_role("config"))
