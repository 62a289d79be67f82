"""Hermes Agent: model and provider in ``config.yaml``, key and base URL in ``.env`` beside it.

Observed on Hermes 0.19.0: its provider ``alibaba-coding-plan`` takes the key from ``ALIBABA_CODING_PLAN_API_KEY`` and
the base URL from ``ALIBABA_CODING_PLAN_BASE_URL``; ``.env`` beats the shell; without the URL it goes to the
international host; ``model.base_url`` in the configuration wins where the variable names that host; no thinking
parameter is sent. Without ``model.max_tokens`` it asks some models for more than they give (MiniMax for 131,072), and
without ``model.context_length`` it guesses. Its provider ``alibaba`` is pay-as-you-go.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wizard.environment import Environment
from wizard.formats import DocumentPath, Set
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
from wizard.tools.checks import limit_problems, require_variable
from wizard.tools.ownership import names_plan, withdrawals

PROVIDER: Final = "alibaba-coding-plan"
KEY: Final = "ALIBABA_CODING_PLAN_API_KEY"
BASE_URL: Final = "ALIBABA_CODING_PLAN_BASE_URL"
_NAMES: Final = (PROVIDER, "alibaba-coding", "alibaba_coding", "alibaba_coding_plan")
_OURS: Final = ("default", "provider", "context_length", "max_tokens")
_UNSET_REGION: Final = "international"
_LEFT: Final = ("base_url", "api_mode", "api_key")
"""Settings of the model that belong to another provider."""


class Hermes(Tool):
    """Hermes has a provider for the plan; the wizard chooses it and gives it key, host and model."""

    id = "hermes"

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """The configuration and the variables beside it."""
        folder = _folder(environment)
        return (ToolFile("config", folder / "config.yaml", "yaml"), ToolFile("dotenv", folder / ".env", "env-python"))

    def state(self, view: View) -> ToolState:
        """On the plan where its provider is chosen and reaches one of the plan's hosts. Thinking is no setting."""
        config, dotenv = view.files["config"], view.files["dotenv"]
        path = config.file.path
        chosen = (config.text("model", "provider") or "").strip().lower() in _NAMES
        if not chosen and not dotenv.has(BASE_URL):
            return ToolState()
        base_url = dotenv.text(BASE_URL) or view.environment.variable(BASE_URL)
        region = view.catalog.region_of(base_url) if base_url else _UNSET_REGION
        model = config.text("model", "default") if chosen else None
        credential = _credential(view)
        problems = url_problems(view, base_url, dotenv.file.path)
        if region is None and not problems:
            problems.append(Notice("hermes.other-host", {"base_url": base_url}, dotenv.file.path))
        if not chosen:
            provider = config.text("model", "provider") or "–"
            problems.append(Notice("hermes.other-provider", {"name": provider}, path))
        problems += [*model_problems(view, model, path), *key_problems(view, credential, dotenv.file.path)]
        if chosen:
            limits = {"context": config.get("model", "context_length"), "output": config.get("model", "max_tokens")}
            problems += [*limit_problems(view, model or "", path, **limits), *_left_problems(config)]
        return ToolState(
            configured=chosen and region is not None,
            region=region,
            model=model,
            credential=credential,
            problems=tuple(problems),
            meant_region=view.catalog.meant_region(base_url or ""),
        )

    def configure(self, view: View, choice: Choice) -> Proposal:
        """The model with the plan's provider, and key and base URL in ``.env``.

        Raises:
            WizardError: the key is to come from a variable that Hermes does not read.
        """
        by_reference = isinstance(choice.credential, KeyReference)
        require_variable(choice.credential, KEY, "hermes.no-reference")
        edits = _model_edits(view, choice.model)
        variables = sets("hermes.endpoint", {(BASE_URL,): view.base_url(choice.region)})
        if by_reference:
            variables += deletes("hermes.key-by-reference", [(KEY,)], name=KEY)
        else:
            variables = sets("hermes.key", {(KEY,): written(choice.credential)}) + variables
        warnings = []
        model = view.catalog.models[choice.model]
        if choice.thinking.budget is not None or (model.can_think and not choice.thinking.enabled):
            warnings.append(Notice("hermes.no-thinking-setting"))
        files = (FileEdits("config", tuple(edits)), FileEdits("dotenv", tuple(variables)))
        return Proposal(files, tuple(warnings), (say("hermes.next"),))

    def withdraw(self, view: View) -> Proposal:
        """The provider with the model, and the plan's variables."""
        config, dotenv = view.files["config"], view.files["dotenv"]
        members = config.table("model")
        chosen = (config.text("model", "provider") or "").strip().lower() in _NAMES
        reached = self.state(view).configured
        named = [name for name in (KEY, BASE_URL) if names_plan(view.catalog, dotenv.get(name))]
        files = []
        if chosen or ("provider" not in members and config.text("model", "default") in view.catalog.models):
            # With nothing else in it the whole goes, so that a model in the short form can come back.
            whole = all(name in _OURS for name in members)
            gone: list[DocumentPath] = [("model",)] if whole else [("model", name) for name in _OURS if name in members]
            surely = bool(named) or (chosen and reached)
            files.append(FileEdits("config", tuple(withdrawals(gone, surely=surely))))
        edits: list[PlannedEdit] = []
        for name in (KEY, BASE_URL):
            surely = name in named or (name == KEY and (reached or BASE_URL in named))
            edits += withdrawals([(name,)], surely=surely)
        if dotenv.exists:
            files.append(FileEdits("dotenv", tuple(edits)))
        return Proposal(tuple(files))


def _folder(environment: Environment) -> Path:
    if environment.platform == "win32":
        local = environment.folder("LOCALAPPDATA", "AppData", "Local")
        return environment.named("HERMES_HOME") or local / "hermes"
    return environment.folder("HERMES_HOME", ".hermes")


def _model_edits(view: View, model: str) -> list[PlannedEdit]:
    config = view.files["config"]
    limits = {"context_length": view.catalog.models[model].context_window, "max_tokens": view.output_limit(model)}
    if isinstance(config.get("model"), str):
        # The short form, a model alone.
        return [PlannedEdit(Set(("model",), {"default": model, "provider": PROVIDER, **limits}), "hermes.model")]
    edits = sets("hermes.model", {("model", "default"): model, ("model", "provider"): PROVIDER})
    edits += sets("hermes.limits", {("model", name): value for name, value in limits.items()})
    left = [("model", name) for name in _LEFT if config.has("model", name)]
    return edits + deletes("hermes.left", left)


def _left_problems(config: OpenedFile) -> Iterator[Notice]:
    names = [name for name in _LEFT if config.get("model", name)]
    if names:
        listed = ", ".join(f"model.{name}" for name in names)
        yield Notice("hermes.left-over", {"names": listed}, config.file.path)


def _credential(view: View) -> Credential | None:
    key = view.files["dotenv"].text(KEY)
    if key or not view.environment.variable(KEY):
        return literal(key)
    return KeyReference(KEY)


TOOL = Hermes()
