"""Claude Code: ``settings.json`` with the environment it runs in, and the onboarding flag beside it.

Observed on Claude Code 2.1.330: settings ``env`` beats the shell; an exported ``ANTHROPIC_API_KEY`` is sent beside
the token unless settings blank it; a comment in settings.json makes it ignore the whole file; thinking goes out as
``adaptive``, so no setting produces a fixed budget.

With ``--model haiku`` the Haiku alias is asked, with the same limit and the same thinking as the chosen model.

Of what is written, no request shows ``CLAUDE_CODE_MAX_CONTEXT_TOKENS`` and ``CLAUDE_CODE_SUBAGENT_MODEL`` (Claude
Code documentation, "Environment variables"). The places of managed settings are from "Claude Code settings" there.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.files.startup import Export
from wizard.formats import Delete, DocumentPath, Value
from wizard.key import Credential, KeyReference
from wizard.tools.base import (
    Choice,
    FileEdits,
    Notice,
    OpenedFile,
    PlannedEdit,
    Thinking,
    ToolFile,
    ToolState,
    View,
    key_problems,
    literal,
    model_problems,
    url_problems,
    written,
)
from wizard.tools.checks import other_address, place_of, whole
from wizard.tools.ownership import names_plan
from wizard.tools.table import (
    ANYTHING,
    NOTHING,
    Case,
    Setting,
    TableTool,
    about,
    is_empty,
    is_no_number,
    only,
    owner,
)


def _env(name: str) -> DocumentPath:
    return ("env", name)


_BASE_URL: Final = _env("ANTHROPIC_BASE_URL")
_VARIABLE: Final = "ANTHROPIC_AUTH_TOKEN"
_TOKEN: Final = _env(_VARIABLE)
_API_KEY: Final = "ANTHROPIC_API_KEY"
_MODEL: Final = _env("ANTHROPIC_MODEL")
_SMALL: Final = "ANTHROPIC_DEFAULT_HAIKU_MODEL"
"""The alias that Claude Code asks for quick work in the background, such as naming a session."""
_ALIASES: Final = (
    "ANTHROPIC_MODEL",
    "ANTHROPIC_DEFAULT_OPUS_MODEL",
    "ANTHROPIC_DEFAULT_SONNET_MODEL",
    "ANTHROPIC_DEFAULT_FABLE_MODEL",
    "CLAUDE_CODE_SUBAGENT_MODEL",
    _SMALL,
)
_MAX_OUTPUT: Final = _env("CLAUDE_CODE_MAX_OUTPUT_TOKENS")
_MAX_CONTEXT: Final = _env("CLAUDE_CODE_MAX_CONTEXT_TOKENS")
_DEAD: Final = "ANTHROPIC_SMALL_FAST_MODEL"
_OTHER_ROUTES: Final = ("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX")
_THINKING: Final = ("alwaysThinkingEnabled",)
_HELPER: Final = ("apiKeyHelper",)
_MANAGED: Final = "shadow:managed"
"""The role of the settings of the machine's administrator."""
_FALSE: Final = {"", "0", "false", "no", "off"}
_SHORT: Final = {"default", "best", "opus", "sonnet", "haiku", "fable", "opusplan"}
"""Names that Claude Code gives to models; the settings say which model of the plan each of them is."""


