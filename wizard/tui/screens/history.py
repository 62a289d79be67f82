"""The changes made so far; the one under the cursor can be undone."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from wizard.apply.change import Change
from wizard.plan.diff import harmless
from wizard.steps.offers import Offer, short_path
from wizard.text import say
from wizard.tui.screens.frame import BACK_KEYS
from wizard.tui.screens.list_screen import ListScreen
from wizard.tui.widgets.listing import Listing


class HistoryList(Listing):
    """The list; Enter looks at what undoing would change."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "tui.keys.undo")]


class HistoryScreen(ListScreen[str]):
    """Decides for the id of the change to undo; empty to go back."""

    help_key = "tui.history"
    BINDINGS: ClassVar[list[BindingType]] = BACK_KEYS

    def __init__(self, changes: Sequence[Change], home: Path, message: str = "") -> None:
        super().__init__()
        self.home = home
        self.changes = changes
        self.complaint = message
        self.is_searchable = bool(changes)
        self.key_words = {"go_on": "tui.keys.undo"}

    def question(self) -> str:
        """Newest first."""
        return say("tui.history.question") if self.changes else say("cli.history.empty")

    def choices(self) -> ComposeResult:
        """A row per change."""
        yield HistoryList(_row(change, self.home) for change in self.changes)

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
