"""Text from the user's files on every screen of the app: no escape sequence, no markup, no key comes out of it."""

import json
import sys
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.faults.program import Program
from tests.tui.piloted import KEY, app_in, go, paste, set_up, shown, until
from wizard.plan.plan import Plan
from wizard.runs.write import check_plan
from wizard.session import Session

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform == "win32", reason="such names are for other systems"),
]

HOSTILE = "\x1b]0;evil\x07\x1b[2J\u202edetrevni\u2066 [bold red]x[/] [@click=app.exit]y[/] \x9b31m"
OTHER_KEY = "sk-sp-zzzz9999888877776666"
_SIZE = (200, 60)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a hostile name, three tools on the plan with hostile models, and a broken fourth."""
    home = tmp_path / "ho\x1b[31mme\u202e[b]"
    home.mkdir()
    set_up(home, "claude-code", "opencode", "openclaw")
    claude = home / ".claude" / "settings.json"
    settings = json.loads(claude.read_bytes())
    settings["env"]["ANTHROPIC_MODEL"] = f"{HOSTILE}{OTHER_KEY}"
    settings["env"] = {HOSTILE: HOSTILE, **settings["env"]}
    settings["env"]["ANTHROPIC_AUTH_TOKEN"] = OTHER_KEY
    claude.write_text(json.dumps(settings, indent=2, ensure_ascii=False))
    opencode = home / ".config" / "opencode" / "opencode.json"
    config = json.loads(opencode.read_bytes())
    config["model"] = f"bailian-coding-plan/{HOSTILE}"
    text = json.dumps(config, indent=2, ensure_ascii=False)
    opencode.write_text(text.replace('  "model":', f'  // {HOSTILE} {OTHER_KEY}\n  "model":'))
    qwen = home / ".qwen" / "settings.json"
    qwen.parent.mkdir()
    qwen.write_text(f'{{"{HOSTILE}{OTHER_KEY}": 1 \x1b[31m}}')
    (entry,) = (home / ".local/state/coding-plan-wizard/history").glob("*.json")
    change = json.loads(entry.read_bytes())
    change["change"]["summary"]["model"] = f"{HOSTILE}{OTHER_KEY}"
    entry.write_text(json.dumps(change))
    return home


def assert_harmless(pilot: Pilot[int]) -> None:
    """What is painted is printable, markup is text, and neither it, its picture nor its copy holds a key."""
    painted = shown(pilot)
    name = type(pilot.app.screen).__name__
    odd = {char for char in painted if char != "\n" and not char.isprintable()}
    assert odd == set(), name
    picture = pilot.app.export_screenshot()
    pilot.app.screen.text_select_all()
    pilot.app.screen.action_copy_text()
    for text in (painted, picture, pilot.app.clipboard, pilot.app.screen.get_selected_text() or ""):
        assert "0123456789" not in text, name
        assert "zzzz9999" not in text, name
    assert not any(char in picture for char in "\x1b\x07\u202e\u2066\x9b"), name


@pytest.mark.promise("text-from-file")
async def test_a_run_over_the_start_screen(home: Path) -> None:
    """The start, its help and palette, the doctor and its answers, history, undo, removal."""
    async with app_in(home).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "home")
        assert "[bold red]x[/]" in shown(pilot)
        for _ in range(10):
            assert_harmless(pilot)
            await pilot.press("down")
        for key, name in (("question_mark", "Help"), ("ctrl+p", "Palette")):
            await go(pilot, key, name)
            assert_harmless(pilot)
            await go(pilot, "escape", "HomeScreen")
        await go(pilot, *"look for", "enter", "DoctorScreen")
        for _ in range(12):
            assert_harmless(pilot)
            await pilot.press("down")
        await go(pilot, *"answers", "enter", "AnswersScreen")
        assert_harmless(pilot)
        await go(pilot, "escape", "DoctorScreen", "escape", "HomeScreen", *"hist", "enter", "HistoryScreen")
        assert "[bold red]x[/]" in shown(pilot)
        assert_harmless(pilot)
        await go(pilot, "enter", "RefusedScreen")  # undo is refused: the values were edited since
        for _ in range(5):
            assert_harmless(pilot)
            await pilot.press("down")
        await go(pilot, "home", "enter", "DifferenceStep")
        assert_harmless(pilot)
        await go(pilot, "escape", "RefusedScreen", "escape", "HistoryScreen")
        assert_harmless(pilot)
        await go(pilot, "escape", "HomeScreen", *"take", "enter", "PickScreen")
        assert_harmless(pilot)
        await go(pilot, "enter", "ReviewStep")
        assert HOSTILE[-4:] not in shown(pilot)
        for _ in range(4):
            assert_harmless(pilot)
            await pilot.press("n")


@pytest.mark.promise("text-from-file")
async def test_the_steps_to_the_end(home: Path) -> None:
    """Each step of setting up again, a tool that cannot be used, the review and the last screen."""
    async with app_in(home).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"set up", "enter", "RegionStep")
        assert_harmless(pilot)
        await go(pilot, "enter", "ToolsStep")
        for _ in range(5):
            assert_harmless(pilot)
            await pilot.press("down")
        await go(pilot, "enter", "ModelStep")
        assert_harmless(pilot)
        await go(pilot, "enter", "ThinkingStep")
        assert_harmless(pilot)
        await go(pilot, "enter", "KeyStep", "ctrl+r")
        await paste(pilot, HOSTILE)
        assert "[bold red]x[/]" in shown(pilot)
        assert_harmless(pilot)
        await pilot.press("ctrl+r", "ctrl+u")
        await paste(pilot, KEY)
        assert_harmless(pilot)
        await pilot.press("enter")
        for _ in range(500):
            await pilot.pause(0.02)
            if type(pilot.app.screen).__name__ in {"FindingsStep", "ReviewStep"}:
                break
        if type(pilot.app.screen).__name__ == "FindingsStep":
            await until(pilot, "FindingsStep")
            assert_harmless(pilot)
            await pilot.press("enter")
        await until(pilot, "ReviewStep")
        painted = ""
        for _ in range(4):
            assert_harmless(pilot)
            painted += shown(pilot)
            await pilot.press("n")
        assert "// ␛]0;evil␇␛[2J\\u202edetrevni\\u2066 [bold red]x[/] [@click=app.exit]y[/] \\u009b31m" in painted
        await go(pilot, "w", "DoneScreen")
        assert_harmless(pilot)


NAME = "[bold red]x[/] [@click=app.exit]y[/]"


def save_hostile_profiles(home: Path) -> None:
    """Two saved choices: one of which only the name is odd, and one in which all is."""
    odd = json.dumps(HOSTILE)  # what it escapes, TOML reads alike
    place = home / ".config/coding-plan-wizard/profiles.toml"
    place.parent.mkdir()
    place.write_text(
        f"# {OTHER_KEY} \u202e\n[{json.dumps(NAME)}]\ntools = ['opencode']\nmodel = 'glm-5'\n"
        f"[odd]\nregion = {odd}\ntools = [{odd}, 'opencode']\nmodel = {odd}\nkey_file = '~/[red]{NAME}'\n"
        f"[odd.tool.{odd}]\nmodel = {odd}\n"
    )


@pytest.mark.promise("text-from-file")
async def test_saved_profiles(home: Path) -> None:
    """Profiles on the start screen, used, saved and deleted: names, models and places are shown as they are written."""
    save_hostile_profiles(home)
    async with app_in(home).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"odd")
        assert "\\u202edetrevni" in shown(pilot)
        assert_harmless(pilot)
        await pilot.press("enter")  # it cannot be used
        await pilot.pause(0.2)
        assert_harmless(pilot)
        await go(pilot, "escape", *"bold red", "HomeScreen")
        assert NAME in shown(pilot)
        assert_harmless(pilot)
        await go(pilot, "enter", "ReviewStep")
        assert NAME in shown(pilot)
        assert_harmless(pilot)
        await go(pilot, "escape", "HomeScreen", "ctrl+s", "ProfileScreen")
        for field in ("name", "place"):
            await paste(pilot, f"{HOSTILE}{OTHER_KEY}")
            assert_harmless(pilot)
            await paste(pilot, HOSTILE)
            assert_harmless(pilot)
            await pilot.press("enter")
            assert_harmless(pilot)
            await pilot.press("ctrl+u", *("end", "ctrl+u") if field == "place" else (*"home", "enter"))
        await pilot.press(*"OTHER", "enter")  # refused: one of the models is not in the plan
        for _ in range(500):
            await pilot.pause(0.02)
            if "is not in the Coding Plan" in shown(pilot):
                break
        assert "The model “␛]0;evil" in shown(pilot)
        assert_harmless(pilot)
        await go(pilot, "escape", "HomeScreen", "home")
        await go(pilot, *"delete", "enter", "PickScreen")
        assert NAME in shown(pilot)
        for _ in range(3):
            assert_harmless(pilot)
            await pilot.press("space", "down")
        await go(pilot, "enter", "ReviewStep")
        assert_harmless(pilot)
        await go(pilot, "w", "DoneScreen")
        assert_harmless(pilot)


async def test_a_broken_profile(home: Path) -> None:
    """What is wrong in the file of profiles is said on the start screen without acting on it."""
    for text in (f"[{json.dumps(HOSTILE)}]\n", f"[odd]\n{json.dumps(HOSTILE + OTHER_KEY)} = 1\n", f"[{HOSTILE}\n"):
        place = home / ".config/coding-plan-wizard/profiles.toml"
        place.parent.mkdir(exist_ok=True)
        place.write_text(text)
        async with app_in(home).run_test(size=_SIZE) as pilot:
            await go(pilot, "HomeScreen")
            assert "profiles.toml" in shown(pilot)
            assert_harmless(pilot)


@pytest.mark.promise("text-from-file")
async def test_while_work_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The word that says what is going on, over a screen with text of the files on it, and the screen below."""
    gate = threading.Event()
    check = check_plan

    def slow(session: Session, plan: Plan) -> None:
        assert gate.wait(60)
        check(session, plan)

    monkeypatch.setattr("wizard.tui.flow.check_plan", slow)
    async with app_in(home).run_test(size=_SIZE) as pilot:
        try:
            await go(pilot, "HomeScreen", *"claude", "enter", "ModelStep", "enter", "Working")
            assert "Working out the changes" in shown(pilot)
            assert_harmless(pilot)
        finally:
            gate.set()
        await until(pilot, "ReviewStep")


