"""The values a tool speaks in: its files, what it is set to, what is chosen for it, and the edits that follow. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from wizard.catalog import Catalog, ToolFacts
from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.files.snapshot import Snapshot
from wizard.files.startup import Export
from wizard.formats import Document, DocumentPath, Edit, Format, Value
from wizard.key import Credential
from wizard.text import has, say

Place: TypeAlias = tuple[str, DocumentPath]
"""A setting: the role of its file, and its path in it. Without a path it is the form of the whole file."""


@dataclass(frozen=True)
class ToolFile:
    """A file that a tool reads.

    ``role`` names it within the tool's module. ``lenient`` is the wider format in which a user's file is still
    understood where the tool itself reads only ``format``; the plan then makes the file valid. ``trailing_commas`` is
    False where the tool reads comments but not those; the plan then takes them out. ``ours`` is False for files that
    are only looked at. ``credentials`` is True for stores in which every longer string may be a secret.
    """

    role: str
    path: Path
    format: Format
    lenient: Format | None = None
    trailing_commas: bool = True
    ours: bool = True
    credentials: bool = False


@dataclass(frozen=True)
class OpenedFile:
    """A tool's file as it was found. Exactly one of ``document`` and ``error`` is there.

    ``given_up``: the content cannot be used, and the user chose to start with an empty file in its place.
    ``gives_way``: the user chose that a value of the wrong kind is replaced where a setting must go below it.
    """

    file: ToolFile
    snapshot: Snapshot | None
    document: Document | None
    error: WizardError | None = None
    needs_repair: bool = False
    given_up: bool = False
    gives_way: bool = False

    @property
    def exists(self) -> bool:
        """Whether there is a file."""
        return self.snapshot is not None and self.snapshot.content is not None

    def get(self, *path: str | int, default: Value = None) -> Value:
        """The value at ``path``; ``default`` also where the file cannot be read or another type is on the way."""
        return self.document.get(path, default) if self.document else default

    def has(self, *path: str | int) -> bool:
        """Whether there is a value at ``path``."""
        return self.document.has(path) if self.document else False

    def text(self, *path: str | int) -> str | None:
        """The string at ``path``; None where there is none or it is something else."""
        value = self.get(*path)
        return value if isinstance(value, str) else None

    def table(self, *path: str | int) -> Mapping[str, Value]:
        """The object at ``path``; empty where there is none or it is something else."""
        value = self.get(*path)
        return value if isinstance(value, Mapping) else {}

    def rows(self, *path: str | int) -> tuple[Value, ...]:
        """The list at ``path``; empty where there is none or it is something else."""
        value = self.get(*path)
        return tuple(value) if isinstance(value, list | tuple) else ()


@dataclass(frozen=True)
class Installation:
    """Whether a tool is on this machine. ``version`` is None where it was not asked for or not understood.

    ``unread`` says of a place why it cannot be told whether the tool is there; None where it is ``found``.
    """

    found: bool
    command: Path | None = None
    version: tuple[int, ...] | None = None
    unread: WizardError | None = None

    @property
    def version_text(self) -> str | None:
        """The version as dotted numbers."""
        return ".".join(map(str, self.version)) if self.version else None


@dataclass(frozen=True)
class Notice:
    """Something the user should know: a text key, the values its sentence names, and the file it is about."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    path: Path | None = None
    mends: "tuple[FileEdits, ...]" = field(default=(), repr=False)
    """Edits that end what the notice tells of, beside those of ``configure``. ``Delete(())`` removes the file."""
    about: frozenset[Place] = field(default=frozenset(), repr=False)
    """The settings that are wrong or missing: the edits of ``configure`` at and below them end it."""

    @property
    def message(self) -> str:
        """The sentence in the language in force, with the next step."""
        return f"{self.sentence} {self.hint}".rstrip()

    @property
    def sentence(self) -> str:
        """What is so, in the language in force."""
        return say(self.code, **self.values)

    @property
    def hint(self) -> str:
        """What to do next, in the language in force; empty where there is nothing to say."""
        return say(f"{self.code}-hint", **self.values) if has(f"{self.code}-hint") else ""


