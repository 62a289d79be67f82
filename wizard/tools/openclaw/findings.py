"""What can be wrong in OpenClaw's configuration while it is meant for the plan."""

from collections.abc import Iterator, Mapping
from typing import Final

from wizard.formats import Delete, DocumentPath, Set, Value
from wizard.tools.base import FileEdits, Notice, OpenedFile, PlannedEdit, View
from wizard.tools.checks import limit_problems
from wizard.tools.openclaw import API, AT, DEFAULTS, POLICY, PORTAL, PROVIDER, is_stale

_MODES: Final = ("api_key", "oauth", "token")
_MODE_SPELLINGS: Final = {"apikey": "api_key", "oauth": "oauth", "token": "token", "key": "api_key"}
_PROFILE_FIELDS: Final = ("provider", "mode", "email", "displayName")
"""What OpenClaw's schema allows in an entry of auth.profiles; a secret is never among it."""
_SECRET_FIELDS: Final = ("apiKey", "api_key", "apikey", "key", "token", "baseUrl", "access", "refresh", "password")
_OTHER_NAMES: Final = ("bailian-coding-plan", "qwen", "modelstudio")
"""Names under which older guides set up the plan's provider."""
_CACHE_UNUSED_SINCE: Final = (2026, 9, 6)
"""The version that was seen to ask the configured host beside another one in models.json; earlier ones: not known."""
_EXTRA: Final = ("extra_body", "extraBody")


def findings(view: View, primary: str | None) -> Iterator[Notice]:
    """The findings beside those of URL and key, where the provider is there; ``primary`` is the model in use."""
    config = view.files["config"]
    path = config.file.path
    if config.text(*AT, "api") != API:
        yield Notice("openclaw.api", {"api": config.text(*AT, "api") or "–", "right": API}, path)
    yield from _primary(view, config, primary)
    yield from _allowed(config, primary)
    yield from stoppers(config)
    yield from _rows(view, config)
    for cache in view.of_role("cache"):
        if is_stale(cache, config):
            version = view.installation.version
            unused = version is not None and version >= _CACHE_UNUSED_SINCE
            yield Notice("openclaw.old-cache" if unused else "openclaw.stale-cache", {}, cache.file.path)


def _primary(view: View, config: OpenedFile, primary: str | None) -> Iterator[Notice]:
    path = config.file.path
    provider, _, model = (primary or "").partition("/")
    if primary is None:
        yield Notice("openclaw.no-primary", {}, path)
    elif provider == PORTAL:
        yield Notice("openclaw.portal-in-use", {"model": primary}, path)
    elif provider == PROVIDER:
        if model in view.catalog.models and model not in _ids(config):
            yield Notice("openclaw.not-listed", {"model": model}, path)
    elif primary in view.catalog.models or (model in view.catalog.models and is_plans(view, config, provider)):
        right = f"{PROVIDER}/{model or primary}"
        yield Notice("openclaw.no-prefix", {"model": primary, "right": right}, path)
    else:
        yield Notice("openclaw.other-model", {"model": primary}, path)


def is_plans(view: View, config: OpenedFile, provider: str) -> bool:
    """Whether ``provider`` is another name for the plan: its host is the plan's, or there is no such provider."""
    at = ("models", "providers", provider)
    return not config.has(*at) or view.catalog.region_of(config.text(*at, "baseUrl") or "") is not None


def _ids(config: OpenedFile) -> list[Value]:
    return [row.get("id") for row in config.rows(*AT, "models") if isinstance(row, Mapping)]


def _allowed(config: OpenedFile, primary: str | None) -> Iterator[Notice]:
    path = config.file.path
    # The new name, where it is there, holds alone.
    allowed = config.rows(*POLICY) if config.has(*POLICY) else tuple(config.table(*DEFAULTS, "models"))
    if not config.has(*DEFAULTS, "models") and not config.has(*POLICY):
        yield Notice("openclaw.no-allow-list", {}, path)
    elif (
        primary
        and primary.startswith(f"{PROVIDER}/")
        and allowed
        and not {primary, f"{PROVIDER}/*"} & set(map(str, allowed))
    ):
        yield Notice("openclaw.not-allowed", {"model": primary}, path)


