"""Of the edits that would set a tool up, those of the settings that its findings are about. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from wizard.doctor.edited import edited, numbered
from wizard.doctor.knowledge import facts_of
from wizard.formats import Delete, DocumentPath
from wizard.plan.detect import Detected
from wizard.tools.base import Notice, OpenedFile, PlannedEdit
from wizard.tools.values import Place

Files = Mapping[str, Sequence[PlannedEdit]]
"""Edits by the role of their file; a file without any is only made valid."""


def edits_about(
    detected: Detected, usual: Files, carried: Files, targets: Iterable[Notice], *, thorough: bool
) -> dict[str, list[PlannedEdit]]:
    """The edits of ``usual`` that, beside those ``carried``, end the ``targets`` and what their repair brings to light.

    Of what is brought to light (the limits of a model whose id was misspelt), only errors are ended where it is not to
    be ``thorough``.
    """
    targets = list(targets)
    # A file may be large: its value is built once.
    values = {role: detected.view.files[role].get() for role in {**usual, **carried}}
    before = {(notice.code, notice.about) for notice in detected.state.problems}
    wrong = {(notice.code, notice.about) for notice in targets}
    about, around = {place for target in targets for place in target.about}, False
    while True:
        chosen = _chosen(detected, usual, about, around=around)
        files = dict(detected.view.files)
        for role in {**chosen, **carried}:
            edits = [edit.edit for edit in (*chosen.get(role, ()), *carried.get(role, ()))]
            files[role] = edited(files[role], values[role], edits)
        left = detected.tool.state(replace(detected.view, files=files)).problems
        new = [notice for notice in left if (notice.code, notice.about) not in before]
        ended = [notice for notice in new if thorough or facts_of(notice.code).severity == "error"]
        revealed = {place for notice in ended for place in notice.about}
        stays = any((notice.code, notice.about) in wrong for notice in left)
        if revealed <= about and (around or not stays):
            return chosen
        about, around = about | revealed, around or stays


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
