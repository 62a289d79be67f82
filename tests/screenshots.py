"""Makes the pictures in ``screenshots/`` from the app itself: ``.venv/bin/python -m tests.screenshots``."""

import asyncio
import re
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from tests.tui.piloted import KEY, app_in, until

_FOLDER = Path(__file__).parent.parent / "screenshots"
_SIZE = (100, 30)


async def _take(pilot: Pilot[int], name: str, home: Path) -> None:
    await pilot.pause(0.3)
    picture = pilot.app.export_screenshot(simplify=True).replace(str(home), "/home/me")
    picture = re.sub(r"terminal-\d+-", "terminal-", picture)
    (_FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


async def _story(home: Path) -> None:
    async with app_in(home).run_test(size=_SIZE) as pilot:
        await until(pilot, "RegionStep")
        await pilot.press("down")
        await _take(pilot, "region", home)
        await pilot.press("enter")
        await until(pilot, "ToolsStep")
        await pilot.press("space", "down", "space", "down", "down", "space")
        await _take(pilot, "tools", home)
        await pilot.press("enter")
        await until(pilot, "ModelStep")
        await pilot.press("down", "down", "down", "down")
        await _take(pilot, "model", home)
        await pilot.press("enter")
        await until(pilot, "ThinkingStep")
        await _take(pilot, "thinking", home)
        await pilot.press("enter")
        await until(pilot, "KeyStep")
        await pilot.press(*KEY)
        await _take(pilot, "key", home)
        await pilot.press("enter")
        await until(pilot, "ReviewStep")
        await _take(pilot, "review", home)
        await pilot.press("w")
        await until(pilot, "DoneScreen")
        await _take(pilot, "done", home)


def main() -> None:
    """Take all pictures in a home folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="me") as folder:
        asyncio.run(_story(Path(folder)))


if __name__ == "__main__":
    main()
