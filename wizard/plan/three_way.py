"""Taking a change back by value: its own values go from what a document is by now, everything else stays. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from wizard.formats import Delete, DocumentPath, Set
from wizard.plan.three_way_rows import rows_back
from wizard.plan.versions import (
    ABSENT,
    EARLIER,
    FORCED,
    OURS,
    Clash,
    Found,
    TakenBack,
    Versions,
    is_list,
    members_of,
    same,
)
from wizard.tools.base import PlannedEdit


@dataclass(frozen=True)
class Taking:
    """How values are taken back. ``force``: what clashes as well.

    ``noted`` are paths at which the program that owns the document notes something new at each run, so that another
    value there is nobody's edit; ``*`` stands for any step.
    """

    force: bool = False
    noted: tuple[DocumentPath, ...] = ()

    def back(self, versions: Versions, path: DocumentPath = ()) -> TakenBack:
        """What the change did below ``path``, undone. An edit at the empty path means the whole document."""
        before, wrote, now = versions
        emptied = before is None and now is ABSENT and wrote is not ABSENT
        if same(before, wrote) or same(now, before) or emptied:
            return TakenBack(now)
        at_once = path and same(now, wrote) and (before is ABSENT or wrote is ABSENT)
        if at_once or (self._is_noted(path) and now is not ABSENT):
            return returned(before, path)
        if _are_members(versions):
            return self._members(versions, path)
        if _are_lists(versions):
            return rows_back(self, versions, path)
        if same(now, wrote):
            return returned(before, path)
        return self.clashing(versions, path)

    def clashing(self, versions: Versions, path: DocumentPath) -> TakenBack:
        """A clash at ``path``, taken back where that is forced."""
        clash = Clash(path, versions)
        if not self.force:
            return TakenBack(versions.now, (), (clash,))
        return TakenBack(versions.before, returned(versions.before, path, FORCED).edits, (clash,))

    def closed(self, versions: Versions, path: DocumentPath, inside: TakenBack) -> TakenBack:
        """A container with what was taken back ``inside``; one that was not there before goes once it is empty."""
        before, wrote, _ = versions
        if wrote is ABSENT or _are_alike(before, wrote) or (inside.clashes and not self.force):
            return inside
        if not inside.value:
            return TakenBack(before, returned(before, path).edits if path else inside.edits, inside.clashes)
        if before is ABSENT or before is None:
            return inside
        return self.clashing(versions, path)  # the single value of before has no room beside what others put here

    def _members(self, versions: Versions, path: DocumentPath) -> TakenBack:
        before, wrote, now = (members_of(found) for found in versions)
        result: dict[str, Found] = {**now}
        edits: list[PlannedEdit] = []
        clashes: list[Clash] = []
        for key in dict.fromkeys((*wrote, *before)):
            three = Versions(before.get(key, ABSENT), wrote.get(key, ABSENT), now.get(key, ABSENT))
            taken = self.back(three, (*path, key))
            result[key] = taken.value
            edits += taken.edits
            clashes += taken.clashes
        members = {key: value for key, value in result.items() if value is not ABSENT}
        value = ABSENT if versions.now is ABSENT and not edits else members
        return self.closed(versions, path, TakenBack(value, tuple(edits), tuple(clashes)))

    def _is_noted(self, path: DocumentPath) -> bool:
        return any(
            len(known) == len(path) and all(step in {"*", at} for step, at in zip(known, path, strict=True))
            for known in self.noted
        )


def returned(before: Found, path: DocumentPath, reason: str = "") -> TakenBack:
    """What was before, put back at ``path``."""
    if before is ABSENT:
        return TakenBack(before, (PlannedEdit(Delete(path), reason or OURS),))
    return TakenBack(before, (PlannedEdit(Set(path, before), reason or EARLIER),))


def _are_members(versions: Versions) -> bool:
    return _fit(versions, *(isinstance(found, Mapping) for found in versions))


def _are_lists(versions: Versions) -> bool:
    return _fit(versions, *(is_list(found) for found in versions))


def _fit(versions: Versions, before: bool, wrote: bool, now: bool) -> bool:  # noqa: FBT001  three of a kind
    """Whether all are containers of the kind that is asked for, or missing.

    Where something else was before, in the place of which the change put one, those of then and now are enough.
    """
    if not (wrote or versions.wrote is ABSENT) or not (now or versions.now is ABSENT):
        return False
    return before or versions.before is ABSENT or (wrote and now)


def _are_alike(value: Found, other: Found) -> bool:
    return (isinstance(value, Mapping) and isinstance(other, Mapping)) or (is_list(value) and is_list(other))
