"""What can be wrong in Claude Code's settings while they point to the plan."""

from collections.abc import Iterator

from wizard.formats import Delete
from wizard.tools.base import FileEdits, Notice, PlannedEdit, View
from wizard.tools.checks import limit_problems, place_of, whole
from wizard.tools.claude_code import (
    ALIASES,
    API_KEY,
    DEAD,
    MAX_CONTEXT,
    MAX_OUTPUT,
    MODEL,
    ONBOARDED,
    OTHER_ROUTES,
    SMALL,
    THINKING,
    is_on,
    small_model,
)


def findings(view: View, model: str | None) -> Iterator[Notice]:
    """The findings beside those of URL, key and chosen ``model``."""
    settings, state = view.files["settings"], view.files["state"]
    path = settings.file.path
    for file in (settings, state):
        if file.needs_repair:
            yield Notice("claude-code.not-strict", {}, file.file.path)
    if state.get(ONBOARDED) is not True:
        yield Notice("claude-code.not-onboarded", {}, state.file.path)
    yield from _credentials(view)
    yield from _aliases(view)
    if model in view.catalog.models:
        yield from _limits(view, model)
        if settings.get(THINKING) is True and not view.catalog.models[model].can_think:
            yield Notice("tools.thinking-unsupported", {"model": model}, path)


def key_helper(view: View) -> Iterator[Notice]:
    """The helper that sends a key of its own in two headers."""
    settings = view.files["settings"]
    if settings.has("apiKeyHelper"):
        removal = PlannedEdit(Delete(("apiKeyHelper",)), "claude-code.second-key")
        yield Notice("claude-code.key-helper", {}, settings.file.path, (FileEdits("settings", (removal,)),))


def _credentials(view: View) -> Iterator[Notice]:
    settings = view.files["settings"]
    path, env = settings.file.path, settings.table("env")
    exported = view.exported(API_KEY)
    if env.get(API_KEY):
        yield Notice("claude-code.two-keys", {"name": API_KEY}, path)
    elif exported and API_KEY not in env:
        values = {"name": API_KEY, "place": place_of(exported)}
        yield Notice("claude-code.key-beside", values, exported.path or path)
    for name in OTHER_ROUTES:
        route = view.exported(name)
        if is_on(settings.text("env", name)):
            yield Notice("claude-code.route-set", {"name": name}, path)
        elif route and (route.value is None or is_on(route.value)) and name not in env:
            yield Notice("claude-code.route-exported", {"name": name, "place": place_of(route)}, route.path or path)
    if DEAD in env:
        yield Notice("claude-code.dead-name", {"name": DEAD}, path)


def _aliases(view: View) -> Iterator[Notice]:
    settings = view.files["settings"]
    env = settings.table("env")
    missing = [name for name in (MODEL, *ALIASES, SMALL) if not env.get(name)]
    if missing:
        yield Notice("claude-code.alias-missing", {"names": ", ".join(missing)}, settings.file.path)
    set_ones = [name for name in (*ALIASES, SMALL) if env.get(name)]
    wrong = [name for name in set_ones if settings.text("env", name) not in view.catalog.models]
    if wrong:
        shown = ", ".join(f"{name}={env.get(name)}" for name in wrong)
        yield Notice("claude-code.alias-unknown", {"names": shown}, settings.file.path)


def _limits(view: View, name: str) -> Iterator[Notice]:
    settings = view.files["settings"]
    env, model = settings.table("env"), view.catalog.models[name]
    path = settings.file.path
    yield from limit_problems(view, name, path, context=env.get(MAX_CONTEXT), output=env.get(MAX_OUTPUT))
    if whole(env.get(MAX_CONTEXT)) is None:
        yield Notice("claude-code.context-missing", {"model": name, "limit": model.context_window}, path)
    name = min(name, small_model(view) or name, key=view.output_limit)
    limit, default = view.output_limit(name), view.facts.default_max_output or 0
    if whole(env.get(MAX_OUTPUT)) is None and limit < default:
        yield Notice("claude-code.output-missing", {"model": name, "limit": limit, "default": default}, path)
