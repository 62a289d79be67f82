"""The models in the provider of OpenCode and its kin: their limits, how they think, what is left for an answer."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from wizard.catalog import Model
from wizard.formats import DocumentPath
from wizard.tools.base import Notice, OpenedFile, Thinking, View, thinks
from wizard.tools.checks import whole
from wizard.tools.opencode_family.merged import AT, merged, merged_text, places
from wizard.tools.table import ANYTHING, NOTHING, Case, Setting, about

_SMALLEST_USEFUL_OUTPUT: Final = 4096


def model_settings(case: Case, target: OpenedFile, name: str, model: Model) -> Iterator[Setting]:
    """One model of the provider in ``target``."""
    view, at = case.view, (*AT, "models", name)
    thinking: DocumentPath = (*at, "options", "thinking")
    context, output, tokens = (*at, "limit", "context"), (*at, "limit", "output"), (*thinking, "budgetTokens")
    chosen, most = name == case.choice.model, model.max_thinking_budget
    budget = _budget(view, model, case.choice.thinking, chosen=chosen)
    words = {"tool": view.facts.name, "model": name}
    if case.judged and chosen:
        yield Setting(at, ANYTHING, role=target.file.role, missing=Notice("opencode.not-listed", words))

    row = partial(Setting, reason="opencode.limits", values={"model": name}, role=target.file.role)
    yield row((*at, "name"), name)
    window = row(context, model.context_window)
    yield window.within(model.context_window, "tools.context-over", name, merged(view, *context))
    longest = row(output, _output(view, name, budget))
    yield longest.within(model.max_output, "tools.output-over", name, merged(view, *output))
    yield row((*at, "modalities", "input"), ["text", "image"] if model.images else ["text"])
    yield row((*at, "modalities", "output"), ["text"])

    is_on = merged_text(view, *thinking, "type") == "enabled"
    row = partial(Setting, reason="opencode.thinking", values={"model": name, "budget": budget}, role=target.file.role)
    yield row((*thinking, "type"), ANYTHING if budget is None else "enabled")
    asked = row(tokens, ANYTHING if budget is None else budget)
    yield asked.within(most, "tools.budget-over", name, merged(view, *tokens))
    row = partial(Setting, values=words, role=target.file.role)
    snake, at_snake = Notice("opencode.snake-case", words), (*thinking, "budget_tokens")
    unwanted = ANYTHING if budget is None else NOTHING
    yield row(at_snake, unwanted, "opencode.mend-spelling", good=lambda _value: not is_on, wrong=snake)
    if budget is None:
        block = "opencode.budget-needless" if model.can_think else "opencode.thinking-block"
        gone = thinking[:-1] if len(target.table(*at, "options")) == 1 else thinking
        wrong = Notice(block, {"model": name}) if is_on and most is None else None
        yield Setting(gone, NOTHING, "opencode.no-thinking", {"model": name}, target.file.role, wrong=wrong)


def sum_problems(view: View, name: str) -> Iterator[Notice]:
    """They ask for the answer's tokens and the budget together."""
    model, at = view.catalog.models[name], (*AT, "models", name)
    thinking: DocumentPath = (*at, "options", "thinking")
    output, budget = (*at, "limit", "output"), (*thinking, "budgetTokens")
    answer, tokens = whole(merged(view, *output)), whole(merged(view, *budget))
    if merged_text(view, *thinking, "type") != "enabled" or answer is None or tokens is None:
        return
    if answer > model.max_output or tokens > (model.max_thinking_budget or 0):
        return
    asked = min(answer, view.facts.default_max_output or 0) + tokens
    if asked > model.max_output:
        values = {"tool": view.facts.name, "model": name, "sum": asked, "limit": model.max_output, "budget": tokens}
        path = next(file.file.path for file in reversed(list(view.of_role("config"))) if file.has(*at))
        yield from about([Notice("opencode.sum-over", values, path)], *places(view, output), *places(view, budget))


def budget_warnings(case: Case) -> Iterator[Notice]:
    """What the chosen budget leaves for the answer."""
    view, name = case.view, case.choice.model
    budget = _budget(view, view.catalog.models[name], case.choice.thinking, chosen=True)
    if budget is None:
        return
    output, limit = _output(view, name, budget), view.catalog.models[name].max_output
    asked = min(output, view.facts.default_max_output or output)
    if asked + budget > limit:
        values = {"tool": view.facts.name, "model": name, "budget": budget, "sum": asked + budget, "limit": limit}
        yield Notice("opencode.budget-sum", values)
    elif output < min(_SMALLEST_USEFUL_OUTPUT, limit):
        yield Notice("opencode.little-output", {"model": name, "budget": budget, "output": output})


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


def thinking_of(view: View, chosen: str | None) -> Thinking | None:
    """How ``chosen`` is set to think; None where it is no model of the plan."""
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
