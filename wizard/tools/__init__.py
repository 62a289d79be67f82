"""The supported tools, a package each, found by the catalog's ids (``claude-code`` is ``claude_code``).

Tools of other packages are registered by ``wizard.plugins``.
"""

from functools import cache
from importlib import import_module

from wizard.tools.base import Tool

_registered: dict[str, Tool] = {}


def tool(tool_id: str) -> Tool:
    """The tool with this id; its module is imported when it is first asked for.

    Raises:
        KeyError: there is no module for the id.
    """
    found = _registered.get(tool_id) or built_in(tool_id)
    if found is None:
        raise KeyError(tool_id)
    return found


def register(added: Tool) -> None:
    """Take in a tool of another package under its id."""
    _registered[added.id] = added


@cache
def built_in(tool_id: str) -> Tool | None:
    """The tool of this package with this id; None where there is none."""
    try:
        module = import_module(f"wizard.tools.{tool_id.replace('-', '_')}")
    except ModuleNotFoundError:
        return None
    found: Tool | None = getattr(module, "TOOL", None)
    return found