class ClaudeCode(TableTool):
    """Claude Code speaks the Anthropic protocol and takes everything from the settings' ``env``."""

    id = "claude-code"
    has_project_file = True
    has_small_model = True
    refers_to_variable = False
    next_step = "claude-code.next"
    shadowed = "claude-code.shadowed"
    model_at = _MODEL

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
                *(ToolFile(_MANAGED, path, "json", "jsonc", ours=False) for path in _managed(environment)),
            )
        files = [ToolFile("settings", settings, "json", "jsonc"), ToolFile("state", state, "json", "jsonc")]
        places = [(f"shadow:{path.name}", path) for path in _in_project(environment)]
        places += [(_MANAGED, path) for path in _managed(environment)]
        files += [ToolFile(role, path, "json", "jsonc", ours=False) for role, path in places if path != settings]
        return tuple(files)

    def settings(self, case: Case) -> Iterator[Setting]:
        """The onboarding flag, and the settings' ``env`` and thinking switch."""
        view, choice, settings = case.view, case.choice, case.view.files["settings"]
        base_url, token, helper = (settings.get(*path) for path in (_BASE_URL, _TOKEN, _env(_API_KEY)))
        on_plan, with_key = names_plan(view.catalog, base_url), names_plan(view.catalog, token)
        certain = on_plan or with_key or names_plan(view.catalog, helper)
        not_onboarded = Notice("claude-code.not-onboarded")
        yield Setting(
            ("hasCompletedOnboarding",),
            value=True,
            reason="" if view.in_project else "claude-code.onboarding",
            role="state",
            good=lambda value: value is True,
            missing=not_onboarded,
            wrong=not_onboarded,
        )
        yield Setting(
            _BASE_URL,
            view.base_url(choice.region),
            "claude-code.endpoint",
            good=lambda value: not other_address(view, value, settings.text(*_BASE_URL)),
            owner=owner(ours=on_plan or base_url is None, surely=on_plan),
        )
        yield Setting(
            _TOKEN,
            NOTHING if view.in_project else written(choice.credential),
            "tools.no-key-in-project" if view.in_project else "claude-code.endpoint",
            good=only(settings.text(*_TOKEN)),
            owner=owner(ours=on_plan or with_key or token is None, surely=on_plan or with_key),
        )
        small = choice.small_model or choice.model
        for name in _ALIASES:
            present, asked = settings.get(*_env(name)), small if name == _SMALL else choice.model
            unknown = Notice("claude-code.alias-unknown", {"names": f"{name}={present}"})
            yield Setting(
                _env(name),
                asked,
                "claude-code.model" if asked == choice.model else "claude-code.small-model",
                good=case.is_plans_model,
                blank=is_empty,
                missing=Notice("claude-code.alias-missing", {"names": name}),
                wrong=None if _env(name) == _MODEL else unknown,
                # The models are names that another service may know too.
                owner=owner(ours=case.is_plans_model(present), surely=certain),
            )
        yield from _limits(case)
        yield Setting(
            _THINKING,
            choice.thinking.enabled,
            "claude-code.thinking",
            good=lambda value: value is not True or case.judged is None or case.judged.can_think,
            wrong=Notice("tools.thinking-unsupported", {"model": choice.model}),
        )
        yield from _other_credentials(view)
        dead = Notice("claude-code.dead-name", {"name": _DEAD})
        yield Setting(_env(_DEAD), NOTHING, "claude-code.dead", {"name": _DEAD}, wrong=dead)
        yield Setting(_HELPER, ANYTHING, good=is_empty)
        yield Setting(("model",), ANYTHING, good=lambda name: case.is_plans_model(name) or _is_short(name))

    def present(self, view: View) -> ToolState | None:
        """On the plan where the settings' base URL is on one of its hosts."""
        settings = view.files["settings"]
        path = settings.file.path
        base_url, model, small = (settings.text(*place) for place in (_BASE_URL, _MODEL, _env(_SMALL)))
        credential, thinking = _credential(view), settings.get(*_THINKING)
        region = view.catalog.region_of(base_url or "")
        problems = url_problems(view, base_url, path)
        if not base_url and (settings.text(*_TOKEN) or "").startswith(view.catalog.key.prefix):
            problems.append(Notice("claude-code.no-base-url", {}, path))
        if region is None and not problems:
            return None
        return ToolState(
            configured=region is not None,
            region=region,
            model=model,
            thinking=Thinking(thinking) if isinstance(thinking, bool) else None,
            credential=credential,
            problems=(
                *about(problems, ("settings", _BASE_URL)),
                *about(model_problems(view, model, path), ("settings", _MODEL)),
                *about(key_problems(view, credential, path), ("settings", _TOKEN)),
                *_comments(view),
            ),
            meant_region=view.catalog.meant_region(base_url or ""),
            small_model=small if small in view.catalog.models and small != model else None,
        )

    def conflicts(self, case: Case) -> Iterator[Notice]:
        """The helper that sends a key of its own in two headers, and files that beat the user's."""
        settings = case.view.files["settings"]
        if settings.has(*_HELPER):
            removal = PlannedEdit(Delete(_HELPER), "claude-code.second-key")
            yield Notice("claude-code.key-helper", {}, settings.file.path, (FileEdits("settings", (removal,)),))
        yield from self.shadows(case)

    def warnings(self, case: Case) -> Iterator[Notice]:
        """What the settings cannot say."""
        thinking, small = case.choice.thinking, case.choice.small_model or case.choice.model
        if thinking.budget is not None:
            yield Notice("claude-code.no-budget", {"budget": thinking.budget})
        if thinking.enabled and not case.view.catalog.models[small].can_think:
            yield Notice("claude-code.small-thinks", {"model": small})

    def require(self, view: View, choice: Choice) -> None:
        """The settings take the key only in clear, and a project's not at all."""
        credential = choice.credential
        if isinstance(credential, KeyReference) and not (view.in_project and credential.variable == _VARIABLE):
            raise WizardError("claude-code.no-reference", variable=credential.variable)

    def why_kept(self, shadow: OpenedFile) -> str:
        """The settings of the machine's administrator stay."""
        return "claude-code.why-managed" if shadow.file.role == _MANAGED else ""


