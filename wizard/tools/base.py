"""What a tool's module must know, and the values it speaks in. Nothing here or in a tool's module writes."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from wizard.catalog import Catalog, Model, ToolFacts, host_of, version_of
from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.files.snapshot import Snapshot
from wizard.files.startup import Export
from wizard.formats import Delete, Document, DocumentPath, Edit, Format, Set, Value, apply_edits
from wizard.key import Credential, KeyReference, LiteralKey, Secret
from wizard.text import has, say
from wizard.text.names import service_name


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know: a text key, the values its sentence names, and the file it is about."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    path: Path | None = None
    mends: "tuple[FileEdits, ...]" = field(default=(), repr=False)
    """Edits that end what the notice tells of, beside those of ``configure``. ``Delete(())`` removes the file."""

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


@dataclass(frozen=True, slots=True)
class Thinking:
    """Whether a model shall think; ``budget`` in tokens where a number was chosen."""

    enabled: bool
    budget: int | None = None

    @property
    def label(self) -> str | int:
        """As on the command line: ``on``, ``off`` or the budget."""
        return self.budget if self.budget is not None else "on" if self.enabled else "off"


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class PlannedEdit:
    """An edit and the text key (with values) of the reason shown beside it."""

    edit: Edit
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def reason_text(self) -> str:
        """The reason in the language in force."""
        return say(self.reason, **self.values)


@dataclass(frozen=True, slots=True)
class FileEdits:
    """The edits that one file (by its role) needs, in order."""

    role: str
    edits: tuple[PlannedEdit, ...]


@dataclass(frozen=True, slots=True)
class HandSteps:
    """What the user does by hand: numbered steps, and the values to copy, by the name of the field."""

    steps: tuple[str, ...]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a choice means for one tool."""

    files: tuple[FileEdits, ...] = ()
    warnings: tuple[Notice, ...] = ()
    next_steps: tuple[str, ...] = ()
    by_hand: HandSteps | None = None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


def sets(reason: str, values: Mapping[DocumentPath, Value], **reason_values: object) -> list[PlannedEdit]:
    """A ``Set`` for each path of ``values``, all for one reason."""
    return [PlannedEdit(Set(path, value), reason, reason_values) for path, value in values.items()]


def deletes(reason: str, paths: Iterable[DocumentPath], **reason_values: object) -> list[PlannedEdit]:
    """A ``Delete`` for each path, all for one reason."""
    return [PlannedEdit(Delete(path), reason, reason_values) for path in paths]


def row_with(row: Value, values: Mapping[DocumentPath, Value], absent: Iterable[DocumentPath] = ()) -> Value:
    """``row`` with ``values`` set at their paths in it, and nothing left at the ``absent`` ones.

    A value that stands where the path needs a table gives way to one.
    """
    edits: list[Edit] = [*(Set(path, value) for path, value in values.items()), *map(Delete, absent)]
    for edit in edits:
        row = apply_edits(_with_room(row, edit.path), [edit])
    return row


def _with_room(row: Value, path: DocumentPath) -> Value:
    inner = row
    for length, step in enumerate(path[:-1], start=1):
        inner = inner.get(str(step)) if isinstance(inner, Mapping) else None
        if inner is not None and not isinstance(inner, Mapping):
            return apply_edits(row, [Set(path[:length], {})])
    return row


def literal(text: str | None) -> LiteralKey | None:
    """The key that a file holds in clear, or None where there is none."""
    return LiteralKey(Secret(text)) if text else None


def reference(match: re.Match[str] | None) -> KeyReference | None:
    """The reference whose variable is the first group of ``match``, or None."""
    return KeyReference(match.group(1)) if match else None


def written(credential: Credential | None, form: str = "{}") -> str:
    """The text to write for ``credential``: the key itself, or the variable's name in ``form``."""
    if isinstance(credential, KeyReference):
        return form.format(credential.variable)
    return credential.secret.get_secret_value() if credential else ""


def model_problems(view: View, model: str | None, path: Path | None) -> list[Notice]:
    """What is wrong with the id of the model a file names: outside the plan, or misspelt."""
    if model is None or model in view.catalog.models:
        return []
    near = view.catalog.probable_model(model)
    if near:
        return [Notice("tools.model-misspelt", {"model": model, "right": near}, path)]
    return [Notice("tools.model-unknown", {"model": model}, path)]


def key_problems(view: View, credential: Credential | None, path: Path | None) -> list[Notice]:
    """What is wrong with the key a file holds: missing, a placeholder, another service's, or damaged."""
    from wizard.key import fault_of, is_placeholder

    if credential is None:
        return [Notice("tools.key-missing", {}, path)]
    if isinstance(credential, KeyReference):
        if view.environment.variable(credential.variable):
            return []
        return [Notice("tools.variable-unset", {"variable": credential.variable}, path)]
    key = credential.secret.get_secret_value()
    fault = fault_of(key, view.catalog.key)
    if fault is None:
        return []
    if is_placeholder(key.strip(), view.catalog.key):
        return [Notice("tools.key-placeholder", {}, path)]
    code = "tools.key-foreign" if fault.code == "key.foreign" else "tools.key-malformed"
    return [Notice(code, {"reason": say(fault.code, **fault.values)}, path)]


def url_problems(view: View, base_url: str | None, path: Path | None) -> list[Notice]:
    """What is wrong with a base URL: another service's host, or the plan's with another path than this tool needs."""
    if not base_url:
        return []
    region = view.catalog.region_of(base_url)
    if region is None:
        service = view.catalog.foreign_service(host_of(base_url))
        if service:
            return [Notice("tools.foreign-host", {"base_url": base_url, "service": service_name(service)}, path)]
        near = view.catalog.misspelt_region(base_url)
        values = {"base_url": base_url, "right": view.base_url(near) if near else ""}
        return [Notice("tools.host-misspelt", values, path)] if near else []
    if base_url == view.base_url(region):
        return []
    return [Notice("tools.base-url-path", {"base_url": base_url, "right": view.base_url(region)}, path)]


def too_old(view: View) -> dict[str, object] | None:
    """The values of the sentence that asks for a newer version; None where it is not known to be too old."""
    version, oldest = view.installation.version, view.facts.oldest_version
    if version is None or oldest is None or version >= version_of(oldest):
        return None
    return {"version": view.installation.version_text, "oldest": oldest}


def thinks(model: Model, thinking: Thinking, *, chosen: bool) -> bool:
    """Whether a row of ``model`` shall think: the chosen one as chosen, all others where they can."""
    if not model.can_think:
        return False
    return thinking.enabled or model.always_thinks if chosen else True
