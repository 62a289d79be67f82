"""The supported tools, one module each, found by the catalog's ids (``claude-code`` is ``claude_code.py``)."""

from functools import cache
from importlib import import_module

from wizard.tools.base import Tool


@cache
def tool(tool_id: str) -> Tool:
    """The tool with this id; its module is imported when it is first asked for.

    Raises:
        KeyError: there is no module for the id.
    """
    try:
        module = import_module(f"wizard.tools.{tool_id.replace('-', '_')}")
    except ModuleNotFoundError:
        raise KeyError(tool_id) from None
    found: Tool = module.TOOL
    return found
