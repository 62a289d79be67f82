"""Looking at what is there: which tools are installed, what their files say. Reads, never writes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from wizard.catalog import Catalog
from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.files.places import is_there, names_in
from wizard.files.snapshot import FileRefusedError, take
from wizard.files.startup import Export, exports
from wizard.formats import FormatError, Value, open_document, strict_replacements
from wizard.key import LiteralKey
from wizard.plan.probe import version_of_client
from wizard.plan.programs import program
from wizard.text.shell import quoted
from wizard.tools import tool
from wizard.tools.base import Installation, Notice, OpenedFile, Tool, ToolFile, ToolState, View

_USUAL_FOLDERS: Final = (
    "~/.local/bin",
    "~/.npm-global/bin",
    "~/.opencode/bin",
    "~/.bun/bin",
    "~/.claude/local",
    "/opt/homebrew/bin",
    "/usr/local/bin",
)
_SHORTEST_SECRET: Final = 12


@dataclass(frozen=True)
class Detected:
    """A tool as it was found. ``error`` says why its own files cannot be used; the state is then empty."""

    tool: Tool
    view: View
    state: ToolState
    error: WizardError | None = None

    @property
    def secrets(self) -> frozenset[str]:
        """The keys its files hold, and every longer string of its credential stores."""
        credential = self.state.credential
        own = {credential.secret.get_secret_value()} if isinstance(credential, LiteralKey) else set[str]()
        stores = [opened for opened in self.view.files.values() if opened.file.credentials]
        return frozenset(own.union(*(_strings(opened.get()) for opened in stores)))


def detect(
    tool_id: str,
    catalog: Catalog,
    environment: Environment,
    *,
    ask_version: bool = False,
    startup: tuple[Export, ...] | None = None,
) -> Detected:
    """Read everything that concerns ``tool_id``. Its version is asked for where planning needs it, or on request.

    ``startup`` is what the shell's start-up files export, where they have been read already.
    """
    if startup is None:
        startup = exports(environment.home)
    found = tool(tool_id)
    installation = installed(tool_id, catalog, environment)
    if installation.command and (ask_version or found.needs_version):
        version = version_of_client(installation.command, catalog.tools[tool_id].name)
        installation = replace(installation, version=version)
    opened: dict[str, OpenedFile] = {}
    view = View(tool_id, catalog, environment, opened, installation, startup)
    try:
        _require_file(found, view)
        opened |= {file.role: opened_file(file) for file in found.files(environment)}
        unusable = next((file.error for file in opened.values() if file.error and file.file.ours), None)
        if unusable:
            raise unusable
        view = replace(view, shared=frozenset(_shared(opened, environment)))
        state = found.state(view)
        return Detected(found, view, replace(state, problems=(*state.problems, *_untold(view))))
    except WizardError as error:
        return Detected(found, view, ToolState(problems=(_unusable(tool_id, error),)), error)


def _unusable(tool_id: str, error: WizardError) -> Notice:
    values = {"reason": error.sentence, "tool": tool_id, "file": quoted(str(error.path))}
    code = "tools.file-malformed" if isinstance(error, FormatError) and error.path else "tools.file-unusable"
    return Notice(code, values, error.path)


def _untold(view: View) -> Iterator[Notice]:
    """That it cannot be told whether the tool is there at all."""
    unread = view.installation.unread
    if unread:
        yield Notice("tools.trace-unread", {"tool": view.facts.name, "reason": unread.sentence}, unread.path)


def _shared(opened: Mapping[str, OpenedFile], environment: Environment) -> Iterator[str]:
    from wizard.plan.tracked import is_shared

    for role, file in opened.items():
        if role.startswith("shadow") and file.exists and file.snapshot and is_shared(file.snapshot, environment):
            yield role


def _require_file(found: Tool, view: View) -> None:
    if view.in_project and not found.has_project_file:
        known = ", ".join(name for name in view.catalog.tools if tool(name).has_project_file)
        raise WizardError("tools.no-project-file", tool=view.facts.name, known=known)


def started_fresh(detected: Detected) -> Detected:
    """``detected`` with each of its own files that cannot be used as if it were empty.

    In the others, a value of the wrong kind gives way where a setting must go below it; all else stays as found.
    """
    opened = {role: _given_up(file) if file.file.ours else file for role, file in detected.view.files.items()}
    view = replace(detected.view, files=opened)
    error = next((file.error for file in opened.values() if file.error and file.file.ours), None)
    if error:
        return detected
    return Detected(detected.tool, view, detected.tool.state(view))


def _given_up(file: OpenedFile) -> OpenedFile:
    if file.snapshot is None or (file.error and not isinstance(file.error, FormatError)):
        return file
    if file.error is None and isinstance(file.get(default={}), Mapping | None):
        return replace(file, gives_way=True)
    return OpenedFile(file.file, file.snapshot, open_document(b"", file.file.format), given_up=True)


def detect_all(
    catalog: Catalog,
    environment: Environment,
    tool_ids: Iterable[str] | None = None,
    *,
    ask_version: bool = False,
) -> dict[str, Detected]:
    """``detect`` for each of ``tool_ids``, all tools of the catalog where none are named."""
    names = catalog.tools if tool_ids is None else tool_ids
    startup = exports(environment.home)
    return {name: detect(name, catalog, environment, ask_version=ask_version, startup=startup) for name in names}


def installed(tool_id: str, catalog: Catalog, environment: Environment) -> Installation:
    """Whether the tool's command is on PATH or in a usual place, or a trace of it is there; runs nothing."""
    facts = catalog.tools[tool_id]
    command = program(facts.command, environment, (str(environment.expand(folder)) for folder in _USUAL_FOLDERS))
    if command:
        return Installation(found=True, command=command)
    unread: FileRefusedError | None = None
    for trace in facts.traces:
        try:
            if _is_trace(environment.expand(trace)):
                return Installation(found=True)
        except FileRefusedError as error:
            unread = unread or error
    return Installation(found=False, unread=unread)


def _is_trace(place: Path) -> bool:
    """Whether something is at ``place``, whose last name may be a pattern.

    Raises:
        FileRefusedError: it cannot be looked at.
    """
    if "*" not in place.name:
        return is_there(place)
    return any(fnmatchcase(name, place.name) for name in names_in(place.parent))


def _strings(value: Value) -> Iterator[str]:
    """Every string inside ``value`` that is long enough to be a secret and is no URL."""
    if isinstance(value, str):
        if len(value) >= _SHORTEST_SECRET and "://" not in value:
            yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def opened_file(file: ToolFile) -> OpenedFile:
    """``file`` as it is now, parsed where that is possible; what keeps it from being used is its ``error``."""
    try:
        snapshot = take(file.path)
    except WizardError as error:
        return OpenedFile(file, None, None, error)
    source = snapshot.content or b""
    try:
        document = open_document(source, file.format)
    except FormatError as error:
        error.path = file.path
        if file.lenient is None:
            return OpenedFile(file, snapshot, None, error)
        try:
            document = open_document(source, file.lenient)
        except FormatError:
            return OpenedFile(file, snapshot, None, error)
        return OpenedFile(file, snapshot, document, needs_repair=True)
    return OpenedFile(file, snapshot, document, needs_repair=not file.trailing_commas and _has_trailing_comma(source))


def _has_trailing_comma(source: bytes) -> bool:
    return bool(strict_replacements(source, keep_comments=True))
