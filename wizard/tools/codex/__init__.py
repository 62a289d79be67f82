"""Codex: a provider in ``config.toml`` and the key in ``.env`` beside it.

Observed: the plan has no Responses API, and Codex after 0.80.0 refuses the whole file for ``wire_api = "chat"``.
Codex 0.80.0 does not know ``model_max_output_tokens``, so it is not written, and its ``.env`` beats the shell.

Of what is written, no request shows ``name`` and ``model_context_window`` (Codex documentation, "Configuration
reference").
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from wizard.catalog import version_of
from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.formats import DocumentPath, Value
from wizard.key import Credential, KeyReference
from wizard.text import say
from wizard.tools.base import (
    Choice,
    FileEdits,
    Notice,
    Proposal,
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
from wizard.tools.checks import limit_problems, shadow_problems
from wizard.tools.ownership import names_plan, withdrawals

PROVIDER: Final = "bailian-coding-plan"
AT: Final = ("model_providers", PROVIDER)
VARIABLE: Final = "BAILIAN_CODING_PLAN_API_KEY"
_WIRE: Final = "chat"


class Codex(Tool):
    """Codex up to the last version with chat completions."""

    id = "codex"
    has_project_file = True
    needs_version = True

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """The configuration, the variables beside it, and a project's configuration that beats it.

        In a project its own configuration; the user's, and the variables, are looked at.
        """
        folder = environment.folder("CODEX_HOME", ".codex")
        files = [
            ToolFile("config", folder / "config.toml", "toml"),
            ToolFile("dotenv", folder / ".env", "env-dotenvy"),
        ]
        if environment.project:
            config, dotenv = files
            local = environment.project / ".codex" / "config.toml"
            user = replace(config, role="user", ours=False)
            return (replace(config, path=local), replace(dotenv, ours=False), user)
        project = environment.working_folder
        if project and project / ".codex" != folder:
            files.append(ToolFile("shadow:project", project / ".codex" / "config.toml", "toml", ours=False))
        return tuple(files)

    def state(self, view: View) -> ToolState:
        """On the plan where the provider has a base URL on one of its hosts. Thinking is no setting of Codex."""
        config = view.files["config"]
        path = config.file.path
        if not config.has(*AT):
            return _under_another_name(view)
        base_url = config.text(*AT, "base_url")
        region = view.catalog.region_of(base_url or "")
        in_use = config.text("model_provider") == PROVIDER
        model = config.text("model") if in_use else None
        credential = _credential(view, config.text(*AT, "env_key"))
        problems = url_problems(view, base_url, path)
        if region is None and not problems:
            problems.append(Notice("codex.no-base-url", {"name": PROVIDER, "base_url": base_url or "–"}, path))
        problems += model_problems(view, model, path)
        if not in_use:
            problems.append(Notice("codex.other-provider", {"name": config.text("model_provider") or "–"}, path))
        if config.get(*AT, "wire_api") != _WIRE:
            problems.append(
                Notice("codex.wire", {"wire": config.get(*AT, "wire_api", default="–"), "right": _WIRE}, path)
            )
        problems += limit_problems(view, model or "", path, context=config.get("model_context_window"))
        too_new = _too_new(view)
        if too_new:
            problems.append(Notice("codex.too-new", too_new))
        problems += [*key_problems(view, credential, path), *_conflicts(view)]
        return ToolState(
            configured=region is not None,
            region=region,
            model=model,
            credential=credential,
            problems=tuple(problems),
            meant_region=view.catalog.meant_region(base_url or ""),
        )

    def configure(self, view: View, choice: Choice) -> Proposal:
        """The provider, the model with its context window, and the key in ``.env``.

        Raises:
            WizardError: the installed Codex is newer than the last one that works with the plan.
        """
        too_new = _too_new(view)
        if too_new:
            raise WizardError("codex.too-new", **too_new)
        model = view.catalog.models[choice.model]
        by_reference = isinstance(choice.credential, KeyReference)
        variable = choice.credential.variable if isinstance(choice.credential, KeyReference) else VARIABLE
        top: dict[DocumentPath, Value] = {("model",): choice.model, ("model_provider",): PROVIDER}
        edits = sets("codex.model", top)
        edits += sets("codex.context", {("model_context_window",): model.context_window})
        provider: dict[DocumentPath, Value] = {
            (*AT, "name"): "Model Studio Coding Plan",
            (*AT, "base_url"): view.base_url(choice.region),
            (*AT, "env_key"): variable,
            (*AT, "wire_api"): _WIRE,
        }
        edits += sets("codex.provider", provider)
        files = [FileEdits("config", tuple(edits))]
        if view.in_project:
            # The key is the user's: in the variables beside the own configuration, or in the variable referred to.
            files = files[:1]
        elif not by_reference:
            key = sets("codex.key", {(VARIABLE,): written(choice.credential)})
            files.append(FileEdits("dotenv", tuple(key)))
        elif view.files["dotenv"].has(VARIABLE):
            removed = deletes("codex.key-by-reference", [(VARIABLE,)], name=variable)
            files.append(FileEdits("dotenv", tuple(removed)))
        warnings = list(_conflicts(view))
        if choice.thinking.budget is not None or (model.can_think and not choice.thinking.enabled):
            warnings.append(Notice("codex.no-thinking-setting"))
        if view.in_project and not _trusted(view):
            warnings.append(Notice("codex.project-untrusted", {}, view.files["user"].file.path))
        if not view.installation.found:
            warnings.append(Notice("codex.not-installed", _versions(view)))
        elif view.installation.version is None:
            warnings.append(Notice("codex.version-unknown", _versions(view)))
        return Proposal(tuple(files), tuple(warnings), (say("codex.next"),))

    def withdraw(self, view: View) -> Proposal:
        """The provider, the model that goes with it, and the key."""
        config, dotenv = view.files["config"], view.files["dotenv"]
        entry = config.get(*AT)
        variable = config.text(*AT, "env_key") or VARIABLE
        has_key = names_plan(view.catalog, dotenv.get(VARIABLE))
        surely = names_plan(view.catalog, entry) or (has_key and variable == VARIABLE)
        edits = withdrawals([AT] if config.has(*AT) else [], surely=surely)
        provider = config.text("model_provider")
        if provider == PROVIDER:
            edits += withdrawals([("model_provider",)], surely=surely)
        goes_along = provider == PROVIDER or (bool(edits) and not config.has("model_provider"))
        if goes_along and config.text("model") in view.catalog.models:
            edits += withdrawals([("model",), ("model_context_window",)], surely=surely)
        files = [FileEdits("config", tuple(edits))] if edits else []
        if dotenv.has(VARIABLE) and not view.in_project:
            key_goes = has_key or (config.has(*AT) and surely and variable == VARIABLE)
            files.append(FileEdits("dotenv", tuple(withdrawals([(VARIABLE,)], surely=key_goes))))
        return Proposal(tuple(files))


def _under_another_name(view: View) -> ToolState:
    """The state where Codex uses the plan, but not by the name that is written here."""
    config = view.files["config"]
    name = config.text("model_provider") or ""
    at = ("model_providers", name)
    region = view.catalog.region_of(config.text(*at, "base_url") or "")
    if region is None:
        return ToolState()
    return ToolState(
        model=config.text("model"),
        credential=_credential(view, config.text(*at, "env_key")),
        problems=(Notice("codex.other-name", {"name": name}, config.file.path), *_conflicts(view)),
        meant_region=region,
    )


def _versions(view: View) -> dict[str, object]:
    return {"newest": view.facts.newest_version, "install": view.facts.install}


def _too_new(view: View) -> dict[str, object] | None:
    """The values of the sentence that refuses this version; None where it is not known to be too new."""
    version, newest = view.installation.version, view.facts.newest_version
    if version is None or newest is None or version <= version_of(newest):
        return None
    return {"version": view.installation.version_text, **_versions(view)}


def _credential(view: View, variable: str | None) -> Credential | None:
    key = view.files["dotenv"].text(variable or "") if variable else None
    if key or variable is None or (variable == VARIABLE and not view.environment.variable(variable)):
        return literal(key)
    return KeyReference(variable)


def _trusted(view: View) -> bool:
    """Whether the user's configuration trusts the project, without which Codex does not read its file."""
    project = str(view.environment.project)
    return view.files["user"].text("projects", project, "trust_level") == "trusted"


def _conflicts(view: View) -> Iterator[Notice]:
    config = view.files["config"]
    profile = config.text("profile")
    settings = config.table("profiles", profile) if profile else {}
    plans = [PROVIDER, *view.catalog.models]
    shadowed = [name for name in ("model", "model_provider") if name in settings and settings[name] not in plans]
    if shadowed:
        values: Mapping[str, object] = {"profile": profile, "names": ", ".join(shadowed)}
        # A profile of nothing else can stay, to be chosen by --profile; of another one the rest still counts.
        whole = all(name.startswith("model") for name in settings)
        paths = [("profile",)] if whole else [("profiles", str(profile), name) for name in shadowed]
        mend = FileEdits("config", tuple(deletes("codex.mend-profile", paths)))
        yield Notice("codex.profile", values, config.file.path, (mend,))
    for shadow in view.of_role("shadow"):
        paths = [(name,) for name in ("model", "model_provider") if shadow.has(name)]
        away = [path for path in paths if shadow.get(*path) not in plans]
        yield from shadow_problems(view, shadow, "codex.shadowed", away=away, alike=paths)


TOOL = Codex()
