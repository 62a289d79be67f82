"""Finds the statements of a TOML source and the spans of their values, down to every array and inline table.

The scanner says where things stand, not whether they are right: ``tomllib`` judges every source before an
edit and every result after it.
"""

import re
import tomllib
from typing import Final

from wizard.formats.collecting import not_collecting
from wizard.formats.paths import DEPTH
from wizard.formats.toml.tree import (
    Array,
    ArrayOfTables,
    Brackets,
    Entry,
    Node,
    Scalar,
    Section,
    Statement,
    Table,
    Tree,
)

_BLANKS = re.compile(r"[ \t]*+")
_EMPTY_LINES = re.compile(r"(?:[ \t]*+(?:#[^\n]*+|\r)?+\n)*+")
_SPACE = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_REST_OF_LINE = re.compile(r"[ \t]*+(?:#[^\n]*+|\r?(?=\n|\Z))(?:\n|\Z)")
_KEY = re.compile(r"([A-Za-z0-9_-]++)|\"(?:[^\"\\\n]++|\\.)*+\"|'[^'\n]*+'")
_STRING = re.compile(
    r"\"\"\"(?:[^\"\\]++|\\.|\"(?!\"\"))*+\"\"\"\"{0,2}"
    r"|'''(?:[^']++|'(?!''))*+''''{0,2}"
    r"|\"(?:[^\"\\\n]++|\\.)*+\""
    r"|'[^'\n]*+'",
    re.DOTALL,
)
_BARE = re.compile(r"(?:\d{4}-\d\d-\d\d (?=\d))?+[^\s,\]}#=\[{\"']++", re.ASCII)
# What nearly every line looks like, in one step: a bare key with a string or a number, and a header of bare keys.
_EASY_ENTRY = re.compile(
    r"[ \t]*+(?P<key>[A-Za-z0-9_-]++)(?P<before>[ \t]*+)=(?P<after>[ \t]*+)"
    r"(?P<value>\"[^\"\\\n]*+\"(?!\")|'[^'\n]*+'(?!')|[^\s,\]}#=\[{\"']++)[ \t]*+\r?(?:\n|\Z)",
    re.ASCII,
)
_EASY_HEADER = re.compile(r"[ \t]*+\[(?P<keys>[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*+)\][ \t]*+\r?(?:\n|\Z)")
_EASY_ROW = re.compile(
    r"(?P<value>\"[^\"\\\n]*+\"(?!\")|'[^'\n]*+'(?!')|[^\s,\]}#=\[{\"']++)[ \t]*+(?P<comma>,)[ \t\r\n]*+(?!#)",
    re.ASCII,
)
_LONG_INTEGER = re.compile(r"[-+]?0[xob]")
_LONGEST_INTEGER: Final = 3_000


