"""The changes made so far; the one under the cursor can be undone."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from wizard.apply.change import Change
from wizard.plan.diff import harmless
from wizard.steps.offers import Offer, short_path
from wizard.text import say
from wizard.tui.screens.frame import BACK_KEYS, Detail, Frame, SearchLine
from wizard.tui.widgets.complaint import Complaint
from wizard.tui.widgets.listing import Listing
from wizard.tui.widgets.prose import Prose


class HistoryList(Listing):
    """The list; Enter looks at what undoing would change."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "tui.keys.undo")]


class HistoryScreen(Frame[str]):
    """Decides for the id of the change to undo; empty to go back."""

    help_key = "tui.history"
    BINDINGS: ClassVar[list[BindingType]] = BACK_KEYS

    def __init__(self, changes: Sequence[Change], home: Path, message: str = "") -> None:
        super().__init__()
        self.home = home
        self.changes = changes
        self.message = message
        self.key_words = {"go_on": "tui.keys.undo"}

    def content(self) -> ComposeResult:
        """Newest first."""
        words = say("tui.history.question") if self.changes else say("cli.history.empty")
        yield Static(Prose(words), id="question")
        with Horizontal(id="body"):
            with Vertical(id="choices"):
                yield SearchLine(searchable=bool(self.changes))
                yield HistoryList(_row(change, self.home) for change in self.changes)
                yield Complaint(self.message)
            yield Detail(id="detail")

    def doing(self) -> str:
        """What is being done."""
        return say("steps.start.history")

    def action_back(self) -> None:
        """To the start."""
        self.finish("")

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        if event.offer:
            self.finish(event.offer.id)


def _row(change: Change, home: Path) -> Offer:
    local = change.time.astimezone()
    what = " ".join(change.summary.values())
    facts = (
        (say("tui.history.command"), harmless(f"{change.command} {what}".rstrip())),
        (say("steps.tools.title"), harmless(", ".join(change.tools))),
        (say("steps.tools.files"), "\n".join(short_path(file.path, home) for file in change.files)),
        (say("tui.history.id"), change.id),
    )
    return Offer(change.id, f"{local:%Y-%m-%d %H:%M}", harmless(f"{change.command} {what}".rstrip()), facts)
