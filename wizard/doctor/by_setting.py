"""Of the edits that would set a tool up, those of the settings that its findings are about. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from wizard.doctor.edited import edited, numbered
from wizard.doctor.knowledge import facts_of
from wizard.formats import Delete, DocumentPath
from wizard.plan.detect import Detected
from wizard.tools.base import Notice, OpenedFile, PlannedEdit
from wizard.tools.values import Place

Identity: TypeAlias = tuple[str, str, tuple[tuple[str, str], ...]]
"""A code, a file, and what a sentence names: no two findings have all of them in common."""
Files = Mapping[str, Sequence[PlannedEdit]]
"""Edits by the role of their file; a file without any is only made valid."""


def edits_about(
    detected: Detected, usual: Files, carried: Files, targets: Iterable[Notice], *, thorough: bool
) -> dict[str, list[PlannedEdit]]:
    """The edits of ``usual`` that, beside those ``carried``, end the ``targets`` and what their repair brings to light.

    Of what is brought to light (the limits of a model whose id was misspelt), only errors are ended where it is not to
    be ``thorough``.
    """
    # A file may be large: its value is built once.
    values = {role: detected.view.files[role].get() for role in {**usual, **carried}}
    wrong = {identity(target): target.about for target in targets}
    before = {identity(notice) for notice in detected.state.problems} - wrong.keys()
    # What stays may name less than it did, unless it is of the kind that shall end.
    kinds, ended = {each[:2] for each in before}, {each[:2] for each in wrong}

    def must_end(notice: Notice) -> bool:
        if identity(notice) in before:
            return False
        kind = identity(notice)[:2]
        return kind in ended or (kind not in kinds and (thorough or facts_of(notice.code).severity == "error"))

    about, around = {place for places in wrong.values() for place in places}, False
    while True:
        chosen = _chosen(detected, usual, about, around=around)
        files = dict(detected.view.files)
        for role in {**chosen, **carried}:
            edits = [edit.edit for edit in (*chosen.get(role, ()), *carried.get(role, ()))]
            files[role] = edited(files[role], values[role], edits)
        left = detected.tool.state(replace(detected.view, files=files)).problems
        revealed = {place for notice in left if must_end(notice) for place in notice.about}
        stays = any(identity(notice) in wrong for notice in left)
        if revealed <= about and (around or not stays):
            return chosen
        about, around = about | revealed, around or stays


def identity(notice: Notice) -> Identity:
    """What tells the finding from every other one."""
    values = sorted((name, str(value)) for name, value in notice.values.items())
    return notice.code, str(notice.path), tuple(values)


def _chosen(detected: Detected, usual: Files, about: set[Place], *, around: bool) -> dict[str, list[PlannedEdit]]:
    """The edits of the places ``about`` and of what is in them, and whatever else goes into a container that they make.

    With ``around``, also those of what they are in. A file is named where its form is what is wrong, too.
    """
    chosen: dict[str, list[PlannedEdit]] = {}
    for role, edits in usual.items():
        opened = detected.view.files[role]
        paths = [path for named, path in about if named == role]
        concerned = [edit for edit in edits if any(_concerns(edit, path, around=around) for path in paths if path)]
        units = {_unit(opened, edit) for edit in concerned}
        if units or () in paths:
            chosen[role] = numbered(opened, [edit for edit in edits if _unit(opened, edit) in units])
    return chosen


def _unit(opened: OpenedFile, edit: PlannedEdit) -> DocumentPath:
    """The outermost container that ``edit`` makes, else its own path."""
    path = edit.edit.path
    missing = (path[:length] for length in range(1, len(path)) if not opened.has(*path[:length]))
    return path if isinstance(edit.edit, Delete) else next(missing, path)


def _concerns(edit: PlannedEdit, path: DocumentPath, *, around: bool) -> bool:
    made = edit.edit.path
    return made[: len(path)] == path or (around and path[: len(made)] == made)
