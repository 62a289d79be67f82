"""A ``.env`` file whose variables can be changed while every other byte stays."""

import re
from collections.abc import Sequence
from typing import Final

from wizard.formats.edits import Delete, DocumentPath, Edit, FormatError, Replacement, Value
from wizard.formats.env_changes import lines_added, lines_removed, place, require_readable
from wizard.formats.env_lines import Assignment, assignments, quote_of, value_of
from wizard.text import say

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# A shell replaces “~”, “{a,b}” and patterns, and zsh a “=” that starts a value or follows “:”.
_BARE: Final = re.compile(r"(?!=)(?:[A-Za-z0-9_./@%+,=-]|:(?!=))*+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
# What the common readers (dotenv, python-dotenv, dotenvy, a shell) do not all take literally in each quote.
_NOT_IN: Final = {"'": re.compile(r"'|\$\{|\\\\|\\\Z"), '"': re.compile(r'["\\$`]')}


class EnvDocument:
    """A parsed ``.env`` source; implements ``wizard.formats.Document``.

    A path is one variable's name. Lines that assign nothing are kept and never touched.

    Raises:
        FormatError: the source is not UTF-8 text, with line and column.
    """

    def __init__(self, source: bytes) -> None:
        _require_text(source)
        self._source = source
        self._assignments = assignments(source)

    def get(self, path: DocumentPath, default: Value = None) -> Value:
        """The value of the variable (the last assignment counts); of all variables for the empty path."""
        if not path:
            return {each.name: value_of(self._source, each) for each in self._assignments}
        found = self._of(path[0]) if len(path) == 1 else []
        return value_of(self._source, found[-1]) if found else default

    def has(self, path: DocumentPath) -> bool:
        """Whether the variable is assigned."""
        return not path or (len(path) == 1 and bool(self._of(path[0])))

    def replacements(self, edits: Sequence[Edit]) -> tuple[Replacement, ...]:
        """The bytes that change: the value of the last assignment, whole lines that go, or new last lines.

        New lines come above a quote that is never closed, because nothing below it is read.

        Raises:
            FormatError: a path is no variable's name, a value is no text on one line that all programs
                read back alike, or an open quote hides the variable from them (``formats.env-open-quote``).
        """
        wanted: dict[str, str | None] = {}
        for edit in edits:
            name = _name(edit.path)
            wanted[name] = None if isinstance(edit, Delete) else self._text(name, edit.value)
        made: list[Replacement] = []
        gone: list[Assignment] = []
        added: list[str] = []
        for name, value in wanted.items():
            found = self._of(name)
            if value is None:
                gone += found
            elif not found:
                added.append(self._new_line(name, value))
            elif value_of(self._source, found[-1]) != value:
                made.append(self._value_replaced(found[-1], value))
        made = sorted([*made, *lines_removed(self._source, gone)], key=_order)
        if added:
            made = sorted([*made, lines_added(self._source, made, added)], key=_order)
        if made:
            require_readable(self._source, made, [name for name, value in wanted.items() if value is not None])
        return tuple(made)

    def _of(self, name: str | int) -> list[Assignment]:
        return [each for each in self._assignments if each.name == name]

    def _text(self, name: str, value: Value) -> str:
        """``value`` if it can be written, or stands there already."""
        if isinstance(value, str) and (value == self.get((name,)) or not _CONTROLS.search(value)):
            return value
        raise FormatError("formats.env-value", name=name)

    def _new_line(self, name: str, value: str) -> str:
        if not self._assignments:
            return f"{name}={_quoted(name, value, '')}"
        last = self._assignments[-1]
        exported = last.exported.decode() if all(each.exported for each in self._assignments) else ""
        return f"{exported}{name}{last.equals.decode()}{_quoted(name, value, quote_of(self._source, last))}"

    def _value_replaced(self, assignment: Assignment, value: str) -> Replacement:
        source, start, end = self._source, assignment.start, assignment.end
        # A comment glued to the quotes is text to some programs.
        gap = " " if source[end : end + 1] == b"#" else ""
        text = _quoted(assignment.name, value, quote_of(source, assignment)) + gap
        return Replacement(start, end, text.encode())


def _order(replacement: Replacement) -> tuple[int, int]:
    return replacement.start, replacement.end


def _name(path: DocumentPath) -> str:
    name = path[0] if len(path) == 1 else None
    if not isinstance(name, str):
        raise FormatError("formats.env-path", where=".".join(map(str, path)) or "()")
    if not _NAME.fullmatch(name):
        raise FormatError("formats.env-name", name=name)
    return name


def _quoted(name: str, value: str, quote: str) -> str:
    """``value`` in ``quote`` if all common readers read it back so, else as they do."""
    if not quote and _BARE.fullmatch(value):
        return value
    for each in (quote, "'", '"'):
        if each and not _NOT_IN[each].search(value):
            return f"{each}{value}{each}"
    if _BARE.fullmatch(value):
        return value
    raise FormatError("formats.env-quotes", name=name)


def _require_text(source: bytes) -> None:
    try:
        source.decode()
    except UnicodeDecodeError as error:
        offset = error.start
        utf16 = source[:2] in {b"\xff\xfe", b"\xfe\xff"}
        found = say("formats.found.utf-16") if utf16 else say("formats.found.byte", code=f"{source[offset]:02X}")
    else:
        offset, found = source.find(b"\x00"), say("formats.found.character", code="0000")
    if offset < 0:
        return
    raise FormatError("formats.encoding", **place(source, offset), found=found)
