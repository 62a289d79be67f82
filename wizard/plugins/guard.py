"""A tool of another's package, so held that whatever it does wrong is a sentence about that package."""

import traceback
from collections.abc import Callable
from typing import TypeVar

from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.plugins import answers
from wizard.plugins.contained import MeddledError, contained
from wizard.text import say
from wizard.tools.base import Choice, OpenedFile, Proposal, Tool, ToolFile, ToolState, View

_Answer = TypeVar("_Answer")


class Guarded(Tool):
    """``tool`` from ``package``. Every method may raise a WizardError that names both, and nothing else.

    Only Ctrl+C, or what a package makes look like it, still ends the program.
    """

    def __init__(self, tool: Tool, package: str) -> None:
        self._tool = tool
        self._package = package
        self.id = tool.id  # type: ignore[misc]  # of a built-in tool it is the class's
        self.has_small_model = bool(tool.has_small_model)  # type: ignore[misc]  # as above
        self.has_project_file = bool(tool.has_project_file)  # type: ignore[misc]  # as above
        self.refers_to_variable = bool(tool.refers_to_variable)  # type: ignore[misc]  # as above
        self.needs_version = bool(tool.needs_version)  # type: ignore[misc]  # as above
        self.noted = answers.own_settings(tool.noted)  # type: ignore[misc]  # as above
        self.frame = answers.own_settings(tool.frame)  # type: ignore[misc]  # as above

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """As the tool says."""
        return self._asked(lambda: answers.own_files(self._tool.files(environment)))

    def state(self, view: View) -> ToolState:
        """As the tool says."""
        return self._asked(lambda: answers.own_state(self._tool.state(view)))

    def configure(self, view: View, choice: Choice) -> Proposal:
        """As the tool says."""
        return self._asked(lambda: answers.own_proposal(self._tool.configure(view, choice), view))

    def withdraw(self, view: View) -> Proposal:
        """As the tool says."""
        return self._asked(lambda: answers.own_proposal(self._tool.withdraw(view), view))

    def named_files(self, view: View) -> tuple[ToolFile, ...]:
        """As the tool says; all of its own where it cannot say, as a screen is no place to refuse it."""
        try:
            return self._asked(lambda: answers.own_files(self._tool.named_files(view)))
        except WizardError:
            return super().named_files(view)

    def restart_steps(self) -> tuple[str, ...]:
        """As the tool says."""
        return self._asked(lambda: answers.own_texts(self._tool.restart_steps()))

    def listed_models(self, view: View, file: OpenedFile) -> frozenset[str]:
        """As the tool says."""
        return self._asked(lambda: answers.own_models(self._tool.listed_models(view, file)))

    def _asked(self, ask: Callable[[], _Answer]) -> _Answer:
        try:
            return contained(lambda: _answered(ask))
        except (_RefusedError, KeyboardInterrupt) as stop:
            if isinstance(stop, _RefusedError):
                raise stop.error from None
            raise
        except MeddledError as meddled:
            raise self._failure(say("plugins.meddled", what=meddled.what)) from None
        except answers.NotInOrderError as wrong:
            raise self._failure(getattr(wrong.args[0], "__name__", "")) from None
        except BaseException as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            # Not the exception's own words: a key may be in them.
            raise self._failure(f"{type(error).__name__}, {frame.filename}:{frame.lineno}") from error

    def _failure(self, place: str) -> WizardError:
        return WizardError("plugins.failed", tool=self.id, package=self._package, place=place)


class _RefusedError(Exception):
    """The tool says itself, in words that are there, what cannot be done."""

    def __init__(self, error: WizardError) -> None:
        super().__init__()
        self.error = error


def _answered(ask: Callable[[], _Answer]) -> _Answer:
    try:
        return ask()
    except WizardError as error:
        raise _RefusedError(answers.own_error(error)) from None
