"""Starting the full-screen wizard in a scratch home, to be driven by keys."""

from pathlib import Path

from textual import events
from textual.pilot import Pilot

from wizard.environment import Environment
from wizard.session import Session
from wizard.tui.app import WizardApp
from wizard.tui.listing import Listing

KEY = "sk-sp-0123456789abcdef"


def app_in(home: Path) -> WizardApp:
    """The app over ``home``, on a machine without any client."""
    environment = Environment(home, {"PATH": ""}, "linux", home_given=True)
    return WizardApp(lambda: (Session.start(environment), ""))


async def until(pilot: Pilot[int], step: str) -> None:
    """Wait until the screen called ``step`` is shown and laid out."""
    for _ in range(400):
        await pilot.pause()
        if type(pilot.app.screen).__name__ == step:
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError(f"{step} did not come; shown is {type(pilot.app.screen).__name__}")


async def to_review(pilot: Pilot[int]) -> None:
    """Answer all steps of a first run: International, OpenCode, the default model, thinking on, the key."""
    await answered(pilot, "down")
    await until(pilot, "ReviewStep")


async def answered(pilot: Pilot[int], *to_tool: str) -> None:
    """Answer all steps for International and the one tool that the keys ``to_tool`` lead to, and give the key."""
    await until(pilot, "RegionStep")
    await pilot.press("down", "enter")
    await until(pilot, "ToolsStep")
    await pilot.press(*to_tool, "space", "enter")
    await until(pilot, "ModelStep")
    await pilot.press("enter")
    await until(pilot, "ThinkingStep")
    await pilot.press("enter")
    await until(pilot, "KeyStep")
    await paste(pilot, KEY)
    await pilot.press("enter")


async def paste(pilot: Pilot[int], text: str) -> None:
    """Paste into the field that has the focus, as a terminal does."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def shown(pilot: Pilot[int]) -> str:
    """The text on the screen as it is painted, a line a row."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def under_cursor(pilot: Pilot[int]) -> str:
    """The id of the row under the cursor of the shown list."""
    offer = pilot.app.screen.query_one(Listing).offer
    return offer.id if offer else ""
