"""The full-screen app: its first screen, the way in and every way out.

Nothing but Textual and this is imported before the first screen is painted; the session is opened and the other
screens are imported behind it.
"""

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerFailed

from wizard.apply.interruptions import ENDING
from wizard.errors import WizardError
from wizard.text import say
from wizard.text.visible import visible
from wizard.tui.background import in_background
from wizard.tui.ending import Left, Written
from wizard.tui.gate import OnlyPrintable
from wizard.tui.keyboard import Keyboard, Passed
from wizard.tui.sizes import HEIGHTS, WIDTHS, size_classes
from wizard.tui.theme import THEMES, theme_for, without_colour
from wizard.tui.widgets.rail import Progress, Rail

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.filter import LineFilter

    from wizard.session import Session
    from wizard.tui.screens.frame import Frame

CANCELLED = 130
"""The exit code of a wizard that was left without a change."""

Opening = Callable[[], "tuple[Session, str]"]
"""Opens the session; the text says what was done about a change that a crash had broken off."""


def _now() -> datetime:
    return datetime.now(UTC)


class BrokenError(Exception):
    """Textual gave up."""


def run(opening: Opening) -> Left:
    """Show the wizard until it is left: code 0 done or nothing to do, 130 left without a change."""
    app = WizardApp(opening)
    if sys.platform != "win32":
        from wizard.tui.driver import TerminalDriver

        app.driver_class = TerminalDriver
    code: int | None = None
    interrupted = False
    try:
        code = app.run()
    except KeyboardInterrupt:  # before the app could take it, or behind its end
        interrupted = True
    except Exception as error:  # noqa: BLE001  whoever called decides what to say of it
        app.failure = app.failure or error
    unseen = app.written if app.failure or app.leave_after_write or interrupted else None
    if code is None:
        code = 0 if app.written else CANCELLED
    return Left(code, app.recovered, unseen, app.failure)


