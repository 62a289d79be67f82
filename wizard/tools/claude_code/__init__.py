"""Claude Code: ``settings.json`` with the environment it runs in, and the onboarding flag beside it.

Observed on Claude Code 2.1.330: settings ``env`` beats the shell; an exported ``ANTHROPIC_API_KEY`` is sent beside
the token unless settings blank it; a comment in settings.json makes it ignore the whole file; thinking goes out as
``adaptive``, so no setting produces a fixed budget.

With ``--model haiku`` the Haiku alias is asked, with the same limit and the same thinking as the chosen model.

Of what is written, no request shows ``CLAUDE_CODE_MAX_CONTEXT_TOKENS`` and ``CLAUDE_CODE_SUBAGENT_MODEL`` (Claude
Code documentation, "Environment variables"). The places of managed settings are from "Claude Code settings" there.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wizard.catalog import Model
from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.key import Credential, KeyReference
from wizard.text import say
from wizard.tools.base import (
    Choice,
    FileEdits,
    Notice,
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
from wizard.tools.checks import whole
from wizard.tools.ownership import names_plan, withdrawals

BASE_URL: Final = "ANTHROPIC_BASE_URL"
TOKEN: Final = "ANTHROPIC_AUTH_TOKEN"  # noqa: S105  the name of a variable
API_KEY: Final = "ANTHROPIC_API_KEY"
MODEL: Final = "ANTHROPIC_MODEL"
ALIASES: Final = (
    "ANTHROPIC_DEFAULT_OPUS_MODEL",
    "ANTHROPIC_DEFAULT_SONNET_MODEL",
    "ANTHROPIC_DEFAULT_FABLE_MODEL",
    "CLAUDE_CODE_SUBAGENT_MODEL",
)
SMALL: Final = "ANTHROPIC_DEFAULT_HAIKU_MODEL"
"""The alias that Claude Code asks for quick work in the background, such as naming a session."""
MAX_OUTPUT: Final = "CLAUDE_CODE_MAX_OUTPUT_TOKENS"
MAX_CONTEXT: Final = "CLAUDE_CODE_MAX_CONTEXT_TOKENS"
DEAD: Final = "ANTHROPIC_SMALL_FAST_MODEL"
OTHER_ROUTES: Final = ("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX")
ONBOARDED: Final = "hasCompletedOnboarding"
THINKING: Final = "alwaysThinkingEnabled"
MANAGED: Final = "shadow:managed"
"""The role of the settings of the machine's administrator."""
_FALSE: Final = {"", "0", "false", "no", "off"}