def _rows(view: View, config: OpenedFile) -> Iterator[Notice]:
    path = config.file.path
    for index, row in enumerate(config.rows(*AT, "models")):
        if not isinstance(row, Mapping):
            continue
        name = str(row.get("id"))
        model = view.catalog.models.get(name)
        if model is None:
            removal = PlannedEdit(Delete((*AT, "models", index)), "openclaw.mend-row", {"model": name})
            yield Notice("openclaw.row-unknown", {"model": name}, path, (FileEdits("config", (removal,)),))
            continue
        yield from limit_problems(view, name, path, context=row.get("contextWindow"), output=row.get("maxTokens"))
        reasons, compat = row.get("reasoning"), row.get("compat")
        thinks = isinstance(compat, Mapping) and compat.get("thinkingFormat") is not None
        if not model.can_think and (thinks or reasons is True):
            yield Notice("tools.thinking-unsupported", {"model": name}, path)
        elif isinstance(reasons, Mapping):
            yield Notice("openclaw.reasoning-object", {"model": name}, path)
        elif (reasons is True) != thinks:
            there, missing = ("reasoning", "compat.thinkingFormat")[:: 1 if reasons is True else -1]
            yield Notice("openclaw.half-thinking", {"model": name, "there": there, "missing": missing}, path)


def stoppers(config: OpenedFile) -> Iterator[Notice]:
    """What stops OpenClaw or the endpoint: ``compat`` beside the rows, ``reasoning`` objects in extra bodies."""
    if config.has(*AT, "compat"):
        removal = PlannedEdit(Delete((*AT, "compat")), "openclaw.mend-compat")
        yield Notice("openclaw.provider-compat", {"name": PROVIDER}, config.file.path, (_config(removal),))
    places: list[tuple[DocumentPath, Value]] = [(AT, config.get(*AT))]
    for name, entry in config.table(*DEFAULTS, "models").items():
        if name.startswith(f"{PROVIDER}/"):
            places.append(((*DEFAULTS, "models", name), entry))
    for at, value in places:
        for found in _reasoning_in(value):
            removal = PlannedEdit(Delete((*at, *found)), "openclaw.mend-reasoning")
            where = ".".join(map(str, (*at, *found)))
            yield Notice("openclaw.extra-reasoning", {"where": where}, config.file.path, (_config(removal),))


def _reasoning_in(value: Value) -> Iterator[DocumentPath]:
    inner: list[tuple[str | int, Value]] = []
    if isinstance(value, Mapping):
        inner = list(value.items())
    elif isinstance(value, list | tuple):
        inner = list(enumerate(value))
    for key, member in inner:
        if key in _EXTRA and isinstance(member, Mapping) and isinstance(member.get("reasoning"), Mapping):
            yield (key, "reasoning") if len(member) > 1 else (key,)
        else:
            yield from ((key, *rest) for rest in _reasoning_in(member))


def leftovers(view: View) -> Iterator[Notice]:
    """What older set-ups left behind: providers, routing, credential stores, entries of auth.profiles."""
    config = view.files["config"]
    for name in config.table("models", "providers"):
        if name in {PROVIDER, PORTAL}:
            continue
        base_url = config.text("models", "providers", name, "baseUrl") or ""
        if name in _OTHER_NAMES or view.catalog.region_of(base_url):
            yield Notice("openclaw.other-provider", {"name": name}, config.file.path)
    yield from _portal(view, config)
    yield from _profiles_in_config(config)
    for store in view.of_role("profiles"):
        yield from _profiles(store)
    for store in view.of_role("auth"):
        yield from _login(store)


def _portal(view: View, config: OpenedFile) -> Iterator[Notice]:
    edits = [PlannedEdit(Delete(path), "openclaw.mend-portal") for path in _portal_paths(config)]
    mends = [FileEdits("config", tuple(edits))] if edits else []
    for cache in view.of_role("cache"):
        if cache.has("providers", PORTAL):
            removal = PlannedEdit(Delete(("providers", PORTAL)), "openclaw.mend-portal")
            mends.append(FileEdits(cache.file.role, (removal,)))
    if mends:
        yield Notice("openclaw.portal-left", {"name": PORTAL}, config.file.path, tuple(mends))


