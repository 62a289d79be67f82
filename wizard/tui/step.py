"""What all steps share: the rail that shows where one is, the way on and the way back."""

from enum import Enum
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static

from wizard.text import say
from wizard.tui.rail import rail_text


class Way(Enum):
    """Where a step leads."""

    ON = "on"
    BACK = "back"


class Choices(OptionList):
    """A list in which Enter chooses and goes on, which the footer says."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", say("tui.keys.on"))]


class Step(Screen[Way]):
    """One step of the wizard. ``rail`` holds the short answer of every step answered so far."""

    name_of_step: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", say("tui.keys.back")),
        Binding("question_mark,f1", "help", say("tui.keys.help")),
    ]

    def __init__(self, rail: dict[str, str]) -> None:
        super().__init__()
        self.rail = rail

    def compose(self) -> ComposeResult:
        """Rail, question, the step's own part, footer."""
        yield Static(rail_text(self.name_of_step, self.rail), id="rail")
        yield Static(Text(say(f"tui.{self.name_of_step}.question")), id="question")
        yield from self.body()
        yield Footer(show_command_palette=False)

    def body(self) -> ComposeResult:
        """The step's own part: choices on the left, what the one under the cursor means on the right."""
        with Horizontal(id="body"):
            with VerticalScroll(id="choices", can_focus=False):
                yield from self.choices()
            with VerticalScroll(id="detail", can_focus=False):
                yield Static(id="detail-text")

    def choices(self) -> ComposeResult:
        """What can be chosen."""
        yield from ()

    def explain(self, text: Text) -> None:
        """Show ``text`` in the detail pane."""
        self.query_one("#detail-text", Static).update(text)

    def highlight(self, options: OptionList, names: list[str], current: str) -> None:
        """Put the cursor on ``current``."""
        options.highlighted = names.index(current) if current in names else 0

    def action_back(self) -> None:
        """To the step before."""
        self.dismiss(Way.BACK)

    def action_help(self) -> None:
        """What this step is about."""
        self.notify(say(f"tui.{self.name_of_step}.help"), markup=False, timeout=12)


def facts_text(title: str, rows: list[tuple[str, str]], note: str = "") -> Text:
    """A heading, names and values below it, a note at the end."""
    text = Text(f"{title}\n\n", style="bold")
    for name, value in rows:
        text.append(f"{name}\n", "dim not bold")
        text.append(f"  {value}\n", "not bold")
    if note:
        text.append(f"\n{note}", "not bold")
    return text
