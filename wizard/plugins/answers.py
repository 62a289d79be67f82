"""What a package's tool answers, taken apart and put together anew: nothing of its own classes is kept or asked later.

What is not in order raises NotInOrderError, or whatever the package's own values raise.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from wizard.errors import WizardError
from wizard.formats import FORMATS, Delete, DocumentPath, Edit, Set, Value
from wizard.key import Credential, KeyReference, LiteralKey, Secret
from wizard.tools.base import FileEdits, HandSteps, Notice, PlannedEdit, Proposal, Thinking, ToolFile, ToolState, View

_Kind = TypeVar("_Kind")


class NotInOrderError(Exception):
    """An answer, or a part of it, is not of the kind that was asked for."""


def own_files(files: Iterable[object]) -> tuple[ToolFile, ...]:
    """Files, each with a role of its own."""
    found = tuple(map(_file, files))
    if len({file.role for file in found}) != len(found):
        raise NotInOrderError(tuple)
    return found


def own_state(state: object) -> ToolState:
    """A tool's state, whose problems have their texts."""
    given = _of_kind(state, ToolState)
    thinking = given.thinking
    return ToolState(
        configured=_of_kind(given.configured, bool),
        region=_text_or_none(given.region),
        model=_text_or_none(given.model),
        thinking=None if thinking is None else _thinking(thinking),
        credential=_credential(given.credential),
        problems=tuple(map(_notice, given.problems)),
        meant_region=_text_or_none(given.meant_region),
        small_model=_text_or_none(given.small_model),
    )


def own_proposal(proposal: object, view: View) -> Proposal:
    """A proposal about the tool's own files in ``view``, whose reasons and warnings have their texts."""
    given = _of_kind(proposal, Proposal)
    files = tuple(map(_file_edits, given.files))
    if not all(edits.role in view.files and view.files[edits.role].file.ours for edits in files):
        raise NotInOrderError(Proposal)
    by_hand = given.by_hand
    hand = None if by_hand is None else _hand_steps(_of_kind(by_hand, HandSteps))
    return Proposal(files, tuple(map(_notice, given.warnings)), _texts(given.next_steps), hand)


def own_texts(texts: Iterable[object]) -> tuple[str, ...]:
    """Texts; what is none is written out."""
    return tuple(map(str, texts))


def own_models(models: Iterable[object]) -> frozenset[str]:
    """Ids of models."""
    return frozenset(_text(model) for model in models)


def own_settings(paths: Iterable[object]) -> tuple[DocumentPath, ...]:
    """Paths of settings."""
    return tuple(map(_setting, paths))


def own_error(error: WizardError) -> WizardError:
    """An error whose sentence and next step are there."""
    path = error.path
    again = WizardError(_text(error.code), path=_path(path) if path else None, **_values(error.values))
    _ = again.message, again.hint
    return again


def _file(file: object) -> ToolFile:
    given = _of_kind(file, ToolFile)
    if not {given.format, given.lenient or given.format} <= set(FORMATS):
        raise NotInOrderError(ToolFile)
    return ToolFile(
        _text(given.role),
        _path(given.path),
        given.format,
        given.lenient,
        trailing_commas=bool(given.trailing_commas),
        ours=bool(given.ours),
        credentials=bool(given.credentials),
    )


def _notice(notice: object) -> Notice:
    given = _of_kind(notice, Notice)
    path = given.path
    mends = tuple(map(_file_edits, given.mends))
    about = frozenset((_text(role), _setting(setting)) for role, setting in given.about)
    again = Notice(_text(given.code), _values(given.values), _path(path) if path else None, mends, about)
    _ = again.message
    return again


def _file_edits(edits: object) -> FileEdits:
    given = _of_kind(edits, FileEdits)
    return FileEdits(_text(given.role), tuple(map(_planned_edit, given.edits)))


def _planned_edit(edit: object) -> PlannedEdit:
    given = _of_kind(edit, PlannedEdit)
    again = PlannedEdit(_edit(given.edit), _text(given.reason), _values(given.values))
    _ = again.reason_text
    return again


def _edit(edit: object) -> Edit:
    """One whose path and value a document can hold."""
    if not isinstance(edit, Set | Delete):
        raise NotInOrderError(type(edit))
    path = _setting(edit.path)
    return Set(path, _value(edit.value)) if isinstance(edit, Set) else Delete(path)


def _setting(path: object) -> DocumentPath:
    return tuple(step if type(step) is int else _text(step) for step in _of_kind(path, tuple))


def _value(value: object) -> Value:
    if isinstance(value, Mapping):
        return {_text(name): _value(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_value(inner) for inner in value]
    if value is None or type(value) in {bool, int, float, str}:
        return value  # type: ignore[return-value]  # as just seen
    raise NotInOrderError(type(value))


def _values(values: object) -> dict[str, object]:
    """The values of a sentence: simple ones as they are, as a sentence may format a number, all else written out."""
    if not isinstance(values, Mapping):
        raise NotInOrderError(type(values))
    return {_text(name): value if type(value) in {int, float, str} else str(value) for name, value in values.items()}


def _hand_steps(steps: HandSteps) -> HandSteps:
    values = {_text(name): _text(value) for name, value in steps.values.items()}
    return HandSteps(_texts(steps.steps), values)


def _thinking(thinking: object) -> Thinking:
    given = _of_kind(thinking, Thinking)
    budget = given.budget
    return Thinking(_of_kind(given.enabled, bool), None if budget is None else _of_kind(budget, int))


def _credential(credential: object) -> Credential | None:
    if isinstance(credential, LiteralKey):
        return LiteralKey(Secret(_text(credential.secret.get_secret_value())), trimmed=bool(credential.trimmed))
    return None if credential is None else KeyReference(_text(_of_kind(credential, KeyReference).variable))


def _texts(texts: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(_text, texts))


def _text(text: object) -> str:
    return _of_kind(text, str) if type(text) is str else str.__str__(_of_kind(text, str))


def _text_or_none(text: object) -> str | None:
    return None if text is None else _text(text)


def _path(path: object) -> Path:
    return Path(str(_of_kind(path, Path)))


def _of_kind(value: object, kind: type[_Kind]) -> _Kind:
    if not isinstance(value, kind):
        raise NotInOrderError(type(value))
    return value
