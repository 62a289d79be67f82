"""What a tool must know, and all that its module needs for it. Nothing here or in a tool's module writes."""

from abc import ABC, abstractmethod
from typing import ClassVar

from wizard.environment import Environment
from wizard.formats import DocumentPath
from wizard.tools.edits import (
    deletes,
    literal,
    reference,
    row_with,
    sets,
    written,
)
from wizard.tools.judgements import (
    key_problems,
    model_problems,
    thinks,
    too_old,
    url_problems,
)
from wizard.tools.values import (
    Choice,
    FileEdits,
    HandSteps,
    Installation,
    Notice,
    OpenedFile,
    PlannedEdit,
    Proposal,
    Thinking,
    ToolFile,
    ToolState,
    View,
)

__all__ = [
    "Choice",
    "FileEdits",
    "HandSteps",
    "Installation",
    "Notice",
    "OpenedFile",
    "PlannedEdit",
    "Proposal",
    "Thinking",
    "Tool",
    "ToolFile",
    "ToolState",
    "View",
    "deletes",
    "key_problems",
    "literal",
    "model_problems",
    "reference",
    "row_with",
    "sets",
    "thinks",
    "too_old",
    "url_problems",
    "written",
]


class Tool(ABC):
    """One supported tool. Its id is its catalog entry; a module of ``wizard.tools`` defines one subclass."""

    id: ClassVar[str]
    has_small_model: ClassVar[bool] = False
    """Whether it can ask a second model for quick work in the background."""
    needs_version: ClassVar[bool] = False
    """Whether planning depends on the installed version, so that it must be asked for."""
    has_project_file: ClassVar[bool] = False
    """Whether it reads a file of the project, which ``files`` gives as its own where ``environment.project`` is set."""
    noted: ClassVar[tuple[DocumentPath, ...]] = ()
    """Where in its files it notes something at each run, ``*`` for any step: another value there is nobody's edit."""
    frame: ClassVar[tuple[DocumentPath, ...]] = ()
    """Settings without which it would give up the whole file: they stay while anything else is left in it."""
    refers_to_variable: ClassVar[bool] = True
    """Whether its project file can name the variable of the key; else the key is always the user's own."""

    @abstractmethod
    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """All files to read, the tool's own first. May list folders, reads no file."""

    @abstractmethod
    def state(self, view: View) -> ToolState:
        """What the tool is set to now, with the problems that are seen (``conflicts`` included)."""

    @abstractmethod
    def configure(self, view: View, choice: Choice) -> Proposal:
        """The edits that make ``choice`` hold, and what to know and do beside them.

        Raises:
            WizardError: this tool cannot be set up so.
        """

    def named_files(self, view: View) -> tuple[ToolFile, ...]:
        """Its own files as they are named to the user before anything is planned: all of them by default."""
        return tuple(opened.file for opened in view.files.values() if opened.file.ours)

    def restart_steps(self) -> tuple[str, ...]:
        """What to do after any change of its files, where that is more than starting it anew."""
        return ()

    def listed_models(self, view: View, file: OpenedFile) -> frozenset[str]:
        """The ids of all models that ``file``, one of the view's or an earlier content of it, lists for the plan.

        None by default: a tool that names only the chosen model has no list. A tool that has one also deletes from
        it, in ``configure``, what is in ``view.retired``.
        """
        del view, file
        return frozenset()

    @abstractmethod
    def withdraw(self, view: View) -> Proposal:
        """The edits that take the plan out again: Deletes of what ``configure`` sets or removes.

        Edits with the reason ``tools.withdraw`` concern what is surely the plan's: a host or a key of it, and what has
        no meaning without one of these beside it. Those with ``tools.withdraw-ours`` concern values that may be the
        user's own: they are made only where the wizard's history shows that it wrote the file, and the value is still
        as it wrote it. A path that ``configure`` deletes, or that is gone, is named as a Delete, so that an earlier
        value of the user's can come back.
        """
