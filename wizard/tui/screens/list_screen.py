"""What all screens with a list share: the question, the list, and beside it what the row under the cursor means."""

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from wizard.tui.screens.frame import Detail, Frame, SearchLine
from wizard.tui.widgets.complaint import Complaint
from wizard.tui.widgets.prose import Prose

Result = TypeVar("Result")


class ListScreen(Frame[Result]):
    """A screen with a list of choices. ``complaint`` is what is wrong so far, shown below the list."""

    shape: ClassVar[str] = ""
    """The stylesheet's class for a list that is short, tall, or has long remarks; empty for one in between."""
    complaint = ""
    is_searchable = True

    def content(self) -> ComposeResult:
        """The question, then the choices on the left and what the one under the cursor means on the right."""
        yield Static(Prose(self.question()), id="question")
        yield from self.body()

    def body(self) -> ComposeResult:
        """What stands below the question."""
        with Horizontal(id="body", classes=self.shape):
            with Vertical(id="choices"):
                yield SearchLine(searchable=self.is_searchable)
                yield from self.choices()
                yield self.below()
            yield Detail(id="detail")

    def question(self) -> str | Content:
        """What is asked."""
        return ""

    def choices(self) -> ComposeResult:
        """What can be chosen."""
        yield from ()

    def below(self) -> Widget:
        """What is said below the list."""
        return Complaint(self.complaint)
