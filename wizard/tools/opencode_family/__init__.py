"""OpenCode and the tools that are made from it: a provider in their JSONC configuration.

Observed on OpenCode 1.18.33 and Kilo 7.7.7: the global files are merged in order and a file named by a variable after
them, later wins; ``budgetTokens`` must be in camel case; without ``$schema`` the file is rewritten; a request carries
``max_tokens = min(limit.output, 32000) + budgetTokens``, which must not exceed the model's output limit.

Of what is written, no request shows ``name``, ``limit.context`` and ``modalities`` (OpenCode documentation, "Models"
and "Providers"; their values are the catalog's). That versions before 1.2.16 fail on long conversations is the FAQ's
(OpenCode: "Request entity too large" error).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Final

from wizard.catalog import Model
from wizard.environment import Environment
from wizard.formats import DocumentPath, Value
from wizard.key import Credential
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
    sets,
    thinks,
    too_old,
    url_problems,
    written,
)
from wizard.tools.checks import other_address, shadow_problems
from wizard.tools.ownership import names_plan, withdrawals

PROVIDER: Final = "bailian-coding-plan"
PACKAGE: Final = "@ai-sdk/anthropic"
AT: Final = ("provider", PROVIDER)
_KEY: Final = (*AT, "options", "apiKey")
_REFERENCE: Final = re.compile(r"\{env:([^{}]+)\}\Z")
_SMALLEST_USEFUL_OUTPUT: Final = 4096
_SHADOWING: Final[tuple[DocumentPath, ...]] = (
    ("model",),
    (*AT, "npm"),
    (*AT, "options", "baseURL"),
    _KEY,
)
"""What of a project's file decides whether its tool reaches the plan."""


