"""OpenClaw: the provider ``bailian`` in its JSON5 configuration, with an allow-list of models.

Observed on OpenClaw 2026.9.6: a strict schema (an unknown key and the gateway will not start); ``compat`` belongs to
a model's row; thinking needs both ``reasoning`` and ``compat``; versions from 2026.9 call the allow-list
``agents.defaults.modelPolicy.allow`` and older ones do not know that name; an exported ``OPENAI_API_KEY`` makes its
memory search ask api.openai.com, whatever the model. The provider's key and the model prefix must be exactly
``bailian`` (FAQ: OpenClaw: "Unknown model" error).

Of what is written, no request shows ``input``, ``cost`` and ``contextWindow`` (the sample of the FAQ, Do Coding Plan
models support thinking mode?), the allow-list (FAQ: OpenClaw: Call records for unconfigured models), ``models.mode``
and ``gateway.mode`` (OpenClaw documentation, "Configuration reference"). That thinking needs 2026.3.2, and that
caches and profiles of older versions win, is the FAQ's too.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from wizard.catalog import Model
from wizard.environment import Environment
from wizard.files.places import may_be_there, names_in
from wizard.files.snapshot import FileRefusedError
from wizard.formats import DocumentPath, Value
from wizard.key import Credential, KeyReference
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
    reference,
    row_with,
    sets,
    thinks,
    too_old,
    url_problems,
    written,
)
from wizard.tools.ownership import names_plan, withdrawals

PROVIDER: Final = "bailian"
AT: Final = ("models", "providers", PROVIDER)
DEFAULTS: Final = ("agents", "defaults")
POLICY: Final = (*DEFAULTS, "modelPolicy", "allow")
_POLICY_SINCE: Final = (2026, 9)
_POLICY_ENTRY: Final = re.compile(r"[^/\s]+(/[^/\s]+)+")
"""What OpenClaw takes in the new allow-list: a provider and its model, or ``*`` for all of them."""
_MEMORY_KEY: Final = "OPENAI_API_KEY"
PORTAL: Final = "qwen-portal"
API: Final = "openai-completions"
_REFERENCE: Final = re.compile(r"\$\{([A-Z_][A-Z0-9_]*)\}\Z")


class OpenClaw(Tool):
    """OpenClaw speaks OpenAI chat completions through a provider of its own configuration."""

    id = "openclaw"
    noted = (("providers", PROVIDER),)  # in the caches of its agents, which it makes anew from the configuration
    needs_version = True

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """The configuration, and the caches and credential stores of its agents."""
        home = environment.named("OPENCLAW_HOME") or environment.home
        folder = environment.named("OPENCLAW_STATE_DIR") or home / ".openclaw"
        config = environment.named("OPENCLAW_CONFIG_PATH") or folder / "openclaw.json"
        files = [ToolFile("config", config, "json5")]
        for name in _agents(folder / "agents"):
            agent = folder / "agents" / name / "agent"
            files.append(ToolFile(f"cache:{name}", agent / "models.json", "json"))
            for role, store in (("profiles", "auth-profiles.json"), ("auth", "auth.json")):
                files.append(ToolFile(f"{role}:{name}", agent / store, "json", ours=False, credentials=True))
        return tuple(files)

    def state(self, view: View) -> ToolState:
        """On the plan where the provider's base URL is on one of its hosts."""
        from wizard.tools.openclaw.findings import findings

        config = view.files["config"]
        path = config.file.path
        primary = _primary(config)
        provider, _, model = (primary or "").partition("/")
        if not config.has(*AT):
            return _without_provider(view, config, primary)
        base_url = config.text(*AT, "baseUrl")
        region = view.catalog.region_of(base_url or "")
        chosen = model if provider == PROVIDER else None
        credential = _credential(config)
        problems = url_problems(view, base_url, path)
        if region is None and not problems:
            problems.append(Notice("openclaw.no-base-url", {"name": PROVIDER, "base_url": base_url or "–"}, path))
        problems += [
            *model_problems(view, chosen, path),
            *key_problems(view, credential, path),
            *findings(view, primary),
            *_conflicts(view),
        ]
        thinking = _thinking(view, config, chosen)
        outdated = too_old(view)
        if outdated and thinking and thinking.enabled:
            problems.append(Notice("openclaw.too-old", outdated))
        return ToolState(
            configured=region is not None,
            region=region,
            model=chosen or _plans_model(view, primary),
            thinking=thinking,
            credential=credential,
            problems=tuple(problems),
            meant_region=view.catalog.meant_region(base_url or ""),
        )

    def configure(self, view: View, choice: Choice) -> Proposal:
        """The provider with all plan models, the primary model, the allow-list, and stale caches cleared."""
        from wizard.tools.openclaw.findings import stoppers

        config = view.files["config"]
        base_url = view.base_url(choice.region)
        edits = sets(
            "openclaw.provider",
            {
                ("models", "mode"): "merge",
                (*AT, "baseUrl"): base_url,
                (*AT, "apiKey"): written(choice.credential, "${{{}}}"),
                (*AT, "api"): API,
            },
        )
        edits += _row_edits(view, config, choice)
        edits += _primary_edits(config, choice.model)
        edits += _allow_edits(view, config)
        edits += [edit for notice in stoppers(config) for mend in notice.mends for edit in mend.edits]
        for path, name in _mentions(config):
            if name in view.retired:
                edits += deletes("tools.model-retired", [path], model=name)
        if not config.exists:
            edits += sets("openclaw.gateway", {("gateway", "mode"): "local"})
        files = [FileEdits("config", tuple(edits))]
        for cache in view.of_role("cache"):
            if is_stale(cache, config, base_url):
                stale = deletes("openclaw.cache", [("providers", PROVIDER)])
                files.append(FileEdits(cache.file.role, tuple(stale)))
        warnings = tuple(_choice_warnings(view, config, choice))
        return Proposal(tuple(files), (*warnings, *_conflicts(view)), tuple(_next_steps(choice)))

    def restart_steps(self) -> tuple[str, ...]:
        """The gateway reads its files when it starts."""
        return (say("openclaw.next"),)

    def listed_models(self, view: View, file: OpenedFile) -> frozenset[str]:
        """The provider's rows, and its models in the allow-lists."""
        del view
        return frozenset(model for _, model in _mentions(file)) if file.file.role == "config" else frozenset()

    def withdraw(self, view: View) -> Proposal:
        """The provider, and every mention of its models in the agents' defaults."""
        config = view.files["config"]
        # The user's own provider for another service of the vendor's has this name too.
        surely = names_plan(view.catalog, config.get(*AT))
        paths: list[DocumentPath] = [AT] if config.has(*AT) else []
        if (_primary(config) or "").startswith(f"{PROVIDER}/"):
            paths.append(_primary_path(config))
        paths += [path for path, _ in _mentions(config) if path[: len(AT)] != AT]
        edits = withdrawals(paths, surely=surely)
        left = [name for name in config.rows(*POLICY) if not str(name).startswith(f"{PROVIDER}/")]
        if edits and left and set(map(str, left)) <= set(config.table(*DEFAULTS, "models")):
            edits += withdrawals([POLICY], surely=False)
        if edits:
            edits += withdrawals([("models", "mode"), ("gateway", "mode")], surely=False)
        return Proposal((FileEdits("config", tuple(edits)),) if edits else ())


