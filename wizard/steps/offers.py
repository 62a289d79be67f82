"""What can be chosen in each step, as rows that every front end shows alike. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wizard.catalog import Catalog, Model
from wizard.plan.detect import Detected
from wizard.plan.diff import harmless
from wizard.text import say
from wizard.text.names import region_name, short_region_name
from wizard.text.visible import visible
from wizard.tools.base import Thinking

_MILLION = 1_000_000
_THOUSAND = 1_000


@dataclass(frozen=True)
class Offer:
    """One thing to choose: its short ``remark`` stands beside ``label``, ``facts`` and ``note`` say what it means.

    ``current`` marks what is in use now. ``barred`` says why it cannot be chosen, empty where it can. ``group`` is the
    heading it stands under. ``words`` are searched beside what is shown in the row.
    """

    id: str
    label: str
    remark: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    note: str = ""
    current: bool = False
    barred: str = ""
    group: str = ""
    words: str = ""


def region_offers(catalog: Catalog, current: str | None) -> tuple[Offer, ...]:
    """The plan's regions, with host and the page where keys are made."""
    return tuple(
        Offer(
            name,
            region_name(region.name),
            facts=((say("steps.region.host"), region.host), (say("steps.region.key-page"), region.key_page)),
            note=say("steps.region.note"),
            current=name == current,
        )
        for name, region in catalog.regions.items()
    )


def tool_offers(found: Mapping[str, Detected], region: str) -> tuple[Offer, ...]:
    """All tools, with where they stand now, their files, their endpoint in ``region``."""
    return tuple(tool_offer(name, detected, region) for name, detected in found.items())


def tool_offer(name: str, detected: Detected, region: str) -> Offer:
    """One tool as a row; one whose files cannot be used is barred and says why."""
    view, state = detected.view, detected.state
    facts: list[tuple[str, str]] = []
    if state.configured:
        facts.append((say("steps.tools.now"), present_state(detected)))
    if state.small_model:
        facts.append((say("steps.small-model.title"), harmless(state.small_model, detected.secrets)))
    own = detected.tool.named_files(view) if view.files else ()
    files = [short_path(file.path, view.environment.home) for file in own]
    facts.append((say("steps.tools.files"), "\n".join(dict.fromkeys(files)) or say("cli.status.by-hand")))
    facts.append((say("steps.tools.endpoint"), view.base_url(region)))
    if view.installation.version_text:
        facts.append((say("steps.tools.version"), view.installation.version_text))
    barred = harmless(detected.error.text) if detected.error else ""
    problems = [] if detected.error else problem_lines(detected)
    return Offer(
        name,
        view.facts.name,
        _tool_remark(detected),
        tuple(facts),
        "\n\n".join(problems),
        current=state.configured,
        barred=barred,
    )


def present_state(detected: Detected) -> str:
    """Region, model and, where the tool has a setting for it, thinking, as they are now, in one line."""
    state = detected.state
    regions = detected.view.catalog.regions
    region = region_name(regions[state.region].name) if state.region in regions else (state.region or "–")
    thinking = [thinking_words(state.thinking)] if state.thinking else []
    return ", ".join([region, model_words(detected), *thinking])


def short_path(path: Path, home: Path) -> str:
    """``path`` as it is shown, with ``~`` for the home folder."""
    try:
        return visible(f"~/{path.relative_to(home).as_posix()}")
    except ValueError:
        return visible(str(path))


def model_words(detected: Detected) -> str:
    """The model a tool is set to now, whatever its file holds in that place."""
    return harmless(detected.state.model or "–", detected.secrets)


def region_words(detected: Detected) -> str:
    """The region a tool is set to now, in one word."""
    region = detected.state.region
    regions = detected.view.catalog.regions
    return short_region_name(regions[region].name) if region in regions else (region or "–")


def problem_lines(detected: Detected) -> list[str]:
    """What is wrong with a tool's present state, a line a problem, keys masked."""
    home = detected.view.environment.home
    places = [
        (f"{short_path(problem.path, home)}: " if problem.path else "", problem.message)
        for problem in detected.state.problems
    ]
    return [harmless(f"{place}{message}", detected.secrets) for place, message in places]


def thinking_words(thinking: Thinking) -> str:
    """Thinking as a short answer."""
    if thinking.budget is not None:
        return say("steps.thinking.short-budget", count=f"{thinking.budget:,}")
    return say("steps.thinking.short-on" if thinking.enabled else "steps.thinking.short-off")


def model_offers(catalog: Catalog, current: str | None) -> tuple[Offer, ...]:
    """The plan's models, with their limits and abilities."""
    return tuple(
        Offer(name, name, model_remark(model), model_facts(model), current=name == current)
        for name, model in catalog.models.items()
    )


def model_remark(model: Model) -> str:
    """The abilities of a model in a few words."""
    parts = [short_count(model.context_window)]
    if model.can_think:
        parts.append(say("steps.model.thinks"))
    if model.images:
        parts.append(say("steps.model.sees"))
    return ", ".join(parts)


def model_facts(model: Model) -> tuple[tuple[str, str], ...]:
    """Context window, output limit, thinking and images of a model."""
    budget = say("steps.tokens", count=f"{model.max_thinking_budget:,}") if model.max_thinking_budget else "–"
    return (
        (say("steps.model.context"), say("steps.tokens", count=f"{model.context_window:,}")),
        (say("steps.model.output"), say("steps.tokens", count=f"{model.max_output:,}")),
        (say("steps.model.thinking"), say(f"cli.catalog.{model.thinking}")),
        (say("steps.model.budget"), budget),
        (say("steps.model.images"), say("cli.catalog.yes" if model.images else "cli.catalog.no")),
    )


def thinking_offers(catalog: Catalog, model: str, current: Thinking | None) -> tuple[Offer, ...]:
    """On, off, a budget; what the model cannot do says why."""
    facts = catalog.models[model]
    able = {
        "on": facts.can_think,
        "off": not facts.always_thinks,
        "budget": facts.max_thinking_budget is not None,
    }
    why = say("steps.thinking.never" if not facts.can_think else "steps.thinking.always")
    now = None if current is None else thinking_id(current)
    rows = (
        (say("steps.model.thinking"), say(f"cli.catalog.{facts.thinking}")),
        (
            say("steps.model.budget"),
            say("steps.tokens", count=f"{facts.max_thinking_budget:,}") if facts.max_thinking_budget else "–",
        ),
    )
    return tuple(
        Offer(
            name,
            say(f"steps.thinking.{name}"),
            facts=rows,
            note=say(f"steps.thinking.{name}-note"),
            current=name == now,
            barred="" if possible else why,
        )
        for name, possible in able.items()
    )


def thinking_id(thinking: Thinking) -> str:
    """The id of the offer that ``thinking`` answers."""
    return "budget" if thinking.budget is not None else "on" if thinking.enabled else "off"


def short_count(count: int) -> str:
    """A number of tokens in a few characters, such as ``1M`` or ``256K``."""
    if count >= _MILLION:
        return f"{count / _MILLION:.2g}M"
    return f"{count // _THOUSAND}K"


def _tool_remark(detected: Detected) -> str:
    if detected.error:
        return say("steps.tools.broken")
    if detected.state.configured:
        return say("steps.tools.on-plan", model=model_words(detected))
    if detected.view.facts.by_hand:
        return say("cli.status.by-hand")
    return say("cli.status.installed" if detected.view.installation.found else "cli.status.absent")
