"""What can be wrong in Qwen Code's settings while a row of them points to the plan."""

from collections.abc import Iterator, Mapping

from wizard.catalog import Model
from wizard.formats import Delete, Value
from wizard.key import Credential, LiteralKey
from wizard.tools.base import FileEdits, Notice, PlannedEdit, View
from wizard.tools.checks import exported_problem, limit_problems, whole
from wizard.tools.qwen_code import ROWS, VARIABLE, our_rows
from wizard.tools.rows import value_at

_UNTOLD_OUTPUT = 64_000
"""What Qwen Code 0.24.4 was seen to ask for where a row says nothing; more than some models give."""


def findings(view: View, region: str | None, chosen: Mapping[str, Value]) -> Iterator[Notice]:
    """The findings beside those of URL, key and chosen model; ``chosen`` is the row in use."""
    settings = view.files["settings"]
    path, name = settings.file.path, settings.text("model", "name")
    first = chosen.get("id")
    if name != first:
        others = [row.get("id") for row in settings.rows(*ROWS) if isinstance(row, Mapping)]
        code = "qwen-code.other-model" if name in others else "qwen-code.unknown-model"
        yield Notice(code, {"model": name or "–", "first": first}, path)
    if settings.text("security", "auth", "selectedType") != "openai":
        yield Notice("qwen-code.no-auth-type", {}, path)
    if settings.needs_repair:
        yield Notice("qwen-code.trailing-comma", {}, path)
    if settings.has("codingPlan", "version") and region == "international":
        yield Notice("qwen-code.foreign-version", {}, path)
    yield from _rows(view, region, chosen)
    yield from _leftovers(view)


def key_conflicts(view: View, key: Credential | None) -> Iterator[Notice]:
    """Other keys under the plan's name, which beat the ``key`` of the settings: in the shell, in ``.env`` files."""
    if not isinstance(key, LiteralKey):
        return
    secret = key.secret.get_secret_value()
    exported = view.exported(VARIABLE)
    if exported and exported.value != secret:
        yield exported_problem(exported, "qwen-code.key-beaten")
    for dotenv in view.of_role("dotenv"):
        found = dotenv.text(VARIABLE)
        if found and found != secret:
            removal = PlannedEdit(Delete((VARIABLE,)), "qwen-code.mend-dotenv")
            mends = (FileEdits(dotenv.file.role, (removal,)),)
            yield Notice("qwen-code.dotenv-key", {"name": VARIABLE}, dotenv.file.path, mends)


def leftovers(view: View) -> Iterator[Notice]:
    """Settings of an older way to log in."""
    settings = view.files["settings"]
    for name in ("apiKey", "baseUrl"):
        at = ("security", "auth", name)
        if settings.get(*at):
            removal = PlannedEdit(Delete(at), "qwen-code.mend-leftover")
            mends = (FileEdits("settings", (removal,)),)
            yield Notice("qwen-code.leftover", {"name": ".".join(at)}, settings.file.path, mends)


def _leftovers(view: View) -> Iterator[Notice]:
    login = view.files["login"]
    if login.exists:
        removal = PlannedEdit(Delete(()), "qwen-code.mend-login")
        yield Notice("qwen-code.old-login", {}, login.file.path, (FileEdits("login", (removal,)),))


def _rows(view: View, region: str | None, chosen: Mapping[str, Value]) -> Iterator[Notice]:
    settings = view.files["settings"]
    path = settings.file.path
    right = view.base_url(region) if region else None
    for index, row in our_rows(view, settings):
        name, base_url = row.get("id"), row.get("baseUrl")
        if right and base_url != right and row != chosen:
            values = {"model": name, "number": index + 1, "base_url": base_url or "–", "right": right}
            yield Notice("qwen-code.row-url", values, path)
        model = view.catalog.models.get(str(name))
        if model is None:
            if row != chosen:
                removal = PlannedEdit(Delete((*ROWS, index)), "qwen-code.mend-row", {"model": name})
                mends = (FileEdits("settings", (removal,)),)
                yield Notice("qwen-code.row-unknown", {"model": name, "number": index + 1}, path, mends)
            continue
        yield from _row(view, str(name), model, row)


def _row(view: View, name: str, model: Model, row: Mapping[str, Value]) -> Iterator[Notice]:
    path = view.files["settings"].file.path
    generation = row.get("generationConfig")
    extra = value_at(generation, ("extra_body",))
    output = value_at(generation, ("samplingParams", "max_tokens"))
    budget = value_at(extra, ("thinking_budget",))
    yield from limit_problems(
        view, name, path, context=value_at(generation, ("contextWindowSize",)), output=output, budget=budget
    )
    if whole(output) is None and model.max_output < _UNTOLD_OUTPUT:
        values = {"model": name, "asked": _UNTOLD_OUTPUT, "limit": model.max_output}
        yield Notice("qwen-code.output-missing", values, path)
    enabled = value_at(extra, ("enable_thinking",))
    if (enabled is True or budget is not None) and not model.can_think:
        yield Notice("tools.thinking-unsupported", {"model": name}, path)
    elif enabled is False and model.always_thinks:
        yield Notice("qwen-code.always-thinks", {"model": name}, path)
