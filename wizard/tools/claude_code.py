"""Claude Code: ``settings.json`` with the environment it runs in, and the onboarding flag beside it.

Observed on Claude Code 2.1.330: settings ``env`` beats the shell; an exported ``ANTHROPIC_API_KEY`` is sent beside
the token unless settings blank it; a comment in settings.json makes it ignore the whole file; thinking goes out as
``adaptive``, so no setting produces a fixed budget.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wizard.catalog import Model
from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.formats import DocumentPath, Value
from wizard.key import KeyReference
from wizard.text import say
from wizard.tools.base import (
    Choice,
    FileEdits,
    Notice,
    OpenedFile,
    PlannedEdit,
    Proposal,
    Thinking,
    Tool,
    ToolFile,
    ToolState,
    View,
    deletes,
    key_problems,
    literal,
    model_problems,
    sets,
    url_problems,
    written,
)

_BASE_URL: Final = "ANTHROPIC_BASE_URL"
_TOKEN: Final = "ANTHROPIC_AUTH_TOKEN"  # noqa: S105  the name of a variable
_API_KEY: Final = "ANTHROPIC_API_KEY"
_MODEL: Final = "ANTHROPIC_MODEL"
_ALIASES: Final = (
    "ANTHROPIC_DEFAULT_OPUS_MODEL",
    "ANTHROPIC_DEFAULT_SONNET_MODEL",
    "ANTHROPIC_DEFAULT_HAIKU_MODEL",
    "ANTHROPIC_DEFAULT_FABLE_MODEL",
    "CLAUDE_CODE_SUBAGENT_MODEL",
)
_MAX_OUTPUT: Final = "CLAUDE_CODE_MAX_OUTPUT_TOKENS"
_MAX_CONTEXT: Final = "CLAUDE_CODE_MAX_CONTEXT_TOKENS"
_DEAD: Final = "ANTHROPIC_SMALL_FAST_MODEL"
_OTHER_ROUTES: Final = ("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX")
_ONBOARDED: Final = "hasCompletedOnboarding"
_THINKING: Final = "alwaysThinkingEnabled"
_FALSE: Final = {"", "0", "false", "no", "off"}


class ClaudeCode(Tool):
    """Claude Code speaks the Anthropic protocol and takes everything from the settings' ``env``."""

    id = "claude-code"

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """Settings and state of the user; project and managed settings are looked at, as they beat the user's."""
        folder = environment.named("CLAUDE_CONFIG_DIR")
        settings = (folder or environment.home / ".claude") / "settings.json"
        state = (folder or environment.home) / ".claude.json"
        files = [ToolFile("settings", settings, "json", "jsonc"), ToolFile("state", state, "json", "jsonc")]
        for index, path in enumerate(_shadowing(environment)):
            if path != settings:
                files.append(ToolFile(f"shadow:{index}", path, "json", "jsonc", ours=False))
        return tuple(files)

    def state(self, view: View) -> ToolState:
        """On the plan where the settings' base URL is on one of its hosts."""
        settings = view.files["settings"]
        base_url = settings.text("env", _BASE_URL)
        region = view.catalog.region_of(base_url or "")
        conflicts = tuple(_conflicts(view))
        path = settings.file.path
        if region is None:
            return ToolState(problems=(*url_problems(view, base_url, path), *conflicts))
        model = settings.text("env", _MODEL)
        credential = literal(settings.text("env", _TOKEN))
        thinking = settings.get(_THINKING)
        problems = [
            *url_problems(view, base_url, path),
            *model_problems(view, model, path),
            *key_problems(view, credential, path),
            *conflicts,
        ]
        if settings.needs_repair:
            problems.append(Notice("claude-code.not-strict", {}, path))
        if view.files["state"].get(_ONBOARDED) is not True:
            problems.append(Notice("claude-code.not-onboarded", {}, view.files["state"].file.path))
        return ToolState(
            configured=True,
            region=region,
            model=model,
            thinking=Thinking(thinking) if isinstance(thinking, bool) else None,
            credential=credential,
            problems=tuple(problems),
        )

    def configure(self, view: View, choice: Choice) -> Proposal:
        """The settings' ``env`` and thinking switch, and the onboarding flag.

        Raises:
            WizardError: the key is to be a reference; the settings take it only in clear.
        """
        if isinstance(choice.credential, KeyReference):
            raise WizardError("claude-code.no-reference", variable=choice.credential.variable)
        model = view.catalog.models[choice.model]
        values: dict[DocumentPath, Value] = {
            ("env", _BASE_URL): view.base_url(choice.region),
            ("env", _TOKEN): written(choice.credential),
        }
        edits = sets("claude-code.endpoint", values)
        edits += sets("claude-code.model", {("env", name): choice.model for name in (_MODEL, *_ALIASES)})
        edits += _limits(view, model)
        edits += sets("claude-code.thinking", {(_THINKING,): choice.thinking.enabled})
        edits += _credentials_removed(view)
        warnings = list(_conflicts(view))
        if choice.thinking.budget is not None:
            warnings.append(Notice("claude-code.no-budget", {"budget": choice.thinking.budget}))
        onboarding = sets("claude-code.onboarding", {(_ONBOARDED,): True})
        return Proposal(
            (FileEdits("settings", tuple(edits)), FileEdits("state", tuple(onboarding))),
            tuple(warnings),
            (say("claude-code.next"),),
        )

    def withdraw(self, view: View) -> Proposal:
        """All that ``configure`` sets in the settings; the onboarding flag is no setting of the plan."""
        settings = view.files["settings"]
        env = settings.table("env")
        paths: list[DocumentPath] = []
        if view.catalog.region_of(str(env.get(_BASE_URL, ""))):
            paths += [("env", _BASE_URL), ("env", _TOKEN)]
        models = [("env", name) for name in (_MODEL, *_ALIASES) if env.get(name) in view.catalog.models]
        edits = deletes("tools.withdraw", [*paths, *models])
        others = (_MAX_OUTPUT, _MAX_CONTEXT, _API_KEY, _DEAD, *_OTHER_ROUTES)
        edits += deletes("tools.withdraw-ours", [*(("env", name) for name in others), (_THINKING,)])
        state = deletes("tools.withdraw-ours", [(_ONBOARDED,)])
        return Proposal((FileEdits("settings", tuple(edits)), FileEdits("state", tuple(state))))


