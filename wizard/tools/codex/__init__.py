"""Codex: a provider in ``config.toml`` and the key in ``.env`` beside it.

Observed: the plan has no Responses API, and Codex after 0.80.0 refuses the whole file for ``wire_api = "chat"``.
Codex 0.80.0 does not know ``model_max_output_tokens``, so it is not written, and its ``.env`` beats the shell.

Of what is written, no request shows ``name`` and ``model_context_window`` (Codex documentation, "Configuration
reference").
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from wizard.catalog import version_of
from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.key import Credential, KeyReference
from wizard.tools.base import (
    Choice,
    FileEdits,
    Notice,
    ToolFile,
    ToolState,
    View,
    deletes,
    literal,
    written,
)
from wizard.tools.ownership import names_plan
from wizard.tools.table import (
    ANYTHING,
    NOTHING,
    Case,
    Owner,
    Setting,
    TableTool,
    about,
    case_of,
    only,
    owner,
    state_of,
)

PROVIDER: Final = "bailian-coding-plan"
AT: Final = ("model_providers", PROVIDER)
VARIABLE: Final = "BAILIAN_CODING_PLAN_API_KEY"
_MODEL: Final = ("model",)
_PROVIDER: Final = ("model_provider",)
_CONTEXT: Final = ("model_context_window",)
_BASE_URL: Final = (*AT, "base_url")
_WIRE: Final = (*AT, "wire_api")
_CHAT: Final = "chat"


class Codex(TableTool):
    """Codex up to the last version with chat completions."""

    id = "codex"
    has_project_file = True
    needs_version = True
    next_step = "codex.next"
    shadowed = "codex.shadowed"
    deciding = (_MODEL, _PROVIDER)
    no_thinking = "codex.no-thinking-setting"

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

    def settings(self, case: Case) -> Iterator[Setting]:
        """The provider, the model with its context window, and the key in ``.env``."""
        view, choice, config = case.view, case.choice, case.view.files["config"]
        variable = config.text(*AT, "env_key") or VARIABLE
        with_key = names_plan(view.catalog, view.files["dotenv"].get(VARIABLE))
        certain = names_plan(view.catalog, config.get(*AT)) or (with_key and variable == VARIABLE)
        in_use = config.text(*_PROVIDER)
        goes_along = in_use == PROVIDER or (config.has(*AT) and not config.has(*_PROVIDER))
        models = owner(ours=goes_along and case.is_plans_model(config.get(*_MODEL)), surely=certain)

        row = partial(Setting, role="config")
        other = Notice("codex.other-provider", {"name": in_use or "–"})
        whose = owner(ours=in_use == PROVIDER, surely=certain)
        yield row(_MODEL, choice.model, "codex.model", good=case.is_plans_model, owner=models)
        yield row(_PROVIDER, PROVIDER, "codex.model", good=only(PROVIDER), missing=other, wrong=other, owner=whose)
        window, limit = view.catalog.models[choice.model].context_window, case.judged and case.judged.context_window
        context = row(_CONTEXT, window, "codex.context", owner=models)
        yield context.within(limit, "tools.context-over", choice.model, config.get(*_CONTEXT))

        yield row(AT, ANYTHING, "codex.provider", owner=owner(ours=config.has(*AT), surely=certain))
        row = partial(row, reason="codex.provider", owner=Owner.USER)
        wire = Notice("codex.wire", {"wire": config.get(*_WIRE, default="–"), "right": _CHAT})
        named = choice.credential.variable if isinstance(choice.credential, KeyReference) else VARIABLE
        yield row((*AT, "name"), "Model Studio Coding Plan")
        yield row(_BASE_URL, view.base_url(choice.region))
        yield row((*AT, "env_key"), named)
        yield row(_WIRE, _CHAT, good=only(_CHAT), missing=wire, wrong=wire)
        if not view.in_project:
            # The key is the user's: in the variables beside the own configuration, or in the variable referred to.
            reached = with_key or (config.has(*AT) and certain and variable == VARIABLE)
            yield _key(choice, owner(ours=view.files["dotenv"].has(VARIABLE), surely=reached))

    def present(self, view: View) -> ToolState | None:
        """On the plan where the provider has a base URL on one of its hosts. Thinking is no setting of Codex."""
        config = view.files["config"]
        if not config.has(*AT):
            return None
        base_url = config.text(*_BASE_URL)
        model = config.text(*_MODEL) if config.text(*_PROVIDER) == PROVIDER else None
        credential = _credential(view, config.text(*AT, "env_key"))
        unreached = Notice("codex.no-base-url", {"name": PROVIDER, "base_url": base_url or "–"})
        address, key = (("config", _BASE_URL), base_url), (("config", (*AT, "env_key")), credential)
        return state_of(view, address, (("config", _MODEL), model), key, unreached, key_in=("dotenv", (VARIABLE,)))

    def state(self, view: View) -> ToolState:
        """As its settings say, or as those of another name for the plan do, which is not written here."""
        config = view.files["config"]
        name = config.text(*_PROVIDER) or ""
        at = ("model_providers", name)
        region = view.catalog.region_of(config.text(*at, "base_url") or "")
        if config.has(*AT) or region is None:
            return super().state(view)
        places = [*(("config", path) for path in (_PROVIDER, AT)), ("dotenv", (VARIABLE,))]
        other = about([Notice("codex.other-name", {"name": name}, config.file.path)], *places)
        return ToolState(
            model=config.text(*_MODEL),
            credential=_credential(view, config.text(*at, "env_key")),
            problems=(*other, *self.conflicts(case_of(view, None))),
            meant_region=region,
        )

    def findings(self, case: Case) -> Iterator[Notice]:
        """A version that refuses the file."""
        if too_new := _too_new(case.view):
            yield Notice("codex.too-new", too_new)

    def conflicts(self, case: Case) -> Iterator[Notice]:
        """A profile, and a project's file, that beat the configuration."""
        yield from _profile(case.view)
        yield from self.shadows(case)

    def warnings(self, case: Case) -> Iterator[Notice]:
        """That Codex may not take what is written."""
        view = case.view
        yield from super().warnings(case)
        if view.in_project and not _trusted(view):
            yield Notice("codex.project-untrusted", {}, view.files["user"].file.path)
        if not view.installation.found:
            yield Notice("codex.not-installed", _versions(view))
        elif view.installation.version is None:
            yield Notice("codex.version-unknown", _versions(view))

    def require(self, view: View, choice: Choice) -> None:
        """Codex is not newer than the last one that works with the plan."""
        del choice
        if too_new := _too_new(view):
            raise WizardError("codex.too-new", **too_new)


def _key(choice: Choice, whose: Owner) -> Setting:
    """The key under its own name, or nothing where the provider names another variable."""
    row = partial(Setting, (VARIABLE,), role="dotenv", owner=whose)
    if isinstance(choice.credential, KeyReference):
        values = {"name": choice.credential.variable}
        return row(value=NOTHING, reason="codex.key-by-reference", values=values)
    return row(value=written(choice.credential), reason="codex.key")


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


def _profile(view: View) -> Iterator[Notice]:
    """A profile that names another model or provider."""
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


TOOL = Codex()
