"""Of the edits that would set a tool up, those of the settings that its findings are about. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from wizard.doctor.edited import edited
from wizard.doctor.knowledge import facts_of
from wizard.formats import Delete, DocumentPath
from wizard.plan.detect import Detected
from wizard.tools.base import Notice, PlannedEdit
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
    # A file may be large: its value is built once.
    values = {role: detected.view.files[role].get() for role in {**usual, **carried}}
    before = {(notice.code, notice.about) for notice in detected.state.problems}
    about = {place for target in targets for place in target.about}
    while True:
        chosen = _chosen(usual, about)
        files = dict(detected.view.files)
        for role in {**chosen, **carried}:
            edits = [edit.edit for edit in (*chosen.get(role, ()), *carried.get(role, ()))]
            files[role] = edited(files[role], values[role], edits)
        after = detected.tool.state(replace(detected.view, files=files)).problems
        new = [notice for notice in after if (notice.code, notice.about) not in before]
        ended = [notice for notice in new if thorough or facts_of(notice.code).severity == "error"]
        revealed = {place for notice in ended for place in notice.about}
        if revealed <= about:
            return chosen
        about |= revealed


def _chosen(usual: Files, about: set[Place]) -> dict[str, list[PlannedEdit]]:
    """The edits that concern the places ``about``; a file is named where its form is what is wrong, too."""
    chosen: dict[str, list[PlannedEdit]] = {}
    for role, edits in usual.items():
        paths = [path for named, path in about if named == role]
        own = [edit for edit in edits if any(_concerns(edit, path) for path in paths if path)]
        if own or () in paths:
            chosen[role] = own
    return chosen


def _concerns(edit: PlannedEdit, path: DocumentPath) -> bool:
    """Whether ``edit`` is of ``path`` or of something in it, or takes it out with what is around it."""
    made = edit.edit.path
    return made[: len(path)] == path or (isinstance(edit.edit, Delete) and path[: len(made)] == made)
