"""Taking a change of a list back, row by row: its own rows go, the user's stay in their order. Pure."""

import re
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Protocol

from wizard.formats import Delete, DocumentPath, Set, Value, equal
from wizard.plan.versions import ABSENT, EARLIER, FORCED, OURS, Clash, Found, TakenBack, Versions, mark, rows_of, same
from wizard.tools.base import PlannedEdit

_IDENTITY: Final = ("id", "name", "model", "title", "provider", "slug", "command", "url")
"""What tells rows apart, the first one that a row has: the members by which the tools name their own rows."""
_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]\w*)=")


class Ways(Protocol):
    """How the rest of the document is taken back: ``wizard.plan.three_way.Taking``."""

    @property
    def force(self) -> bool:
        """Whether what clashes is taken back as well."""

    def back(self, versions: Versions, path: DocumentPath) -> TakenBack:
        """What the change did below ``path``, undone."""

    def clashing(self, versions: Versions, path: DocumentPath) -> TakenBack:
        """A clash at ``path``, taken back where that is forced."""

    def closed(self, versions: Versions, path: DocumentPath, inside: TakenBack) -> TakenBack:
        """A container with what was taken back ``inside``."""


class UnsortableError(Exception):
    """Which row is which cannot be told."""


def rows_back(taking: Ways, versions: Versions, path: DocumentPath) -> TakenBack:
    """What the change did to the list at ``path``, undone; where it cannot be sorted out, the list is one clash."""
    before, wrote, now = versions
    as_left = same(now, wrote)
    try:
        taken = _Rows(taking, versions, path).back()
        if as_left and not same(taken.value, list(rows_of(before))):
            taken = _exactly(taking, versions, path)
    except UnsortableError:
        if not as_left:
            return taking.clashing(versions, path)
        taken = _exactly(taking, versions, path)
    if now is ABSENT:
        # The list itself is gone: a few of its rows would be no list.
        return taking.clashing(versions, path) if taken.edits or taken.clashes else TakenBack(ABSENT)
    return taking.closed(versions, path, taken)


def pairs(left: Sequence[Value], right: Sequence[Value]) -> dict[int, int]:
    """Which row of ``right`` each row of ``left`` is: an equal one, else the one of the same identity.

    Raises:
        UnsortableError: several rows could be it.
    """
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for index, row in enumerate(right):
        waiting[mark(row)].append(index)
    found: dict[int, int] = {}
    for index, row in enumerate(left):
        equals = waiting[mark(row)]
        if equals:
            found[index] = equals.popleft()
    taken = set(found.values())
    rest = [index for index in range(len(right)) if index not in taken]
    by_identity: dict[int, int] = {}
    for index, row in enumerate(left):
        identity = _identity(row)
        if index not in found and identity:
            fitting = [other for other in rest if _identity(right[other]) == identity]
            if fitting:
                by_identity[index] = _nearest(row, [(other, right[other]) for other in fitting])
    if len(set(by_identity.values())) < len(by_identity):
        raise UnsortableError
    return found | by_identity


@dataclass
class _Fate:
    """What becomes of the present rows, by index, and which rows come back behind them."""

    inside: dict[int, TakenBack] = field(default_factory=dict)
    replaced: dict[int, Value] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    added: list[Value] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    forced: set[int] = field(default_factory=set)