class OpenCodeFamily(Tool):
    """They reach the plan through the Anthropic SDK, with one provider that lists every plan model.

    ``schema`` is what their file names as its own. Their folder of ``XDG_CONFIG_HOME`` is called ``folder``, the one of
    ``XDG_DATA_HOME`` too. ``merged`` are the global files in the order they are merged, ``preferred`` those of them to
    write, the first one that is there; where none is, ``fresh`` is made. ``variable`` may name one more file.
    ``project`` are a project's files, which win; ``project_written`` those of them to write, the last one that is
    there, else the first; ``project_shared`` those that are another tool's own, and so are not for this one to write.
    """

    schema: ClassVar[str]
    folder: ClassVar[str]
    merged: ClassVar[tuple[str, ...]]
    preferred: ClassVar[tuple[str, ...]]
    fresh: ClassVar[str]
    variable: ClassVar[str]
    project: ClassVar[tuple[str, ...]]
    project_written: ClassVar[tuple[str, ...]]
    project_shared: ClassVar[tuple[str, ...]] = ()
    has_project_file = True

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """The global files in the order they are merged, then those that are only looked at.

        In a project its own files, which are merged last; the global ones are looked at.
        """
        folder = environment.config_home / self.folder
        files = [ToolFile(f"config:{name}", folder / name, "jsonc") for name in self.merged]
        named = environment.named(self.variable)
        if named:
            files.append(ToolFile("config:named", named, "jsonc"))
        if environment.project:
            files = [replace(file, role=file.role.replace("config", "user", 1), ours=False) for file in files]
            names = [name for name in self.project if name not in self.project_shared]
            files += [ToolFile(f"config:{name}", environment.project / name, "jsonc") for name in names]
        elif environment.working_folder:
            files += [
                ToolFile(f"shadow:{name}", environment.working_folder / name, "jsonc", ours=False)
                for name in self.project
            ]
        data = environment.folder("XDG_DATA_HOME", ".local", "share")
        login = data / self.folder / "auth.json"
        files.append(ToolFile("login", login, "json", ours=False, credentials=True))
        return tuple(files)

    def state(self, view: View) -> ToolState:
        """On the plan where the provider, as merged, has a base URL on one of its hosts."""
        from wizard.tools.opencode_family.findings import findings

        base_url = merged_text(view, *AT, "options", "baseURL")
        region = view.catalog.region_of(base_url or "")
        path = self._target(view).file.path
        in_use = merged_text(view, "model") or ""
        provider, _, model = in_use.partition("/")
        chosen = model if provider == PROVIDER else None
        if not any(file.has(*AT) for file in view.of_role("config")) and chosen is None:
            return ToolState()
        credential = _credential(view)
        problems = url_problems(view, base_url, path)
        if not base_url:
            problems.append(Notice("opencode.no-base-url", {"name": PROVIDER}, path))
        problems += model_problems(view, chosen, path)
        if chosen is None:
            code = "opencode.no-prefix" if in_use in view.catalog.models else "opencode.other-model"
            problems.append(Notice(code, {"model": in_use or "–", "right": f"{PROVIDER}/{in_use}"}, path))
        problems += key_problems(view, credential, path)
        state = ToolState(
            configured=region is not None,
            region=region,
            model=in_use if in_use in view.catalog.models else chosen,
            thinking=_thinking(view, chosen),
            credential=credential,
            meant_region=view.catalog.meant_region(base_url or ""),
        )
        return replace(state, problems=(*problems, *findings(view, state), *_conflicts(view)))

    def configure(self, view: View, choice: Choice) -> Proposal:
        """The provider with all plan models, and the model to use, in the file that wins."""
        target = self._target(view)
        warnings = list(_conflicts(view))
        edits = sets(
            "opencode.schema",
            {} if target.has("$schema") else {("$schema",): self.schema},
            tool=view.facts.name,
        )
        edits += sets("opencode.model", {("model",): f"{PROVIDER}/{choice.model}"}, tool=view.facts.name)
        edits += sets(
            "opencode.provider",
            {
                (*AT, "npm"): PACKAGE,
                (*AT, "name"): "Model Studio Coding Plan",
                (*AT, "options", "baseURL"): view.base_url(choice.region),
            },
            tool=view.facts.name,
        )
        in_logins = choice.key_stays and not any(file.has(*_KEY) for file in view.of_role("config"))
        if choice.credential and not in_logins:
            text = written(choice.credential, "{{env:{}}}")
            edits += sets("opencode.provider", {_KEY: text}, tool=view.facts.name)
        elif not choice.credential:
            edits += deletes("tools.no-key-in-project", [_KEY])
        for name, model in view.catalog.models.items():
            chosen = name == choice.model
            budget = _budget(view, model, choice.thinking, chosen=chosen)
            output = _output(view, name, budget)
            edits += _model_edits(view, target, name, output, budget)
            if chosen and budget is not None:
                warnings += _budget_warnings(view, name, output, budget)
        files = [FileEdits(target.file.role, (*edits, *_retired(view, target)))]
        files += _other_files(view, target, edits)
        return Proposal(tuple(files), tuple(warnings), (say("opencode.next", command=view.facts.command),))

    def listed_models(self, view: View, file: OpenedFile) -> frozenset[str]:
        """The provider's models."""
        del view
        return frozenset(file.table(*AT, "models")) if file.file.role.startswith("config") else frozenset()

    def named_files(self, view: View) -> tuple[ToolFile, ...]:
        """The file to write, and those of the others that are there."""
        target = self._target(view)
        opened = [file for file in view.of_role("config") if file is target or file.exists]
        return tuple(file.file for file in opened)

    def withdraw(self, view: View) -> Proposal:
        """The provider, and the model where it is one of the provider's, in every file that has them."""
        files = []
        # One file may name the host and another the model.
        surely = any(names_plan(view.catalog, file.get(*AT)) for file in view.of_role("config"))
        for file in view.of_role("config"):
            edits = withdrawals([AT] if file.has(*AT) else [], surely=surely)
            if (file.text("model") or "").startswith(f"{PROVIDER}/"):
                edits += withdrawals([("model",)], surely=surely)
            if edits:
                edits += withdrawals([("$schema",)], surely=False)
                files.append(FileEdits(file.file.role, tuple(edits)))
        return Proposal(tuple(files))

    def _target(self, view: View) -> OpenedFile:
        """The file that already defines the provider (the last one wins), else the preferred one."""
        if view.in_project:
            own = [view.files[f"config:{name}"] for name in self.project_written]
            defining = [file for file in own if file.has(*AT)] or [file for file in own if file.exists]
            return defining[-1] if defining else own[0]
        defining = [file for file in view.of_role("config") if file.has(*AT)]
        preferred = (view.files[f"config:{name}"] for name in self.preferred)
        present = next((file for file in preferred if file.exists), view.files[f"config:{self.fresh}"])
        return defining[-1] if defining else present


def _other_files(view: View, target: OpenedFile, edits: list[PlannedEdit]) -> Iterator[FileEdits]:
    """Edits for the files that are read after the target and say otherwise, or that list models to be dropped."""
    files = list(view.of_role("config"))
    at = files.index(target)
    values = {"name": target.file.path.name}
    for place, other in enumerate(files):
        if place == at:
            continue
        same = [edit for edit in edits if place > at and other.has(*edit.edit.path)]
        made = [PlannedEdit(edit.edit, "opencode.overrides", values) for edit in same]
        made += _retired(view, other)
        if made:
            yield FileEdits(other.file.role, tuple(made))


def _retired(view: View, file: OpenedFile) -> list[PlannedEdit]:
    names = [name for name in file.table(*AT, "models") if name in view.retired]
    return [edit for name in names for edit in deletes("tools.model-retired", [(*AT, "models", name)], model=name)]