class ScanError(ValueError):
    """The scanner cannot go on at ``offset``."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class TooDeepError(ScanError):
    """More than ``DEPTH`` levels are open at ``offset``."""


def scan(text: str) -> Tree:
    """The tree of ``text``.

    Raises:
        TooDeepError: tables and arrays are nested too deeply.
        ScanError: the source is not TOML.
    """
    with not_collecting():
        return _Scanner(text).tree()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.doubtful: int | None = None
        self.root = Table()
        self.section = Section()
        self.root.home = (self.section, ())
        self.table = self.root
        self.depth = 0
        self.statements: list[Statement] = []

    def tree(self) -> Tree:
        text, position, size = self.text, 0, len(self.text)
        while position < size:
            line = _end(_EMPTY_LINES, text, position)
            if easy := _EASY_ENTRY.match(text, line):
                self.statements.append(self.easy_entry(line, easy))
                position = easy.end()
                continue
            if easy := _EASY_HEADER.match(text, line):
                self.statements.append(self.easy_header(line, easy))
                position = easy.end()
                continue
            position = self.blanks(line)
            first = text[position : position + 1]
            if first in {"#", ""}:
                # The last line, and it has no line end.
                break
            statement = self.header(line, position) if first == "[" else self.statement(line, position)
            self.statements.append(statement)
            position = statement.last
        return Tree(text, self.root, self.statements, self.doubtful)

    def statement(self, line: int, start: int) -> Statement:
        entry = self.entry(start, self.section, self.table, self.depth)
        last = self.line_end(entry.end)
        statement = Statement(len(self.statements), start, entry.end, line, last, entry=entry)
        entry.statement = statement
        return statement

    def easy_entry(self, line: int, match: re.Match[str]) -> Statement:
        start, end = match.start("key"), match.end("value")
        key = match["key"]
        if self.depth + 1 > DEPTH:
            raise TooDeepError(start)
        value = self.scalar(match.start("value"), end)
        around = match["before"], match["after"]
        entry = Entry(start, end, (key,), match.end("before"), around, value, self.section)
        value.entry = entry
        if key in self.table.members:
            raise ScanError(start)
        self.table.members[key] = value
        self.section.entries.append(entry)
        entry.statement = Statement(len(self.statements), start, end, line, match.end(), entry=entry)
        return entry.statement

    def easy_header(self, line: int, match: re.Match[str]) -> Statement:
        keys = tuple(match["keys"].split("."))
        start, end = match.start("keys") - 1, match.end("keys") + 1
        return self.headed(keys, start, end, line, match.end(), is_row=False)

    def header(self, line: int, start: int) -> Statement:
        is_row = self.text.startswith("[[", start)
        close = "]]" if is_row else "]"
        keys, _, position = self.keys(self.blanks(start + len(close)))
        if not self.text.startswith(close, position):
            raise ScanError(position)
        end = position + len(close)
        return self.headed(keys, start, end, line, self.line_end(end), is_row=is_row)

    def headed(self, keys: tuple[str, ...], start: int, end: int, line: int, last: int, *, is_row: bool) -> Statement:
        """The statement of a header, which opens the table ``keys``."""
        self.depth = len(keys)
        if self.depth > DEPTH:
            raise TooDeepError(start)
        parent = self.root
        for key in keys[:-1]:
            parent = _child(parent, key, start)
        table = _row(parent, keys[-1], start) if is_row else _child(parent, keys[-1], start)
        statement = Statement(len(self.statements), start, end, line, last, keys=keys, table=table)
        if table.header or table.brackets:
            raise ScanError(start)
        self.section = Section(header=statement)
        self.table = table
        table.header = statement
        table.home = (self.section, ())
        return statement

    def entry(self, start: int, section: Section, table: Table, depth: int) -> Entry:
        """Reads ``key = value`` and hangs the value into ``table``."""
        keys, key_end, equals = self.keys(start)
        if not self.text.startswith("=", equals):
            raise ScanError(equals)
        value_start = self.blanks(equals + 1)
        depth += len(keys)
        if depth > DEPTH:
            raise TooDeepError(start)
        value, end = self.value(value_start, depth)
        around = (self.text[key_end:equals], self.text[equals + 1 : value_start])
        entry = Entry(start, end, keys, equals, around, value, section)
        if not isinstance(value, ArrayOfTables):
            value.entry = entry
        for length, key in enumerate(keys[:-1], 1):
            is_new = key not in table.members
            table = _child(table, key, start)
            if table.brackets:
                raise ScanError(start)
            if not is_new and (table.home is None or table.home[0] is not section or table.header):
                self.doubtful = start
            if table.home is None:
                table.home = (section, keys[:length])
        if keys[-1] in table.members:
            raise ScanError(start)
        table.members[keys[-1]] = value
        section.entries.append(entry)
        return entry

    def value(self, start: int, depth: int) -> tuple[Node, int]:
        first = self.text[start : start + 1]
        if first in {"[", "{"}:
            if depth >= DEPTH:
                raise TooDeepError(start)
            return self.array(start, depth + 1) if first == "[" else self.braces(start, depth)
        match = _STRING.match(self.text, start) or _BARE.match(self.text, start)
        if match is None or (first in {'"', "'"} and match.re is not _STRING):
            raise ScanError(start)
        return self.scalar(start, match.end()), match.end()

    def scalar(self, start: int, end: int) -> Scalar:
        if end - start > _LONGEST_INTEGER and _LONG_INTEGER.match(self.text, start):
            # Python would build it, and then could not show it.
            raise ScanError(start)
        return Scalar(start, end)

    def array(self, start: int, depth: int) -> tuple[Array, int]:
        brackets = Brackets(start, start)
        array = Array(brackets, [])
        position = self.space(start + 1)
        while not self.text.startswith("]", position):
            if easy := _EASY_ROW.match(self.text, position):
                array.rows.append(self.scalar(position, easy.end("value")))
                brackets.spans.append((position, easy.end("value")))
                brackets.commas.append(easy.start("comma"))
                position = easy.end()
                continue
            row, end = self.value(position, depth)
            array.rows.append(row)
            position = self.member(brackets, position, end, "]")
        brackets.end = position + 1
        return array, brackets.end

    def braces(self, start: int, depth: int) -> tuple[Table, int]:
        brackets = Brackets(start, start)
        section = Section(brackets=brackets)
        table = Table(home=(section, ()), brackets=brackets)
        position = self.space(start + 1)
        while not self.text.startswith("}", position):
            entry = self.entry(position, section, table, depth)
            position = self.member(brackets, position, entry.end, "}")
        brackets.end = position + 1
        return table, brackets.end

    def member(self, brackets: Brackets, start: int, end: int, close: str) -> int:
        """Notes a member of ``brackets`` and its comma; the place where the next one or ``close`` starts."""
        brackets.spans.append((start, end))
        position = self.space(end)
        if self.text.startswith(",", position):
            brackets.commas.append(position)
            return self.space(position + 1)
        if not self.text.startswith(close, position):
            raise ScanError(position)
        return position

    def keys(self, position: int) -> tuple[tuple[str, ...], int, int]:
        """A key, dotted or not, where it ends, and where the text after the blanks behind it starts."""
        keys: list[str] = []
        while True:
            match = _KEY.match(self.text, position)
            if match is None:
                raise ScanError(position)
            keys.append(_key_text(match))
            position = self.blanks(match.end())
            if not self.text.startswith(".", position):
                return tuple(keys), match.end(), position
            position = self.blanks(position + 1)

    def blanks(self, position: int) -> int:
        return _end(_BLANKS, self.text, position)

    def space(self, position: int) -> int:
        return _end(_SPACE, self.text, position)

    def line_end(self, position: int) -> int:
        """Where the next line starts, if only blanks and a comment stand before it."""
        match = _REST_OF_LINE.match(self.text, position)
        if match is None:
            raise ScanError(position)
        return match.end()


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _key_text(match: re.Match[str]) -> str:
    if match[1] is not None:
        return match[1]
    text = match[0]
    if "\\" not in text or text.startswith("'"):
        return text[1:-1]
    try:
        return next(iter(tomllib.loads(f"{text} = 0")))
    except tomllib.TOMLDecodeError as error:
        raise ScanError(match.start()) from error


def _child(parent: Table, key: str, start: int) -> Table:
    """The table ``key`` of ``parent``, the last row where it has rows; made where it is missing."""
    node = parent.members.setdefault(key, Table())
    if isinstance(node, ArrayOfTables):
        node = node.rows[-1]
    if not isinstance(node, Table):
        raise ScanError(start)
    return node


def _row(parent: Table, key: str, start: int) -> Table:
    node = parent.members.setdefault(key, ArrayOfTables())
    if not isinstance(node, ArrayOfTables):
        raise ScanError(start)
    node.rows.append(Table())
    return node.rows[-1]
