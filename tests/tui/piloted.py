"""Starting the full-screen wizard in a scratch home, to be driven by keys."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from wizard.environment import Environment
from wizard.key import taken_in
from wizard.plan.choices import Wanted
from wizard.runs.choose import make_plan
from wizard.runs.write import write_plan
from wizard.session import Session
from wizard.tui.app import WizardApp
from wizard.tui.widgets.listing import Listing

KEY = "sk-sp-0123456789abcdef"


def app_in(home: Path, theme: str = "wizard-dark", **variables: str) -> WizardApp:
    """The app over ``home``, on a machine without any client, with a clock of its own."""
    environment = Environment(home, {"PATH": "", **variables}, "linux", home_given=True)
    minutes = count()
    begin = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    app = WizardApp(lambda: (Session.start(environment), ""), lambda: begin + timedelta(minutes=next(minutes)))
    app.theme = theme
    return app


async def until(pilot: Pilot[int], step: str) -> None:
    """Wait until the screen called ``step`` is shown, takes keys, and is not decided yet."""
    for _ in range(2000):
        await pilot.pause()
        screen = pilot.app.screen
        if type(screen).__name__ == step and getattr(screen, "takes_keys", True):
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError(f"{step} did not come; shown is {type(pilot.app.screen).__name__}")


async def go(pilot: Pilot[int], *stops: str) -> None:
    """Press keys and wait for screens, in turn: a stop that begins with a capital and has two letters is a screen."""
    for stop in stops:
        if stop[0].isupper() and len(stop) > 1:
            await until(pilot, stop)
        else:
            await pilot.press(stop)


async def to_review(pilot: Pilot[int]) -> None:
    """Answer all steps of a first run: International, OpenCode, the default model, thinking on, the key."""
    await answered(pilot, "down")
    await until(pilot, "ReviewStep")


async def answered(pilot: Pilot[int], *to_tool: str) -> None:
    """Answer all steps for International and the one tool that the keys ``to_tool`` lead to, and give the key."""
    await go(pilot, "RegionStep", "down", "enter", "ToolsStep", *to_tool, "space", "enter")
    await go(pilot, "ModelStep", "enter", "ThinkingStep", "enter", "KeyStep")
    await paste(pilot, KEY)
    await pilot.press("enter")


def set_up(home: Path, *tools: str, model: str = "") -> None:
    """A home folder in which the wizard has set up ``tools`` (OpenCode where none are named), without the screens."""
    session = Session.start(Environment(home, {"PATH": ""}, "linux", home_given=True))
    key = taken_in(KEY, session.catalog.key)
    wanted = Wanted("international", model or session.catalog.default_model, None, key)
    plan = make_plan(session, wanted, tools or ("opencode",))
    write_plan(session, plan, now=datetime(2026, 11, 25, 8, 0, tzinfo=UTC))


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
