"""Of the edits that would set a tool up, the few that end certain findings. Pure: what would be is judged by the tool.

The tool's own ``state`` says what each choice of edits would leave wrong, so nothing need be known of any tool here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wizard.doctor.by_setting import Identity, identity
from wizard.doctor.edited import edited, numbered
from wizard.doctor.knowledge import facts_of
from wizard.formats import DocumentPath, Set, Value
from wizard.plan.build import changes_something
from wizard.plan.detect import Detected
from wizard.tools.base import Notice, OpenedFile, PlannedEdit

Files = Mapping[str, Sequence[PlannedEdit]]
"""Edits by the role of their file; a file without any is only made valid."""


@dataclass(frozen=True)
class Unit:
    """Edits of one file that only make sense together; none where the file is only made valid."""

    role: str
    edits: tuple[PlannedEdit, ...] = ()


def smallest(
    detected: Detected, usual: Files, carried: Files, targets: Iterable[Notice], *, thorough: bool
) -> dict[str, list[PlannedEdit]]:
    """What of ``usual`` is needed beside the edits ``carried`` so that the ``targets`` end and nothing new goes wrong.

    What ``usual`` as a whole does not end is no matter; taking any part of the answer away would leave something else.
    A warning that only shows once a target is ended (the limits of a model whose id was misspelt) is ended too where
    it is to be ``thorough``.
    """
    units = list(_units(detected, usual))
    # A file may be large: its value is built once.
    values = {role: detected.view.files[role].get() for role in {**usual, **carried}}

    def left(chosen: Sequence[Unit]) -> set[Identity]:
        return _left(detected, _joined(detected, chosen), carried, values)

    wrong = {identity(notice) for notice in targets}
    before = {identity(notice) for notice in detected.state.problems} - wrong
    # What stays may name less than it did, unless it is of the kind that shall end.
    kinds, ended = {known[:2] for known in before}, {known[:2] for known in wrong}
    at_best = left(units)

    def may_stay(known: Identity) -> bool:
        if known in before or known in at_best:
            return True
        revealed = known[:2] in kinds or not (thorough or facts_of(known[0]).severity == "error")
        return revealed and known[:2] not in ended

    def enough(chosen: Sequence[Unit]) -> bool:
        return all(map(may_stay, left(chosen)))

    fewest = _fewest([], units, enough)
    return _joined(detected, fewest if enough(fewest) else units)


def _fewest(given: list[Unit], units: list[Unit], enough: Callable[[Sequence[Unit]], bool]) -> list[Unit]:
    """The fewest of ``units`` that are ``enough`` together with ``given``, as all of them are; by halves.

    Of units that do the same, the first is taken. (QuickXplain, U. Junker 2004: few questions where few units matter.)
    """
    if enough(given):
        return []
    if len(units) <= 1:
        return units
    first, second = units[: len(units) // 2], units[len(units) // 2 :]
    of_second = _fewest([*given, *first], second, enough)
    return [*_fewest([*given, *of_second], first, enough), *of_second]


def _units(detected: Detected, usual: Files) -> Iterator[Unit]:
    for role, edits in usual.items():
        opened = detected.view.files[role]
        if opened.needs_repair:
            yield Unit(role)
        effective = [edit for edit in edits if changes_something(opened, edit.edit)]
        groups: dict[object, list[PlannedEdit]] = {}
        moves = {edit.edit.path[:-1] for edit in effective if _takes_a_place(opened, edit)}
        for edit in effective:
            groups.setdefault(_belongs_to(opened, edit, moves), []).append(edit)
        yield from (Unit(role, tuple(group)) for group in groups.values())


def _takes_a_place(opened: OpenedFile, edit: PlannedEdit) -> bool:
    """Whether a row of a list gives its place to another one, so that it stands in another edit of that list."""
    path = edit.edit.path
    return isinstance(edit.edit, Set) and isinstance(path[-1], int) and opened.has(*path)


def _belongs_to(opened: OpenedFile, edit: PlannedEdit, moves: set[DocumentPath]) -> object:
    """What is one unit: the rows of a list that move, what goes into a container that is not there, a single value."""
    path = edit.edit.path
    if isinstance(edit.edit, Set):
        if isinstance(path[-1], int) and path[:-1] in moves:
            return ("rows", path[:-1])
        for length in range(1, len(path)):
            if not opened.has(*path[:length]):
                return path[:length]
    return path


def _joined(detected: Detected, units: Iterable[Unit]) -> dict[str, list[PlannedEdit]]:
    """The edits of ``units`` by file; rows that go to the end of a list are numbered anew."""
    files: dict[str, list[PlannedEdit]] = {}
    for unit in units:
        files.setdefault(unit.role, []).extend(unit.edits)
    return {role: numbered(detected.view.files[role], edits) for role, edits in files.items()}


def _left(detected: Detected, chosen: Files, carried: Files, values: Mapping[str, Value]) -> set[Identity]:
    """What would be wrong with the tool after these edits."""
    files = dict(detected.view.files)
    for role in {**chosen, **carried}:
        edits = [edit.edit for edit in (*chosen.get(role, ()), *carried.get(role, ()))]
        files[role] = edited(files[role], values[role], edits)
    state = detected.tool.state(replace(detected.view, files=files))
    return {identity(notice) for notice in state.problems}
