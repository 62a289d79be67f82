"""Taking in the tools that packages announce; one that is broken is named and left out."""

import re
import tomllib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

from wizard import text
from wizard.catalog.load import tool_facts
from wizard.errors import WizardError
from wizard.plugins.find import Announced, announced
from wizard.text import say
from wizard.tools import built_in, register
from wizard.tools.base import Notice, Tool

_WORDS: Final = ("en.toml", "zh.toml", "findings.toml")
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


class PluginError(WizardError):
    """A package's tool cannot be used; the sentence names package and reason."""


class Added(NamedTuple):
    """The facts of the tools that packages add, by tool id, and a warning for each that is left out."""

    facts: Mapping[str, Mapping[str, Any]]
    notices: tuple[Notice, ...]


def added() -> Added:
    """Take in all announced tools: from now on ``tool`` finds them and their texts are there."""
    facts: dict[str, Mapping[str, Any]] = {}
    notices: list[Notice] = []
    for entry in announced():
        try:
            if entry.tool_id in facts:
                raise PluginError("plugins.taken", tool=entry.tool_id)
            facts[entry.tool_id] = _taken_in(entry)
        except WizardError as error:
            values = {"tool": entry.tool_id, "package": entry.package, "reason": error.message}
            notices.append(Notice("plugins.left-out", values))
    return Added(facts, tuple(notices))


def _taken_in(entry: Announced) -> Mapping[str, Any]:
    """The facts of one tool, once everything about it is in order.

    Raises:
        WizardError: something about it is not.
    """
    if not _ID.match(entry.tool_id):
        raise PluginError("plugins.id", tool=entry.tool_id)
    if built_in(entry.tool_id) or text.is_taken(entry.tool_id):
        raise PluginError("plugins.taken", tool=entry.tool_id)
    module = _imported(entry.module)
    found = getattr(module, "TOOL", None)
    if not isinstance(found, Tool) or getattr(found, "id", None) != entry.tool_id:
        raise PluginError("plugins.no-tool", module=entry.module, tool=entry.tool_id)
    folder = Path(str(module.__file__)).parent
    facts = tool_facts(entry.tool_id, folder / "facts.toml")
    _add_words(entry.tool_id, folder)
    from wizard.plugins.guard import Guarded

    register(Guarded(found, entry.package))
    return facts


def _imported(name: str) -> Any:  # noqa: ANN401  a module is looked into by name
    try:
        return import_module(name)
    except (Exception, SystemExit) as error:
        raise PluginError("plugins.import", module=name, kind=type(error).__name__, reason=error) from error


def _add_words(tool_id: str, folder: Path) -> None:
    from wizard.doctor import knowledge

    for name in _WORDS:
        _require_seen(folder / name)
    try:
        text.add(tool_id, folder)
        findings = folder / "findings.toml"
        knowledge.add(tool_id, tomllib.loads(findings.read_text(encoding="utf-8")) if findings.exists() else {})
    except (OSError, ValueError, TypeError) as error:
        raise PluginError("plugins.words", folder=folder, reason=error) from error


def _require_seen(path: Path) -> None:
    """Refuse a file with characters that cannot be seen; what else is wrong with it is found elsewhere."""
    from wizard.catalog.validation import hidden_characters

    try:
        source = path.read_bytes()
        content = tomllib.loads(source.decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return
    for key, line, reason in hidden_characters(content, source):
        place = say("catalog.on-line", line=line) if line else ""
        raise PluginError("plugins.hidden", path=path, key=key, place=place, reason=reason)
