"""What changes in a ``.env`` text so that all programs that read it see the variables that are wanted.

Several ways are tried, the one that changes least first, and the programs are asked what they see of each.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wizard.formats.edits import FormatError, Splice, splice
from wizard.formats.env import dotenvy
from wizard.formats.env.lines import add_lines, offset_before
from wizard.formats.env.readers import READERS, Seen, missed_names, seen_by_all
from wizard.formats.env.statements import MARK, Statement
from wizard.formats.lines import remove_lines
from wizard.formats.paths import place

_HEAD: Final = re.compile(r"[ \t]*(export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*([ \t]*=[ \t]*)")
# A shell replaces “~”, “{a,b}” and patterns, and zsh a “=” that starts a value or follows “:”.
_BARE: Final = re.compile(r"(?!=)(?:[A-Za-z0-9_./@%+,=-]|:(?!=))*+")
# What the common readers (dotenv, python-dotenv, dotenvy, a shell) do not all take literally in each quote.
_NOT_IN: Final = {"'": re.compile(r"'|\$\{|\\\\|\\\Z"), '"': re.compile(r'["\\$`]')}


@dataclass(frozen=True)
class _Way:
    """How a value comes in: in place of that of ``statement``, with its line at another place, or on a new line."""

    statement: Statement | None = None
    stays: bool = False
    moved: bool = False
    plain: bool = False
    """Whether a new line takes no quotes from the others, which may close what is open in them."""
    first: bool = False
    """Whether the new line is the first of all; else it is the last that all programs read."""


@dataclass
class Patch:
    """``text`` and what each of the programs that read ``format`` sees in it."""

    text: str
    format: str
    seen: Sequence[Seen]
    all_seen: Sequence[Seen] | None = None

    def of(self, wanted: Mapping[str, str | None]) -> list[Splice]:
        """What changes so that all names are as ``wanted``; None where one goes. In order, not overlapping.

        Raises:
            FormatError: no way leads there, or a value cannot be written.
        """
        ways = {name: self._ways(name, value) for name, value in wanted.items() if value is not None}
        chosen = {name: next(way) for name, way in ways.items()}
        while True:
            for keeps_end in (False, True) if self.text[-1:] not in {"", "\n"} else (False,):
                made = self._made(wanted, chosen, keeps_end=keeps_end)
                after = splice(self.text, made)
                failed = missed_names(self.seen, seen_by_all(after, self.format), wanted, self._witnesses)
                if not failed:
                    return made
            # Quotes of a new line may take in those below it.
            tried = failed | {name for name, way in chosen.items() if way == _Way()}
            further = {name: way for name in tried & ways.keys() if (way := next(ways[name], None))}
            if not further:
                raise self._refusal(wanted, failed, made, after)
            chosen |= further

    def _witnesses(self) -> Sequence[Seen]:
        """What any program sees."""
        if self.all_seen is None:
            self.all_seen = seen_by_all(self.text, None)
        return self.all_seen

    def _ways(self, name: str, value: str) -> Iterator[_Way]:
        """The ways to let ``name`` have ``value``, that which changes least first."""
        if all(seen.values.get(name) == value for seen in self.seen):
            yield _Way(stays=True)
        last = [seen.last(name) for seen in self.seen]
        statements = sorted(dict.fromkeys(filter(None, last)), key=lambda each: each.end - each.start)
        yield from map(_Way, statements)
        own = {each and each[2:] for each in last}
        if len(own) == 1 and last[0] and any(name not in seen.values for seen in self.seen):
            # A later line takes the value away.
            yield _Way(last[0], moved=True)
        if not statements:
            yield from map(_Way, dict.fromkeys(filter(None, (seen.last(name) for seen in self._witnesses()))))
        yield _Way()
        yield _Way(plain=True)
        yield _Way(first=True, plain=True)

    def _made(self, wanted: Mapping[str, str | None], ways: Mapping[str, _Way], *, keeps_end: bool) -> list[Splice]:
        """What changes in these ways; ``keeps_end``: the line that becomes the last one keeps its line end."""
        # A byte order mark goes with its line: it would hide the next one from one of the programs.
        mark = len(MARK) if self.text.startswith(MARK) else 0
        gone = [
            (0 if each.first == mark else each.first, each.last)
            for seen in self.seen
            for each in seen.statements
            if each.value is not None and wanted.get(each.name, "") is None
        ]
        added: dict[bool, list[str]] = {False: [], True: []}
        placed: list[Splice] = []
        for name, way in ways.items():
            value, statement = wanted[name] or "", way.statement
            if way.stays:
                continue
            if statement is None:
                added[way.first].append(self._new_line(name, value, plain=way.plain))
            elif not way.moved:
                placed.append(self._replaced(statement, value))
            else:
                change = self._replaced(statement, value)
                line = self.text[statement.first : change.start] + change.text + self.text[change.end : statement.last]
                gone.append((statement.first, statement.last))
                added[False].append(line.rstrip("\r\n"))
        kept = [each for each in placed if not any(first <= each.start < last for first, last in gone)]
        made = sorted([*kept, *remove_lines(self.text, gone, keeps_end=keeps_end)])
        for is_first in (False, True):
            if added[is_first]:
                there = self._start if is_first else self._readable_end(made)
                new = add_lines(self.text, there, added[is_first], cr_ends_line=self._cr_ends_line)
                made = sorted([*made, new])
        return made

    @property
    def _start(self) -> int:
        """The first line that all programs read as it stands: not that of a byte order mark."""
        return self.text.find("\n") + 1 or len(self.text) if self.text.startswith(MARK) else 0

    @property
    def _cr_ends_line(self) -> bool:
        return dotenvy.statements not in READERS[self.format]

    def _readable_end(self, made: Sequence[Splice]) -> int:
        """The last place for a line that all programs read: the end, or above a quote that is never closed."""
        left = splice(self.text, made)
        there = len(left)
        while not self._cr_ends_line and (quote := dotenvy.open_quote(left, there)) is not None:
            there = left.rfind("\n", 0, quote) + 1
        return len(self.text) if there == len(left) else max(offset_before(there, made), self._start)

    def _new_line(self, name: str, value: str, *, plain: bool) -> str:
        assigned = (each for each in self.seen[0].statements if each.value is not None)
        own = [(each, head) for each in assigned if (head := self._head(each))]
        if not own:
            return f"{name}={_quoted(name, value, '')}"
        last, head = own[-1]
        exported = head[1] if head[1] and all(each[1] for _, each in own) else ""
        return f"{exported}{name}{head[2]}{_quoted(name, value, '' if plain else self._quote(last))}"

    def _head(self, statement: Statement) -> re.Match[str] | None:
        """The beginning of a line that assigns to a plain name, with ``export`` and the blanks around ``=``."""
        return _HEAD.fullmatch(self.text, statement.first, statement.start)

    def _replaced(self, statement: Statement, value: str) -> Splice:
        # A comment glued to the quotes is text to some programs.
        gap = " " if self.text.startswith("#", statement.end) else ""
        text = _quoted(statement.name, value, self._quote(statement)) + gap
        # For Codex a blank at the very end leaves the line open.
        ends_blank = not self.text[statement.end :].strip(" \t") and not self._cr_ends_line
        return Splice(statement.start, len(self.text) if ends_blank else statement.end, text)

    def _quote(self, statement: Statement) -> str:
        """The quote around the value, empty where there is none."""
        first, last = self.text[statement.start : statement.start + 1], self.text[statement.end - 1 : statement.end]
        return first if first in _NOT_IN and first == last and statement.end > statement.start + 1 else ""

    def _refusal(
        self, wanted: Mapping[str, str | None], failed: set[str], made: Sequence[Splice], after: str
    ) -> FormatError:
        """Why no program, or not every one, would see ``after`` as ``wanted``."""
        if not self._cr_ends_line:
            found = {each.name: each for seen in seen_by_all(after, None) for each in seen.statements}
            places = [found[name] for name in wanted if name in failed and name in found]
            offsets = [offset for each in places for offset in (each.start, each.last)] or [len(after)]
            for offset in offsets:
                quote = dotenvy.open_quote(after, offset)
                if quote is not None and after[quote] in _NOT_IN:
                    return FormatError(
                        "formats.env-open-quote", **place(self.text, offset_before(quote, made), only_lf=True)
                    )
        name = next((name for name in wanted if name in failed), next(iter(wanted)))
        spots = [each.first for seen in self.seen for each in seen.statements if each.name == name]
        return FormatError("formats.env-readers", **place(self.text, min(spots, default=0), only_lf=True), name=name)


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