def _agents(folder: Path) -> Iterator[str]:
    """The names of the agents in ``folder``; where it cannot be read, one for all, whose files then cannot be read."""
    try:
        yield from (name for name in names_in(folder) if may_be_there(folder / name / "agent"))
    except FileRefusedError:
        yield "*"


def _row_edits(view: View, config: OpenedFile, choice: Choice) -> list[PlannedEdit]:
    present = config.rows(*AT, "models")
    places = {str(row.get("id")): index for index, row in enumerate(present) if isinstance(row, Mapping)}
    end = len(present)
    edits: list[PlannedEdit] = []
    for name, model in view.catalog.models.items():
        if name in places:
            index = places[name]
        else:
            index, end = end, end + 1
        at: DocumentPath = (*AT, "models", index)
        thinking = thinks(model, choice.thinking, chosen=name == choice.model)
        values = _row_values(name, model, view.output_limit(name), thinking=thinking)
        if name not in places:
            row = row_with({}, values)
            edits += sets("openclaw.row", {at: row}, model=name)
            continue
        edits += sets("openclaw.row", {(*at, *path): value for path, value in values.items()}, model=name)
        if not thinking:
            edits += deletes("openclaw.no-thinking", _thinking_paths(config, at, model), model=name)
    return edits


def _row_values(name: str, model: Model, output: int, *, thinking: bool) -> dict[DocumentPath, Value]:
    values: dict[DocumentPath, Value] = {("id",): name, ("name",): name}
    values["input",] = ["text", "image"] if model.images else ["text"]
    values.update({("cost", part): 0 for part in ("input", "output", "cacheRead", "cacheWrite")})
    values["contextWindow",] = model.context_window
    values["maxTokens",] = output
    # What comes and goes with thinking stands last, so that a row is the same when it comes back.
    if thinking or not model.can_think:
        values["reasoning",] = thinking
    if thinking:
        values["compat", "thinkingFormat"] = "qwen"
    return values


