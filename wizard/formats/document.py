"""One interface over all formats: open, look, and say which bytes an edit replaces."""

from collections.abc import Sequence
from typing import Final, Literal, Protocol, get_args

from wizard.formats.edits import DocumentPath, Edit, Replacement, Value

Format = Literal["json", "jsonc", "json5", "toml", "yaml", "env", "env-python", "env-dotenvy", "env-node"]
"""``env`` is a ``.env`` file whoever reads it; those with a program behind it are such files that it alone reads."""
FORMATS: Final = get_args(Format)


def family(format_name: str) -> str:
    """What ``format_name`` is called towards people: ``env`` whoever reads it."""
    return "env" if format_name.startswith("env-") else format_name


class Document(Protocol):
    """A parsed source. Offsets are byte offsets into that source."""

    def get(self, path: DocumentPath, default: Value = None) -> Value:
        """The value at ``path`` (the last one where a key is given twice), or ``default`` where there is none.

        Only the value asked for is built, so that one setting of a large file is cheap.
        """
        ...

    def has(self, path: DocumentPath) -> bool:
        """Whether there is a value at ``path``; ``null`` is one."""
        ...

    def replacements(self, edits: Sequence[Edit]) -> tuple[Replacement, ...]:
        """The bytes that change so that all ``edits``, taken in order, hold; in order, not overlapping.

        Raises:
            FormatError: an edit cannot be done safely (``formats.type``: another type stands on its path).
        """
        ...
