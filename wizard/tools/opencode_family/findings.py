"""What can be wrong in the configuration of OpenCode and its kin while their provider points to the plan."""

from collections.abc import Iterator
from pathlib import Path

from wizard.formats import Delete, DocumentPath, Set, Value
from wizard.key import LiteralKey
from wizard.tools.base import FileEdits, Notice, OpenedFile, PlannedEdit, ToolState, View
from wizard.tools.checks import limit_problems, whole
from wizard.tools.opencode_family import AT, PACKAGE, PROVIDER, merged, merged_text


def findings(view: View, state: ToolState) -> Iterator[Notice]:
    """The findings beside those of URL, key and chosen model."""
    path = _defining(view, *AT)
    if merged_text(view, *AT, "npm") != PACKAGE:
        values = {"package": merged_text(view, *AT, "npm") or "–", "right": PACKAGE}
        yield Notice("opencode.package", values, path)
    if not any(file.has("$schema") for file in view.of_role("config")):
        yield Notice("opencode.no-schema", {"tool": view.facts.name}, path)
    if state.model in view.catalog.models and merged(view, *AT, "models", str(state.model)) is None:
        yield Notice("opencode.not-listed", {"tool": view.facts.name, "model": state.model}, path)
    yield from _models(view)
    yield from _second_files(view)
    yield from _login(view, state)


def lists(view: View) -> Iterator[Notice]:
    """The lists of providers that shut the plan's out."""
    values = {"tool": view.facts.name, "name": PROVIDER}
    for file in view.of_role("config"):
        role, path = file.file.role, file.file.path
        rows = file.rows("disabled_providers")
        if PROVIDER in rows:
            at: DocumentPath = ("disabled_providers", rows.index(PROVIDER))
            removal = PlannedEdit(Delete(at), "opencode.mend-list")
            yield Notice("opencode.disabled", values, path, (FileEdits(role, (removal,)),))
        enabled = file.rows("enabled_providers")
        if isinstance(file.get("enabled_providers"), list | tuple) and PROVIDER not in enabled:
            addition = PlannedEdit(Set(("enabled_providers", len(enabled)), PROVIDER), "opencode.mend-list")
            yield Notice("opencode.not-enabled", values, path, (FileEdits(role, (addition,)),))


def _models(view: View) -> Iterator[Notice]:
    names = dict.fromkeys(name for file in view.of_role("config") for name in file.table(*AT, "models"))
    for name in names:
        at = (*AT, "models", name)
        path = _defining(view, *at)
        model = view.catalog.models.get(name)
        if model is None:
            removals = tuple(
                FileEdits(file.file.role, (PlannedEdit(Delete(at), "opencode.mend-model", {"model": name}),))
                for file in view.of_role("config")
                if file.has(*at)
            )
            yield Notice("opencode.model-listed", {"model": name}, path, removals)
            continue
        thinking = (*at, "options", "thinking")
        enabled = merged_text(view, *thinking, "type") == "enabled"
        budget = merged(view, *thinking, "budgetTokens")
        output = merged(view, *at, "limit", "output")
        limits = {"context": merged(view, *at, "limit", "context"), "output": output, "budget": budget}
        yield from limit_problems(view, name, path, **limits)
        if enabled and merged(view, *thinking, "budget_tokens") is not None:
            yield Notice("opencode.snake-case", {"tool": view.facts.name, "model": name}, path)
        if enabled and not model.can_think:
            yield Notice("opencode.thinking-block", {"model": name}, path)
        elif enabled and model.max_thinking_budget is None:
            yield Notice("opencode.budget-needless", {"model": name}, path)
        elif enabled:
            yield from _sum(view, name, path, output, budget)


def _sum(view: View, name: str, path: Path | None, output: Value, budget: Value) -> Iterator[Notice]:
    """They ask for the answer's tokens and the budget together."""
    model, most = view.catalog.models[name], view.facts.default_max_output or 0
    answer, tokens = whole(output), whole(budget)
    if answer is None or tokens is None or answer > model.max_output or tokens > (model.max_thinking_budget or 0):
        return
    asked = min(answer, most) + tokens
    if asked > model.max_output:
        values = {"model": name, "sum": asked, "limit": model.max_output, "budget": tokens}
        yield Notice("opencode.sum-over", {"tool": view.facts.name, **values}, path)


def _second_files(view: View) -> Iterator[Notice]:
    """Of several files with the provider, the last one wins value by value; the others only confuse."""
    defining = [file for file in view.of_role("config") if file.has(*AT)]
    for earlier in defining[:-1]:
        edits = [PlannedEdit(Delete(AT), "opencode.mend-second")]
        if (earlier.text("model") or "").startswith(f"{PROVIDER}/") and defining[-1].has("model"):
            edits.append(PlannedEdit(Delete(("model",)), "opencode.mend-second"))
        mends = (FileEdits(earlier.file.role, tuple(edits)),)
        yield Notice("opencode.second-file", {"name": defining[-1].file.path.name}, earlier.file.path, mends)


def _login(view: View, state: ToolState) -> Iterator[Notice]:
    login = view.files["login"]
    stored = login.text(PROVIDER, "key")
    own = state.credential
    if stored and isinstance(own, LiteralKey) and stored != own.secret.get_secret_value():
        removal = PlannedEdit(Delete((PROVIDER,)), "opencode.mend-login")
        yield Notice(
            "opencode.login-differs", {"tool": view.facts.name}, login.file.path, (FileEdits("login", (removal,)),)
        )


def _defining(view: View, *path: str) -> Path | None:
    files: list[OpenedFile] = [file for file in view.of_role("config") if file.has(*path)]
    return files[-1].file.path if files else None
