"""A plan that takes an earlier change back, with all that was written into its files since left alone."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from wizard.apply.baseline import undone
from wizard.apply.change import Change
from wizard.apply.history import changes
from wizard.apply.state import StateFolder
from wizard.catalog import Catalog
from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.plan.conflict import ConflictError, UndoRefusedError
from wizard.plan.plan import Plan, ToolNotice
from wizard.plan.undo_file import undone_file
from wizard.plan.undo_later import name_later
from wizard.plan.undo_parts import FileUndo, Owner
from wizard.text import say
from wizard.tools import tool
from wizard.tools.base import Notice


def undo_plan(
    state: StateFolder,
    owners: Mapping[Path, Owner],
    chosen: Change,
    *,
    force: bool = False,
    skip_failing: bool = False,
    in_project: bool = False,
) -> Plan:
    """The plan that takes ``chosen`` back; ``owners`` say whose its files are.

    A file that is as the change left it gets its earlier bytes back. In any other the change's own values go, and all
    else stays. What somebody changed of these values conflicts: with ``force`` it is taken back as well, with
    ``skip_failing`` it is left. ``in_project`` says that it is files of a project that can be undone.

    Raises:
        UndoRefusedError: something conflicts, and neither is given.
        WizardError: an earlier content is not kept any more, or no file stands where one was; not with
            ``skip_failing``.
    """
    done: list[FileUndo] = []
    told: list[ToolNotice] = []
    for file in chosen.files:
        owner = owners.get(file.path) or _nobody(chosen)
        try:
            one = undone_file(state, file, owner, force=force)
        except WizardError as error:
            if not skip_failing:
                raise
            told.append(ToolNotice(owner.tool, Notice("plan.undo-left-file", {"reason": error.sentence}, error.path)))
            continue
        done.append(one)
        told += [ToolNotice(owner.tool, notice) for notice in one.notices]
    conflicts = [conflict for one in done for conflict in one.conflicts]
    files = tuple(replace(one.change, tool=", ".join(chosen.tools)) for one in done)
    if conflicts and not force:
        if not skip_failing:
            later = takewhile(lambda change: change.id != chosen.id, changes(state))
            name_later(state, later, owners, _nobody(chosen), conflicts)
            edits = [one.edit for one in done if one.edit]
            has_rest = any(file.action != "unchanged" for file in files)
            undo = ("undo", *(("--scope", "project") if in_project else ()))
            raise UndoRefusedError(chosen.id, conflicts, edits, undo=undo, tools=chosen.tools, has_rest=has_rest)
        told += [_left(conflict) for conflict in conflicts]
    return Plan("undo", chosen.tools, {}, files, warnings=tuple(told), undoes=chosen.id)


def chosen_change(state: StateFolder, change_id: str | None) -> Change:
    """The change ``change_id``; without an id the newest one that is no undo and is not undone.

    So undoing again goes one step further back. A change whose undo was undone counts again.

    Raises:
        WizardError: there is no such change.
    """
    known = changes(state)
    if change_id is not None:
        named = [change for change in known if change.id == change_id]
        if not named:
            raise WizardError("plan.no-such-change", id=change_id)
        return named[0]
    gone = undone(known)
    for change in known:
        if change.command != "undo" and change.id not in gone:
            return change
    raise WizardError("plan.nothing-to-undo")


def owners_of(change: Change, catalog: Catalog, environment: Environment) -> dict[Path, Owner]:
    """Whose each file of ``change`` is: as its tools name their files now, or that of its one tool.

    A file of several tools in another place than theirs, such as in a project, is nobody's, and so is one of a tool
    that the catalog does not have any more.
    """
    found: dict[Path, Owner] = {}
    names = [name for name in change.tools if name in catalog.tools]
    for name in names:
        known, called = tool(name), catalog.tools[name].name
        for file in known.files(environment):
            owner = Owner(name, called, file.format, file.lenient, known.noted, known.frame)
            found.setdefault(file.path, owner)
    if len(names) == len(change.tools) == 1:
        known = tool(names[0])
        owner = Owner(names[0], catalog.tools[names[0]].name, "", None, known.noted, known.frame)
        found.update({file.path: owner for file in change.files if file.path not in found})
    return found


def _nobody(change: Change) -> Owner:
    return Owner(", ".join(change.tools), say("plan.undo-another"), "")


def _left(conflict: ConflictError) -> ToolNotice:
    """That a conflict is left as it is."""
    values = conflict.values if conflict.clash else {"reason": conflict.sentence}
    code = "plan.undo-left" if conflict.clash else "plan.undo-left-file"
    return ToolNotice(conflict.tool, Notice(code, values, conflict.path))
