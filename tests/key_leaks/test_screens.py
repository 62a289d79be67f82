"""The full-screen app: no picture of a screen, no clipboard and no crash report holds a key."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.piloted import KEY, app_in, go, paste, until
from wizard.catalog.facts import KeyFacts
from wizard.key import LiteralKey

_SIZE = (100, 30)


async def to_key(pilot: Pilot[int]) -> None:
    """Answer the steps of a first run up to the key, and paste that."""
    await go(pilot, "RegionStep", "down", "enter", "ToolsStep", "down", "space", "enter")
    await go(pilot, "ModelStep", "enter", "ThinkingStep", "enter", "KeyStep")
    await paste(pilot, KEY)


def assert_clean(pilot: Pilot[int]) -> None:
    """The picture of the screen, and what could be copied from it, hold no more of the key than its mask."""
    picture = pilot.app.export_screenshot()
    pilot.app.screen.text_select_all()
    pilot.app.screen.action_copy_text()
    selected = pilot.app.screen.get_selected_text() or ""
    for text in (picture, selected, pilot.app.clipboard):
        assert KEY not in text
        assert "0123456789" not in text


@pytest.mark.promise("no-key-output")
async def test_pictures_and_clipboard_of_every_step(tmp_path: Path) -> None:
    """From the key's field to the last screen: pictures, selection and clipboard are free of the key."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await to_key(pilot)
        assert_clean(pilot)
        await pilot.press("ctrl+a", "ctrl+shift+c", "ctrl+insert")
        assert "0123456789" not in pilot.app.clipboard
        await pilot.press("enter")
        await until(pilot, "ReviewStep")
        assert_clean(pilot)
        assert "sk-sp-…cdef" in pilot.app.export_screenshot().replace("&#160;", " ")


@pytest.mark.promise("errors-say-where")
async def test_a_crash_inside_a_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An exception with the key in its message and in a local variable ends the app without a word of the key."""

    def broken(text: str, _facts: KeyFacts) -> LiteralKey:
        raise RuntimeError(f"something about {text}")

    monkeypatch.setattr("wizard.tui.screens.key.taken_in", broken)
    app = app_in(tmp_path)
    with pytest.raises(RuntimeError):  # noqa: PT012  the app hands the error on when it is left
        async with app.run_test(size=_SIZE) as pilot:
            await to_key(pilot)
            await pilot.press("enter")
    printed = capsys.readouterr()
    assert "0123456789" not in printed.out + printed.err
    assert type(app.failure).__name__ == "RuntimeError"
    assert not app._exit_renderables
