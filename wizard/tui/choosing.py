"""The steps that choose: region, tools, model, thinking."""

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, SelectionList, Static
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from wizard.catalog import Catalog
from wizard.errors import WizardError
from wizard.plan.choices import checked_thinking
from wizard.plan.detect import Detected
from wizard.text import say
from wizard.tools.base import Thinking
from wizard.tui.step import Choices, Step, Way, facts_text


class OneOf(Step):
    """A step with a list of which one is chosen; the cursor stands on the present answer."""

    def __init__(self, rail: dict[str, str], names: list[str], answer: str, current: str | None) -> None:
        super().__init__(rail)
        self.names = names
        self.answer = answer
        self.current = current

    def choices(self) -> ComposeResult:
        """One line a choice; what is in use now says so."""
        yield Choices(*(Option(self._prompt(name), id=f"c{index}") for index, name in enumerate(self.names)))

    def on_mount(self) -> None:
        """Start on the present answer."""
        options = self.query_one(OptionList)
        self.highlight(options, self.names, self.answer)
        options.focus()

    def label(self, name: str) -> str:
        """How a choice is shown in the list."""
        return name

    def meaning(self, name: str) -> Text:
        """What a choice means."""
        return Text(name)

    @on(OptionList.OptionHighlighted)
    def _explained(self, event: OptionList.OptionHighlighted) -> None:
        self.explain(self.meaning(self.names[event.option_index]))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.answer = self.names[event.option_index]
        self.dismiss(Way.ON)

    def _prompt(self, name: str) -> Content:
        mark = f"  ({say('tui.current')})" if name == self.current else ""
        return Content(f"{self.label(name)}{mark}")


class RegionStep(OneOf):
    """Which of the plan's regions the key belongs to."""

    name_of_step = "region"

    def __init__(self, rail: dict[str, str], catalog: Catalog, answer: str, current: str | None) -> None:
        super().__init__(rail, list(catalog.regions), answer, current)
        self.catalog = catalog

    def label(self, name: str) -> str:
        """The region's name."""
        return self.catalog.regions[name].name

    def meaning(self, name: str) -> Text:
        """Its host and the page where keys are made."""
        region = self.catalog.regions[name]
        rows = [(say("tui.region.host"), region.host), (say("tui.region.key-page"), region.key_page)]
        return facts_text(region.name, rows, say("tui.region.note"))


class ModelStep(OneOf):
    """Which model the tools start with."""

    name_of_step = "model"

    def __init__(self, rail: dict[str, str], catalog: Catalog, answer: str, current: str | None) -> None:
        super().__init__(rail, list(catalog.models), answer, current)
        self.catalog = catalog

    def meaning(self, name: str) -> Text:
        """Context window, output limit, thinking and images of the model under the cursor."""
        model = self.catalog.models[name]
        budget = f"{model.max_thinking_budget:,}" if model.max_thinking_budget else "–"
        rows = [
            (say("tui.model.context"), say("tui.tokens", count=f"{model.context_window:,}")),
            (say("tui.model.output"), say("tui.tokens", count=f"{model.max_output:,}")),
            (say("tui.model.thinking"), say(f"cli.catalog.{model.thinking}")),
            (say("tui.model.budget"), budget),
            (say("tui.model.images"), say("cli.catalog.yes" if model.images else "cli.catalog.no")),
        ]
        return facts_text(name, rows)


