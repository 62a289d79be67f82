"""The built-in tools, a folder each. Which tools there are follows from the folders beside this file.

A folder has the module (``TOOL`` in ``__init__.py``), the facts for the catalog (``facts.toml``), the words
(``en.toml`` and ``zh.toml``) and, unless all its findings are plain warnings, what else is known of those
(``findings.toml``). Tools of other packages have the same shape; ``wizard.plugins`` takes in both. A folder without
facts is no tool, but what several are made from.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from wizard import text
from wizard.tools.base import Tool

_added: dict[str, tuple[Tool, Path]] = {}


@cache
def built_in_folders() -> Mapping[str, Path]:
    """The folders of the built-in tools by id: that of ``claude-code`` is called ``claude_code``."""
    facts = sorted(Path(__file__).parent.glob("*/facts.toml"))
    return {path.parent.name.replace("_", "-"): path.parent for path in facts}


def tool(tool_id: str) -> Tool:
    """The tool with this id; the module of a built-in one is imported when it is first asked for.

    Raises:
        KeyError: there is no tool with this id.
    """
    return _added[tool_id][0] if tool_id in _added else _built_in(tool_id)


def folder_of(tool_id: str) -> Path | None:
    """The folder of the tool with this id; None where there is no such tool."""
    return _added[tool_id][1] if tool_id in _added else built_in_folders().get(tool_id)


def register(added: Tool, folder: Path) -> None:
    """Take in a tool of another package under its id."""
    _added[added.id] = added, folder
    text.add(added.id, folder)


@cache
def _built_in(tool_id: str) -> Tool:
    folder = built_in_folders()[tool_id]
    found: Tool = import_module(f"wizard.tools.{folder.name}").TOOL
    return found


for _tool_id, _folder in built_in_folders().items():
    text.add(_tool_id, _folder)
