"""Profiles in the app: saved, used as one reviewed change, deleted."""

from pathlib import Path

import pytest

from tests.cli.running import contents
from tests.tui.piloted import app_in, go, paste, set_up, shown, under_cursor, until

pytestmark = pytest.mark.thorough

_SIZE = (80, 24)
_OFFICE = "sk-sp-00ff1ce000000000"
_FILE = ".config/coding-plan-wizard/profiles.toml"
_SAVED = """\
[office]
region = "china"
tools = ["opencode"]
model = "glm-5"
key_env = "OFFICE"
"""


def _write(home: Path, text: str) -> None:
    path = home / _FILE
    path.parent.mkdir(parents=True)
    path.write_text(text)


async def test_what_is_set_up_is_saved_under_a_name(tmp_path: Path) -> None:
    """Name and place of the key are asked for; the file is reviewed; Escape leads back with the answers kept."""
    set_up(tmp_path, "opencode", "qwen-code")
    app = app_in(tmp_path, HOME_KEY="sk-sp-0123456789abcdef")
    async with app.run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "ctrl+s", "ProfileScreen")
        await go(pilot, *"home", "enter", *"HOME_KEY", "enter", "ReviewStep")
        assert 'key_env = "HOME_KEY"' in shown(pilot)
        assert contents(tmp_path).keys().isdisjoint({_FILE})
        await go(pilot, "escape", "ProfileScreen", "enter", "enter", "ReviewStep", "w", "DoneScreen", "s", "HomeScreen")
        await pilot.press("home")  # the list had been left at its end
        assert "Use a saved profile" in shown(pilot)
        assert "home" in shown(pilot)
    assert (tmp_path / _FILE).read_text() == (
        '[home]\nregion = "international"\ntools = ["opencode", "qwen-code"]\nmodel = "qwen3.7-plus"\n'
        'thinking = "on"\nkey_env = "HOME_KEY"\n'
    )


async def test_a_key_is_taken_out_of_the_field_at_once(tmp_path: Path) -> None:
    """A pasted key does not stay in sight; the screen says what belongs there. A name that is none is refused."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "ctrl+s", "ProfileScreen", "enter")
        assert "! A profile's name has 1 to 40 visible characters" in shown(pilot)
        await go(pilot, *"home", "enter")
        await paste(pilot, _OFFICE)
        await pilot.pause()
        assert "00ff1ce" not in shown(pilot)
        assert "! A key is not saved in a profile" in shown(pilot)
        await go(pilot, *"A B", "enter")
        assert "takes the name of an environment variable" in " ".join(shown(pilot).split())
        await go(pilot, "escape", "escape", "HomeScreen")
    assert _FILE not in contents(tmp_path)


@pytest.mark.promise("field-checked-when")
async def test_why_a_profile_cannot_be_saved_is_said(tmp_path: Path) -> None:
    """What was given stays in the fields, and the reason stands below them until something else is typed."""
    set_up(tmp_path, "opencode")
    config = tmp_path / ".config/opencode/opencode.json"
    config.write_text(config.read_text().replace("/qwen3.7-plus", "/gone"))
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "ctrl+s", "ProfileScreen", *"home", "enter", *"HOME_KEY", "enter")
        for _ in range(500):
            await pilot.pause(0.02)
            if "! " in shown(pilot):
                break
        assert "! The model “gone” is not in the Coding Plan" in shown(pilot)
        assert "HOME_KEY" in shown(pilot)
        await pilot.press("x")
        assert "is not in the Coding Plan" not in shown(pilot)
        assert "homex" in shown(pilot)
    assert _FILE not in contents(tmp_path)


async def test_a_profile_is_used_from_the_start_screen(tmp_path: Path) -> None:
    """Its row says what it holds; Enter shows the diff of all its tools, w writes it, and it is current then."""
    set_up(tmp_path)
    _write(tmp_path, _SAVED)
    app = app_in(tmp_path, OFFICE=_OFFICE)
    async with app.run_test(size=(120, 36)) as pilot:
        await go(pilot, "HomeScreen", *"office")
        assert under_cursor(pilot) == "profile:office"
        assert "variable OFFICE" in shown(pilot)
        await go(pilot, "enter", "ReviewStep")
        assert "Profile office" in shown(pilot)
        assert "bailian-coding-plan/glm-5" in shown(pilot)
        assert "00ff1ce" not in shown(pilot)
        await go(pilot, "w", "DoneScreen")
        assert "coding-plan-wizard profile use office" in shown(pilot)
        await go(pilot, "s", "HomeScreen", *"office")
        assert "● current" in shown(pilot)
    assert _OFFICE.encode() in contents(tmp_path)[".config/opencode/opencode.json"]


async def test_with_profiles_a_new_machine_begins_with_them(tmp_path: Path) -> None:
    """Where no tool is set up but a profile is saved, it is offered first; its missing key is a sentence there."""
    _write(tmp_path, _SAVED)
    async with app_in(tmp_path).run_test(size=(120, 36)) as pilot:
        await go(pilot, "HomeScreen", "1")
        await until(pilot, "HomeScreen")
        await pilot.pause(0.2)
        assert "The key of the profile “office” is not there" in " ".join(shown(pilot).split())
    async with app_in(tmp_path, OFFICE=_OFFICE).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "1", "ReviewStep", "w", "DoneScreen")
    assert _OFFICE.encode() in contents(tmp_path)[".config/opencode/opencode.json"]


async def test_profiles_are_deleted_after_their_diff(tmp_path: Path) -> None:
    """The ticked ones go; without a tick the screen says what is missing."""
    set_up(tmp_path)
    _write(tmp_path, f'{_SAVED}\n[old]\nmodel = "qwen-gone"\n')
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"delete", "enter", "PickScreen", "enter")
        assert "! Tick at least one profile" in shown(pilot)
        await go(pilot, "down", "space", "enter", "ReviewStep", "w", "DoneScreen")
    assert (tmp_path / _FILE).read_text().startswith(_SAVED)
    assert "old" not in (tmp_path / _FILE).read_text()


async def test_a_broken_file_of_profiles_stops_nothing(tmp_path: Path) -> None:
    """The start screen says what is wrong with it, and everything else works."""
    set_up(tmp_path)
    _write(tmp_path, "[office\n")
    async with app_in(tmp_path).run_test(size=(120, 36)) as pilot:
        await go(pilot, "HomeScreen")
        assert "profiles.toml" in shown(pilot)
        await go(pilot, "1", "ModelStep", "escape", "HomeScreen")


async def test_what_was_just_set_up_can_be_saved(tmp_path: Path) -> None:
    """The last screen of a switch leads to saving it as a profile."""
    set_up(tmp_path)
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "1", "ModelStep", "5", "ReviewStep", "w", "DoneScreen", "p", "ProfileScreen")
        await go(pilot, *"five", "enter", "enter", "ReviewStep", "w", "DoneScreen", "enter")
    assert 'model = "glm-5"' in (tmp_path / _FILE).read_text()
