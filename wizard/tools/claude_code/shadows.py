"""What beats the user's own settings of Claude Code: those of a project, and those of the machine's administrator."""

from collections.abc import Iterator
from typing import Final

from wizard.formats import DocumentPath, Value
from wizard.tools.base import Notice, OpenedFile, View
from wizard.tools.checks import other_address, shadow_problems, whole
from wizard.tools.claude_code import (
    ALIASES,
    API_KEY,
    BASE_URL,
    MANAGED,
    MAX_CONTEXT,
    MAX_OUTPUT,
    MODEL,
    OTHER_ROUTES,
    SMALL,
    THINKING,
    TOKEN,
    is_on,
)

_HELPER: Final = "apiKeyHelper"
_SHORT: Final = {"default", "best", "opus", "sonnet", "haiku", "fable", "opusplan"}
"""Names that Claude Code gives to models; the settings say which model of the plan each of them is."""


def shadows(view: View) -> Iterator[Notice]:
    """What such files set, those first that lead away from the plan."""
    for shadow in view.of_role("shadow"):
        known = {BASE_URL, TOKEN, API_KEY, MODEL, *ALIASES, SMALL, MAX_OUTPUT, MAX_CONTEXT, *OTHER_ROUTES}
        paths: list[DocumentPath] = [("env", name) for name in shadow.table("env") if name in known]
        paths += [(name,) for name in (_HELPER, "model", THINKING) if shadow.has(name)]
        away = [path for path in paths if _leads_away(view, shadow, str(path[-1]), shadow.get(*path))]
        why = "claude-code.why-managed" if shadow.file.role == MANAGED else ""
        yield from shadow_problems(view, shadow, "claude-code.shadowed", away=away, alike=paths, why=why)


def _leads_away(view: View, shadow: OpenedFile, name: str, value: Value) -> bool:
    settings = view.files["settings"]
    model = view.catalog.models.get(shadow.text("env", MODEL) or settings.text("env", MODEL) or "")
    away = bool(value)  # a second key, or a helper that gives one
    if name == BASE_URL:
        away = other_address(view, value, settings.text("env", BASE_URL))
    elif name == TOKEN:
        away = value != settings.text("env", TOKEN)
    elif name in {MODEL, *ALIASES, SMALL}:
        away = str(value) not in view.catalog.models
    elif name in {MAX_OUTPUT, MAX_CONTEXT}:
        limit = (model.max_output if name == MAX_OUTPUT else model.context_window) if model else None
        away = limit is not None and (whole(value) or 0) > limit
    elif name in OTHER_ROUTES:
        away = is_on(str(value))
    elif name == "model":
        away = str(value) not in view.catalog.models and str(value).removesuffix("[1m]") not in _SHORT
    elif name == THINKING:
        away = value is True and model is not None and not model.can_think
    return away
