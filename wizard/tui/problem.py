"""An error in a sentence, with the next step."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from wizard.errors import WizardError
from wizard.plan.plan import PlanRefusedError
from wizard.text import say


class Problem(ModalScreen[None]):
    """What is wrong with single tools, then with the whole, and how to go on."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "close", say("tui.keys.close"))]

    def __init__(self, error: WizardError) -> None:
        super().__init__()
        failures = error.failures if isinstance(error, PlanRefusedError) else ()
        sentences = [f"{failure.tool}: {failure.error.message} {failure.error.hint}" for failure in failures]
        self._sentences = [*sentences, f"{error.message} {error.hint if not failures else ''}".rstrip()]

    def compose(self) -> ComposeResult:
        """The sentences, and how to go on."""
        text = Text("\n\n".join(self._sentences))
        text.append(f"\n\n{say('tui.problem.close')}", "dim")
        with VerticalScroll(id="problem-box"):
            yield Static(text)

    def action_close(self) -> None:
        """Back to the step."""
        self.dismiss(None)