class _Rows:
    """One list at three times, its rows paired."""

    def __init__(self, taking: Ways, versions: Versions, path: DocumentPath) -> None:
        self.taking = taking
        self.path = path
        self.before, self.wrote, self.now = (rows_of(found) for found in versions)
        self.kept = pairs(self.before, self.wrote)
        self.places = dict(self.kept)
        self.earlier = {wrote: before for before, wrote in self.kept.items()}
        self.present = pairs(self.wrote, self.now)
        self._add_lookalikes()
        self.fate = _Fate()

    def back(self) -> TakenBack:
        """The list with the change's rows taken back.

        Raises:
            UnsortableError: which row is which cannot be told.
        """
        for index in range(len(self.wrote)):
            self._written(index)
        taken = set(self.present.values())
        foreign = [index for index in range(len(self.now)) if index not in taken]
        missing = [index for index in range(len(self.before)) if index not in self.kept]
        again = pairs([self.before[index] for index in missing], [self.now[index] for index in foreign])
        for place, index in enumerate(missing):
            if place in again:
                self._inside(index, ABSENT, foreign[again[place]])
            else:
                self._comes_back(index)
        self._put_in_order()
        return TakenBack(self._result(), tuple(self._edits()), tuple(self.fate.clashes))

    def _add_lookalikes(self) -> None:
        """Pair a row of the change's that was given another identity since with the one row that is mostly like it.

        Raises:
            UnsortableError: several are, or nothing tells a row of the change's from those that came since.
        """
        known = {mark(row) for row in self.before}
        taken = set(self.present.values())
        free = [index for index in range(len(self.now)) if index not in taken and mark(self.now[index]) not in known]
        for index, row in enumerate(self.wrote):
            ours = index not in self.earlier or not equal(self.before[self.earlier[index]], row)
            if ours and index not in self.present:
                alike = [other for other in free if _are_mostly_equal(row, self.now[other])]
                nameless = not alike and _is_container(row) and not _identity(row)
                nameless = nameless and any(_is_container(self.now[at]) and not _identity(self.now[at]) for at in free)
                if nameless or len(alike) > 1 or set(alike) & set(self.present.values()):
                    raise UnsortableError
                if alike:
                    self.present[index] = alike[0]

    def _written(self, index: int) -> None:
        """Take back what the change did to the row ``index`` of those it wrote."""
        row, at, earlier = self.wrote[index], self.present.get(index), self.earlier.get(index)
        if earlier is None and at is not None:
            if equal(self.now[at], row):
                self.fate.gone.add(at)
            else:
                self._clash((*self.path, at), Versions(ABSENT, row, self.now[at]))
                if self.taking.force:
                    self.fate.gone.add(at)
                    self.fate.forced.add(at)
        elif earlier is not None and not equal(self.before[earlier], row):
            if at is not None:
                self._inside(earlier, row, at)
            elif not any(equal(self.before[earlier], other) for other in self.now):
                self._clash((*self.path, index), Versions(self.before[earlier], row, ABSENT))
                if self.taking.force:
                    self.fate.added.append(self.before[earlier])

    def _inside(self, earlier: int, wrote: Found, at: int) -> None:
        versions = Versions(self.before[earlier], wrote, self.now[at])
        taken = self.taking.back(versions, (*self.path, at))
        if taken.edits:
            self.fate.inside[at] = taken
        self.fate.clashes += taken.clashes

    def _clash(self, path: DocumentPath, versions: Versions) -> None:
        self.fate.clashes.append(Clash(path, versions))

    def _comes_back(self, index: int) -> None:
        """Put a row that the change took out into the place of the one it wrote there instead, else at the end."""
        behind = self.places.get(index - 1, -2) + 1 if index else 0
        at = self.present.get(behind, -1)
        if at in self.fate.gone:
            self.fate.gone.discard(at)
            self.fate.replaced[at] = self.before[index]
            self.places[index] = behind
        else:
            self.fate.added.append(self.before[index])

    def _put_in_order(self) -> None:
        """Where the change put rows into another order, and nobody did since, give them their places back."""
        three = [(self.earlier[index], at) for index, at in sorted(self.present.items()) if index in self.earlier]
        if not any(first > second for (first, _), (second, _) in pairwise(three)):
            return
        if any(first > second for (_, first), (_, second) in pairwise(three)):
            return  # somebody ordered them since
        finals = {at: self._final(at) for _, at in three}
        clashing = {clash.path[len(self.path)] for clash in self.fate.clashes if len(clash.path) > len(self.path)}
        for place, (_, at) in zip(sorted(finals), sorted(three), strict=True):
            if place == at:
                continue
            if clashing & {place, at} and not self.taking.force:
                raise UnsortableError
            self.fate.replaced[place] = finals[at]
        for place in self.fate.replaced:
            self.fate.inside.pop(place, None)

    def _final(self, at: int) -> Value:
        inside = self.fate.inside.get(at)
        return self.now[at] if inside is None or inside.value is ABSENT else inside.value

    def _result(self) -> list[Value]:
        fate = self.fate
        stay = [
            fate.replaced[at] if at in fate.replaced else self._final(at)
            for at in range(len(self.now))
            if at not in fate.gone
        ]
        return [*stay, *fate.added]

    def _edits(self) -> Iterable[PlannedEdit]:
        fate, end = self.fate, len(self.now)
        for _, taken in sorted(fate.inside.items()):
            yield from taken.edits
        for at, row in sorted(fate.replaced.items()):
            yield PlannedEdit(Set((*self.path, at), row), EARLIER)
        for offset, row in enumerate(fate.added):
            yield PlannedEdit(Set((*self.path, end + offset), row), EARLIER)
        # From the last to the first, so that the indexes before it still hold.
        for at in sorted(fate.gone, reverse=True):
            yield PlannedEdit(Delete((*self.path, at)), FORCED if at in fate.forced else OURS)