class ClaudeCode(Tool):
    """Claude Code speaks the Anthropic protocol and takes everything from the settings' ``env``."""

    id = "claude-code"
    has_project_file = True
    has_small_model = True
    refers_to_variable = False

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """Settings and state of the user; project and managed settings are looked at, as they beat the user's.

        In a project its local settings, which Claude Code itself keeps out of git; the user's are looked at.
        """
        folder = environment.named("CLAUDE_CONFIG_DIR")
        settings = (folder or environment.home / ".claude") / "settings.json"
        state = (folder or environment.home) / ".claude.json"
        if environment.project:
            local = environment.project / ".claude" / "settings.local.json"
            return (
                ToolFile("settings", local, "json", "jsonc"),
                ToolFile("user", settings, "json", "jsonc", ours=False),
                ToolFile("state", state, "json", "jsonc", ours=False),
                *(ToolFile(MANAGED, path, "json", "jsonc", ours=False) for path in _managed(environment)),
            )
        files = [ToolFile("settings", settings, "json", "jsonc"), ToolFile("state", state, "json", "jsonc")]
        places = [(f"shadow:{path.name}", path) for path in _in_project(environment)]
        places += [(MANAGED, path) for path in _managed(environment)]
        files += [ToolFile(role, path, "json", "jsonc", ours=False) for role, path in places if path != settings]
        return tuple(files)

    def state(self, view: View) -> ToolState:
        """On the plan where the settings' base URL is on one of its hosts."""
        from wizard.tools.claude_code.findings import findings

        settings = view.files["settings"]
        path = settings.file.path
        base_url, key = settings.text("env", BASE_URL), settings.text("env", TOKEN)
        model, credential, thinking = settings.text("env", MODEL), _credential(view), settings.get(THINKING)
        region = view.catalog.region_of(base_url or "")
        problems = url_problems(view, base_url, path)
        if not base_url and (key or "").startswith(view.catalog.key.prefix):
            problems.append(Notice("claude-code.no-base-url", {}, path))
        if region is None and not problems:
            return ToolState()
        problems += [
            *model_problems(view, model, path),
            *key_problems(view, credential, path),
            *findings(view, model),
            *_conflicts(view),
        ]
        return ToolState(
            configured=region is not None,
            region=region,
            model=model,
            thinking=Thinking(thinking) if isinstance(thinking, bool) else None,
            credential=credential,
            problems=tuple(problems),
            meant_region=view.catalog.meant_region(base_url or ""),
            small_model=small_model(view),
        )

    def configure(self, view: View, choice: Choice) -> Proposal:
        """The settings' ``env`` and thinking switch, and the onboarding flag.

        Raises:
            WizardError: the key is to be a reference; the settings take it only in clear, and a project's not at all.
        """
        if isinstance(choice.credential, KeyReference) and not (
            view.in_project and choice.credential.variable == TOKEN
        ):
            raise WizardError("claude-code.no-reference", variable=choice.credential.variable)
        model = view.catalog.models[choice.model]
        edits = sets("claude-code.endpoint", {("env", BASE_URL): view.base_url(choice.region)})
        if view.in_project:
            edits += deletes("tools.no-key-in-project", [("env", TOKEN)])
        else:
            edits += sets("claude-code.endpoint", {("env", TOKEN): written(choice.credential)})
        edits += sets("claude-code.model", {("env", name): choice.model for name in (MODEL, *ALIASES)})
        small = choice.small_model or choice.model
        reason = "claude-code.model" if small == choice.model else "claude-code.small-model"
        edits += sets(reason, {("env", SMALL): small})
        edits += _limits(view, model, view.catalog.models[small])
        edits += sets("claude-code.thinking", {(THINKING,): choice.thinking.enabled})
        edits += _credentials_removed(view)
        warnings = list(_conflicts(view))
        if choice.thinking.budget is not None:
            warnings.append(Notice("claude-code.no-budget", {"budget": choice.thinking.budget}))
        if choice.thinking.enabled and not view.catalog.models[small].can_think:
            warnings.append(Notice("claude-code.small-thinks", {"model": small}))
        files = [FileEdits("settings", tuple(edits))]
        if not view.in_project:
            files.append(FileEdits("state", tuple(sets("claude-code.onboarding", {(ONBOARDED,): True}))))
        return Proposal(tuple(files), tuple(warnings), (say("claude-code.next"),))

    def withdraw(self, view: View) -> Proposal:
        """All that ``configure`` sets in the settings; the onboarding flag is no setting of the plan."""
        settings = view.files["settings"]
        values = settings.table("env")
        on_plan = names_plan(view.catalog, values.get(BASE_URL))
        keys = [name for name in (TOKEN, API_KEY) if names_plan(view.catalog, values.get(name))]
        names = [BASE_URL, TOKEN, *keys] if on_plan else keys
        edits = withdrawals([("env", name) for name in dict.fromkeys(names)], surely=True)
        # The models are names that another service may know too.
        models = [name for name in (MODEL, *ALIASES, SMALL) if settings.text("env", name) in view.catalog.models]
        edits += withdrawals([("env", name) for name in models], surely=bool(names))
        gone = [name for name in (BASE_URL, TOKEN) if name not in {*values, *names}]
        others = (MAX_OUTPUT, MAX_CONTEXT, API_KEY, DEAD, *OTHER_ROUTES)
        left = [("env", name) for name in (*gone, *others) if name not in names]
        edits += withdrawals([*left, (THINKING,)], surely=False)
        files = [FileEdits("settings", tuple(edits))]
        if not view.in_project:
            files.append(FileEdits("state", tuple(deletes("tools.withdraw-ours", [(ONBOARDED,)]))))
        return Proposal(tuple(files))