@pytest.mark.promise("text-from-file")
async def test_in_a_window_that_is_too_small(home: Path) -> None:
    """A screen with text of the files on it shows its sentence alone, and once there is room the text as before."""
    save_hostile_profiles(home)
    async with app_in(home).run_test(size=_SIZE) as pilot:
        for stops in (("HomeScreen",), ("HomeScreen", *"odd"), (*"", "escape", "ctrl+s", "ProfileScreen")):
            await go(pilot, *stops)
            await pilot.resize_terminal(50, 15)
            await pilot.pause()
            assert "60x20" in shown(pilot)
            assert "evil" not in shown(pilot)
            assert_harmless(pilot)
            await pilot.resize_terminal(*_SIZE)
            await pilot.pause()
            assert_harmless(pilot)


@pytest.mark.promise("text-from-file")
@pytest.mark.parametrize(
    "command",
    [
        ("--plain",),
        ("status",),
        ("doctor",),
        ("doctor", "--message", f"404 {HOSTILE} {OTHER_KEY}"),
        ("history",),
        ("undo", "--dry-run"),
        ("switch", "glm-5", "--tool", "opencode", "--dry-run"),
        ("plan", "--tool", "qwen-code"),
        ("plan", "--tool", "opencode", "--tool", "claude-code", "--region", "china"),
        ("remove", "--dry-run"),
        ("apply", "--model", HOSTILE, "--tool", HOSTILE),
        ("plan", "--key-file", f"/nowhere/{HOSTILE}{OTHER_KEY}"),
    ],
    ids=lambda command: " ".join(command)[:20].encode("ascii", "replace").decode(),
)
def test_lines_of_text(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    """The same home line by line and as JSON: every character printed can be printed, and no key is among them."""
    program = Program(home, monkeypatch, capsys)
    forms = ((),) if command == ("--plain",) else ((), ("--json",))
    for form in forms:
        ran = program(*command, *form, answers=["1", "b", "q"] if not form else None, key=KEY)
        assert ran.code in {0, 1, 2, 3, 130}, ran.err
        assert "unexpected" not in ran.err
        printed = ran.out + ran.err
        assert {char for char in printed if char not in "\n\t" and not char.isprintable()} == set()
        assert "0123456789" not in printed
        assert "zzzz9999" not in printed
