"""The form for people of every result."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from wizard.catalog import Catalog
from wizard.errors import WizardError
from wizard.plan.detect import Detected
from wizard.plan.diff import diff_of, harmless
from wizard.plan.plan import FileChange, Plan, PlanRefusedError
from wizard.text import say
from wizard.text.names import region_name
from wizard.text.visible import visible
from wizard.tools.base import HandSteps, Notice, PlannedEdit

if TYPE_CHECKING:
    from wizard.apply.change import Change


def file_heading(change: FileChange) -> str:
    """One line on what happens to a file: place, link, mode, counts of lines."""
    diff = diff_of(change)
    place = visible(str(change.path))
    if change.snapshot.linked:
        place = f"{place} → {visible(str(change.resolved_path))}"
    counts = say("cli.plan.counts", added=diff.added, removed=diff.removed)
    parts = [say(f"cli.plan.{change.action}"), place, counts]
    was, becomes = change.snapshot.mode, change.planned_mode
    if becomes is not None and was is not None and was != becomes:
        parts.append(say("cli.plan.mode-changed", was=f"{was:04o}", becomes=f"{becomes:04o}"))
    elif becomes is not None:
        parts.append(say("cli.plan.mode", mode=f"{becomes:04o}"))
    return "  ".join(parts)


def reasons(change: FileChange) -> Iterator[str]:
    """Why the file changes: each reason once, in order; those that differ in the model alone are one line."""
    models: dict[tuple[str, tuple[tuple[str, str], ...]], dict[str, PlannedEdit]] = {}
    for edit in change.edits:
        others = tuple((name, str(value)) for name, value in edit.values.items() if name != "model")
        models.setdefault((edit.reason, others), {})[str(edit.values.get("model", ""))] = edit
    for named in models.values():
        first = next(iter(named.values()))
        values = {**first.values, "model": ", ".join(named)} if "model" in first.values else first.values
        yield harmless(say(first.reason, **values))


def by_hand(plan: Plan) -> Iterator[str]:
    """The steps by hand, numbered, with the values to copy."""
    for tool, hand in plan.by_hand.items():
        yield from _steps(tool, hand)
        yield from (visible(f"  {name}: {value}") for name, value in hand.values.items())


def steps_by_hand(plan: Plan) -> Iterator[str]:
    """The steps by hand, numbered."""
    for tool, hand in plan.by_hand.items():
        yield from _steps(tool, hand)


def _steps(tool: str, hand: HandSteps) -> Iterator[str]:
    yield say("cli.plan.by-hand", tool=tool)
    yield from (visible(f"  {number}. {step}") for number, step in enumerate(hand.steps, 1))


def notices(plan: Plan) -> Iterator[str]:
    """Warnings, and the tools that are left out."""
    for warning in plan.warnings:
        notice = warning.notice
        place = f"{notice.path}: " if notice.path else ""
        about = f"{warning.tool}: " if warning.tool else ""
        yield harmless(f"{say('cli.warning')} {about}{place}{notice.message}")
    for failure in plan.failures:
        yield harmless(say("cli.left-out", tool=failure.tool, reason=failure.error.message))


def error(problem: WizardError) -> Iterator[str]:
    """What is wrong and what to do next, in one or two lines; before it, what is wrong with single tools."""
    if isinstance(problem, PlanRefusedError):
        for failure in problem.failures:
            yield f"{failure.tool}: {_sentence(failure.error)}"
    for conflict in getattr(problem, "conflicts", ()):
        yield f"! {_sentence(conflict)}"
    yield f"{say('cli.error')} {_sentence(problem)}"


def status(found: Mapping[str, Detected], problems: Mapping[str, Sequence[Notice]], catalog: Catalog) -> Iterator[str]:
    """A paragraph a tool; ``problems`` by tool id."""
    for name, detected in found.items():
        state, installation = detected.state, detected.view.installation
        facts = catalog.tools[name]
        there = (
            installation.version_text or say("cli.status.installed") if installation.found else say("cli.status.absent")
        )
        if facts.by_hand:
            how = say("cli.status.by-hand")
        else:
            how = say("cli.status.on") if state.configured else say("cli.status.off")
        yield f"{facts.name} ({there}): {how}"
        if state.configured:
            thinking = state.thinking.label if state.thinking else "–"
            key = state.credential.masked if state.credential else "–"
            line = say("cli.status.line", region=state.region, model=state.model or "–", thinking=thinking, key=key)
            yield f"  {harmless(line)}"
        for file in detected.view.files.values():
            if file.file.ours and file.exists:
                yield f"  {visible(str(file.file.path))}"
        for problem in problems[name]:
            place = f"{problem.path}: " if problem.path else ""
            yield harmless(f"  ! {place}{problem.message}")


def history(changes: "Iterable[Change]") -> Iterator[str]:
    """One line a change, its files below it."""
    for change in changes:
        local = change.time.astimezone()
        what = " ".join(change.summary.values())
        words = f"{change.id}  {local:%Y-%m-%d %H:%M}  {change.command}  {', '.join(change.tools)}  {what}"
        yield harmless(words.rstrip())
        yield from (f"    {visible(str(file.path))}" for file in change.files)


def catalog(facts: Catalog) -> Iterator[str]:
    """Regions, models and tools, with sources."""
    yield say("cli.catalog.regions")
    for name, region in facts.regions.items():
        yield f"  {name:14} {region_name(region.name)}  https://{region.host}"
        yield f"  {'':14} {region.key_page}"
        yield f"  {'':14} {region.source} ({region.checked})"
    yield ""
    yield say("cli.catalog.endpoints")
    for name, endpoint in facts.endpoints.items():
        yield f"  {name:14} {endpoint.path}  {endpoint.protocol}"
        yield f"  {'':14} {endpoint.source} ({endpoint.checked})"
    yield ""
    yield say("cli.catalog.models")
    for name, model in facts.models.items():
        budget = f"{model.max_thinking_budget:,}" if model.max_thinking_budget else "–"
        values = say(
            "cli.catalog.model",
            context=f"{model.context_window:,}",
            output=f"{model.max_output:,}",
            thinking=say(f"cli.catalog.{model.thinking}"),
            budget=budget,
            images=say("cli.catalog.yes" if model.images else "cli.catalog.no"),
        )
        mark = "*" if name == facts.default_model else " "
        yield f"{mark} {name:22} {values}"
        yield f"  {'':22} {model.source} ({model.checked})"
    yield ""
    yield say("cli.catalog.tools")
    for name, tool in facts.tools.items():
        files = ", ".join(tool.files) or say("cli.status.by-hand")
        yield f"  {name:14} {tool.name}: {files}"
        yield f"  {'':14} {tool.source} ({tool.checked})"


def _sentence(problem: WizardError) -> str:
    return harmless(problem.text)