def _exactly(taking: Ways, versions: Versions, path: DocumentPath) -> TakenBack:
    """The whole list of before in the place of the written one, which nobody touched: place by place."""
    before, now = rows_of(versions.before), rows_of(versions.now)
    edits: list[PlannedEdit] = []
    for index, (earlier, present) in enumerate(zip(before, now, strict=False)):
        at = (*path, index)
        if _identity(earlier) == _identity(present):
            edits += taking.back(Versions(earlier, present, present), at).edits
        elif not equal(earlier, present):
            edits.append(PlannedEdit(Set(at, earlier), EARLIER))
    shorter = min(len(before), len(now))
    edits += [PlannedEdit(Set((*path, index), before[index]), EARLIER) for index in range(shorter, len(before))]
    edits += [PlannedEdit(Delete((*path, index)), OURS) for index in reversed(range(shorter, len(now)))]
    return TakenBack(list(before), tuple(edits))


def _identity(row: Value) -> tuple[str, Hashable] | None:
    """What names a row: its first naming member, or the variable that a line of text assigns."""
    if isinstance(row, str):
        assigned = _ASSIGNMENT.match(row)
        return ("=", assigned.group(1)) if assigned else None
    if not isinstance(row, Mapping):
        return None
    name = next((name for name in _IDENTITY if isinstance(row.get(name), str | int)), None)
    return (name, mark(row[name])) if name else None


def _nearest(row: Value, others: list[tuple[int, Value]]) -> int:
    """The index of the one row that has most in common with ``row``.

    Raises:
        UnsortableError: there are several.
    """
    likeness = [(_equal_members(row, other), index) for index, other in others]
    best = max(likeness)[0]
    nearest = [index for count, index in likeness if count == best]
    if len(nearest) > 1:
        raise UnsortableError
    return nearest[0]


def _equal_members(row: Value, other: Value) -> int:
    if not isinstance(row, Mapping) or not isinstance(other, Mapping):
        return 0
    return sum(1 for key, value in row.items() if key in other and equal(value, other[key]))


def _are_mostly_equal(row: Value, other: Value) -> bool:
    """Whether most of the members that do not name the rows are equal."""
    if not isinstance(row, Mapping) or not isinstance(other, Mapping):
        return False
    unnamed = {key: value for key, value in row.items() if key not in _IDENTITY}
    return 2 * _equal_members(unnamed, other) > len(unnamed)


def _is_container(row: Value) -> bool:
    return isinstance(row, Mapping | list | tuple)
