"""The step that decides whether the model thinks, and how much."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from wizard.catalog import Catalog
from wizard.errors import WizardError
from wizard.steps.offers import Offer, thinking_id
from wizard.steps.thinking import typed_budget
from wizard.text import say
from wizard.tools.base import Thinking
from wizard.tui.screens.step import ON, Step
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.listing import Listing
from wizard.tui.widgets.prose import Prose
from wizard.tui.widgets.rail import Progress


class ThinkingStep(Step):
    """On, off, or a budget that is typed; what the model cannot do is barred and says why."""

    name_of_step = "thinking"
    shape = "short-list"

    def __init__(
        self, progress: Progress, catalog: Catalog, model: str, offers: Iterable[Offer], answer: Thinking
    ) -> None:
        super().__init__(progress)
        self.catalog = catalog
        self.model = model
        self.offers = tuple(offers)
        self.answer = answer

    def choices(self) -> ComposeResult:
        """The list, and the field for the budget below it."""
        yield Listing(self.offers, at=thinking_id(self.answer))
        yield Static(Prose(say("steps.thinking.budget-question")), id="budget-question")
        budget = "" if self.answer.budget is None else str(self.answer.budget)
        limit = self.catalog.models[self.model].max_thinking_budget or 0
        like = say("steps.thinking.budget-like", limit=limit)
        field = Field(budget, placeholder=like, type="integer", id="budget")
        field.cursor_blink = False
        yield field

    def on_mount(self) -> None:
        """The budget's field comes when the budget is chosen."""
        self._show_budget(shown=False)
        self.query_one(Listing).focus()

    def action_back(self) -> None:
        """From the budget's field to the list, from there to the step before."""
        if self.query_one("#budget", Input).has_focus:
            self._show_budget(shown=False)
            self.complain("")
            self.query_one(Listing).focus()
        else:
            super().action_back()

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        if event.offer is None:
            return
        if event.offer.id == "budget":
            self._show_budget(shown=True)
            self.query_one("#budget", Input).focus()
            return
        self.answer = Thinking(enabled=event.offer.id == "on")
        self.leave(ON)

    @on(Input.Submitted)
    def _budget_given(self, event: Input.Submitted) -> None:
        thinking = self._checked(event.value)
        if thinking:
            self.answer = thinking
            self.leave(ON)

    @on(Input.Blurred)
    def _budget_left(self, event: Input.Blurred) -> None:
        if event.value:
            self._checked(event.value)

    def _checked(self, value: str) -> Thinking | None:
        try:
            thinking = typed_budget(self.catalog, self.model, value)
        except WizardError as error:
            self.complain(error.message)
            return None
        self.complain("")
        return thinking

    def _show_budget(self, *, shown: bool) -> None:
        for name in ("#budget", "#budget-question"):
            self.query_one(name).display = shown
        self.query_one("#body").set_class(not shown, "short-list")
