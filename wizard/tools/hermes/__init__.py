"""Hermes Agent: model and provider in ``config.yaml``, key and base URL in ``.env`` beside it.

Observed on Hermes 0.19.0: its provider ``alibaba-coding-plan`` takes the key from ``ALIBABA_CODING_PLAN_API_KEY`` and
the base URL from ``ALIBABA_CODING_PLAN_BASE_URL``; ``.env`` beats the shell; without the URL it goes to the
international host; ``model.base_url`` in the configuration wins where the variable names that host; no thinking
parameter is sent. Without ``model.max_tokens`` it asks some models for more than they give (MiniMax for 131,072), and
without ``model.context_length`` it guesses. Its provider ``alibaba`` is pay-as-you-go.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from wizard.environment import Environment
from wizard.formats import Value
from wizard.key import Credential, KeyReference
from wizard.tools.base import Choice, Notice, OpenedFile, ToolFile, ToolState, View, literal, written
from wizard.tools.checks import require_variable
from wizard.tools.ownership import names_plan
from wizard.tools.table import (
    ANYTHING,
    NOTHING,
    Case,
    Owner,
    Setting,
    TableTool,
    is_empty,
    owner,
    state_of,
)

PROVIDER: Final = "alibaba-coding-plan"
KEY: Final = "ALIBABA_CODING_PLAN_API_KEY"
BASE_URL: Final = "ALIBABA_CODING_PLAN_BASE_URL"
_NAMES: Final = (PROVIDER, "alibaba-coding", "alibaba_coding", "alibaba_coding_plan")
_OURS: Final = ("default", "provider", "context_length", "max_tokens")
_UNSET_REGION: Final = "international"
_LEFT: Final = ("base_url", "api_mode", "api_key")
"""Settings of the model that belong to another provider."""


class Hermes(TableTool):
    """Hermes has a provider for the plan; the wizard chooses it and gives it key, host and model."""

    id = "hermes"
    next_step = "hermes.next"
    no_thinking = "hermes.no-thinking-setting"

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """The configuration and the variables beside it."""
        folder = _folder(environment)
        return (ToolFile("config", folder / "config.yaml", "yaml"), ToolFile("dotenv", folder / ".env", "env-python"))

    def settings(self, case: Case) -> Iterator[Setting]:
        """The model with the plan's provider, and key and base URL in ``.env``."""
        view, choice, dotenv = case.view, case.choice, case.view.files["dotenv"]
        state = self.present(view)
        reached = state is not None and state.configured
        with_key, on_plan = (names_plan(view.catalog, dotenv.get(name)) for name in (KEY, BASE_URL))
        yield from _model(case, surely=with_key or on_plan or reached)
        whose = owner(ours=dotenv.exists, surely=with_key or on_plan or reached)
        row = partial(Setting, role="dotenv")
        key = row((KEY,), written(choice.credential), "hermes.key", owner=whose)
        whose = owner(ours=dotenv.exists, surely=on_plan)
        address = row((BASE_URL,), view.base_url(choice.region), "hermes.endpoint", owner=whose)
        if isinstance(choice.credential, KeyReference):
            key = replace(key, value=NOTHING, reason="hermes.key-by-reference", values={"name": KEY})
            yield from (address, key)
        else:
            yield from (key, address)

    def present(self, view: View) -> ToolState | None:
        """On the plan where its provider is chosen and reaches one of the plan's hosts. Thinking is no setting."""
        config, dotenv = view.files["config"], view.files["dotenv"]
        chosen = _is_chosen(config)
        if not chosen and not dotenv.has(BASE_URL):
            return None
        base_url = dotenv.text(BASE_URL) or view.environment.variable(BASE_URL)
        address, key = ("dotenv", (BASE_URL,)), ("dotenv", (KEY,))
        model = (("config", ("model", "default")), config.text("model", "default") if chosen else None)
        unreached = Notice("hermes.other-host", {"base_url": base_url}) if base_url else None
        other = Notice("hermes.other-provider", {"name": config.text("model", "provider") or "–"}, config.file.path)
        also = [] if chosen else [other]
        state = state_of(view, (address, base_url), model, (key, _credential(view)), unreached, also)
        region = state.region if base_url else _UNSET_REGION
        return replace(state, configured=chosen and region is not None, region=region)

    def require(self, view: View, choice: Choice) -> None:
        """The key comes in clear, or from the variable that Hermes reads."""
        del view
        require_variable(choice.credential, KEY, "hermes.no-reference")


def _model(case: Case, *, surely: bool) -> Iterator[Setting]:
    """The model, its provider and its limits: one value where there was but the model's name, the short form."""
    view, name, config = case.view, case.choice.model, case.view.files["config"]
    window, longest = view.catalog.models[name].context_window, view.output_limit(name)
    members, chosen, judged = config.table("model"), _is_chosen(config), case.judged
    by_name = "provider" not in members and case.is_plans_model(members.get("default"))
    whose = owner(ours=chosen or by_name, surely=surely)
    # With nothing else in it the whole goes, so that a model in the short form can come back.
    whole = all(each in _OURS for each in members)
    row = partial(Setting, ("model",), reason="hermes.model", role="config", owner=whose if whole else Owner.USER)
    if isinstance(config.get("model"), str):
        yield row({"default": name, "provider": PROVIDER, "context_length": window, "max_tokens": longest})
        return
    yield row(ANYTHING)

    def member(key: str, value: Value, reason: str) -> Setting:
        own = Owner.USER if whole or key not in members else whose
        return Setting(("model", key), value, reason, role="config", owner=own)

    yield member("default", name, "hermes.model")
    yield member("provider", PROVIDER, "hermes.model")
    context, output = member("context_length", window, "hermes.limits"), member("max_tokens", longest, "hermes.limits")
    limits = (judged.context_window, judged.max_output) if judged else (None, None)
    yield context.within(limits[0], "tools.context-over", name, members.get("context_length"))
    yield output.within(limits[1], "tools.output-over", name, members.get("max_tokens"))
    for key in _LEFT:
        left = Notice("hermes.left-over", {"names": f"model.{key}"}) if chosen else None
        row = partial(Setting, ("model", key), NOTHING, "hermes.left", role="config", owner=Owner.USER)
        yield row(good=is_empty, wrong=left)


def _is_chosen(config: OpenedFile) -> bool:
    return (config.text("model", "provider") or "").strip().lower() in _NAMES


def _folder(environment: Environment) -> Path:
    if environment.platform == "win32":
        local = environment.folder("LOCALAPPDATA", "AppData", "Local")
        return environment.named("HERMES_HOME") or local / "hermes"
    return environment.folder("HERMES_HOME", ".hermes")


def _credential(view: View) -> Credential | None:
    key = view.files["dotenv"].text(KEY)
    if key or not view.environment.variable(KEY):
        return literal(key)
    return KeyReference(KEY)


TOOL = Hermes()
