"""From the first set-up to the removal: what the client does after each step, and what it leaves of our files."""

import pytest

from tests.acceptance.checking import check_answered
from tests.acceptance.conftest import MakeScratch
from tests.acceptance.matrix import CLIENTS
from tests.acceptance.scratch import PROMPT, Scratch

pytestmark = pytest.mark.acceptance

_FIRST, _SECOND = "kimi-k2.5", "glm-5"
_NO_SETTING_FOR_THINKING = {"codex", "hermes", "cline-cli", "aider"}
_WAITS_FOR_A_LOGIN = {"aider"}
"""Without a model it waits five minutes for a login in a browser: cut short, long after it would have asked."""


@pytest.mark.parametrize("tool", sorted(CLIENTS, key="openclaw".__ne__))
def test_switch_undo_and_remove_reach_the_client(scratch: MakeScratch, tool: str) -> None:
    """The client follows a switch and its undo; after the removal it asks the plan for nothing any more."""
    made = scratch(tool)
    made.apply("international", _FIRST, "on")
    check_answered(made.run(), made, "international", _FIRST, "on")
    _check_still_ours(made)

    _done(made, "switch", _SECOND)
    check_answered(made.run(), made, "international", _SECOND, "on")

    _done(made, "undo")
    check_answered(made.run(), made, "international", _FIRST, "on")

    _done(made, "remove")
    short = ("timeout", "60", *made.client.command, PROMPT) if tool in _WAITS_FOR_A_LOGIN else ()
    after = made.run(*short)
    assert after.requests == (), after
    assert not made.status()["configured"]


def _check_still_ours(made: Scratch) -> None:
    """The client's own writing left our values alone: a second apply changes no byte, and the state is read right."""
    before = made.files()
    again = made.apply("international", _FIRST, "on")
    assert {file["action"] for file in again["files"]} == {"unchanged"}, again["files"]
    assert made.files() == before
    state = made.status()
    thinking = None if made.tool in _NO_SETTING_FOR_THINKING else "on"
    assert state["version"] == made.client.installed_version
    assert (state["region"], state["model"], state["thinking"]) == ("international", _FIRST, thinking)
    assert (state["key"], state["problems"]) == ("sk-sp-…cdef", [])


def _done(made: Scratch, *command: str) -> None:
    ran = made.wizard(*command, "--yes")
    assert ran.code == 0, ran
