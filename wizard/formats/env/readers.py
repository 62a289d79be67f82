"""The programs that read a ``.env`` file, by the name of the format, and what they all see in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from wizard.formats.edits import Delete, Edit
from wizard.formats.env import dotenvy, node, python
from wizard.formats.env.statements import MARK, Statement

Reader: TypeAlias = Callable[[str], Iterator[Statement]]

READERS: Final[Mapping[str, tuple[Reader, ...]]] = {
    "env": (python.older, python.later, dotenvy.statements),
    "env-python": (python.older, python.later),
    "env-dotenvy": (dotenvy.statements,),
    "env-node": (node.statements,),
}
"""The programs by the format: ``env`` is for those that read alike what others of them wrote, as dotenv does not."""


@dataclass(frozen=True)
class Seen:
    """What one program sees: its statements in order, and the value of each name that has one in the end."""

    statements: tuple[Statement, ...]
    values: Mapping[str, str]

    @classmethod
    def of(cls, text: str, reader: Reader) -> "Seen":
        """What ``reader`` sees in ``text``; of several statements of a name the last counts, with a value or not."""
        statements = tuple(reader(text))
        last = {each.name: each.value for each in statements}
        return cls(statements, {name: value for name, value in last.items() if value is not None})

    def last(self, name: str) -> Statement | None:
        """The last statement that gives ``name`` a value."""
        return next((each for each in reversed(self.statements) if each.name == name and each.value is not None), None)


def seen_by_all(text: str, format_name: str | None) -> tuple[Seen, ...]:
    """What each program that reads ``format_name`` sees in ``text``; without a format each program there is."""
    readers = READERS[format_name] if format_name else (*READERS["env"], *READERS["env-node"])
    return tuple(Seen.of(text, reader) for reader in readers)


def missed_names(
    before: Sequence[Seen],
    after: Sequence[Seen],
    wanted: Mapping[str, str | None],
    witnesses: Callable[[], Sequence[Seen]],
) -> set[str]:
    """The names that a program does not see as they are wanted, or sees otherwise than before.

    A name that comes into sight because a quote is closed has the value that one of ``witnesses`` saw all along.
    """
    found: set[str] = set()
    for old, new in zip(before, after, strict=True):
        found |= {name for name, value in wanted.items() if value is not None and new.values.get(name) != value}
        found |= {each.name for each in new.statements if each.value is not None and wanted.get(each.name, "") is None}
        for name in (old.values.keys() | new.values.keys()) - wanted.keys():
            value = new.values.get(name)
            # Behind a byte order mark, one program takes the mark for a part of the name.
            if value == old.values.get(name) or name.removeprefix(MARK) in wanted:
                continue
            if name in old.values or all(seen.values.get(name) != value for seen in witnesses()):
                found.add(name)
    return found


def wanted_by(edits: Sequence[Edit]) -> dict[str, str | None]:
    """What each name shall be after ``edits``; None where it goes."""
    return {
        str(edit.path[0]): None if isinstance(edit, Delete) or not isinstance(edit.value, str) else edit.value
        for edit in edits
    }
