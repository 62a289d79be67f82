"""A ``.env`` file whose variables can be changed while every other byte stays."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from wizard.formats.edits import Delete, DocumentPath, Edit, FormatError, Replacement, Value, in_bytes
from wizard.formats.env.patch import Patch
from wizard.formats.env.readers import Seen, seen_by_all
from wizard.formats.paths import decode, path_text, place, require_size
from wizard.text import say

SIZE_LIMIT: Final = 2**18
"""How many bytes are read: a file of short lines up to it is edited within seconds."""
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


class EnvDocument:
    """A parsed ``.env`` source as the programs that read its format see it; implements ``wizard.formats.Document``.

    A path is one variable's name. Lines that assign nothing are kept and never touched.

    Raises:
        FormatError: the source is not UTF-8 text, with line and column, or it is too large.
    """

    def __init__(self, source: bytes, format_name: str = "env") -> None:
        require_size(source, "formats.env-large", SIZE_LIMIT, unit=2**10)
        self._text = _decoded(source)
        self._format = format_name

    def get(self, path: DocumentPath, default: Value = None) -> Value:
        """The value of the variable that all programs see; of all variables that one sees for the empty path."""
        if not path:
            found: dict[str, Value] = {}
            for seen in reversed(self._seen):
                found |= seen.values
            return found
        values = {seen.values.get(str(path[0])) for seen in self._seen} if len(path) == 1 else {None}
        value = values.pop()
        return default if values or value is None else value

    def has(self, path: DocumentPath) -> bool:
        """Whether the variable is assigned for one of the programs, be it that a later line takes the value away."""
        return not path or (len(path) == 1 and path[0] in self._names)

    def replacements(self, edits: Sequence[Edit]) -> tuple[Replacement, ...]:
        """The bytes that change: the value of the last assignment, whole lines that go, or new last lines.

        New lines come above a quote that is never closed, because nothing below it is read.

        Raises:
            FormatError: a path is no variable's name, a value is no text on one line that all programs
                read back alike, an open quote hides the variable from one of them (``formats.env-open-quote``), or
                they do not read its line alike (``formats.env-readers``).
        """
        wanted: dict[str, str | None] = {}
        for edit in edits:
            name = _name(edit.path)
            wanted[name] = None if isinstance(edit, Delete) else self._value(name, edit.value)
        if all(self._holds(name, value) for name, value in wanted.items()):
            return ()
        made = Patch(self._text, self._format, self._seen).of(wanted)
        return tuple(in_bytes(self._text, made))

    @cached_property
    def _seen(self) -> tuple[Seen, ...]:
        return seen_by_all(self._text, self._format)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(each.name for seen in self._seen for each in seen.statements if each.value is not None)

    def _holds(self, name: str, value: str | None) -> bool:
        return name not in self._names if value is None else self.get((name,)) == value

    def _value(self, name: str, value: Value) -> str:
        """``value`` if it can be written, or stands there already."""
        if isinstance(value, str) and (value == self.get((name,)) or not _CONTROLS.search(value)):
            return value
        raise FormatError("formats.env-value", name=name)


def _name(path: DocumentPath) -> str:
    name = path[0] if len(path) == 1 else None
    if not isinstance(name, str):
        raise FormatError("formats.env-path", where=path_text(path))
    if not _NAME.fullmatch(name):
        raise FormatError("formats.env-name", name=name)
    return name


def _decoded(source: bytes) -> str:
    text = decode(source, only_lf=True)
    if (nul := text.find("\x00")) >= 0:
        found = say("formats.found.character", code="0000")
        raise FormatError("formats.encoding", **place(text, nul, only_lf=True), found=found)
    return text
