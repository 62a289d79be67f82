"""The model for quick work, beside the chosen one, where a chosen tool asks a second one. Pure.

It is no step of its own: a row behind the models leads to its list, and who passes it by changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from wizard.catalog import Catalog
from wizard.plan.detect import Detected
from wizard.steps.answers import Answers
from wizard.steps.offers import Offer, model_offers
from wizard.text import say

ROW: Final = "small-model"
"""The id of the row behind the models."""
SAME: Final = "same"
"""The answer that quick work goes to the chosen model, whichever that is."""


def tools_with_small_model(found: Mapping[str, Detected], tools: Sequence[str]) -> tuple[str, ...]:
    """Those of ``tools`` that can ask a second model."""
    return tuple(name for name in tools if found[name].tool.has_small_model)


def small_model_row(found: Mapping[str, Detected], answers: Answers) -> tuple[Offer, ...]:
    """The row that leads to the list, under the names of the tools it concerns; none where no chosen tool has one."""
    tools = tools_with_small_model(found, answers.tools)
    if not tools:
        return ()
    names = ", ".join(found[name].view.facts.name for name in tools)
    now = preselected(found, answers)
    words = say("steps.small-model.same") if now == SAME else now
    return (Offer(ROW, say("steps.small-model.title"), words, note=say("steps.small-model.note"), group=names),)


def small_model_offers(catalog: Catalog, found: Mapping[str, Detected], answers: Answers) -> tuple[Offer, ...]:
    """The chosen model, then every model of the plan."""
    now = _present(found, answers)[0]
    note = say("steps.small-model.same-note")
    same = Offer(SAME, say("steps.small-model.same"), answers.model, note=note, current=now == SAME)
    return (same, *model_offers(catalog, now))


def preselected(found: Mapping[str, Detected], answers: Answers) -> str:
    """The id under the cursor: what was answered, else what is there."""
    return answers.small_model or _present(found, answers)[0]


def with_small_model(found: Mapping[str, Detected], answers: Answers, chosen: str) -> Answers:
    """``answers`` with ``chosen``, a model or ``SAME``; what all tools have already is no change."""
    kept = set(_present(found, answers)) == {chosen}
    return replace(answers, small_model=None if kept else chosen)


def wanted_small_model(found: Mapping[str, Detected], answers: Answers) -> str | None:
    """The model's id as the core takes it; None where nothing was answered, or no chosen tool asks a second one."""
    if not tools_with_small_model(found, answers.tools):
        return None
    return answers.model if answers.small_model == SAME else answers.small_model


def _present(found: Mapping[str, Detected], answers: Answers) -> tuple[str, ...]:
    """What each tool that can ask two has now; never empty, and the most telling one first."""
    now = [found[name].state.small_model or SAME for name in tools_with_small_model(found, answers.tools)]
    return tuple(sorted(now, key=lambda one: one == SAME)) or (SAME,)
