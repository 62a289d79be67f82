"""Aider: ``.aider.conf.yml`` with model, key and base URL, and the models' limits in a file beside it.

Observed on Aider 0.86.2: an exported ``OPENAI_BASE_URL`` beats ``openai-api-base``, so that the plan's key would go to
another service; a row of ``set-env`` sets it right. The key of the file beats an exported ``OPENAI_API_KEY``; an
exported ``AIDER_MODEL`` or ``AIDER_OPENAI_API_KEY`` and a project's ``.aider.conf.yml`` beat the file. No request
carries a limit of tokens or a thinking parameter.

Of what is written, no request shows the limits in ``.aider.model.metadata.json`` (Aider documentation, "Advanced model
settings"; their values are the catalog's). That ``AIDER_OPENAI_API_BASE`` beats the file too is the documentation's
("Options reference").
"""

from collections.abc import Iterator
from typing import Final

from wizard.environment import Environment
from wizard.formats import DocumentPath, Set, Value
from wizard.key import Credential, KeyReference
from wizard.text import say
from wizard.tools.base import (
    Choice,
    FileEdits,
    Notice,
    OpenedFile,
    PlannedEdit,
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
from wizard.tools.checks import exported_problem, limit_problems, require_variable
from wizard.tools.ownership import names_plan, withdrawals

PREFIX: Final = "openai/"
MODEL: Final = "model"
BASE_URL: Final = "openai-api-base"
KEY: Final = "openai-api-key"
VARIABLES: Final = "set-env"
KEY_VARIABLE: Final = "OPENAI_API_KEY"
_URL_VARIABLE: Final = "OPENAI_BASE_URL="
_ROLES: Final = ("weak-model", "editor-model")
"""Settings that name further models."""
_BEATING: Final = ("AIDER_MODEL", "AIDER_OPENAI_API_BASE", "AIDER_OPENAI_API_KEY")


class Aider(Tool):
    """Aider reaches the plan as an OpenAI service; a model's name begins with ``openai/``."""

    id = "aider"

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """The configuration and the limits of models; a project's configuration is looked at, as it wins."""
        name = ".aider.conf.yml"
        files = [
            ToolFile("config", environment.home / name, "yaml"),
            ToolFile("limits", environment.home / ".aider.model.metadata.json", "json5"),
        ]
        project = environment.working_folder
        if project and project != environment.home:
            files.append(ToolFile("shadow:project", project / name, "yaml", ours=False))
        return tuple(files)

    def state(self, view: View) -> ToolState:
        """On the plan where the base URL is on one of its hosts and the model is asked for there."""
        config = view.files["config"]
        path, base_url, in_use = config.file.path, config.text(BASE_URL), config.text(MODEL) or ""
        region = view.catalog.region_of(base_url or "")
        problems = url_problems(view, base_url, path)
        model = in_use.removeprefix(PREFIX)
        ours = in_use.startswith(PREFIX) and model in view.catalog.models
        if region is None and not problems:
            if not ours:
                return ToolState()
            problems.append(Notice("aider.other-host", {"base_url": base_url or "–"}, path))
        if region and not in_use.startswith(PREFIX):
            values = {"model": in_use or "–", "right": f"{PREFIX}{view.catalog.probable_model(in_use) or '…'}"}
            problems.append(Notice("aider.no-prefix", values, path))
        credential = _credential(view)
        limits = view.files["limits"]
        at = limits.table(in_use)
        problems += [
            *model_problems(view, model, path),
            *key_problems(view, credential, path),
            *limit_problems(
                view, model, limits.file.path, context=at.get("max_input_tokens"), output=at.get("max_output_tokens")
            ),
            *_conflicts(view),
        ]
        if region and _route(config) != base_url:
            problems.append(Notice("aider.route", {}, path))
        return ToolState(
            configured=region is not None,
            region=region,
            model=model or None,
            credential=credential,
            problems=tuple(problems),
            meant_region=view.catalog.meant_region(base_url or ""),
        )

    def configure(self, view: View, choice: Choice) -> Proposal:
        """Model, key and base URL, the latter also as the variable that would beat it, and every model's limits.

        Raises:
            WizardError: the key is to come from a variable that Aider does not read.
        """
        require_variable(choice.credential, KEY_VARIABLE, "aider.no-reference")
        config = view.files["config"]
        edits = sets("aider.model", {(MODEL,): f"{PREFIX}{choice.model}"})
        base_url = view.base_url(choice.region)
        edits += sets("aider.endpoint", {(BASE_URL,): base_url})
        if isinstance(choice.credential, KeyReference):
            edits += deletes("aider.key-by-reference", [(KEY,)], name=KEY_VARIABLE)
        else:
            edits += sets("aider.key", {(KEY,): written(choice.credential)})
        edits += _route_edits(config, base_url)
        others = [(name,) for name in _ROLES if _asks_plan_for_other(view, config.text(name))]
        edits += deletes("aider.other-models", others)
        rows: list[PlannedEdit] = []
        for name, model in view.catalog.models.items():
            at = f"{PREFIX}{name}"
            values: dict[DocumentPath, Value] = {
                (at, "max_input_tokens"): model.context_window,
                (at, "max_output_tokens"): view.output_limit(name),
                (at, "litellm_provider"): "openai",
                (at, "mode"): "chat",
            }
            rows += sets("aider.limits", values, model=name)
        for name in sorted(view.retired & self.listed_models(view, view.files["limits"])):
            rows += deletes("tools.model-retired", [(f"{PREFIX}{name}",)], model=name)
        warnings = list(_conflicts(view))
        chosen = view.catalog.models[choice.model]
        if choice.thinking.budget is not None or (chosen.can_think and not choice.thinking.enabled):
            warnings.append(Notice("aider.no-thinking-setting"))
        files = (FileEdits("config", tuple(edits)), FileEdits("limits", tuple(rows)))
        return Proposal(files, tuple(warnings), (say("aider.next"),))

    def listed_models(self, view: View, file: OpenedFile) -> frozenset[str]:
        """The models whose limits are given."""
        del view
        if file.file.role != "limits":
            return frozenset()
        return frozenset(name.removeprefix(PREFIX) for name in file.table() if name.startswith(PREFIX))

    def withdraw(self, view: View) -> Proposal:
        """Base URL, key and variable where they are the plan's, the model with them, and the limits of its models."""
        config, limits = view.files["config"], view.files["limits"]
        on_plan = names_plan(view.catalog, config.get(BASE_URL))
        connection = [BASE_URL] if on_plan else []
        connection += [KEY] if on_plan or names_plan(view.catalog, config.get(KEY)) else []
        edits = withdrawals([(name,) for name in connection], surely=True)
        rows = _routes_to_plan(view)
        if config.text(VARIABLES) is not None or len(rows) == len(config.rows(VARIABLES)):
            edits += withdrawals([(VARIABLES,)] if rows else [], surely=True)
        else:
            edits += withdrawals([(VARIABLES, place) for place in reversed(rows)], surely=True)
        surely = bool(edits)
        if (config.text(MODEL) or "").removeprefix(PREFIX) in view.catalog.models:
            edits += withdrawals([(MODEL,)], surely=surely)
        if edits:
            gone = [name for name in (BASE_URL, KEY, MODEL) if not config.has(name)]
            edits += withdrawals([(name,) for name in (*gone, *_ROLES)], surely=False)
        files = [FileEdits("config", tuple(edits))] if edits else []
        listed = [(f"{PREFIX}{name}",) for name in view.catalog.models if limits.has(f"{PREFIX}{name}")]
        if listed:
            files.append(FileEdits("limits", tuple(withdrawals(listed, surely=surely))))
        return Proposal(tuple(files))


def _routes_to_plan(view: View) -> list[int]:
    """The rows of ``set-env``, or 0 for a single one, that name a host or a key of the plan."""
    config = view.files["config"]
    single = config.text(VARIABLES)
    rows = enumerate(config.rows(VARIABLES) if single is None else [single])
    return [place for place, row in rows if isinstance(row, str) and names_plan(view.catalog, row.partition("=")[2])]


def _route_places(config: OpenedFile) -> list[int]:
    """The rows of ``set-env`` that set the variable of the base URL."""
    rows = enumerate(config.rows(VARIABLES))
    return [place for place, row in rows if isinstance(row, str) and row.startswith(_URL_VARIABLE)]


def _route(config: OpenedFile) -> str | None:
    """The base URL as the variable is set, the last row of it counting."""
    single = config.text(VARIABLES)
    rows = [single] if single else [config.rows(VARIABLES)[place] for place in _route_places(config)]
    last = str(rows[-1]) if rows else ""
    return last.removeprefix(_URL_VARIABLE) if last.startswith(_URL_VARIABLE) else None


def _route_edits(config: OpenedFile, base_url: str) -> list[PlannedEdit]:
    row, places = f"{_URL_VARIABLE}{base_url}", _route_places(config)
    single, end = config.text(VARIABLES), len(config.rows(VARIABLES))
    if single and not single.startswith(_URL_VARIABLE):
        edit = Set((VARIABLES,), [single, row])
    elif single or config.get(VARIABLES) is None:
        edit = Set((VARIABLES,), [row])
    else:
        edit = Set((VARIABLES, places[-1] if places else end), row)
    return [PlannedEdit(edit, "aider.route-set")]


def _asks_plan_for_other(view: View, name: str | None) -> bool:
    """Whether ``name`` is a model that would be asked of the plan, which does not have it."""
    if not name or ("/" in name and not name.startswith(PREFIX)):
        return False
    return name.removeprefix(PREFIX) not in view.catalog.models


def _credential(view: View) -> Credential | None:
    key = view.files["config"].text(KEY)
    if key or not view.environment.variable(KEY_VARIABLE):
        return literal(key)
    return KeyReference(KEY_VARIABLE)


def _conflicts(view: View) -> Iterator[Notice]:
    for name in _BEATING:
        if exported := view.exported(name):
            yield exported_problem(exported, "aider.beaten")
    for shadow in view.of_role("shadow"):
        names = [name for name in (MODEL, BASE_URL, KEY, VARIABLES) if shadow.has(name)]
        if names:
            yield Notice("aider.shadowed", {"names": ", ".join(names)}, shadow.file.path)


TOOL = Aider()
