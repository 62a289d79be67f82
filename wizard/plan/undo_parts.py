"""What the undo of one file is made from, and what comes of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wizard.formats import DocumentPath
from wizard.plan.conflict import ConflictError
from wizard.plan.plan import FileChange
from wizard.tools.base import Notice

_FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    "json": ("json", "jsonc", "json5"), "jsonc": ("jsonc", "json5"), "json5": ("json5",),
    "toml": ("toml",), "yaml": ("yaml",), "yml": ("yaml",), "env": ("env",),
    "env-python": ("env-python",), "env-dotenvy": ("env-dotenvy",), "env-node": ("env-node",),
}  # fmt: skip
"""The formats to try for a file of this one, or whose name ends so: people write comments where a tool allows none."""


@dataclass(frozen=True)
class Owner:
    """The tool that a file belongs to: its id, its name, the formats it reads, and what ``Tool`` says of its values.

    ``format`` is empty where only the name of the file tells.
    """

    tool: str
    name: str
    format: str
    lenient: str | None = None
    noted: tuple[DocumentPath, ...] = ()
    frame: tuple[DocumentPath, ...] = ()

    def formats(self, path: Path) -> tuple[str, ...]:
        """In which a content of the file is tried to be read, the first one being its own."""
        family = _FAMILIES.get(self.format_of(path), ())
        return tuple(dict.fromkeys((*family[:1], *([self.lenient] if self.lenient else []), *family)))

    def format_of(self, path: Path) -> str:
        """What the file is called a file of."""
        return self.format or named_format(path)


@dataclass(frozen=True)
class FileUndo:
    """A file as it will be, what conflicts, and what to know. ``edit`` shows what was changed since."""

    change: FileChange
    conflicts: tuple[ConflictError, ...] = ()
    notices: tuple[Notice, ...] = ()
    edit: FileChange | None = None


def named_format(path: Path) -> str:
    """What the name of a file says of its format, for those that no tool claims any more."""
    return "env" if path.name.startswith(".env") else (path.suffix or path.name).removeprefix(".")
