"""The gate of the full screen: a widget whose author thought of nothing brings nothing to the terminal."""

from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.content import Content
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from tests.key_leaks.hostile import OWNED, odd_in
from tests.tui.piloted import app_in, until


class Careless(Widget):
    """Paints its text as it is, in lines of its own making, and lets it be clicked as a link."""

    DEFAULT_CSS = "Careless { height: 4; border: round red; }"

    def render_line(self, y: int) -> Strip:
        """The text, cut nowhere."""
        link = Style(link=f"https://x/{OWNED}", bold=True)
        return Strip([Segment(f"{OWNED}\t\u3000\udcff", link)]) if y == 0 else Strip.blank(3)


def sent(pilot: Pilot[int]) -> bytes:
    """What is sent to the terminal to paint all that is on the screen."""
    update = pilot.app.screen._compositor.render_update(full=True)
    assert isinstance(update, LayoutUpdate)
    return update.render_segments(pilot.app.console).encode("utf-8", "surrogatepass")


@pytest.mark.promise("whatever-comes-from")
async def test_a_careless_widget(tmp_path: Path) -> None:
    """Content, borders' titles, links, tooltips and notifications: all written out, each line as wide as the screen."""
    async with app_in(tmp_path).run_test(size=(150, 40), tooltips=True, notifications=True) as pilot:
        await until(pilot, "RegionStep")
        careless = Careless()
        careless.border_title = Content(OWNED)
        careless.border_subtitle = Content(OWNED)
        careless.tooltip = OWNED
        plain = Static(OWNED, markup=False)
        plain.border_title = OWNED.replace("[", "")
        await pilot.app.screen.mount(careless, plain)
        pilot.app.notify(OWNED, title=OWNED, markup=False)
        await pilot.hover(Careless)
        await pilot.pause(0.5)
        raw = sent(pilot)
        assert odd_in(raw, full_screen=True) == set()
        assert raw.decode().count("␛]0;owned") >= 4
        assert "␛]0;owned␇␛[2J" in raw.decode()
        assert {strip.cell_length for strip in pilot.app.screen._compositor.render_strips()} == {150}


async def test_what_is_copied(tmp_path: Path) -> None:
    """The clipboard gets what is shown: it is pasted into other terminals."""
    async with app_in(tmp_path).run_test() as pilot:
        pilot.app.copy_to_clipboard(f"a{OWNED}\nb")
        assert odd_in(pilot.app.clipboard.encode()) == set()
        assert pilot.app.clipboard.startswith("a␛]0;owned␇")
        assert pilot.app.clipboard.endswith("\nb")
