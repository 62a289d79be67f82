"""The first start by hand: no login, the chosen model on the screen, and an answer to what is typed."""

import json
import sys
from pathlib import Path

import pytest

from tests.acceptance.conftest import MakeScratch
from tests.acceptance.plan.facts import HOSTS

pytestmark = [pytest.mark.acceptance, pytest.mark.usefixtures("needs_tmux")]

_ROOT = str(Path(__file__).parents[2])
_TALK = [["Say one word.", "Enter"], ["Here answers glm-5.", ""]]
_STEPS = {
    # Claude Code asks first whether the folder is trusted, with "No" chosen.
    "claude-code": [["❯ No, exit", "Down"], ["❯ Yes, I trust", "Enter"], ["glm-5 · API", "Say one word."], *_TALK],
    "opencode": [["Build · glm-5 Model Studio Coding Plan", "Say one word."], *_TALK],
}
_OTHER_HOSTS = {"claude-code": {"downloads.claude.ai", "github.com"}, "opencode": {"registry.npmjs.org"}}
"""Started by hand they look for updates and plug-ins there, without key and prompt."""


@pytest.mark.parametrize(("tool", "program"), [("claude-code", "claude"), ("opencode", "opencode")])
def test_the_first_start_reaches_the_prompt(scratch: MakeScratch, tool: str, program: str) -> None:
    """On a fresh configuration the prompt comes without a login, names the model, and answers."""
    made = scratch(tool, PYTHONPATH=_ROOT, TERM="xterm-256color")
    made.apply("china", "glm-5", "on")
    ran = made.run(sys.executable, "-m", "tests.acceptance.terminal", program, json.dumps(_STEPS[tool]))
    assert ran.code == 0, ran
    assert "log in" not in ran.out.lower(), ran.out
    assert "login" not in ran.out.lower(), ran.out
    assert {request.host for request in ran.requests} == {HOSTS["china"]}, ran
    assert set(ran.statuses) == {200}, ran
    assert ran.names <= _OTHER_HOSTS[tool], ran
