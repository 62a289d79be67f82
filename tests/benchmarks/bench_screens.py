"""The app's own pace: ``.venv/bin/python -m tests.benchmarks.bench_screens``.

Each number is the least of several tries, as other work on the machine only ever adds to it.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.tui.piloted import app_in, go, set_up, under_cursor
from wizard.plan.diff import diff_between
from wizard.tui.theme import THEMES
from wizard.tui.widgets import diff_view
from wizard.tui.widgets.diff_view import DiffView

_TRIES = 12
_LINES = 10_000


class _DiffApp(App[None]):
    """A diff alone."""

    CSS_PATH = Path(diff_view.__file__).parent.parent / "wizard.tcss"

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.lines = lines
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        """The pane."""
        yield DiffView(id="diff")

    def on_mount(self) -> None:
        """A diff in which every line changes."""
        before = "".join(f'  "key{number}": "old value {number}",\n' for number in range(self.lines))
        diff = diff_between(before.encode(), before.replace("old", "new").encode(), None)
        view = self.query_one(DiffView)
        view.show_diff(diff, "json")
        view.focus()


async def key_to_screen(lines: int) -> float:
    """The least time from a turn of the page in a diff of ``lines`` changed lines until its rows are drawn."""
    app = _DiffApp(lines)
    async with app.run_test(size=(120, 36)) as pilot:
        view = app.query_one(DiffView)

        await pilot.pause()
        times: list[float] = []
        for turn in range(_TRIES):
            started = time.perf_counter()
            view.scroll_to(y=100 * (1 + turn % 2), animate=False, immediate=True)
            view.refresh()
            app.screen._compositor.render_strips()
            times.append(time.perf_counter() - started)
            await pilot.pause()
        return min(times)


async def next_screen(home: Path) -> float:
    """The least time from Enter on a step until the next one is laid out and its cursor stands."""
    times: list[float] = []
    async with app_in(home).run_test(size=(80, 24)) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep")
        for _ in range(_TRIES):
            await go(pilot, "escape", "HomeScreen")
            started = time.perf_counter()
            pilot.app.simulate_key("1")
            await _shown(pilot, "ModelStep")
            times.append(time.perf_counter() - started)
            await go(pilot, "ModelStep")
    return min(times)


async def _shown(pilot: Pilot[int], name: str) -> None:
    """Wait for no longer than it takes until the screen is there, its cursor stands and its rows are drawn."""
    for _ in range(100_000):
        await asyncio.sleep(0)
        screen = pilot.app.screen
        if type(screen).__name__ == name and screen.query("Listing") and under_cursor(pilot):
            screen._compositor.render_strips()
            return
    raise AssertionError(name)


def main() -> None:
    """Print the numbers beside their limits."""
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder))
        step = asyncio.run(next_screen(Path(folder)))
    small, large = asyncio.run(key_to_screen(200)), asyncio.run(key_to_screen(_LINES))
    lines = [
        f"next screen                             {step * 1000:.0f} ms  (at most 100)",
        f"key to screen, {_LINES} lines             {large * 1000:.0f} ms  (at most 50)",
        f"the same / with 200 lines               {large / small:.2f}  (at most 2.00)",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
