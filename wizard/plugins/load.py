"""Taking in all tools: the built-in folders, and those of packages, of which a broken one is named and left out."""

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

from wizard import text
from wizard.catalog import Catalog, load
from wizard.catalog.load import Tools, read_facts
from wizard.errors import WizardError
from wizard.plugins.find import Announced, announced
from wizard.plugins.folder import PluginError, validated
from wizard.tools import built_in_folders, register
from wizard.tools.base import Notice, Tool

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


class Loaded(NamedTuple):
    """The facts of all tools by id, and a warning for each that is left out."""

    facts: Tools
    notices: tuple[Notice, ...]


def built_in_facts() -> Tools:
    """The facts of the built-in tools. A test validates them, so that no run does."""
    return {tool_id: read_facts(folder / "facts.toml") for tool_id, folder in built_in_folders().items()}


def built_in_catalog() -> Catalog:
    """The catalog without other packages' tools and without a user's file."""
    return load(built_in_facts())


def load_tools() -> Loaded:
    """Take in all tools: from now on ``tool`` finds them and their texts are there."""
    facts = dict(built_in_facts())
    notices: list[Notice] = []
    for entry in announced():
        try:
            if entry.tool_id in facts:
                raise PluginError("plugins.taken", tool=entry.tool_id)
            facts[entry.tool_id] = _taken_in(entry)
        except WizardError as error:
            values = {"tool": entry.tool_id, "package": entry.package, "reason": error.message}
            notices.append(Notice("plugins.left-out", values))
    return Loaded(facts, tuple(notices))


def _taken_in(entry: Announced) -> Mapping[str, Any]:
    """The facts of one tool, once everything about it is in order.

    Raises:
        WizardError: something about it is not.
    """
    if not _ID.match(entry.tool_id):
        raise PluginError("plugins.id", tool=entry.tool_id)
    if text.is_taken(entry.tool_id):
        raise PluginError("plugins.taken", tool=entry.tool_id)
    found = _imported(entry)
    if found is None:
        raise PluginError("plugins.no-tool", module=entry.module, tool=entry.tool_id)
    held, folder = found
    facts = validated(entry.tool_id, folder)
    register(held, folder)
    return facts


def _imported(entry: Announced) -> tuple[Tool, Path] | None:
    """The tool that the package's module has, held at arm's length, and the module's folder; None where it has none.

    Raises:
        PluginError: the module cannot be imported, or what it has not be looked at.
    """
    # Only now: no package announces a tool in most runs.
    from wizard.plugins.contained import MeddledError, contained
    from wizard.plugins.guard import Guarded

    def look() -> tuple[Tool, Path] | None:
        module = import_module(entry.module)
        found = getattr(module, "TOOL", None)
        if not isinstance(found, Tool) or getattr(found, "id", None) != entry.tool_id:
            return None
        return Guarded(found, entry.package), Path(str(module.__file__)).parent

    try:
        return contained(look)
    except KeyboardInterrupt:
        raise
    except MeddledError as error:
        raise PluginError("plugins.import-meddled", module=entry.module, what=error.what) from None
    except BaseException as error:
        reason = _said(error)
        raise PluginError("plugins.import", module=entry.module, kind=type(error).__name__, reason=reason) from error


def _said(error: BaseException) -> str:
    """What an exception of a package's says, in one line; empty where that breaks too."""
    from wizard.plugins.contained import contained

    try:
        return " ".join(contained(lambda: str(error)).split())
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001  of a class of the package's own
        return ""