@dataclass(frozen=True)
class Thinking:
    """Whether a model shall think; ``budget`` in tokens where a number was chosen."""

    enabled: bool
    budget: int | None = None

    @property
    def label(self) -> str | int:
        """As on the command line: ``on``, ``off`` or the budget."""
        return self.budget if self.budget is not None else "on" if self.enabled else "off"


@dataclass(frozen=True)
class Choice:
    """Everything chosen for one tool, checked against the catalog.

    ``credential`` is None only for steps by hand, and for a project's file where the key is that of the user's own
    configuration: the file then holds none.
    """

    region: str
    model: str
    thinking: Thinking
    credential: Credential | None
    small_model: str | None = None
    """The model for quick work in the background, for a tool that ``has_small_model``; None means the chosen one."""
    key_stays: bool = False
    """Whether ``credential`` is the key that the tool has already: it stays in the place where it is."""


@dataclass(frozen=True)
class PlannedEdit:
    """An edit and the text key (with values) of the reason shown beside it."""

    edit: Edit
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def reason_text(self) -> str:
        """The reason in the language in force."""
        return say(self.reason, **self.values)


@dataclass(frozen=True)
class FileEdits:
    """The edits that one file (by its role) needs, in order."""

    role: str
    edits: tuple[PlannedEdit, ...]


@dataclass(frozen=True)
class HandSteps:
    """What the user does by hand: numbered steps, and the values to copy, by the name of the field."""

    steps: tuple[str, ...]
    values: Mapping[str, str]


@dataclass(frozen=True)
class Proposal:
    """What a choice means for one tool."""

    files: tuple[FileEdits, ...] = ()
    warnings: tuple[Notice, ...] = ()
    next_steps: tuple[str, ...] = ()
    by_hand: HandSteps | None = None


@dataclass(frozen=True)
class ToolState:
    """What a tool is set to now. All None and not ``configured`` where it is not on the plan.

    ``meant_region`` is the region of a set-up that is meant for the plan and does not reach it: its host is misspelt or
    a neighbour's, or stands in the wrong place. The other values are then those of that set-up.
    """

    configured: bool = False
    region: str | None = None
    model: str | None = None
    thinking: Thinking | None = None
    credential: Credential | None = None
    problems: tuple[Notice, ...] = ()
    meant_region: str | None = None
    small_model: str | None = None
    """The model for quick work in the background, where it is set and is another one than ``model``."""


@dataclass(frozen=True)
class View:
    """All that a tool's module may look at: files already read, surroundings, facts. No I/O."""

    tool_id: str
    catalog: Catalog
    environment: Environment
    files: Mapping[str, OpenedFile]
    installation: Installation
    startup: tuple[Export, ...] = field(default=(), repr=False)
    """What the shell's start-up files export."""
    retired: frozenset[str] = frozenset()
    """Models outside the catalog that the tool's files list only because the wizard wrote them there once."""
    shared: frozenset[str] = frozenset()
    """Roles of files of a project that are not the user's alone: git tracks them, or they are somebody else's."""

    @property
    def in_project(self) -> bool:
        """Whether the tool's own file is that of a project, which never holds a key."""
        return self.environment.project is not None

    @property
    def facts(self) -> ToolFacts:
        """The catalog's entry of this tool."""
        return self.catalog.tools[self.tool_id]

    def base_url(self, region: str) -> str:
        """The base URL this tool needs in ``region``."""
        return self.catalog.base_url(region, self.tool_id)

    def output_limit(self, model: str) -> int:
        """The most output tokens of ``model`` through this tool."""
        return self.catalog.models[model].output_limit(self.tool_id)

    def exported(self, name: str) -> Export | None:
        """The variable ``name`` as a tool started from a shell sees it, with its line where one is known; else None.

        The present shell comes first; what only a start-up file sets holds from the next shell on.
        """
        lines = [export for export in self.startup if export.name == name]
        value = self.environment.variable(name)
        if value is not None:
            same = [export for export in lines if export.value in {value, None}]
            return replace(same[-1], value=value) if same else Export(name, value)
        return next((export for export in reversed(lines) if export.value is None or export.value.strip()), None)

    def of_role(self, prefix: str) -> Iterator[OpenedFile]:
        """The files whose role is ``prefix`` or begins with ``prefix:``, in order."""
        for role, file in self.files.items():
            if role == prefix or role.startswith(f"{prefix}:"):
                yield file
