"""The way back after the client was started: its own values stay, the wizard's go, and it starts again.

What the clients wrote into the wizard's files at one start (the versions of ``clients.toml``):

- Claude Code puts ``.claude.json`` in an order of its own and adds some twenty members; of ``settings.json`` it writes
  all anew where it knows better of a value of the user's (``opus`` becomes ``opus[1m]``).
- Kilo adds ``permission`` to ``kilo.jsonc``, once. Qwen Code adds ``$version`` to settings that have none.
- Cline reorders ``providers.json`` and notes the time of each use as ``updatedAt``.
- OpenCode, OpenClaw and Hermes leave their files alone.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.acceptance.conftest import MakeScratch
from tests.acceptance.plan.facts import HOSTS
from tests.acceptance.scratch import PROMPT, Scratch

pytestmark = [pytest.mark.acceptance, pytest.mark.usefixtures("needs_tmux")]

_ROOT: Final = str(Path(__file__).parents[2])
_OWN: Final = Path(__file__).parent / "own"
"""Files of the user's own, by tool, as they are before the set-up."""
_STATE: Final = ".claude.json"
_STEPS: Final = [
    ["❯ No, exit", "Down"], ["❯ Yes, I trust", "Enter"], ["glm-5 · API", "Say one word."], ["Say one word.", "Enter"],
    ["Here answers glm-5.", ""],
]  # fmt: skip
_TOOLS: Final = ("claude-code", "opencode", "qwen-code", "openclaw", "kilo", "cline-cli", "hermes")
_LEFT: Final[dict[str, dict[str, object]]] = {"kilo": {".config/kilo/kilo.jsonc": {"permission": {"bash": "allow"}}}}
"""What is left of the wizard's files after a first set-up, a start and the undo; Claude Code's is looked at apart."""
_ADDED: Final = {
    ".config/kilo/kilo.jsonc": {"permission"},
    ".qwen/settings.json": {"$version"},
    ".cline/data/settings/providers.json": set[str](),
}
"""What the client added to an own file, which it wrote anew; files that are not here stay byte for byte."""
_READS: Final = {
    "claude-code": ("claude", "-p", PROMPT),
    "opencode": ("opencode", "debug", "config"),
    "qwen-code": ("qwen", "-p", PROMPT),
    "openclaw": ("openclaw", "config", "get", "gateway"),
    "kilo": ("kilo", "debug", "config"),
    "cline-cli": ("cline", "--version"),
    "hermes": ("hermes", "config", "show"),
}
"""A command for which the client reads its settings, and which ends at once where no key is set."""


@pytest.mark.promise("where-others-wrote")
@pytest.mark.parametrize("tool", _TOOLS)
def test_after_a_first_set_up(scratch: MakeScratch, tool: str) -> None:
    """In a home without a file of the tool's: what the client wrote is left, and nothing else."""
    made = _set_up(scratch, tool)
    after = _started(made)
    _undone(made)
    left = {place: made.files()[place] for place in after if place in made.files()}
    if tool == "claude-code":
        state = json.loads(after[_STATE])
        assert state.pop("hasCompletedOnboarding") is True
        assert len(state) > 10, state
        assert json.loads(left.pop(_STATE)) == state
    assert {place: json.loads(content) for place, content in left.items()} == _LEFT.get(tool, {})
    _check_starts(made)


@pytest.mark.parametrize("tool", _TOOLS)
def test_beside_files_of_the_users_own(scratch: MakeScratch, tool: str) -> None:
    """All of the user's own is as before, with what the client wrote beside it."""
    made = _set_up(scratch, tool, own=True)
    after = _started(made)
    _undone(made)
    own = {str(path.relative_to(_OWN / tool)): path for path in (_OWN / tool).rglob("*") if path.is_file()}
    assert after.keys() == own.keys()
    for place, path in own.items():
        now = made.files()[place]
        if place == _STATE:
            state = json.loads(after[_STATE])
            assert state.pop("hasCompletedOnboarding") is True
            assert json.loads(now) == state
            assert state["tipsHistory"]["mine"] == 1
        elif place in _ADDED:
            value, before = _read(now), _read(path.read_bytes())
            assert {key: value[key] for key in value if key not in _ADDED[place]} == before
            assert value.keys() == before.keys() | _ADDED[place]
        else:
            assert now == path.read_bytes()
    _check_starts(made, "127.0.0.1:9" if tool in {"opencode", "kilo"} else "")


def _set_up(scratch: MakeScratch, tool: str, *, own: bool = False) -> Scratch:
    by_hand = {"PYTHONPATH": _ROOT, "TERM": "xterm-256color"} if tool == "claude-code" else {}
    made = scratch(tool, **by_hand)
    if own:
        shutil.copytree(_OWN / tool, made.home, dirs_exist_ok=True)
    made.apply("china", "glm-5", "on")
    return made


def _started(made: Scratch) -> dict[str, bytes]:
    """The wizard's files after one start of the client; Claude Code is started by hand, as it then writes most."""
    written = made.files()
    by_hand = (sys.executable, "-m", "tests.acceptance.terminal", "claude", json.dumps(_STEPS))
    ran = made.run(*(by_hand if made.tool == "claude-code" else ()))
    assert ran.code == 0, ran
    assert {request.host for request in ran.requests if request.credentials} == {HOSTS["china"]}, ran
    return {place: made.files()[place] for place in written}


def _undone(made: Scratch) -> None:
    """The undo is not refused, and leaves the plan's key in no file at all."""
    ran = made.wizard("undo", "--yes", "--json")
    assert ran.code == 0, ran
    assert {warning["code"] for warning in ran.json["warnings"]} <= {"plan.undo-stays", "plan.undo-stays-one"}, ran
    assert not made.status()["configured"]
    assert [place for place, content in made.files().items() if b"sk-sp-" in content] == []


def _check_starts(made: Scratch, own: str = "") -> None:
    """The client starts, reads its settings (of which ``own`` is one that it prints), and asks the plan for nothing."""
    assert made.run(made.client.command[0], "--version").code == 0
    ran = made.run(*_READS[made.tool])
    assert ran.requests == (), ran
    assert ran.code in {0, 1}, ran
    assert own in ran.out, ran
    assert "dashscope" not in ran.out + ran.err or made.tool == "openclaw", ran


def _read(content: bytes) -> dict[str, Any]:
    """The settings in a file, its comments passed over."""
    text = "\n".join(line.split(" //")[0] for line in content.decode().splitlines())
    value: dict[str, Any] = yaml.safe_load(text.replace("\t", " "))
    return value
