"""The FAQ in the program's own short words, to be listed and searched."""

from collections.abc import Iterable
from typing import NamedTuple

from wizard.catalog import Catalog
from wizard.doctor import knowledge
from wizard.doctor.knowledge import FaqEntry
from wizard.text import language, say


class Answer(NamedTuple):
    """One entry of the FAQ with its answer in the language in force."""

    entry: FaqEntry
    text: str

    @property
    def heading(self) -> str:
        """The entry's heading in the language in force."""
        return self.entry.chinese if language() == "zh" else self.entry.heading


def answers(catalog: Catalog) -> tuple[Answer, ...]:
    """All answers, in the FAQ's order."""
    values = _facts(catalog)
    return tuple(Answer(entry, say(f"doctor-answers.{entry.id}", **values)) for entry in knowledge.faq().values())


def searched(all_answers: Iterable[Answer], words: str) -> tuple[Answer, ...]:
    """The answers in whose heading or text every one of ``words`` stands, whatever the case."""
    wanted = words.lower().split()
    texts = [(answer, f"{answer.heading} {answer.entry.heading} {answer.text}".lower()) for answer in all_answers]
    return tuple(answer for answer, text in texts if all(word in text for word in wanted))


def understood(heading: str) -> str:
    """A heading of the FAQ, with what it means before it where the language in force is not the FAQ's."""
    entry = next((entry for entry in knowledge.faq().values() if entry.heading == heading), None)
    return say("doctor.translated", words=entry.chinese, heading=heading) if entry and language() == "zh" else heading


def section_title(section: str) -> str:
    """The name of a part of the FAQ, in the language in force."""
    return say(f"doctor.section.{section}")


def _facts(catalog: Catalog) -> dict[str, str]:
    """What the texts may name, so that no fact of the plan stands in a text."""
    budgets = {name: model.max_thinking_budget for name, model in catalog.models.items() if model.max_thinking_budget}
    paths = {tool.name: catalog.endpoints[tool.endpoint].path for tool in catalog.tools.values()}
    return {
        "models": ", ".join(catalog.models),
        "contexts": ", ".join(f"{name} {model.context_window:,}" for name, model in catalog.models.items()),
        "budgets": ", ".join(f"{name} {budget:,}" for name, budget in budgets.items()),
        "hosts": ", ".join(region.host for region in catalog.regions.values()),
        "key_pages": ", ".join(region.key_page for region in catalog.regions.values()),
        "endpoints": "; ".join(f"{name} https://HOST{path}" for name, path in paths.items()),
    }
