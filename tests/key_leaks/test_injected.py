"""Whatever breaks inside the wizard, with a key in the message and in a variable: a sentence without it."""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any, NoReturn

import pytest

import wizard.doctor
import wizard.tools
from tests.faults.calls import intercepted
from tests.faults.program import Program
from tests.trust.planting import STATE

from .conftest import CHOSEN, NEW, OLD, TOOLS, leaked

pytestmark = pytest.mark.thorough

ROOMS = (
    "wizard.apply",
    "wizard.plan",
    "wizard.session",
    "wizard.files",
    "wizard.tools.opencode",
    "wizard.formats.check",
)
# What these do is ending in order; with them broken there is nothing left to test.
SPARED = {"wizard.plan.diff.visible", "wizard.plan.diff.unified"}


def functions() -> dict[str, FunctionType]:
    """Every function of the rooms, by its full name."""
    return {
        f"{name}.{function}": value
        for name, module in list(sys.modules.items())
        if name.startswith(ROOMS)
        for function, value in inspect.getmembers(module, inspect.isfunction)
        if value.__module__ == name and f"{name}.{function}" not in SPARED
    }


def broken(called: list[str], name: str) -> Callable[..., NoReturn]:
    """A function that notes that it was called and fails with a key in hand."""

    def fail(*_arguments: Any, **_named: Any) -> NoReturn:  # noqa: ANN401  stands for calls of many shapes
        key = NEW
        called.append(name)
        raise RuntimeError(f"something about {key}")

    return fail


def replace_everywhere(patch: pytest.MonkeyPatch, old: object, new: object) -> None:
    """Put ``new`` in every module of the wizard that holds ``old``."""
    for name, module in list(sys.modules.items()):
        if name.startswith("wizard"):
            for attribute, value in list(vars(module).items()):
                if value is old:
                    patch.setattr(module, attribute, new)


@pytest.mark.promise("no-key-output")
def test_an_exception_at_every_stage(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each function of detection, plan and apply fails once: exit code 1, a sentence, no key, no file half-written."""
    assert program("undo", "--dry-run", key=None).code == 0  # all modules are loaded now
    before = {path: path.read_bytes() for path in program.home.rglob("*.json") if ".local" not in path.parts}
    called: list[str] = []
    for name, function in functions().items():
        with monkeypatch.context() as patch:
            replace_everywhere(patch, function, broken(called, name))
            ran = program("apply", "--yes", *CHOSEN, "--debug", "--json", key=NEW)
        if not called or called[-1] != name:
            assert program("undo", "--yes", key=None).code == 0, name
            continue
        assert leaked(ran.out + ran.err) == [], name
        assert "Traceback" not in ran.err, name
        if ran.code:
            assert ran.json["errors"], name
        if (program.home / STATE / "journal.json").exists():
            assert program("undo", "--yes", key=None).code == 0, name  # what was broken off is put in order when asked
        if any(path.read_bytes() != content for path, content in before.items()):
            assert program("undo", "--yes", key=None).code == 0, name
        assert {path: path.read_bytes() for path in before} == before, name
    assert len(set(called)) > 60


def members(*packages: ModuleType) -> Iterator[tuple[str, object, str]]:
    """Every function and method of the modules of ``packages``: its full name, its owner, its name there."""
    for package in packages:
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for name, value in list(vars(module).items()):
                if getattr(value, "__module__", "") != info.name:
                    continue
                if inspect.isfunction(value):
                    yield f"{info.name}.{name}", module, name
                elif inspect.isclass(value):
                    for inner, method in vars(value).items():
                        if inspect.isfunction(method) and not inner.startswith("__"):
                            yield f"{info.name}.{name}.{inner}", value, inner


@pytest.mark.promise("no-key-output")
def test_an_exception_in_every_tool_and_in_the_doctor(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each function and method of the tools' modules and of the doctor fails where it is called: a sentence, no key."""
    every = [word for tool in (*TOOLS, "codex", "cursor", "cline") for word in ("--tool", tool)]
    commands = (
        ("doctor", "--fix", "--dry-run"),
        ("plan", "--region", "china", "--model", "glm-5", *every),
        ("remove", "--dry-run"),
        ("doctor", "--message", f"401 invalid access token {NEW}, quota exceeded, try again at 2026-11-26 10:00"),
    )
    path = program.home / ".config" / "opencode" / "opencode.json"
    path.write_text(path.read_text().replace("qwen3.7-plus", "QWEN3.7-plus", 1))
    before = {path: path.read_bytes() for path in program.home.rglob("*") if path.is_file()}
    called: list[str] = []
    for name, owner, attribute in members(wizard.tools, wizard.doctor):
        for command in commands:
            with monkeypatch.context() as patch:
                failing = broken(called, name)
                if inspect.isclass(owner):
                    patch.setattr(owner, attribute, failing)
                else:
                    replace_everywhere(patch, getattr(owner, attribute), failing)
                ran = program(*command, "--debug", key=NEW)
            assert leaked(ran.out + ran.err) == [], name
            assert "Traceback" not in ran.err, name
            assert ran.code in {0, 1, 2, 3}, name
            if called and called[-1] == name:
                break
    assert {path: path.read_bytes() for path in before} == before
    assert len(set(called)) > 120


def test_an_exception_at_every_call_of_the_system(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call that changes the disk fails with the key in the message: the sentence has none, all goes back."""
    chosen = ("--region", "international", "--tool", "opencode", "--model", "glm-5")
    with intercepted(monkeypatch, lambda _number, _name, _arguments: None) as calls:
        assert program("apply", "--yes", *chosen, key=NEW).code == 0
    assert program("undo", "--yes").code == 0
    path = program.home / ".config" / "opencode" / "opencode.json"
    before = path.read_bytes()
    assert OLD.encode() in before
    for at in range(0, len(calls.names), 2):
        for error in (OSError(5, NEW, NEW), RuntimeError(NEW)):

            def fail(
                number: int, _name: str, _arguments: tuple[Any, ...], at: int = at, error: Exception = error
            ) -> None:
                if number == at:
                    raise error

            with intercepted(monkeypatch, fail):
                ran = program("apply", "--yes", *chosen, "--debug", key=NEW)
            case = f"{at} {calls.names[at]} {error!r}"
            assert leaked(ran.out + ran.err) == [], case
            assert "Traceback" not in ran.err, case
            if ran.code:
                assert path.read_bytes() == before, case
            else:
                assert program("undo", "--yes", key=None).code == 0, case
