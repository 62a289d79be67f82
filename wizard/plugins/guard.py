"""A tool of another's package, so held that whatever it does wrong is a sentence about that package."""

import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.formats import Delete, Set
from wizard.formats.document import FORMATS
from wizard.tools.base import Choice, FileEdits, Notice, OpenedFile, Proposal, Tool, ToolFile, ToolState, View

_Answer = TypeVar("_Answer")


class Guarded(Tool):
    """``tool`` from ``package``. Every method may raise a WizardError that names both, and nothing else."""

    def __init__(self, tool: Tool, package: str) -> None:
        self._tool = tool
        self._package = package
        self.id = tool.id  # type: ignore[misc]  # of a built-in tool it is the class's
        self.has_small_model = bool(tool.has_small_model)  # type: ignore[misc]  # as above
        self.has_project_file = bool(tool.has_project_file)  # type: ignore[misc]  # as above
        self.refers_to_variable = bool(tool.refers_to_variable)  # type: ignore[misc]  # as above
        self.needs_version = bool(tool.needs_version)  # type: ignore[misc]  # as above

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """As the tool says."""
        files = self._asked(lambda: tuple(self._tool.files(environment)))
        return self._checked(files, all(map(_is_file, files)) and len({file.role for file in files}) == len(files))

    def state(self, view: View) -> ToolState:
        """As the tool says."""
        state = self._asked(lambda: self._tool.state(view))
        self._checked(state, isinstance(state, ToolState))
        self._asked(lambda: _render(state.problems))
        return state

    def configure(self, view: View, choice: Choice) -> Proposal:
        """As the tool says."""
        return self._proposed(view, lambda: self._tool.configure(view, choice))

    def withdraw(self, view: View) -> Proposal:
        """As the tool says."""
        return self._proposed(view, lambda: self._tool.withdraw(view))

    def named_files(self, view: View) -> tuple[ToolFile, ...]:
        """As the tool says; all of its own where it cannot say, as a screen is no place to refuse it."""
        try:
            files = self._asked(lambda: tuple(self._tool.named_files(view)))
            return self._checked(files, all(map(_is_file, files)))
        except WizardError:
            return super().named_files(view)

    def restart_steps(self) -> tuple[str, ...]:
        """As the tool says."""
        return self._asked(lambda: tuple(map(str, self._tool.restart_steps())))

    def listed_models(self, view: View, file: OpenedFile) -> frozenset[str]:
        """As the tool says."""
        models = self._asked(lambda: frozenset(self._tool.listed_models(view, file)))
        return self._checked(models, all(isinstance(model, str) for model in models))

    def _proposed(self, view: View, ask: Callable[[], Proposal]) -> Proposal:
        proposal = self._asked(ask)
        self._checked(proposal, isinstance(proposal, Proposal))
        self._asked(lambda: _render(proposal.warnings, proposal.files))
        known = all(edits.role in view.files and view.files[edits.role].file.ours for edits in proposal.files)
        known = known and all(_is_edit(edit.edit) for edits in proposal.files for edit in edits.edits)
        return self._checked(proposal, known)

    def _asked(self, ask: Callable[[], _Answer]) -> _Answer:
        try:
            return ask()
        except WizardError:
            raise
        except (Exception, SystemExit) as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            # Not the exception's own words: a key may be in them.
            place = f"{type(error).__name__}, {frame.filename}:{frame.lineno}"
            raise self._failure(place) from error

    def _checked(self, answer: _Answer, in_order: bool) -> _Answer:  # noqa: FBT001  what was found out about the answer
        if not in_order:
            raise self._failure(type(answer).__name__)
        return answer

    def _failure(self, place: str) -> WizardError:
        return WizardError("plugins.failed", tool=self.id, package=self._package, place=place)


def _is_file(file: object) -> bool:
    if not isinstance(file, ToolFile):
        return False
    kinds: tuple[tuple[object, type], ...] = ((file.role, str), (file.path, Path))
    formats: set[object] = {file.format, file.lenient or file.format}
    return all(isinstance(value, kind) for value, kind in kinds) and formats <= set(FORMATS)


def _is_edit(edit: object) -> bool:
    """Whether it is one whose path and value a document can hold."""
    if not isinstance(edit, Set | Delete) or not isinstance(edit.path, tuple):
        return False
    steps = all(isinstance(step, str | int) for step in edit.path)
    return steps and (isinstance(edit, Delete) or _is_value(edit.value))


def _is_value(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(name, str) and _is_value(inner) for name, inner in value.items())
    if isinstance(value, list | tuple):
        return all(map(_is_value, value))
    return value is None or isinstance(value, bool | int | float | str)


def _render(notices: Iterable[Notice], files: Iterable[FileEdits] = ()) -> None:
    """Find a text that is missing now and not while it is shown."""
    for notice in notices:
        _ = notice.message
        _render((), notice.mends)
    for edits in files:
        for edit in edits.edits:
            _ = edit.reason_text
