"""The start of a later run: what every tool is set to now, and what can be done from here. Pure."""

from collections.abc import Mapping, Sequence

from wizard.doctor.knowledge import facts_of
from wizard.plan.detect import Detected
from wizard.steps.offers import (
    Offer,
    model_words,
    present_state,
    problem_lines,
    region_words,
    thinking_words,
    tool_offer,
)
from wizard.text import say

ALL, DOCTOR, EXPLAIN = "all", "doctor", "explain"
ACTIONS = ("set-up", "look", DOCTOR, EXPLAIN, "undo", "history", "remove", "save-profile", "delete-profiles")
"""What can be done beside switching the model; each has its words below ``steps.start.<name>``."""
_NEED_THE_PLAN = frozenset({"look", "remove", "save-profile"})


def start_offers(found: Mapping[str, Detected], profiles: Sequence[Offer] = ()) -> tuple[Offer, ...]:
    """First the tools whose model can be switched (all of them, then each), then ``profiles``, then the actions.

    Of these only the ones that make sense now.
    """
    on_plan = {name: detected for name, detected in found.items() if detected.state.configured}
    group = say("steps.start.switch")
    rows: list[Offer] = []
    if len(on_plan) > 1:
        facts = tuple((detected.view.facts.name, present_state(detected)) for detected in on_plan.values())
        label = say("steps.start.all", count=len(on_plan))
        rows.append(Offer(ALL, label, _shared_model(on_plan), facts, say("steps.start.all-note"), group=group))
    rows += [_tool_row(name, detected, group) for name, detected in on_plan.items()]
    problems = problem_count(found)
    rows += profiles
    unfit = {*([] if on_plan else _NEED_THE_PLAN), *([] if profiles else ["delete-profiles"])}
    for name in (name for name in ACTIONS if name not in unfit):
        words = f"steps.start.{name}"
        remark = say("steps.start.problems", count=problems) if name == DOCTOR and problems else ""
        rows.append(Offer(name, say(words), remark, note=say(f"{words}-note"), group=say("steps.start.or")))
    return tuple(rows)


def problem_count(found: Mapping[str, Detected]) -> int:
    """How many problems the tools' present states have, tools that cannot be read included."""
    return sum(len(problem_lines(detected)) for detected in found.values())


def has_errors(found: Mapping[str, Detected]) -> bool:
    """Whether anything stops a tool from using the plan, or costs money, in files that mean to use it."""
    problems = (notice for detected in found.values() for notice in detected.state.problems)
    return any(facts_of(notice.code).severity == "error" for notice in problems)


def _tool_row(name: str, detected: Detected, group: str) -> Offer:
    state = detected.state
    offer = tool_offer(name, detected, state.region or next(iter(detected.view.catalog.regions)))
    parts = [region_words(detected), model_words(detected)]
    parts += [thinking_words(state.thinking)] if state.thinking else []
    problems = problem_lines(detected)
    if problems:
        parts.insert(0, say("steps.start.problems", count=len(problems)))
    key = state.credential.masked if state.credential else "–"
    facts = (*offer.facts, (say("steps.key.title"), key))
    return Offer(name, offer.label, ", ".join(parts), facts, offer.note, group=group)


def _shared_model(on_plan: Mapping[str, Detected]) -> str:
    models = {model_words(detected) for detected in on_plan.values() if detected.state.model}
    return models.pop() if len(models) == 1 else say("steps.start.several", count=len(models))
