"""Checks that several tools share: limits of models, exported variables, references, shadowing files. Pure."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from wizard.errors import WizardError
from wizard.files.startup import Export
from wizard.formats import Delete, DocumentPath, Value
from wizard.key import Credential, KeyReference
from wizard.text import say
from wizard.text.shell import quoted
from wizard.tools.base import FileEdits, Notice, OpenedFile, PlannedEdit, View

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
    values |= {"line": export.line, "file": quoted(str(export.path))}
    return Notice("tools.exported-line", values, export.path)


def require_variable(credential: Credential | None, right: str, code: str) -> None:
    """Raise unless a reference to a variable, where ``credential`` is one, is to the only one the tool reads.

    Raises:
        WizardError: ``code``, which may name the ``variable`` and the ``right`` one.
    """
    if isinstance(credential, KeyReference) and credential.variable != right:
        raise WizardError(code, variable=credential.variable, right=right)


def shadow_problems(
    view: View,
    shadow: OpenedFile,
    code: str,
    *,
    away: Iterable[DocumentPath],
    alike: Iterable[DocumentPath] = (),
    why: str = "",
) -> Iterator[Notice]:
    """What a file that beats the user's own says.

    ``away`` leads away from the plan: it is taken out where the file is the user's alone and there is no reason ``why``
    not (a text key), else it is a step by hand. ``alike`` leads to the plan as well, which is only worth knowing.
    """
    path, paths = shadow.file.path, tuple(away)
    values = {"tool": view.facts.name, "names": ", ".join(_dotted(each) for each in paths or alike)}
    if not values["names"]:
        return
    if not paths:
        yield Notice("tools.shadowed-alike", values, path)
    elif why or shadow.file.role in view.shared or shadow.needs_repair:
        reason = why or ("tools.why-comments" if shadow.needs_repair else "tools.why-shared")
        values |= {"why": say(reason), "file": quoted(str(path))}
        yield Notice("tools.shadowed-shared", values, path)
    else:
        edits = tuple(PlannedEdit(Delete(each), "tools.mend-shadow") for each in paths)
        yield Notice(code, values, path, (FileEdits(shadow.file.role, edits),))


def other_address(view: View, value: Value, own: str | None) -> bool:
    """Whether the base URL ``value`` is not what this tool needs, or of another region than the user's ``own``."""
    region = view.catalog.region_of(str(value))
    return region is None or value != view.base_url(region) or view.catalog.region_of(own or "") not in {None, region}


def _dotted(path: DocumentPath) -> str:
    return ".".join(map(str, path))


def place_of(export: Export) -> str:
    """Where ``export`` comes from, in the language in force."""
    if export.path is None:
        return say("tools.place-shell")
    return say("tools.place-line", line=export.line, file=export.path)
