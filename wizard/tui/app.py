"""The full-screen app: its first screen, the way in and every way out.

Nothing but Textual and this is imported before the first screen is painted; the session is opened and the other
screens are imported behind it.
"""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from wizard.errors import WizardError
from wizard.text import say
from wizard.tui.background import in_background
from wizard.tui.rail import rail_text

if TYPE_CHECKING:
    from wizard.session import Session

CANCELLED = 130
"""The exit code of a wizard that was left without a change."""

Opening = Callable[[], "tuple[Session, str]"]
"""Opens the session; the text says what was done about a change that a crash had broken off."""


@dataclass(frozen=True, slots=True)
class Left:
    """How the wizard was left. ``recovered`` is for the user to read, empty where there is nothing to say."""

    code: int
    recovered: str


def run(opening: Opening) -> Left:
    """Show the wizard until it is left: code 0 done or nothing to do, 130 left without a change.

    Raises:
        WizardError: ``opening`` raised it.
        Exception: something unexpected happened inside the app.
    """
    app = WizardApp(opening)
    code = app.run()
    if app.failure:
        raise app.failure
    return Left(CANCELLED if code is None else code, app.recovered)


class WizardApp(App[int]):
    """Opens the session behind its first screen and hands over to the flow."""

    CSS_PATH = "wizard.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", say("tui.keys.quit"), priority=True),
        Binding("ctrl+c", "leave", show=False, priority=True),
    ]

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self.opening = opening
        self.recovered = ""
        self.failure: Exception | None = None
        """Why the app ended by itself."""
        self.writing = False

    def compose(self) -> ComposeResult:
        """Shown while the tools are looked at."""
        yield Static(rail_text("region", {}), id="rail")
        yield Static(say("tui.looking"), id="looking")

    def on_mount(self) -> None:
        """Go on behind the first painted screen, and leave in order when the terminal goes away."""
        self.title = say("tui.title")
        for name in ("SIGTERM", "SIGHUP"):
            with contextlib.suppress(AttributeError, NotImplementedError, ValueError, RuntimeError):
                # Not on Windows, and only in the main thread.
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self.action_leave)
        self.call_after_refresh(self._begin)

    def action_leave(self) -> None:
        """Leave at once, with nothing changed; a write that has begun is waited for, and its end is shown."""
        if self.writing:
            self.notify(say("tui.writing"), markup=False)
        else:
            self.exit(CANCELLED)

    def _begin(self) -> None:
        self.run_worker(self._opened(), exclusive=True)

    async def _opened(self) -> None:
        try:
            session, self.recovered = await in_background(self.opening)
        except WizardError as error:
            self.failure = error
            self.exit(error.exit_code)
            return
        from wizard.tui.flow import Flow

        await Flow(self, session).run()

    def _fatal_error(self) -> None:
        # Textual's own report prints local variables, and a key may be in one.
        self.failure = self._exception
        self._close_messages_no_wait()