def _portal_paths(config: OpenedFile) -> Iterator[DocumentPath]:
    """Where the configuration still routes to the old provider, beside the primary model."""
    if config.has("models", "providers", PORTAL):
        yield ("models", "providers", PORTAL)
    for name in config.table(*DEFAULTS, "models"):
        if name.startswith(f"{PORTAL}/"):
            yield (*DEFAULTS, "models", name)
    for at in ((*DEFAULTS, "model", "fallbacks"), POLICY):
        for index, entry in enumerate(config.rows(*at)):
            if str(entry).startswith(f"{PORTAL}/"):
                yield (*at, index)


def _profiles_in_config(config: OpenedFile) -> Iterator[Notice]:
    """``auth.profiles`` holds metadata only; a wrong field or mode stops OpenClaw."""
    at = ("auth", "profiles")
    for name, profile in config.table(*at).items():
        if not isinstance(profile, Mapping):
            continue
        provider = profile.get("provider") or name.partition(":")[0]
        mode = profile.get("mode")
        wrong = [field for field in profile if field in _SECRET_FIELDS and field not in _PROFILE_FIELDS]
        ours = provider in {PROVIDER, PORTAL, *_OTHER_NAMES}
        values = {"name": name, "fields": ", ".join(wrong)}
        if (wrong or mode not in _MODES) and ours:
            removal = PlannedEdit(Delete((*at, name)), "openclaw.mend-profile")
            yield Notice("openclaw.profile-invalid", values, config.file.path, (_config(removal),))
            continue
        if wrong:
            removals = [PlannedEdit(Delete((*at, name, field)), "openclaw.mend-profile") for field in wrong]
            mends = (FileEdits("config", tuple(removals)),)
            yield Notice("openclaw.profile-invalid", values, config.file.path, mends)
        if mode not in _MODES:
            right = _MODE_SPELLINGS.get(str(mode).lower().replace("-", "").replace("_", ""))
            edit = Set((*at, name, "mode"), right) if right else Delete((*at, name))
            mend = _config(PlannedEdit(edit, "openclaw.mend-profile"))
            yield Notice("openclaw.profile-invalid", values, config.file.path, (mend,))
        elif provider in {PROVIDER, PORTAL}:
            removal = PlannedEdit(Delete((*at, name)), "openclaw.mend-profile")
            yield Notice("openclaw.profile-needless", {"name": name}, config.file.path, (_config(removal),))


def _profiles(store: OpenedFile) -> Iterator[Notice]:
    entries = store.table("profiles")
    ours = [name for name, entry in entries.items() if _owner(name, entry) in {PROVIDER, PORTAL, *_OTHER_NAMES}]
    noise = [name for name, entry in entries.items() if _owner(name, entry).startswith("alibaba-")]
    for code, names in (("openclaw.profiles", ours), ("openclaw.discovery", noise)):
        if names:
            mends = (_removed(store, "profiles", names, whole=len(entries) == len({*ours, *noise})),)
            yield Notice(code, {"names": ", ".join(names)}, store.file.path, mends)


def _removed(store: OpenedFile, below: str, names: list[str], *, whole: bool) -> FileEdits:
    if whole:
        return FileEdits(store.file.role, (PlannedEdit(Delete(()), "openclaw.mend-store"),))
    at: DocumentPath = (below,) if below else ()
    edits = [PlannedEdit(Delete((*at, name)), "openclaw.mend-store") for name in names]
    return FileEdits(store.file.role, tuple(edits))


def _login(store: OpenedFile) -> Iterator[Notice]:
    """A login of an older version: entries by provider, or one login alone."""
    entries = store.get()
    if not isinstance(entries, Mapping):
        return
    ours = [name for name, entry in entries.items() if _owner(name, entry) in {PROVIDER, PORTAL, *_OTHER_NAMES}]
    alone = "access" in entries or "refresh" in entries
    if ours or alone:
        mends = (_removed(store, "", ours, whole=alone or len(ours) == len(entries)),)
        yield Notice("openclaw.old-login", {"names": ", ".join(ours) or "OAuth"}, store.file.path, mends)


def _owner(name: str, entry: Value) -> str:
    provider = entry.get("provider") if isinstance(entry, Mapping) else None
    return str(provider or name.partition(":")[0])


def _config(edit: PlannedEdit) -> FileEdits:
    return FileEdits("config", (edit,))
