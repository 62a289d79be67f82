"""The rail: every step with its answer, where one is, and a click to go there."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from wizard.steps import NAMES
from wizard.text import language, say

_DONE, _HERE, _AHEAD = "✓", "●", "○"


@dataclass(frozen=True)
class Progress:
    """Where one is, the short answers so far, the steps that can be gone to, and what is being done by all that."""

    here: str
    answers: Mapping[str, str]
    open: frozenset[str] = frozenset()
    doing: str = ""


class Stop(Static):
    """One step of the rail: its name, its answer below."""

    class Clicked(Message):
        """The user wants to go to ``step``."""

        def __init__(self, step: str) -> None:
            super().__init__()
            self.step = step

    def __init__(self, step: str, progress: Progress) -> None:
        here, answered = step == progress.here, step in progress.answers
        mark = _HERE if here else _DONE if answered else _AHEAD
        style = "bold $accent" if here else "$foreground" if answered else "$wizard-dim"
        answer = progress.answers.get(step, "") if not here else ""
        title = Content.styled(f"{mark} {say(f'steps.{step}.title')}", style)
        super().__init__(Content.assemble(title, "\n", (answer, "$primary")), classes=f"stop stop-{step}")
        self.step = step
        self.clickable = step in progress.open and not here
        self.set_class(self.clickable, "-open")

    def on_click(self) -> None:
        """Ask to go there, where that is possible."""
        if self.clickable:
            self.post_message(self.Clicked(self.step))


class Rail(Widget):
    """All steps in a row."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(id="rail", classes=f"lang-{language()}")
        self.progress = progress

    def compose(self) -> ComposeResult:
        """A stop a step, all of the same width, so that nothing moves."""
        with Horizontal():
            for step in NAMES:
                yield Stop(step, self.progress)
