"""Values and pasted texts of any length: every screen comes, and can be left at any moment."""

from pathlib import Path

import pytest

from tests.cli.test_long_values import home_with
from tests.tui.piloted import app_in, go, paste, shown, until
from wizard.tui.screens.explain import PasteField

pytestmark = pytest.mark.thorough


async def test_a_model_whose_name_is_megabytes(tmp_path: Path) -> None:
    """The start screen shows its beginning, and Ctrl+C leaves."""
    home_with(tmp_path, "a" * 400_000)
    app = app_in(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "HomeScreen")
        assert "aaaa" in shown(pilot)
        await go(pilot, "ctrl+c")
    assert app.return_value == 130


@pytest.mark.parametrize(
    "text",
    [
        "f" * 20_000,
        "0a" * 100_000,
        "a " * 200_000,
        "a\n" * 200_000,
        "模型" * 100_000,
        "token: " * 100_000,
        "\x1b[" * 300_000,
    ],
    ids=range(7),
)
async def test_a_pasted_text_of_any_length_is_taken(tmp_path: Path, text: str) -> None:
    """It is masked, shortened and looked at; the field goes on to take keys."""
    home_with(tmp_path, "qwen3.7-plus")
    async with app_in(tmp_path).run_test(size=(80, 24)) as pilot:
        await until(pilot, "HomeScreen")
        await paste(pilot, f"{text}\nAPI Error: 403 invalid api-key sk-sp-0123456789abcdef")
        await until(pilot, "PasteScreen")
        field = pilot.app.screen.query_one(PasteField)
        assert field.text.endswith("API Error: 403 invalid api-key sk-sp-…cdef")
        assert len(field.text) <= 20_000
        await go(pilot, "escape", "HomeScreen")


@pytest.mark.parametrize("text", ["a" * 400_000, "模" * 200_000, " " * 400_000], ids=range(3))
async def test_what_is_pasted_for_a_key_may_be_of_any_length(tmp_path: Path, text: str) -> None:
    """It is refused as too long or empty, at once."""
    async with app_in(tmp_path).run_test(size=(80, 24)) as pilot:
        await go(pilot, "RegionStep", "down", "enter", "ToolsStep", "down", "space", "enter")
        await go(pilot, "ModelStep", "enter", "ThinkingStep", "enter", "KeyStep")
        await paste(pilot, text)
        await pilot.pause()
        assert ("longer than 512 characters" if text.strip() else "The key is empty") in shown(pilot)
