"""Checks that several tools share: limits of models, and variables that the shell exports. Pure."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wizard.files.startup import Export
from wizard.formats import Value
from wizard.text import say
from wizard.tools.base import Notice, View

_MOST_DIGITS: Final = 18


def limit_problems(
    view: View, name: str, path: Path | None, *, context: Value = None, output: Value = None, budget: Value = None
) -> Iterator[Notice]:
    """What is over the table in the settings of the model ``name``; other types than numbers are passed over."""
    model = view.catalog.models.get(name)
    if model is None:
        return
    window, longest = whole(context), whole(output)
    if window is not None and window > model.context_window:
        values = {"model": name, "value": window, "limit": model.context_window}
        yield Notice("tools.context-over", values, path)
    if longest is not None and longest > model.max_output:
        yield Notice("tools.output-over", {"model": name, "value": longest, "limit": model.max_output}, path)
    tokens = whole(budget)
    if tokens is not None and model.max_thinking_budget is not None and tokens > model.max_thinking_budget:
        values = {"model": name, "value": tokens, "limit": model.max_thinking_budget}
        yield Notice("tools.budget-over", values, path)


def whole(value: Value) -> int | None:
    """``value`` as a whole number, also where a string holds one; None where it is none."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def exported_problem(export: Export, effect: str) -> Notice:
    """The finding that ``export`` gets in the way; ``effect`` is the text key of what it does there."""
    values: dict[str, object] = {"name": export.name, "effect": say(effect)}
    if export.path is None:
        return Notice("tools.exported", values)
    values |= {"line": export.line, "file": shlex.quote(str(export.path))}
    return Notice("tools.exported-line", values, export.path)


def place_of(export: Export) -> str:
    """Where ``export`` comes from, in the language in force."""
    if export.path is None:
        return say("tools.place-shell")
    return say("tools.place-line", line=export.line, file=export.path)