def _comments(view: View) -> Iterator[Notice]:
    """What keeps Claude Code from reading a file."""
    for role in ("settings", "state"):
        if view.files[role].needs_repair:
            yield from about([Notice("claude-code.not-strict", {}, view.files[role].file.path)], (role, ()))


def _credential(view: View) -> Credential | None:
    """The token of the settings, for a project else that of the user's settings, or the exported one."""
    files = [view.files["settings"], *view.of_role("user")]
    token = next((text for file in files if (text := file.text(*_TOKEN))), None)
    if not token and view.in_project and view.exported(_VARIABLE):
        return KeyReference(_VARIABLE)
    return literal(token)


def _limits(case: Case) -> Iterator[Setting]:
    """The context window always, the output limit where the client's own default is above that of one of the models."""
    view, name, judged = case.view, case.choice.model, case.judged
    settings, models = view.files["settings"], view.catalog.models
    window, most = (judged.context_window, judged.max_output) if judged else (None, None)
    guessed = Notice("claude-code.context-missing", {"model": name, "limit": window})
    asked = models[name].context_window
    context = Setting(_MAX_CONTEXT, str(asked), "claude-code.context", {"context_window": asked}, blank=is_no_number)
    context = replace(context, missing=guessed if judged else None)
    yield context.within(window, "tools.context-over", name, settings.get(*_MAX_CONTEXT))

    lowest = min(name, case.choice.small_model or name, key=view.output_limit)
    limit, default = view.output_limit(lowest), view.facts.default_max_output or 0
    unlimited = Notice("claude-code.output-missing", {"model": lowest, "limit": limit, "default": default})
    values = {"limit": limit, "default": default}
    output = Setting(_MAX_OUTPUT, str(limit), "claude-code.output", values, blank=is_no_number)
    output = replace(output, missing=unlimited if judged and limit < default else None)
    present = settings.get(*_MAX_OUTPUT)
    output = output.within(most, "tools.output-over", name, present)
    usual = {"default": default}
    if limit < default:
        yield output
    elif any(user.has(*_MAX_OUTPUT) for user in view.of_role("user")):
        # The user's own limit is that of another model, and would hold in the project too.
        yield replace(output, value=str(default), reason="claude-code.output-of-user", values=usual)
    else:
        written_for = {str(known.output_limit(view.tool_id)) for known in models.values()}
        needless = settings.text(*_MAX_OUTPUT) in written_for or (whole(present) or 0) > limit
        value = NOTHING if needless else ANYTHING
        yield replace(output, value=value, reason="claude-code.output-default", values=usual)


def _other_credentials(view: View) -> Iterator[Setting]:
    """What would send a second credential or take another route, in the settings or exported in the shell."""
    settings, exported = view.files["settings"], view.exported(_API_KEY)
    present, values = settings.get("env", _API_KEY), {"name": _API_KEY}
    yield Setting(
        _env(_API_KEY),
        "" if exported else NOTHING if present else ANYTHING,
        "claude-code.exported-key" if exported else "claude-code.second-key",
        values if exported else {},
        good=is_empty,
        missing=_exported("claude-code.key-beside", exported),
        wrong=Notice("claude-code.two-keys", values),
        owner=owner(ours=True, surely=names_plan(view.catalog, present)),
    )
    for name in _OTHER_ROUTES:
        route, values = view.exported(name), {"name": name}
        on = route if route and (route.value is None or _is_on(route.value)) else None
        yield Setting(
            _env(name),
            "0" if on else NOTHING if _is_on(settings.get("env", name)) else ANYTHING,
            "claude-code.exported-route" if on else "claude-code.other-route",
            values,
            good=lambda value: not _is_on(value),
            missing=_exported("claude-code.route-exported", on),
            wrong=Notice("claude-code.route-set", values),
        )


def _exported(code: str, export: Export | None) -> Notice | None:
    return Notice(code, {"name": export.name, "place": place_of(export)}, export.path) if export else None


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


def _is_on(value: Value) -> bool:
    """Whether Claude Code takes ``value`` for yes."""
    return isinstance(value, str | int) and str(value).strip().lower() not in _FALSE


def _is_short(value: Value) -> bool:
    return str(value).removesuffix("[1m]") in _SHORT


TOOL = ClaudeCode()