def _limits(view: View, model: Model) -> list[PlannedEdit]:
    """The context window always, the output limit where the client's own default is above the model's."""
    edits = sets(
        "claude-code.context",
        {("env", _MAX_CONTEXT): str(model.context_window)},
        context_window=model.context_window,
    )
    default = view.facts.default_max_output or 0
    limit = model.output_limit(view.tool_id)
    if limit < default:
        return edits + sets("claude-code.output", {("env", _MAX_OUTPUT): str(limit)}, limit=limit, default=default)
    present = view.files["settings"].get("env", _MAX_OUTPUT)
    written_for = {str(known.output_limit(view.tool_id)) for known in view.catalog.models.values()}
    too_high = isinstance(present, str) and present.isdecimal() and int(present) > limit
    if present in written_for or too_high:
        edits += deletes("claude-code.output-default", [("env", _MAX_OUTPUT)], default=default)
    return edits


def _credentials_removed(view: View) -> list[PlannedEdit]:
    """What would send a second credential or take another route, in the settings or exported in the shell."""
    settings, edits = view.files["settings"], []
    if view.environment.variable(_API_KEY):
        edits += sets("claude-code.exported-key", {("env", _API_KEY): ""}, name=_API_KEY)
    elif settings.get("env", _API_KEY):
        edits += deletes("claude-code.second-key", [("env", _API_KEY)])
    for name in _OTHER_ROUTES:
        if _on(view.environment.variable(name)):
            edits += sets("claude-code.exported-route", {("env", name): "0"}, name=name)
        elif _on(settings.text("env", name)):
            edits += deletes("claude-code.other-route", [("env", name)], name=name)
    if settings.has("env", _DEAD):
        edits += deletes("claude-code.dead", [("env", _DEAD)], name=_DEAD)
    return edits


def _conflicts(view: View) -> Iterator[Notice]:
    settings = view.files["settings"]
    if settings.has("apiKeyHelper"):
        yield Notice("claude-code.key-helper", {}, settings.file.path)
    for shadow in view.of_role("shadow"):
        names = _shadowed_names(shadow)
        if names:
            yield Notice("claude-code.shadowed", {"names": ", ".join(names)}, shadow.file.path)


def _shadowed_names(shadow: OpenedFile) -> list[str]:
    known = {_BASE_URL, _TOKEN, _API_KEY, _MODEL, *_ALIASES, _MAX_OUTPUT, _MAX_CONTEXT, *_OTHER_ROUTES}
    names = [f"env.{name}" for name in shadow.table("env") if name in known]
    return names + [name for name in ("apiKeyHelper", "model", _THINKING) if shadow.has(name)]


def _shadowing(environment: Environment) -> Iterator[Path]:
    if environment.working_folder:
        for name in ("settings.local.json", "settings.json"):
            yield environment.working_folder / ".claude" / name
    if not environment.home_given:
        managed = {
            "darwin": "/Library/Application Support/ClaudeCode/managed-settings.json",
            "win32": "C:/Program Files/ClaudeCode/managed-settings.json",
        }
        yield Path(managed.get(environment.platform, "/etc/claude-code/managed-settings.json"))


def _on(value: str | None) -> bool:
    return value is not None and value.strip().lower() not in _FALSE


TOOL = ClaudeCode()