def _model_edits(view: View, target: OpenedFile, name: str, output: int, budget: int | None) -> list[PlannedEdit]:
    model = view.catalog.models[name]
    at: DocumentPath = (*AT, "models", name)
    inputs = ["text", "image"] if model.images else ["text"]
    edits = sets(
        "opencode.limits",
        {
            (*at, "name"): name,
            (*at, "limit", "context"): model.context_window,
            (*at, "limit", "output"): output,
            (*at, "modalities", "input"): inputs,
            (*at, "modalities", "output"): ["text"],
        },
        model=name,
    )
    thinking: DocumentPath = (*at, "options", "thinking")
    if budget is not None:
        values: dict[DocumentPath, Value] = {
            (*thinking, "type"): "enabled",
            (*thinking, "budgetTokens"): budget,
        }
        edits += sets("opencode.thinking", values, model=name, budget=budget)
        if target.has(*thinking, "budget_tokens"):
            edits += deletes("opencode.mend-spelling", [(*thinking, "budget_tokens")], model=name, tool=view.facts.name)
    elif target.has(*thinking):
        lone = len(target.table(*at, "options")) == 1
        edits += deletes("opencode.no-thinking", [thinking[:-1] if lone else thinking], model=name)
    return edits


def _budget(view: View, model: Model, thinking: Thinking, *, chosen: bool) -> int | None:
    """The thinking budget in tokens to write for ``model``; None for no thinking block."""
    if model.max_thinking_budget is None or not thinks(model, thinking, chosen=chosen):
        return None
    if chosen and thinking.budget is not None:
        return thinking.budget
    return min(view.facts.default_thinking_budget or 0, model.max_thinking_budget)


def _output(view: View, name: str, budget: int | None) -> int:
    """The output limit in tokens to write, lowered where output and budget together would be over the model's limit.

    What is written first is the vendor's value for this tool; what the sum must not exceed is the model's own limit.
    """
    stated, limit = view.output_limit(name), view.catalog.models[name].max_output
    asked = min(stated, view.facts.default_max_output or stated)
    if budget is None or asked + budget <= limit or budget >= limit:
        return stated
    return min(stated, limit - budget)


def _budget_warnings(view: View, name: str, output: int, budget: int) -> Iterator[Notice]:
    limit = view.catalog.models[name].max_output
    asked = min(output, view.facts.default_max_output or output)
    if asked + budget > limit:
        values = {"tool": view.facts.name, "model": name, "budget": budget, "sum": asked + budget, "limit": limit}
        yield Notice("opencode.budget-sum", values)
    elif output < min(_SMALLEST_USEFUL_OUTPUT, limit):
        yield Notice("opencode.little-output", {"model": name, "budget": budget, "output": output})


def _thinking(view: View, chosen: str | None) -> Thinking | None:
    if chosen is None or chosen not in view.catalog.models:
        return None
    model = view.catalog.models[chosen]
    if model.always_thinks:
        return Thinking(enabled=True)
    at = (*AT, "models", chosen, "options", "thinking")
    if merged(view, *at, "type") != "enabled":
        return Thinking(enabled=False)
    budget = merged(view, *at, "budgetTokens")
    standard = min(view.facts.default_thinking_budget or 0, model.max_thinking_budget or 0)
    return Thinking(enabled=True, budget=budget if isinstance(budget, int) and budget != standard else None)


def _credential(view: View) -> Credential | None:
    """The key in the provider's options, for a project else in the user's, else the one of their own login."""
    text = merged_text(view, *_KEY)
    return _credential_of(text) or users_credential(view) or literal(view.files["login"].text(PROVIDER, "key"))


def users_credential(view: View) -> Credential | None:
    """The key in the user's own files as a project sees them; None where they hold none."""
    users = [text for file in view.of_role("user") if (text := file.text(*_KEY))]
    return _credential_of(users[-1]) if users else None


def _credential_of(text: str | None) -> Credential | None:
    return reference(_REFERENCE.match(text or "")) or literal(text)


def merged(view: View, *path: str) -> Value:
    """The value at ``path`` in the last global file that has one."""
    found: Value = None
    for file in view.of_role("config"):
        if file.has(*path):
            found = file.get(*path)
    return found


def merged_text(view: View, *path: str) -> str | None:
    """``merged`` where it is a string, else None."""
    value = merged(view, *path)
    return value if isinstance(value, str) else None


def _conflicts(view: View) -> Iterator[Notice]:
    from wizard.tools.opencode_family.findings import lists

    yield from lists(view)
    outdated = too_old(view)
    if outdated:
        yield Notice("opencode.too-old", {"tool": view.facts.name, "command": view.facts.command, **outdated})
    for shadow in view.of_role("shadow"):
        paths: list[DocumentPath] = [path for path in (("model",), AT) if shadow.has(*path)]
        away = [path for path in _SHADOWING if shadow.has(*path) and _leads_away(view, path, shadow.get(*path))]
        yield from shadow_problems(view, shadow, "opencode.shadowed", away=away, alike=paths)


def _leads_away(view: View, path: DocumentPath, value: Value) -> bool:
    """Whether what a project's file says there beats what leads to the plan."""
    own = merged_text(view, *map(str, path))
    if path == ("model",):
        provider, _, model = str(value).partition("/")
        return provider != PROVIDER or model not in view.catalog.models
    if path[-1] == "baseURL":
        return other_address(view, value, own)
    if path[-1] == "apiKey":
        return value != own and not _REFERENCE.match(str(value))
    return value != PACKAGE
