"""Leaving while a screen is on its way."""

import asyncio
from pathlib import Path

import pytest
from textual.screen import Screen

from .piloted import app_in, until


class _Incomplete(Screen[None]):
    """A screen that misses its parts, as one may when the app ends before they are made."""

    def on_mount(self) -> None:
        """Look for a part."""
        self.query_one("#name")


@pytest.mark.parametrize("leaving", [True, False])
async def test_a_screen_that_is_not_whole_any_more(tmp_path: Path, *, leaving: bool) -> None:
    """Once the end was asked for, nothing that breaks on the way makes a failure of it; before that it is one."""
    app = app_in(tmp_path)
    failed = False
    try:
        async with app.run_test() as pilot:
            await until(pilot, "RegionStep")
            if leaving:
                app.leave_now()
            app.push_screen(_Incomplete())
            for _ in range(500):
                if not app.is_running:
                    break
                await asyncio.sleep(0.01)
    except Exception:  # noqa: BLE001  the pilot raises what the app failed with
        failed = True
    assert failed != leaving
    assert (app.failure is None) == leaving
    assert not leaving or app.return_value == 130