def _credential(view: View) -> Credential | None:
    """The token of the settings, for a project else that of the user's settings, or the exported one."""
    files = [view.files["settings"], *view.of_role("user")]
    token = next((text for file in files if (text := file.text("env", TOKEN))), None)
    if not token and view.in_project and view.exported(TOKEN):
        return KeyReference(TOKEN)
    return literal(token)


def small_model(view: View) -> str | None:
    """The plan's model that the settings name for quick work; None where it is the chosen one, or none of the plan."""
    settings = view.files["settings"]
    small = settings.text("env", SMALL)
    return small if small in view.catalog.models and small != settings.text("env", MODEL) else None


def _limits(view: View, model: Model, small: Model) -> list[PlannedEdit]:
    """The context window always, the output limit where the client's own default is above that of one of the models."""
    edits = sets(
        "claude-code.context",
        {("env", MAX_CONTEXT): str(model.context_window)},
        context_window=model.context_window,
    )
    default = view.facts.default_max_output or 0
    limit = min(model.output_limit(view.tool_id), small.output_limit(view.tool_id))
    if limit < default:
        return edits + sets("claude-code.output", {("env", MAX_OUTPUT): str(limit)}, limit=limit, default=default)
    if any(user.has("env", MAX_OUTPUT) for user in view.of_role("user")):
        # The user's own limit is that of another model, and would hold in the project too.
        return edits + sets("claude-code.output-of-user", {("env", MAX_OUTPUT): str(default)}, default=default)
    present = view.files["settings"].text("env", MAX_OUTPUT)
    written_for = {str(known.output_limit(view.tool_id)) for known in view.catalog.models.values()}
    if present in written_for or (whole(present) or 0) > limit:
        edits += deletes("claude-code.output-default", [("env", MAX_OUTPUT)], default=default)
    return edits


def _credentials_removed(view: View) -> list[PlannedEdit]:
    """What would send a second credential or take another route, in the settings or exported in the shell."""
    settings, edits = view.files["settings"], []
    if view.exported(API_KEY):
        edits += sets("claude-code.exported-key", {("env", API_KEY): ""}, name=API_KEY)
    elif settings.get("env", API_KEY):
        edits += deletes("claude-code.second-key", [("env", API_KEY)])
    for name in OTHER_ROUTES:
        exported = view.exported(name)
        if exported and (exported.value is None or is_on(exported.value)):
            edits += sets("claude-code.exported-route", {("env", name): "0"}, name=name)
        elif is_on(settings.text("env", name)):
            edits += deletes("claude-code.other-route", [("env", name)], name=name)
    if settings.has("env", DEAD):
        edits += deletes("claude-code.dead", [("env", DEAD)], name=DEAD)
    return edits


def _conflicts(view: View) -> Iterator[Notice]:
    from wizard.tools.claude_code.findings import key_helper
    from wizard.tools.claude_code.shadows import shadows

    yield from key_helper(view)
    yield from shadows(view)


def _in_project(environment: Environment) -> Iterator[Path]:
    if environment.working_folder:
        for name in ("settings.local.json", "settings.json"):
            yield environment.working_folder / ".claude" / name


def _managed(environment: Environment) -> Iterator[Path]:
    """The settings of the machine's administrator."""
    if not environment.home_given:
        managed = {
            "darwin": "/Library/Application Support/ClaudeCode/managed-settings.json",
            "win32": "C:/Program Files/ClaudeCode/managed-settings.json",
        }
        yield Path(managed.get(environment.platform, "/etc/claude-code/managed-settings.json"))


def is_on(value: str | None) -> bool:
    """Whether Claude Code takes ``value`` for yes."""
    return value is not None and value.strip().lower() not in _FALSE


TOOL = ClaudeCode()
