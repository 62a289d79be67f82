"""A change that an earlier run left half-done, in a home named by hand: settled only where the user says so."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from wizard.plan.diff import harmless
from wizard.steps.offers import Offer, short_path
from wizard.text import say
from wizard.tui.screens.frame import BACK_KEYS, Detail, Frame
from wizard.tui.widgets.listing import Listing
from wizard.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.apply.recovery import BrokenOff

_SETTLE, _LEAVE = "settle", "leave"


class BrokenOffScreen(Frame[bool]):
    """Decides whether the change is settled now."""

    help_key = "tui.broken-off"
    BINDINGS: ClassVar[list[BindingType]] = BACK_KEYS

    def __init__(self, broken: "BrokenOff", home: "Path") -> None:
        super().__init__()
        self.broken = broken
        self.home = home

    def content(self) -> ComposeResult:
        """What is there, and the two ways on."""
        yield Static(Prose(harmless(self.broken.question)), id="question")
        files = "\n".join(short_path(path, self.home) for path in self.broken.files)
        facts = ((say("steps.tools.files"), files),) if files else ()
        with Horizontal(id="body"):
            with Vertical(id="choices"):
                settle, leave = (say(f"tui.broken-off.{name}-note") for name in (_SETTLE, _LEAVE))
                yield Listing(
                    (
                        Offer(_SETTLE, say("tui.broken-off.settle"), facts=facts, note=settle),
                        Offer(_LEAVE, say("tui.broken-off.leave"), note=leave),
                    )
                )
            yield Detail(id="detail")

    def doing(self) -> str:
        """What is being done."""
        return say("tui.broken-off.title")

    def action_back(self) -> None:
        """Leave it as it is."""
        self.finish(False)  # noqa: FBT003  the decision itself

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        if event.offer:
            self.finish(event.offer.id == _SETTLE)
