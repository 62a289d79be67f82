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
from dataclasses import replace
from functools import partial
from typing import Final

from wizard.environment import Environment
from wizard.formats import DocumentPath, Value
from wizard.key import Credential, KeyReference
from wizard.tools.base import Choice, Notice, OpenedFile, ToolFile, ToolState, View, literal, url_problems, written
from wizard.tools.checks import exported_problem, require_variable
from wizard.tools.ownership import names_plan
from wizard.tools.table import (
    ANYTHING,
    NOTHING,
    Case,
    Owner,
    Setting,
    TableTool,
    about,
    owner,
    state_of,
)

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


class Aider(TableTool):
    """Aider reaches the plan as an OpenAI service; a model's name begins with ``openai/``."""

    next_step = "aider.next"
    no_thinking = "aider.no-thinking-setting"
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

    def settings(self, case: Case) -> Iterator[Setting]:
        """Model, key and base URL, the latter also as the variable that would beat it, and every model's limits."""
        view, choice, config = case.view, case.choice, case.view.files["config"]
        base_url, key, in_use = (config.get(name) for name in (BASE_URL, KEY, MODEL))
        on_plan, routes = names_plan(view.catalog, base_url), _routes_to_plan(view)
        with_key = on_plan or names_plan(view.catalog, key)
        certain = with_key or bool(routes)
        asks_plan = case.is_plans_model(str(in_use).removeprefix(PREFIX))
        touched = certain or asks_plan

        def whose(value: Value, *, ours: bool, surely: bool) -> Owner:
            return owner(ours=ours or (touched and value is None), surely=ours and surely)

        row = partial(Setting, role="config")
        model = whose(in_use, ours=asks_plan, surely=certain)
        yield row((MODEL,), f"{PREFIX}{choice.model}", "aider.model", owner=model)
        address = whose(base_url, ours=on_plan, surely=True)
        yield row((BASE_URL,), view.base_url(choice.region), "aider.endpoint", owner=address)
        secret = row((KEY,), written(choice.credential), "aider.key", owner=whose(key, ours=with_key, surely=True))
        if isinstance(choice.credential, KeyReference):
            secret = replace(secret, value=NOTHING, reason="aider.key-by-reference", values={"name": KEY_VARIABLE})
        yield secret
        yield from _route_settings(view, view.base_url(choice.region), routes)
        for name in _ROLES:
            unwanted = NOTHING if _asks_plan_for_other(view, config.text(name)) else ANYTHING
            yield row((name,), unwanted, "aider.other-models", owner=owner(ours=touched, surely=False))
        yield from _limits(case, in_use, surely=certain)

    def present(self, view: View) -> ToolState | None:
        """On the plan where the base URL is on one of its hosts and the model is asked for there."""
        config = view.files["config"]
        base_url, in_use = config.text(BASE_URL), config.text(MODEL) or ""
        region, model = view.catalog.region_of(base_url or ""), in_use.removeprefix(PREFIX)
        ours = in_use.startswith(PREFIX) and model in view.catalog.models
        if region is None and not ours and not url_problems(view, base_url, None):
            return None
        unreached, also = Notice("aider.other-host", {"base_url": base_url or "–"}), list[Notice]()
        if region and not in_use.startswith(PREFIX):
            right = f"{PREFIX}{view.catalog.probable_model(in_use) or '…'}"
            also.append(Notice("aider.no-prefix", {"model": in_use or "–", "right": right}, config.file.path))
        address, named = (("config", (BASE_URL,)), base_url), (("config", (MODEL,)), model)
        key = (("config", (KEY,)), _credential(view))
        state = state_of(view, address, named, key, unreached, about(also, ("config", (MODEL,))))
        return replace(state, model=model or None)

    def findings(self, case: Case) -> Iterator[Notice]:
        """A base URL that is set as a variable, too, and says otherwise there."""
        config = case.view.files["config"]
        base_url = config.text(BASE_URL)
        if case.view.catalog.region_of(base_url or "") and _route(config) != base_url:
            yield from about([Notice("aider.route", {}, config.file.path)], ("config", (VARIABLES,)))

    def conflicts(self, case: Case) -> Iterator[Notice]:
        """Variables and a project's file that beat the configuration."""
        for name in _BEATING:
            if exported := case.view.exported(name):
                yield exported_problem(exported, "aider.beaten")
        for shadow in case.view.of_role("shadow"):
            names = [name for name in (MODEL, BASE_URL, KEY, VARIABLES) if shadow.has(name)]
            if names:
                yield Notice("aider.shadowed", {"names": ", ".join(names)}, shadow.file.path)

    def require(self, view: View, choice: Choice) -> None:
        """The key comes in clear, or from the variable that Aider reads."""
        del view
        require_variable(choice.credential, KEY_VARIABLE, "aider.no-reference")

    def listed_models(self, view: View, file: OpenedFile) -> frozenset[str]:
        """The models whose limits are given."""
        del view
        if file.file.role != "limits":
            return frozenset()
        return frozenset(name.removeprefix(PREFIX) for name in file.table() if name.startswith(PREFIX))


def _limits(case: Case, in_use: Value, *, surely: bool) -> Iterator[Setting]:
    """The limits of every model, each a table of its own."""
    view, limits = case.view, case.view.files["limits"]
    for name, model in view.catalog.models.items():
        at = f"{PREFIX}{name}"
        judged = case.judged is model and in_use == at
        row = partial(Setting, reason="aider.limits", values={"model": name}, role="limits", owner=Owner.USER)
        yield row((at,), ANYTHING, owner=owner(ours=limits.has(at), surely=surely))
        window, longest = (
            row((at, "max_input_tokens"), model.context_window),
            row((at, "max_output_tokens"), view.output_limit(name)),
        )
        given = limits.table(at)
        most = (model.context_window, model.max_output) if judged else (None, None)
        yield window.within(most[0], "tools.context-over", name, given.get("max_input_tokens"))
        yield longest.within(most[1], "tools.output-over", name, given.get("max_output_tokens"))
        yield row((at, "litellm_provider"), "openai")
        yield row((at, "mode"), "chat")
    for at in sorted(limits.table()):
        if at.startswith(PREFIX) and at.removeprefix(PREFIX) in view.retired:
            values = {"model": at.removeprefix(PREFIX)}
            yield Setting((at,), NOTHING, "tools.model-retired", values, "limits", owner=Owner.USER)


def _route_settings(view: View, base_url: str, routes: list[int]) -> Iterator[Setting]:
    """The row of ``set-env`` that sets the variable of the base URL, and those that name the plan."""
    config = view.files["config"]
    row, places = f"{_URL_VARIABLE}{base_url}", _route_places(config)
    single, rows = config.text(VARIABLES), config.rows(VARIABLES)
    setting = partial(Setting, reason="aider.route-set", role="config")
    path: DocumentPath = (VARIABLES,)
    if single and not single.startswith(_URL_VARIABLE):
        yield setting(path, [single, row], owner=Owner.USER)
    elif single or config.get(VARIABLES) is None:
        yield setting(path, [row], owner=Owner.USER)
    else:
        yield setting((VARIABLES, places[-1] if places else len(rows)), row, owner=Owner.USER)
    if single is not None or len(routes) == len(rows):
        yield from [setting(path, ANYTHING, owner=Owner.PLAN)] if routes else []
    else:
        yield from (setting((VARIABLES, place), ANYTHING, owner=Owner.PLAN) for place in reversed(routes))


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


TOOL = Aider()
