"""A value at three times: before a change, as the change wrote it, and now; what is the same, and what came since."""

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, NamedTuple, TypeAlias

from wizard.formats import DocumentPath, Value, equal, paired
from wizard.tools.base import PlannedEdit


class Absent(Enum):
    """What stands where there is no value; null is one."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
EARLIER: Final = "plan.undo-earlier"
OURS: Final = "plan.undo-ours"
FORCED: Final = "plan.undo-forced"
"""The reasons of edits: an earlier value comes back, one of the wizard's goes, one that was changed since goes too."""
Found: TypeAlias = "Value | Literal[Absent.ABSENT]"
"""A value, or ABSENT."""


class Versions(NamedTuple):
    """One value at the three times."""

    before: Found
    wrote: Found
    now: Found


@dataclass(frozen=True)
class Clash:
    """A value of the change's that is neither what the change wrote nor what was before it: somebody changed it."""

    path: DocumentPath
    versions: Versions


@dataclass(frozen=True)
class TakenBack:
    """The ``value`` that results, the ``edits`` that lead to it, and what clashes.

    The indexes of rows in the edits hold when these are made in order; those in the clashes are of the present rows.
    """

    value: Found
    edits: tuple[PlannedEdit, ...] = ()
    clashes: tuple[Clash, ...] = ()


def same(left: Found, right: Found) -> bool:
    """Whether both are absent, or equal values.

    As ``equal``, but large values that are equal, as most of a file is at all three times, are told by the interpreter
    itself: their texts are the same only where ``true`` is not ``1`` and the members stand in one order.
    """
    if left is ABSENT or right is ABSENT:
        return left is right
    if isinstance(left, Mapping) and isinstance(right, Mapping) and left != right:
        return left.keys() == right.keys() and all(same(member, right[key]) for key, member in left.items())
    return (left == right and repr(left) == repr(right)) or equal(left, right)


def is_list(value: Found) -> bool:
    """Whether it is a list."""
    return isinstance(value, list | tuple)


def rows_of(value: Found) -> Sequence[Value]:
    """The rows of a list; none of anything else."""
    return value if isinstance(value, list | tuple) else ()


def members_of(value: Found) -> Mapping[str, Value]:
    """The members of an object; none of anything else."""
    return value if isinstance(value, Mapping) else {}


def mark(value: Value) -> Hashable:
    """What two values have in common exactly where they are ``equal``."""
    if isinstance(value, Mapping):
        return "members", frozenset((paired(key), mark(member)) for key, member in value.items())
    if isinstance(value, str):
        return "text", paired(value)
    if isinstance(value, Sequence):
        return "rows", tuple(mark(row) for row in value)
    if isinstance(value, float) and math.isnan(value):
        return ("nan",)
    return isinstance(value, bool), value


def written_since(versions: Versions, path: DocumentPath = ()) -> Iterator[DocumentPath]:
    """The places of what others wrote after the change: neither as the change left it nor as it was before."""
    before, wrote, now = versions
    if now is ABSENT or same(now, wrote) or same(now, before):
        return
    if isinstance(now, Mapping) and (isinstance(before, Mapping) or isinstance(wrote, Mapping)):
        earlier, left = members_of(before), members_of(wrote)
        for key, value in now.items():
            yield from written_since(Versions(earlier.get(key, ABSENT), left.get(key, ABSENT), value), (*path, key))
    elif is_list(now) and (is_list(before) or is_list(wrote)):
        known = {mark(row) for row in (*rows_of(before), *rows_of(wrote))}
        for index, row in enumerate(rows_of(now)):
            if mark(row) not in known:
                yield (*path, index)
    else:
        yield path