class WizardApp(App[int]):
    """Opens the session behind its first screen and hands over to the flow."""

    CSS_PATH = "wizard.tcss"
    ENABLE_COMMAND_PALETTE = False  # the app has its own, of the same list as all others
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "tui.keys.quit", priority=True),
        Binding("ctrl+c,ctrl+backslash", "leave", show=False, priority=True),
        Binding("ctrl+p", "palette", "tui.keys.palette", show=False),
        Binding("ctrl+t", "next_theme", "tui.keys.theme", show=False),
        Binding("ctrl+z", "suspend_process", "tui.keys.suspend", show=False, priority=True),
    ]

    def __init__(self, opening: Opening, now: Callable[[], datetime] = _now) -> None:
        variables = dict(os.environ)
        no_color = without_colour(variables)
        if not no_color:
            os.environ.pop("NO_COLOR", None)  # Textual takes an empty one for a wish
        # Textual's other way without colours paints in greys, which a terminal of few colours makes black on black.
        super().__init__(ansi_color=True if no_color else None)
        self.opening = opening
        self.now = now
        self.recovered = ""
        self.failure: Exception | None = None
        """Why the app ended by itself."""
        self.keyboard = Keyboard(self, super().on_event)
        self.animation_level = "none"
        self._gate = OnlyPrintable()
        self.writing = self.leave_after_write = self.finished = False
        self.written: Written | None = None
        """The last change of this run."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_for(variables, self.console.color_system)

    async def run_async(self, **options: Any) -> int | None:  # noqa: ANN401  Textual's own, handed on
        """As Textual's; from the first moment on, signals to end are answered in order."""
        for name in ENDING:
            with contextlib.suppress(AttributeError, NotImplementedError, ValueError, RuntimeError):
                # Not on Windows, and only in the main thread.
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self._ended)
        if threading.current_thread() is threading.main_thread():
            # Otherwise Python prints a traceback when signals come faster than they are looked at.
            signal.set_wakeup_fd(signal.set_wakeup_fd(-1), warn_on_full_buffer=False)
        return await super().run_async(**options)

    def get_line_filters(self) -> "Sequence[LineFilter]":
        """As Textual's, and behind them the gate: every line of every widget passes here."""
        return [*super().get_line_filters(), self._gate]

    def copy_to_clipboard(self, text: str) -> None:
        """As Textual's, of what is shown: what is pasted somewhere does there no more than it does here."""
        super().copy_to_clipboard("\n".join(map(visible, text.split("\n"))))

    def compose(self) -> ComposeResult:
        """Shown while the tools are looked at."""
        yield Static(Content.assemble(("◆ ", "$accent"), (say("tui.title"), "bold")), id="title")
        yield Rail(Progress("region", {}))
        yield Static(say("tui.looking"), id="looking", markup=False)

    def on_mount(self) -> None:
        """Go on behind the first painted screen, and leave in order when the terminal goes away."""
        self.title = say("tui.title")
        self.screen_change_signal.subscribe(self, self.keyboard.screen_changed, immediate=True)
        # Textual paints anew only where the size has changed as well.
        self.app_resume_signal.subscribe(self, lambda _app: self.refresh(layout=True))
        self.call_after_refresh(self._begin)

    async def on_event(self, event: events.Event) -> None:
        """Keys wait their turn; all else is dealt with as it comes."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.keyboard.enqueue(event)
        else:
            await super().on_event(event)

    def simulate_key(self, key: str) -> None:
        """Press ``key``, before all that was typed and waits."""
        self.keyboard.put_first(key)

    @on(Passed)
    def _key_passed(self, event: Passed) -> None:
        event.reached.set()

    def action_leave(self) -> None:
        """Leave at once; a write that has begun is waited for, and its end is shown."""
        if self.writing:
            self.notify(say("tui.writing"), markup=False)
        else:
            self.leave_now()

    def action_suspend_process(self) -> None:
        """Give the terminal back and stop; a write that has begun is not to be stopped half-way."""
        if self.writing:
            self.notify(say("tui.writing"), markup=False)
        else:
            super().action_suspend_process()

    def leave_now(self) -> None:
        """Leave with the code that is true: cancelled where nothing was written in this run."""
        self.exit(0 if self.written or self.finished else CANCELLED)

    async def show(self, screen: "Frame[Any]") -> None:
        """Put ``screen`` in the place of the one that was shown; what stands above that one goes too."""
        while len(self.screen_stack) > 2:  # noqa: PLR2004  the first one and the one shown
            await self.pop_screen()
        # Otherwise the first frame would be laid out for no size in particular, and jump.
        screen.add_class(*size_classes(*self.size))
        await (self.switch_screen(screen) if len(self.screen_stack) > 1 else self.push_screen(screen))
        if screen.ignores_typeahead:
            painted = asyncio.Event()
            screen.call_after_refresh(painted.set)
            await painted.wait()
            self.keyboard.forget(before=screen.first_painted_at)
        screen.ready = True
        self.keyboard.resume()

    def action_next_theme(self) -> None:
        """Dark, light, the terminal's own colours, and round again."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_palette(self) -> None:
        """Everything that can be done now, to be searched."""
        from wizard.tui.screens.palette import Palette
        from wizard.tui.widgets.keys_bar import words_for

        found: dict[str, Binding] = {}
        bindings = [each.binding for each in self.screen.active_bindings.values() if each.enabled]
        for binding in (one for one in bindings if one.description.startswith("tui.") and one.action != "palette"):
            words = words_for(self.screen, binding)
            # Of several keys that do the same, the one in the footer.
            if words not in found or (binding.show and not found[words].show):
                found[words] = binding
        commands = {binding.key: words for words, binding in found.items()}
        self.push_screen(Palette(commands), lambda key: self.simulate_key(key) if key else None)

    def _ended(self) -> None:
        """The terminal is going away, or somebody ends the program: a write that has begun is waited for."""
        if self.writing:
            self.leave_after_write = True
        else:
            self.leave_now()

    def _begin(self) -> None:
        _worker: Worker[None] = self.run_worker(self._opened, exclusive=True)

    async def _opened(self) -> None:
        try:
            session, self.recovered = await in_background(self.opening)
        except WizardError as error:
            self.failure = error
            self.exit(error.exit_code)
            return
        from wizard.tui.start import Start

        await Start(self, session).run()

    def panic(self, *renderables: "RenderableType") -> None:
        """Textual gave up. Its own report may hold anything; where the terminal is gone, there is nothing to report."""
        del renderables
        if sys.__stdin__ is None or sys.__stdin__.isatty():
            self.failure = self.failure or self._exception or BrokenError()
            self._close_messages_no_wait()
        else:
            self._ended()

    def _handle_exception(self, error: Exception) -> None:
        if self._exit:  # A screen that never came to be shown may miss its parts.
            self._close_messages_no_wait()
        else:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual's own report prints local variables, and a key may be in one.
        error = self._exception
        # What a worker raised comes wrapped, and the wrapping says nothing of where it happened.
        self.failure = error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error
        self._close_messages_no_wait()
