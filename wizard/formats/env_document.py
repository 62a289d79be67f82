"""A ``.env`` file whose variables can be changed while every other byte stays."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wizard.formats.edits import Delete, DocumentPath, Edit, FormatError, Replacement, Value
from wizard.text import say

# On the bytes viewed as latin-1, so that character offsets are byte offsets. A quoted value may span lines.
_ASSIGNMENT: Final = re.compile(
    r"^(?P<head>(?:\xef\xbb\xbf)?[ \t]*+(?:export[ \t]++)?)(?P<name>[A-Za-z_][A-Za-z0-9_]*+)[ \t]*+=[ \t]*+"
    r"(?P<value>\"(?:[^\"\\]++|\\.)*+\"(?=[ \t]*+(?:#[^\r\n]*+)?\r?$)"
    r"|'[^']*+'(?=[ \t]*+(?:#[^\r\n]*+)?\r?$)"
    r"|(?:[^\s#]|(?<![ \t])#|[ \t]++(?![#\s]|$))*+)[^\r\n]*+(?P<end>\r?\n|\r?\Z)?",
    re.MULTILINE | re.DOTALL,
)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_PLAIN: Final = re.compile(r"[A-Za-z0-9_./:@%+,=~{}-]*\Z")
_BLANK: Final = 0x20
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class _Assignment:
    """One assignment: the line ``[start, end)`` with its line end, the value at ``[value_start, value_end)``."""

    name: str
    start: int
    value_start: int
    value_end: int
    end: int


class EnvDocument:
    """A parsed ``.env`` source; implements ``wizard.formats.Document``. Lines that assign nothing are kept as they are.

    Raises:
        FormatError: the source is not UTF-8 text, with line and column.
    """

    def __init__(self, source: bytes) -> None:
        _require_text(source)
        self._text = source.decode("latin-1")
        self._assignments = [
            _Assignment(match["name"], match.start(), *match.span("value"), match.end())
            for match in _ASSIGNMENT.finditer(self._text)
        ]

    def get(self, path: DocumentPath, default: Value = None) -> Value:
        """The value of the variable named by the one step of ``path``; the last assignment counts."""
        found = self._of(path[0]) if len(path) == 1 else []
        if path == ():
            return {each.name: self._value(each) for each in self._assignments}
        return self._value(found[-1]) if found else default

    def has(self, path: DocumentPath) -> bool:
        """Whether the variable is assigned."""
        return len(path) == 1 and bool(self._of(path[0]))

    def replacements(self, edits: Sequence[Edit]) -> tuple[Replacement, ...]:
        """The bytes that change: the value of the last assignment, whole lines that go, or a new last line.

        Raises:
            FormatError: a path is no variable's name, or a value has a line break or is no text.
        """
        wanted: dict[str, str | None] = {}
        for edit in edits:
            name = _name(edit.path)
            wanted.pop(name, None)
            wanted[name] = None if isinstance(edit, Delete) else _text(name, edit.value)
        made: list[Replacement] = []
        added: list[str] = []
        for name, value in wanted.items():
            found = self._of(name)
            if value is None:
                made += [self._without(each) for each in found]
            elif not found:
                added.append(f"{name}={_quoted(value, '')}")
            elif self._value(found[-1]) != value:
                made.append(self._with(found[-1], value))
        made.sort(key=lambda replacement: replacement.start)
        return tuple(made + self._appended(added, made))

    def _of(self, name: str | int) -> list[_Assignment]:
        return [each for each in self._assignments if each.name == name]

    def _value(self, assignment: _Assignment) -> str:
        raw = self._text[assignment.value_start : assignment.value_end].encode("latin-1").decode()
        if len(raw) > 1 and raw[0] == raw[-1] == "'":
            return raw[1:-1]
        if len(raw) > 1 and raw[0] == raw[-1] == '"':
            return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), raw[1:-1])
        return raw

    def _with(self, assignment: _Assignment, value: str) -> Replacement:
        first = self._text[assignment.value_start : assignment.value_start + 1]
        text = _quoted(value, first if first in {"'", '"'} else "")
        return Replacement(assignment.value_start, assignment.value_end, text.encode())

    def _without(self, assignment: _Assignment) -> Replacement:
        start, end = assignment.start, assignment.end
        if self._text.startswith("\xef\xbb\xbf", start):
            start += 3
        last_without_line_end = end == len(self._text) and not self._text.endswith("\n")
        if last_without_line_end:
            # The line before becomes the last one, and it has no line end either.
            start -= 2 if self._text.endswith("\r\n", 0, start) else 1 if self._text.endswith("\n", 0, start) else 0
        return Replacement(start, end, b"")

    def _appended(self, lines: list[str], made: Sequence[Replacement]) -> list[Replacement]:
        if not lines:
            return []
        line_end = "\r\n" if "\r\n" in self._text else "\n"
        left = bool(self._text.removeprefix("\xef\xbb\xbf")) and not (
            made and made[-1].end == len(self._text) and made[-1].start <= len("\xef\xbb\xbf") and not made[-1].text
        )
        end = len(self._text)
        if left and not self._text.endswith("\n"):
            text = "".join(line_end + line for line in lines)
        else:
            text = "".join(line + line_end for line in lines)
        return [Replacement(end, end, text.encode())]


def _name(path: DocumentPath) -> str:
    name = path[0] if len(path) == 1 else None
    if not isinstance(name, str):
        raise FormatError("formats.env-path", where=".".join(map(str, path)) or "()")
    if not _NAME.match(name):
        raise FormatError("formats.env-name", name=name)
    return name


def _text(name: str, value: Value) -> str:
    if not isinstance(value, str) or any(ord(char) < _BLANK or char in "\x7f\u2028\u2029" for char in value):
        raise FormatError("formats.env-value", name=name)
    if "'" in value and any(char in value for char in '"$\\`'):
        raise FormatError("formats.env-quotes", name=name)
    return value


def _quoted(value: str, quote: str) -> str:
    """``value`` as all common readers take it; in ``quote`` where it fits, bare where it needs none."""
    if not quote and _PLAIN.match(value):
        return value
    if "'" in value or (quote == '"' and _PLAIN.match(value)):
        return f'"{value}"'
    return f"'{value}'"


def _require_text(source: bytes) -> None:
    found = ""
    try:
        source.decode()
    except UnicodeDecodeError as error:
        offset = error.start
        found = "utf16" if source[:2] in {b"\xff\xfe", b"\xfe\xff"} else "byte"
    else:
        offset = source.find(b"\x00")
        found = "nul" if offset >= 0 else ""
    if found:
        raise FormatError(
            "formats.syntax",
            line=source.count(b"\n", 0, offset) + 1,
            column=offset - source.rfind(b"\n", 0, offset),
            expected=say("formats.env-expected-text"),
            found=say(f"formats.env-found-{found}"),
        )