def _thinking_paths(config: OpenedFile, at: DocumentPath, model: Model) -> list[DocumentPath]:
    """What a row that shall not think must not say."""
    paths: list[DocumentPath] = []
    if model.can_think and config.has(*at, "reasoning"):
        paths.append((*at, "reasoning"))
    if config.has(*at, "compat", "thinkingFormat"):
        lone = len(config.table(*at, "compat")) == 1
        paths.append((*at, "compat") if lone else (*at, "compat", "thinkingFormat"))
    return paths


def _primary_path(config: OpenedFile) -> DocumentPath:
    """Where the primary model stands: ``model`` may be a string instead of an object."""
    at = (*DEFAULTS, "model")
    return at if config.text(*at) is not None else (*at, "primary")


def _primary(config: OpenedFile) -> str | None:
    return config.text(*_primary_path(config))


def _primary_edits(config: OpenedFile, model: str) -> list[PlannedEdit]:
    path, name = _primary_path(config), f"{PROVIDER}/{model}"
    if path[-1] == "primary":
        return sets("openclaw.primary", {path: name})
    return sets("openclaw.primary", {path: {"primary": name}})


def _allow_edits(view: View, config: OpenedFile) -> list[PlannedEdit]:
    names = [f"{PROVIDER}/{name}" for name in view.catalog.models]
    old = (*DEFAULTS, "models")
    edits = sets("openclaw.allow", {(*old, name): {} for name in names if not config.has(*old, name)})
    version = view.installation.version
    users = [name for name in config.table(*old) if name not in names]
    if config.has(*POLICY):
        users = []
    elif not (version and version >= _POLICY_SINCE and all(_POLICY_ENTRY.fullmatch(name) for name in users)):
        return edits
    # The new name, once it is there, holds alone: what the old one allows goes along.
    present = config.rows(*POLICY)
    missing = [name for name in (*users, *names) if name not in present]
    end = len(present)
    return edits + sets("openclaw.allow", {(*POLICY, end + index): name for index, name in enumerate(missing)})


def _mentions(config: OpenedFile) -> Iterator[tuple[DocumentPath, str]]:
    """Path and model of every row and allow-list entry of the plan; of a list the last row first.

    So the indexes of the rows before it still hold when rows are deleted in this order.
    """
    for index, row in reversed(list(enumerate(config.rows(*AT, "models")))):
        if isinstance(row, Mapping) and "id" in row:
            yield (*AT, "models", index), str(row["id"])
    prefix = f"{PROVIDER}/"
    for name in config.table(*DEFAULTS, "models"):
        if name.startswith(prefix):
            yield (*DEFAULTS, "models", name), name.removeprefix(prefix)
    for index, allowed in reversed(list(enumerate(config.rows(*POLICY)))):
        if str(allowed).startswith(prefix):
            yield (*POLICY, index), str(allowed).removeprefix(prefix)


