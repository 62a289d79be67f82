"""The start screen of a later run: the state of every tool, and what can be done from here."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from wizard.plan.detect import Detected
from wizard.steps.offers import Offer
from wizard.steps.start import EXPLAIN, problem_count, start_offers
from wizard.text import say
from wizard.tui.screens.frame import EXPLAIN_KEYS, TitleBar
from wizard.tui.screens.list_screen import ListScreen
from wizard.tui.widgets.listing import Listing
from wizard.tui.widgets.prose import Prose


class HomeScreen(ListScreen[str]):
    """Decides for the id of what was chosen: a tool, all tools, or an action. Empty to leave."""

    help_key = "steps.start"
    shape = "tall-list"
    BINDINGS: ClassVar[list[BindingType]] = [
        *EXPLAIN_KEYS,
        Binding("escape", "go_away", "tui.keys.quit"),
        Binding("ctrl+s", "save_profile", "tui.keys.save-profile", show=False),
    ]

    def __init__(
        self, found: Mapping[str, Detected], profiles: Sequence[Offer] = (), at: str = "", message: str = ""
    ) -> None:
        super().__init__()
        self.found = found
        self.profiles = profiles
        self.at = at
        self.message = message
        self.pasted = ""

    def choices(self) -> ComposeResult:
        """The tools, the saved profiles, the actions."""
        yield Listing(start_offers(self.found, self.profiles), at=self.at)

    def below(self) -> Widget:
        """What is said on coming back."""
        return Static(Prose(self.message), id="message")

    def update(self, found: Mapping[str, Detected]) -> None:
        """Show what was found out later, such as versions."""
        self.found = found
        self._say_at_the_top("")
        for listing in self.query(Listing):  # none while the screen goes
            listing.show_offers(start_offers(found, self.profiles))

    def waits_for(self, client: str) -> None:
        """Say beside the title that ``client`` is still asked for its version; nothing waits for that."""
        self._say_at_the_top(say("plan.asking", tool=client))

    def _say_at_the_top(self, words: str) -> None:
        for bar in self.query(TitleBar):  # none while the screen goes
            bar.show(words)

    def action_explain(self, pasted: str = "") -> None:
        """To the explanation of an error message."""
        self.pasted = pasted
        self.finish(EXPLAIN)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted here can only be an error message."""
        self.action_explain(event.text)

    def action_go_away(self) -> None:
        """Leave."""
        self.finish("")

    def action_save_profile(self) -> None:
        """Save what is set up as a profile."""
        self.finish("save-profile")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is set up can be saved."""
        del parameters
        return action != "save_profile" or any(tool.state.configured for tool in self.found.values())

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        if event.offer:
            self.finish(event.offer.id)

    def question(self) -> Content:
        """How things stand."""
        on_plan = sum(1 for detected in self.found.values() if detected.state.configured)
        problems = problem_count(self.found)
        words = say("steps.start.standing", count=on_plan)
        if not problems:
            return Content.assemble(words, ("  ✓ ", "$success"), (say("steps.start.no-problems"), "$success"))
        return Content.assemble(
            words, ("  ! ", "bold $warning"), (say("steps.start.problems", count=problems), "$warning")
        )