class ThinkingStep(Step):
    """Whether the model thinks, and how much."""

    name_of_step = "thinking"

    def __init__(self, rail: dict[str, str], catalog: Catalog, model: str, answer: Thinking) -> None:
        super().__init__(rail)
        self.catalog = catalog
        self.model = model
        self.answer = answer
        facts = catalog.models[model]
        self.possible = {
            "on": facts.can_think,
            "off": not facts.always_thinks,
            "budget": facts.max_thinking_budget is not None,
        }

    def choices(self) -> ComposeResult:
        """On, off, a budget; what the model cannot do is disabled and says why."""
        for_model = self.catalog.models[self.model]
        why = say("tui.thinking.never" if not for_model.can_think else "tui.thinking.always", model=self.model)
        yield Choices(
            *(
                Option(Content(say(f"tui.thinking.{name}") if able else f"{say(f'tui.thinking.{name}')} – {why}"),
                       id=name, disabled=not able)
                for name, able in self.possible.items()
            )
        )  # fmt: skip
        yield Input(placeholder=say("tui.thinking.budget-placeholder"), type="integer", id="budget")
        yield Static(id="problem")

    def on_mount(self) -> None:
        """Start on the present answer."""
        field = self.query_one("#budget", Input)
        field.display = False
        name = "budget" if self.answer.budget is not None else "on" if self.answer.enabled else "off"
        options = self.query_one(OptionList)
        options.highlighted = list(self.possible).index(name)
        if self.answer.budget is not None:
            field.value = str(self.answer.budget)
        options.focus()
        model = self.catalog.models[self.model]
        rows = [
            (say("tui.model.thinking"), say(f"cli.catalog.{model.thinking}")),
            (say("tui.model.budget"), f"{model.max_thinking_budget:,}" if model.max_thinking_budget else "–"),
        ]
        self.explain(facts_text(self.model, rows, say("tui.thinking.note")))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == "budget":
            field = self.query_one("#budget", Input)
            field.display = True
            field.focus()
            return
        self.answer = Thinking(enabled=event.option_id == "on")
        self.dismiss(Way.ON)

    @on(Input.Submitted)
    def _budget_given(self, event: Input.Submitted) -> None:
        digits = event.value.strip()
        problem = self.query_one("#problem", Static)
        if not digits.isdecimal() or not int(digits):
            problem.update(Text(say("choices.thinking-invalid", value=digits)))
            return
        try:
            self.answer = checked_thinking(self.catalog, self.model, Thinking(enabled=True, budget=int(digits)))
        except WizardError as error:
            problem.update(Text(f"{error.message} {error.hint}".rstrip()))
            return
        self.dismiss(Way.ON)


class _Ticks(SelectionList[str]):
    """A list of ticks in which Enter goes on instead of ticking."""

    # Not a priority binding: Enter must wait in the list's own queue behind a space bar typed just before it.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.go_on", say("tui.keys.on"))]

    def action_select(self) -> None:
        """Tick or untick the row under the cursor now: the base class does it later, when the cursor may have moved."""
        if self.highlighted is not None and not self.get_option_at_index(self.highlighted).disabled:
            self.toggle(self.get_option_at_index(self.highlighted))


class ToolsStep(Step):
    """Which tools shall use the plan; those found on this machine are ticked."""

    name_of_step = "tools"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "none", say("tui.keys.tick"), show=True)]

    def __init__(self, rail: dict[str, str], found: Mapping[str, Detected], answer: tuple[str, ...]) -> None:
        super().__init__(rail)
        self.found = found
        self.answer = answer

    def choices(self) -> ComposeResult:
        """One line a tool; a tool whose files cannot be used is disabled and says why in the detail pane."""
        yield _Ticks(
            *(
                Selection(
                    Content(f"{detected.view.facts.name}  {self._remark(detected)}"),
                    name,
                    name in self.answer and detected.error is None,
                    disabled=detected.error is not None,
                )
                for name, detected in self.found.items()
            )
        )
        yield Static(id="problem")

    def on_mount(self) -> None:
        """Start on the first tool."""
        self.query_one(_Ticks).focus()

    def action_go_on(self) -> None:
        """On with the ticked tools; at least one is needed."""
        chosen = set(self.query_one(_Ticks).selected)
        self.answer = tuple(name for name in self.found if name in chosen)
        if self.answer:
            self.dismiss(Way.ON)
        else:
            self.query_one("#problem", Static).update(Text(say("tui.tools.none")))

    @on(SelectionList.SelectionHighlighted)
    def _explained(self, event: SelectionList.SelectionHighlighted[str]) -> None:
        detected = self.found[event.selection.value]
        state = detected.state
        files = [str(file.file.path) for file in detected.view.files.values() if file.file.ours]
        rows = [(say("tui.tools.files"), "\n  ".join(files[:4]) or say("cli.status.by-hand"))]
        if state.configured:
            now = f"{state.region}, {state.model or '–'}"
            rows.insert(0, (say("tui.tools.now"), now))
        note = "\n\n".join(f"! {problem.message}" for problem in state.problems)
        self.explain(facts_text(detected.view.facts.name, rows, note))

    def _remark(self, detected: Detected) -> str:
        if detected.error:
            return say("tui.tools.broken")
        if detected.state.configured:
            return say("tui.tools.on-plan", model=detected.state.model or "–")
        if detected.view.facts.by_hand:
            return say("cli.status.by-hand")
        return say("cli.status.installed" if detected.view.installation.found else "cli.status.absent")
