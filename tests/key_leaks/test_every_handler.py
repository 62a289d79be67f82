"""What answers a key on any screen, and steps of a write behind it, breaks once with the key in hand.

``ways.txt`` names each with a way there: keys and screens as in ``tests.tui.piloted.go``, ``paste=`` with what is
pasted (``_`` for a blank, ``key`` for the key), ``click=`` with a selector, ``focus=none``. A way that begins with
``HomeScreen`` starts where tools are set up, any other in an empty home, and looking takes for ever before ``Working``.
"""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from types import FunctionType
from typing import Any, NoReturn

import pytest
from textual.pilot import Pilot

import wizard.tui
from tests.cli.running import contents
from tests.tui.piloted import KEY, app_in, paste, set_up
from wizard.cli.main import run
from wizard.session import Session
from wizard.tui import start
from wizard.tui.app import WizardApp

pytestmark = pytest.mark.thorough

WAYS = dict(
    line.split(maxsplit=1) for line in Path(__file__).with_name("ways.txt").read_text(encoding="utf-8").splitlines()
)
# Without these nothing can be shown, ended or told.
SPARED = {
    "wizard.tui.app:WizardApp.action_suspend_process",  # stops the process
    "wizard.tui.widgets.diff_view:DiffView.action_hunk",  # only scrolls, and only where there are several places
    "wizard.tui.screens.broken_off:BrokenOffScreen.action_back",  # comes before any key is asked for
}


def broken(*_arguments: object, **_named: object) -> NoReturn:
    """Stand in for a function of the app, under the same name everywhere: only its code is taken."""
    key = "sk-sp-0123456789abcdef"
    raise RuntimeError(f"something about {key}")


def functions() -> Iterator[tuple[str, FunctionType]]:
    """Every function and method of the screens, by module and name."""
    for info in pkgutil.walk_packages(wizard.tui.__path__, "wizard.tui."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if getattr(value, "__module__", "") == info.name and inspect.isclass(value):
                for inner, method in vars(value).items():
                    if isinstance(method, FunctionType):
                        yield f"{info.name}:{name}.{inner}", method


def handlers() -> set[str]:
    """What answers a key on any screen, and all that the step with the key answers."""
    return {
        name
        for name, function in functions()
        if name.rpartition(".")[2].startswith("action_") or (":KeyStep." in name and hasattr(function, "_textual_on"))
    } - SPARED


def test_every_handler_has_its_way() -> None:
    """A handler that is new must be broken, too."""
    assert handlers() - WAYS.keys() == set()


def found(place: str) -> FunctionType:
    """The function at ``place``."""
    module, _, name = place.partition(":")
    value: Any = importlib.import_module(module)
    for each in name.split("."):
        value = vars(value)[each]
    assert isinstance(value, FunctionType)
    return value


@pytest.mark.promise("no-key-output")
@pytest.mark.parametrize("place", WAYS)
async def test_a_handler_that_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    """The app ends; what the program says then is a sentence and places in its code, without the key or a traceback."""
    stops = WAYS[place].split()
    if stops[0] == "HomeScreen":
        prepare(tmp_path, "openclaw" if "FindingsStep" in stops or "FindingsStep" in place else "")
    gate = Event()
    if stops[0] == "Working":
        monkeypatch.setattr(start, "_LONG_PATIENCE", 0.0)
        monkeypatch.setattr(Session, "detect_all", lambda _session: gate.wait(60))
    before = contents(tmp_path)
    app = app_in(tmp_path)
    function = found(place)
    # All that holds the function, such as Textual's own table of handlers, meets the broken one.
    broken_code = broken.__code__.replace(co_freevars=function.__code__.co_freevars)
    with monkeypatch.context() as patch:
        patch.setattr(function, "__code__", broken_code)
        vars(function).pop("_param_count", None)  # Textual's note of how many arguments the function takes
        await led(app, stops)
    vars(function).pop("_param_count", None)
    gate.set()
    assert str(app.failure) == f"something about {KEY}"
    assert not app._exit_renderables
    after_a_write = ("wizard.tui.screens.done:", "wizard.tui.screens.undo:", "wizard.tui.undoing:")
    assert contents(tmp_path) == before or place.startswith(after_a_write)
    with monkeypatch.context() as patch:
        patch.setattr("wizard.cli.main._require_terminal", lambda _output: None)
        patch.setattr("wizard.tui.app.run", raising(app))
        assert run(["--debug", "--home", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    said = printed.out + printed.err
    assert "Something unexpected happened inside the wizard (RuntimeError)" in " ".join(said.split())
    assert "0123456789" not in said
    assert "Traceback" not in said


def prepare(home: Path, troubled: str) -> None:
    """Two tools on the plan, or OpenClaw with a repair to be offered."""
    if not troubled:
        set_up(home, "opencode", "claude-code")
        return
    set_up(home, "openclaw")
    config = home / ".openclaw/openclaw.json"
    content = json.loads(config.read_bytes())
    content["auth"] = {"profiles": {"qwen-portal:default": {"provider": "qwen-portal", "mode": "oauth", "apiKey": "x"}}}
    config.write_text(json.dumps(content))


def raising(app: WizardApp) -> Callable[[object], NoReturn]:
    """What running the app comes to."""

    def ended(_opening: object) -> NoReturn:
        assert app.failure
        raise app.failure

    return ended


async def led(app: WizardApp, stops: list[str]) -> None:
    """Go the way as far as the app goes."""
    with suppress(Exception):  # the app hands the error on when it is left
        async with app.run_test(size=(100, 30)) as pilot:
            for stop in stops:
                await pressed(pilot, app, stop)
            for _ in range(500):
                if app.failure:
                    break
                await pilot.pause(0.01)


async def pressed(pilot: Pilot[int], app: WizardApp, stop: str) -> None:
    """One stop of a way."""
    kind, _, what = stop.partition("=")
    if kind == "paste":
        await paste(pilot, KEY if what == "key" else what.replace("_", " "))
    elif kind == "click":
        await pilot.click(what)
    elif kind == "focus":
        app.screen.set_focus(None)
    elif stop[0].isupper() and len(stop) > 1:
        for _ in range(1000):
            await pilot.pause()
            if app.failure or (type(app.screen).__name__ == stop and getattr(app.screen, "takes_keys", True)):
                return
            await pilot.pause(0.01)
        raise AssertionError(stop)
    else:
        await pilot.press(stop)
