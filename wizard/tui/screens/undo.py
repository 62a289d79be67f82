"""What stands in the way of an undo: values that were changed since, and the difference."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from wizard.plan.conflict import UndoRefusedError
from wizard.plan.plan import FileChange, Plan
from wizard.session import Session
from wizard.steps.offers import Offer, short_path
from wizard.steps.undo import LEAVE
from wizard.text import say
from wizard.tui.screens.frame import BACK_KEYS
from wizard.tui.screens.list_screen import ListScreen
from wizard.tui.screens.review import ReviewStep
from wizard.tui.widgets.listing import Listing


class RefusedScreen(ListScreen[str]):
    """Decides for what shall become of the values that were changed since; ``LEAVE`` to go back."""

    help_key = "tui.undo"
    shape = "short-list"
    BINDINGS: ClassVar[list[BindingType]] = BACK_KEYS

    def __init__(self, offers: Sequence[Offer], at: str, complaint: str = "") -> None:
        super().__init__()
        self.offers = tuple(offers)
        self.at = at
        self.complaint = complaint

    def question(self) -> str:
        """What is asked."""
        return say("steps.undo.question")

    def choices(self) -> ComposeResult:
        """What can be done."""
        yield Listing(self.offers, at=self.at)

    def doing(self) -> str:
        """What is being done."""
        return say("steps.start.undo")

    def action_back(self) -> None:
        """Leave all as it is."""
        self.finish(LEAVE)

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        if event.offer:
            self.finish(event.offer.id)


class DifferenceStep(ReviewStep):
    """What was changed of the wizard's values since, file by file; nothing is written from here."""

    name_of_step = "difference"
    ignores_typeahead = False

    def __init__(self, refused: UndoRefusedError, session: Session) -> None:
        plan = Plan("undo", (), {}, refused.edits)
        super().__init__(plan, session, title=say("steps.start.undo"))

    def question(self) -> str:
        """What is shown."""
        return say("steps.difference.question")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All but the write."""
        return action != "write" and super().check_action(action, parameters)

    def _place(self, change: FileChange) -> Content:
        """Where the file is."""
        return Content.assemble((short_path(Path(change.path), self.home), "bold"))
