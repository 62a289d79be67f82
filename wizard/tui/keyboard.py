"""Keys in the order they were typed, each to the screen it was meant for, however slowly the screens follow."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.worker import Worker

if TYPE_CHECKING:
    from textual.screen import Screen

    from wizard.tui.app import WizardApp

Stroke = events.Key | events.Paste

_AT_ONCE = frozenset({"ctrl+c", "ctrl+q", "ctrl+z", "ctrl+backslash"})
"""Keys that pass all others by: who wants to leave does not wait."""
_ROUND_TRIPS = 2
"""How often a message must follow a key through the widgets: once behind the key itself, and once behind the message
that the key may have made the focused widget send."""


class Passed(Message):
    """Follows a key from the focused widget up to the app, where it says that the key was dealt with."""

    def __init__(self, reached: asyncio.Event) -> None:
        super().__init__()
        self.reached = reached


class Keyboard:
    """Hands one key after the other to the app, and holds them back while no screen takes any.

    Without it, what is typed while the next screen is prepared goes to the one before, which has decided already, and
    is lost. ``deal`` is the app's own way of dealing with a key.
    """

    def __init__(self, app: "WizardApp", deal: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._deal = deal
        self._typed: deque[Stroke] = deque()
        self._at_work = False
        self._screen_changed = asyncio.Event()

    async def enqueue(self, stroke: Stroke) -> None:
        """Deal with ``stroke``, or keep it for its turn."""
        if isinstance(stroke, events.Key):
            if self._passes_by(stroke.key):
                self.forget()
                await self._deal(stroke)
                return
            if stroke.key == "ctrl+j":
                # What Enter is in a terminal that nobody has set up yet: typed before the first screen was there.
                time = stroke.time
                stroke = events.Key("enter", "\r")
                stroke.time = time
        if getattr(self._app.screen, "too_small", False):
            return
        self._typed.append(stroke)
        if self._may_go_on():
            self._at_work = True
            await self._deal(self._typed.popleft())
            self._start(self._go_on)

    def put_first(self, key: str) -> None:
        """``key`` as if it had been pressed before all that waits."""
        stroke = events.Key(key, None)
        if self._passes_by(key):
            self.forget()
            self._start(partial(self._at_once, stroke))
            return
        self._typed.appendleft(stroke)
        self.resume()

    def forget(self, before: float | None = None) -> None:
        """What was typed and not dealt with yet goes; with ``before``, what was typed earlier than then."""
        late = [] if before is None else [stroke for stroke in self._typed if stroke.time >= before]
        self._typed = deque(late)

    def resume(self) -> None:
        """Go on with what was typed, where a screen takes it by now."""
        if self._may_go_on():
            self._at_work = True
            self._start(self._go_on)

    def screen_changed(self, _screen: "Screen[object]") -> None:
        """Another screen is on top: what followed a key on the one before may never arrive."""
        self._screen_changed.set()

    def _passes_by(self, key: str) -> bool:
        return key in _AT_ONCE or key == getattr(self._app.screen, "gives_up_with", "")

    def _may_go_on(self) -> bool:
        return bool(self._typed) and not self._at_work and self._taken()

    def _taken(self) -> bool:
        return getattr(self._app.screen, "takes_keys", False)

    def _start(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        # A coroutine made here would complain on the terminal where the app ends before it runs.
        _worker: Worker[None] = self._app.run_worker(work, group="keyboard")

    async def _go_on(self) -> None:
        try:
            await self._dealt_with()
            while self._typed and self._taken():
                await self._deal(self._typed.popleft())
                await self._dealt_with()
        finally:
            self._at_work = False

    async def _at_once(self, stroke: Stroke) -> None:
        await self._deal(stroke)

    async def _dealt_with(self) -> None:
        """Wait until the last key has done all it does: moved, chosen, opened another screen and its focus."""
        times = 0
        while times < _ROUND_TRIPS:
            self._screen_changed.clear()
            reached = asyncio.Event()
            (self._app.focused or self._app.screen).post_message(Passed(reached))
            waits = {asyncio.ensure_future(event.wait()) for event in (reached, self._screen_changed)}
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
            times = 0 if self._screen_changed.is_set() else times + 1