def _choice_warnings(view: View, config: OpenedFile, choice: Choice) -> Iterator[Notice]:
    if choice.thinking.budget is not None:
        yield Notice("openclaw.no-budget", {"budget": choice.thinking.budget})
    outdated = too_old(view)
    if outdated and choice.thinking.enabled:
        yield Notice("openclaw.too-old", outdated)
    if isinstance(choice.credential, KeyReference) and not view.environment.variable(choice.credential.variable):
        yield Notice("openclaw.variable-unset", {"variable": choice.credential.variable})
    others = [name for name in config.table("models", "providers") if name != PROVIDER]
    if others and not config.has(*DEFAULTS, "models") and not config.has(*POLICY):
        yield Notice("openclaw.allow-restricts", {"names": ", ".join(others)}, config.file.path)
    if config.has("$include"):
        yield Notice("openclaw.include", {}, config.file.path)


def _next_steps(choice: Choice) -> Iterator[str]:
    yield say("openclaw.next")
    if choice.thinking.enabled:
        yield say("openclaw.next-thinking")


def is_stale(cache: OpenedFile, config: OpenedFile, base_url: str | None = None) -> bool:
    """Whether ``cache`` holds another base URL or key for the provider than ``config`` (or ``base_url``)."""
    found = cache.text("providers", PROVIDER, "baseUrl")
    if found is not None and found != (base_url or config.text(*AT, "baseUrl")):
        return True
    cached, key = cache.text("providers", PROVIDER, "apiKey") or "", config.text(*AT, "apiKey") or ""
    return cached.startswith("sk-") and key.startswith("sk-") and cached != key


def _without_provider(view: View, config: OpenedFile, primary: str | None) -> ToolState:
    """The state where the provider is missing: only what is meant for the plan all the same is a problem."""
    path = config.file.path
    providers = config.table("models", "providers")
    urls = {name: config.text("models", "providers", name, "baseUrl") or "" for name in providers}
    named = next((name for name, url in urls.items() if view.catalog.region_of(url)), None)
    if named is None and (primary or "").partition("/")[0] not in {PROVIDER, PORTAL}:
        return ToolState()
    if named is None and primary and primary.startswith(f"{PORTAL}/"):
        problem = Notice("openclaw.portal-in-use", {"model": primary}, path)
    else:
        problem = Notice("openclaw.no-provider", {"name": PROVIDER, "other": named or "–"}, path)
    return ToolState(
        model=_plans_model(view, primary),
        credential=literal(config.text("models", "providers", named, "apiKey")) if named else None,
        problems=(problem, *_conflicts(view)),
        meant_region=view.catalog.region_of(urls[named]) if named else None,
    )


def _plans_model(view: View, primary: str | None) -> str | None:
    """The model of the plan that ``primary`` names under whatever provider."""
    model = (primary or "").rpartition("/")[2]
    return model if model in view.catalog.models else None


def _credential(config: OpenedFile) -> Credential | None:
    text = config.text(*AT, "apiKey")
    return reference(_REFERENCE.match(text or "")) or literal(text)


def _thinking(view: View, config: OpenedFile, chosen: str | None) -> Thinking | None:
    if chosen is None:
        return None
    for index, row in enumerate(config.rows(*AT, "models")):
        if isinstance(row, Mapping) and row.get("id") == chosen:
            model = view.catalog.models.get(chosen)
            format_set = config.text(*AT, "models", index, "compat", "thinkingFormat") is not None
            enabled = row.get("reasoning") is True and format_set
            return Thinking(enabled or bool(model and model.always_thinks))
    return None


def _conflicts(view: View) -> Iterator[Notice]:
    from wizard.tools.openclaw.findings import leftovers

    yield from leftovers(view)
    if view.environment.variable(_MEMORY_KEY) and not view.files["config"].has(*DEFAULTS, "memorySearch"):
        yield Notice("openclaw.memory-key", {"name": _MEMORY_KEY})


TOOL = OpenClaw()
