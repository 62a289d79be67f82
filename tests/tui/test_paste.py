"""An error message in the app: pasted, explained, and from there to the repair."""

from pathlib import Path

import pytest
from textual.widgets import TextArea

from tests.tui.piloted import KEY, app_in, go, paste, set_up, shown, under_cursor
from wizard.tui.widgets.listing import Listing

pytestmark = pytest.mark.thorough

_SIZE = (80, 24)
_MESSAGE = '\x1b[31m✕ API Error: 401\r\n{"error":{"message":"invalid access token or token expired"}}\x1b[0m'


def _with_two_keys(home: Path) -> Path:
    """Claude Code on the plan, with a second key beside the plan's."""
    set_up(home, "claude-code")
    settings = home / ".claude/settings.json"
    settings.write_text(
        settings.read_text().replace('"env": {', '"env": {\n    "ANTHROPIC_API_KEY": "sk-ant-01234567",')
    )
    return settings


async def test_a_pasted_message_leads_to_the_repair(tmp_path: Path) -> None:
    """Colours and line ends do no harm, the file that shows the cause comes first, Enter shows its repair."""
    settings = _with_two_keys(tmp_path)
    broken = settings.read_text()
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "ctrl+e", "PasteScreen")
        await paste(pilot, _MESSAGE)
        assert "✕ API Error: 401" in shown(pilot)
        assert under_cursor(pilot) == "diagnosis-0"
        assert "ANTHROPIC_API_KEY is set beside" in shown(pilot)
        await go(pilot, "enter", "ReviewStep", "escape", "PasteScreen")
        assert "invalid access token" in shown(pilot)
        assert settings.read_text() == broken
        await go(pilot, "enter", "ReviewStep", "w", "DoneScreen")
        assert "nothing is wrong with these tools" in shown(pilot)
    assert "sk-ant-" not in settings.read_text()


@pytest.mark.promise("error-message-explained")
async def test_a_pasted_key_is_masked_at_once(tmp_path: Path) -> None:
    """A key in the message is never on the screen, in the field or where it is pasted beside it."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "ctrl+e", "PasteScreen")
        await paste(pilot, f"Incorrect API key provided: {KEY}")
        assert KEY not in pilot.app.screen.query_one(TextArea).text
        await go(pilot, "escape", "HomeScreen")
        await paste(pilot, f"api_key={KEY}: 403 invalid api-key")
        await go(pilot, "PasteScreen")
        assert KEY not in pilot.app.screen.query_one(TextArea).text
        assert "403 invalid api-key" in shown(pilot)


@pytest.mark.promise("error-message-explained")
@pytest.mark.parametrize("key", [KEY, "sk-0123456789abcdef0123456789abcdef", "ms-fedcba98-7654-4321-9abc-def012345678"])
async def test_a_typed_key_is_never_shown(tmp_path: Path, key: str) -> None:
    """A key typed by hand is hidden while it is typed: no four characters of its secret part are ever on the screen."""
    set_up(tmp_path)
    secret = key.removeprefix("sk-sp-").removeprefix("sk-").removeprefix("ms-")
    pieces = {secret[at : at + 4] for at in range(4, len(secret) - 3)}
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "ctrl+e", "PasteScreen", *"key ")
        for character in key:
            await pilot.press("minus" if character == "-" else character)
            assert [piece for piece in pieces if piece in shown(pilot)] == []
        await pilot.press(*" 403 invalid api-key")
        field = pilot.app.screen.query_one(TextArea)
        assert field.text == f"key {key[: -len(secret)]}… 403 invalid api-key"
        assert "To the causes" in shown(pilot)
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert [piece for piece in pieces if piece in field.text] == []


async def test_a_key_put_together_from_parts_is_hidden(tmp_path: Path) -> None:
    """What becomes a key by what is typed before it is hidden at once."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "ctrl+e", "PasteScreen", *"0123456789abcdef", "home", *"sk-sp-")
        field = pilot.app.screen.query_one(TextArea)
        assert field.text == "sk-…"
        await pilot.press("end", "space", *"403")
        assert field.text == "sk-… 403"


async def test_another_paste_is_another_message(tmp_path: Path) -> None:
    """With the causes in focus, what is pasted takes the place of the message before."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "ctrl+e", "PasteScreen")
        await paste(pilot, "403 invalid api-key")
        await paste(pilot, "week allocated quota exceeded")
        assert "invalid api-key" not in shown(pilot)
        assert "quota of the week is used up" in shown(pilot)
        assert "2026-11-30" in shown(pilot) or "2026-11-29" in shown(pilot)


async def test_a_typed_message_is_explained_while_it_is_typed(tmp_path: Path) -> None:
    """The field stays in focus while one types; Enter or Tab goes to the causes, ^N begins anew."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "ctrl+e", "PasteScreen", *"403 invalid api-ke")
        assert "To the causes" not in shown(pilot)
        await pilot.press("y")
        assert isinstance(pilot.app.focused, TextArea)
        assert "To the causes" in shown(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.focused, Listing)
        await pilot.press("tab", "tab", "ctrl+n")
        assert pilot.app.screen.query_one(TextArea).text == ""
        assert "sent to the general host" not in shown(pilot)


async def test_what_is_not_recognised_is_said(tmp_path: Path) -> None:
    """Nonsense is answered with where to look; the answers and the help are still at hand."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "ctrl+e", "PasteScreen")
        await paste(pilot, "my cat sat on the keyboard")
        assert "not recognised" in shown(pilot)
        assert isinstance(pilot.app.focused, TextArea)
        await go(pilot, "f1", "Help", "escape", "PasteScreen", "tab", "enter", "AnswersScreen", "escape", "PasteScreen")
        assert "my cat sat" in shown(pilot)


@pytest.mark.parametrize("way", ["row", "key", "palette", "doctor", "paste"])
async def test_every_way_there(tmp_path: Path, way: str) -> None:
    """A row and a key of the start screen, the palette, the doctor's screen, and a paste on the start screen."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen")
        assert "^E Explain error" in shown(pilot)
        if way == "row":
            await go(pilot, "slash", *"explain", "enter")
        elif way == "key":
            await go(pilot, "ctrl+e")
        elif way == "palette":
            await go(pilot, "ctrl+p", "Palette", *"explain", "enter")
        elif way == "doctor":
            await go(pilot, "slash", *"look for", "enter", "DoctorScreen", "ctrl+e")
        else:
            await paste(pilot, "403 invalid api-key")
        await go(pilot, "PasteScreen", "escape", "DoctorScreen" if way == "doctor" else "HomeScreen")


async def test_before_any_tool_is_set_up(tmp_path: Path) -> None:
    """The first step of a first run leads there too, and back to the same step with its answer."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "down", "ctrl+e", "PasteScreen")
        await paste(pilot, "Error: Not Found")
        assert "/apps/anthropic/v1" in shown(pilot)
        await go(pilot, "escape", "RegionStep")
        assert under_cursor(pilot) == "international"


async def test_the_smallest_window_shows_message_and_cause(tmp_path: Path) -> None:
    """At 60x20 the message, the first cause and what to do are all in sight."""
    _with_two_keys(tmp_path)
    async with app_in(tmp_path).run_test(size=(60, 20)) as pilot:
        await go(pilot, "HomeScreen", "ctrl+e", "PasteScreen")
        await paste(pilot, _MESSAGE)
        assert "API Error: 401" in shown(pilot)
        assert "✗ Claude Code" in shown(pilot)
        assert "ANTHROPIC_API_KEY is set" in shown(pilot)
