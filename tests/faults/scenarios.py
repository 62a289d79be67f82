"""What is broken off at every step: a change, its undo, the very first change of a home, a removal.

And a change that goes back because a client edits its file at the last moment, once or twice.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wizard.apply import syscalls
from wizard.apply.change import FileWrite
from wizard.apply.history import changes
from wizard.apply.writer import apply
from wizard.environment import Environment
from wizard.errors import WizardError
from wizard.key import LiteralKey, Secret
from wizard.plan.choices import Wanted
from wizard.plan.undo import undo_plan
from wizard.plugins import built_in_catalog
from wizard.runs.choose import make_plan
from wizard.runs.take_back import plan_removal
from wizard.runs.write import write_plan
from wizard.session import Session

from . import scene
from .last_moment import Edit, appends, replaces

Tree = dict[str, str]


@dataclass(frozen=True)
class Scenario:
    """``work`` brings a prepared home from the tree ``before`` to the tree ``after``.

    ``before`` is None where the program itself made that home; it is looked at then, before anything is broken off.
    ``between`` is another tree in which it may end where it is broken off.
    """

    prepare: Callable[[Path], object]
    work: Callable[[Path], object]
    before: Tree | None
    after: Tree
    between: Tree | None = None


def _changed(home: Path) -> None:
    scene.prepare(home)
    scene.make_change(home)


def _undone(home: Path) -> None:
    state = scene.state_of(home)
    plan = undo_plan(state, {}, changes(state)[0])
    writes = [FileWrite(file.snapshot, file.planned_bytes, file.planned_mode) for file in plan.files]
    apply(writes, state=state, command="undo", tools=["claude-code", "codex"], summary={}, now=scene.NOW)


_OWN = '{\n  // mine\n  "theme": "tokyonight"\n}\n'
_EMPTY: Tree = {".config": "folder 0755", ".config/opencode": "folder 0755"}
_OWN_HOME = _EMPTY | {".config/opencode/opencode.jsonc": f"file 0644 {_OWN}"}


def _session(home: Path) -> Session:
    return Session(Environment(home, {"PATH": ""}, "linux", home_given=True), built_in_catalog())


def _with_own_settings(home: Path) -> None:
    path = home / ".config" / "opencode" / "opencode.jsonc"
    path.parent.mkdir(parents=True)
    for folder in (path.parent, path.parent.parent):
        folder.chmod(0o755)
    path.write_text(_OWN)
    path.chmod(0o644)


def _set_up(home: Path) -> None:
    _with_own_settings(home)
    session = _session(home)
    wanted = Wanted("china", "glm-5", credential=LiteralKey(Secret(scene.KEY)))
    write_plan(session, make_plan(session, wanted, ("opencode", "qwen-code")), now=scene.NOW)


def _removed(home: Path) -> None:
    session = _session(home)
    write_plan(session, plan_removal(session, ()), now=scene.NOW)


def _first(home: Path) -> None:
    scene.make_change(home, scene.new_files(home))


def _edited(*edits: Edit) -> Callable[[Path], None]:
    """The change, with the linked file edited each time just before it is to change places with another."""

    def work(home: Path) -> None:
        place, waiting, real = home / "dotfiles" / "claude.json", list(edits), syscalls.exchange

        def exchange(one: Path, other: Path) -> None:
            if waiting and other == place:
                waiting.pop(0)(place)
            real(one, other)

        syscalls.exchange = exchange
        try:
            with suppress(WizardError):
                scene.make_change(home)
        finally:
            syscalls.exchange = real

    return work


def _replaces_later(path: Path) -> None:
    """So much later than the edit before that the system's clock tells the two apart."""
    replaces(path)
    later = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(later, later))


_ONCE = scene.BEFORE | {"dotfiles/claude.json": "file 0644 {\"hooks\": []}\r\nuser = 'typed meanwhile'\n"}
_TWICE = scene.BEFORE | {"dotfiles/claude.json": "file 0640 replaced meanwhile"}

SCENARIOS = {
    "change": Scenario(scene.prepare, scene.make_change, scene.BEFORE, scene.AFTER),
    "undo": Scenario(_changed, _undone, scene.AFTER, scene.BEFORE),
    "first": Scenario(Path.mkdir, _first, {}, scene.NEW_FILES),
    "remove": Scenario(_set_up, _removed, None, _OWN_HOME),
    "edited": Scenario(scene.prepare, _edited(appends), scene.BEFORE, _ONCE),
    "edited twice": Scenario(scene.prepare, _edited(appends, _replaces_later), scene.BEFORE, _TWICE, _ONCE),
}
