"""What the clients print when the plan refuses, and what the doctor makes of exactly that on the user's own files."""

import json
import sys
from pathlib import Path

import pytest

from tests.acceptance.conftest import MakeScratch
from tests.acceptance.plan.facts import KEYS
from tests.acceptance.scratch import Scratch

pytestmark = pytest.mark.acceptance

_ROOT = str(Path(__file__).parents[2])
_GENERAL_KEY = "sk-0123456789abcdef0123456789abcdef"


def _replaced(made: Scratch, old: str, new: str) -> None:
    """Put ``new`` for ``old`` in every file of the home."""
    for place, content in made.files().items():
        (made.home / place).write_bytes(content.replace(old.encode(), new.encode()))


def _diagnosis(made: Scratch, printed: str) -> str:
    """The code of what the doctor thinks first of ``printed``."""
    diagnoses = made.wizard("doctor", "--json", "--message", printed).json["diagnoses"]
    return diagnoses[0]["code"] if diagnoses else "not recognised"


@pytest.mark.parametrize(
    ("tool", "shown", "diagnosis"),
    [
        (
            "claude-code",
            "Failed to authenticate. API Error: 401 invalid access token or token expired",
            "token-expired.expired",
        ),
        ("opencode", "invalid access token or token expired", "token-expired.expired"),
        ("qwen-code", "[API Error: 401 invalid access token or token expired]", "token-expired.expired"),
        ("openclaw", "Authentication failed (provider returned HTTP 401).", "token-expired.expired"),
        ("codex", "ERROR: unexpected status 401 Unauthorized:", "codex-401.expired"),
    ],
)
def test_a_key_of_the_other_region(scratch: MakeScratch, tool: str, shown: str, diagnosis: str) -> None:
    """The plan knows no key of the other region; nothing but its answer tells, and no file shows more."""
    made = scratch(tool)
    made.apply("china", "glm-5", "on")
    _replaced(made, KEYS["china"], KEYS["international"])
    ran = made.run()
    assert set(ran.statuses) == {401}, ran
    assert shown in ran.out + ran.err, ran
    assert _diagnosis(made, ran.out + ran.err) == diagnosis, ran


@pytest.mark.parametrize(
    ("tool", "shown", "diagnosis"),
    [
        ("claude-code", "Failed to authenticate. API Error: 403 invalid api-key", "invalid-key.general-key"),
        ("opencode", "invalid api-key", "invalid-key.general-key"),
        ("qwen-code", "[API Error: 403 invalid api-key]", "invalid-key.general-key"),
        ("openclaw", "request failed (authentication failed, HTTP 403).", "invalid-key.general-key"),
        ("codex", "ERROR: unexpected status 403 Forbidden:", "invalid-key.general-key"),
    ],
)
def test_a_general_key(scratch: MakeScratch, tool: str, shown: str, diagnosis: str) -> None:
    """A pay-as-you-go key on the plan's host: the doctor finds it in the file."""
    made = scratch(tool)
    made.apply("china", "glm-5", "on")
    _replaced(made, KEYS["china"], _GENERAL_KEY)
    ran = made.run()
    assert set(ran.statuses) == {403}, ran
    assert shown in ran.out + ran.err, ran
    assert _diagnosis(made, ran.out + ran.err) == diagnosis, ran


@pytest.mark.parametrize(
    ("tool", "right", "wrong", "shown", "diagnosis"),
    [
        (
            "claude-code",
            "/apps/anthropic",
            "/v1",
            "There's an issue with the selected model (glm-5).",
            "selected-model.path",
        ),
        ("opencode", "/apps/anthropic/v1", "/apps/anthropic", "Not Found", "not-found.path"),
        ("qwen-code", ".com/v1", ".com/apps/anthropic", "[API Error: 404 status code (no body)]", "no-body.path"),
        (
            "openclaw",
            ".com/v1",
            ".com/apps/anthropic",
            "The selected model was not found by the provider.",
            "selected-not-found.path",
        ),
        ("codex", ".com/v1", ".com/apps/anthropic", "ERROR: unexpected status 404 Not Found:", "codex-404.path"),
    ],
)
def test_a_wrong_path(scratch: MakeScratch, tool: str, right: str, wrong: str, shown: str, diagnosis: str) -> None:
    """A base URL with another tool's path leads to nothing; Claude Code and OpenClaw blame the model."""
    made = scratch(tool)
    made.apply("china", "glm-5", "on")
    _replaced(made, right, wrong)
    ran = made.run()
    assert set(ran.statuses) == {404}, ran
    assert shown in ran.out + ran.err, ran
    assert _diagnosis(made, ran.out + ran.err) == diagnosis, ran


@pytest.mark.parametrize(
    ("tool", "shown"),
    [
        ("qwen-code", "[API Error: 400 model 'glm-9' is not supported]"),
        ("openclaw", "LLM request failed: provider rejected the request schema or tool payload."),
        ("codex", "model 'glm-9' is not supported"),
    ],
)
def test_a_model_outside_the_plan(scratch: MakeScratch, tool: str, shown: str) -> None:
    """The model's name is read from the text, also where OpenClaw's last line hides it."""
    made = scratch(tool)
    made.apply("china", "glm-5", "on")
    _replaced(made, "glm-5", "glm-9")
    ran = made.run()
    assert set(ran.statuses) == {400}, ran
    assert shown in ran.out + ran.err, ran
    assert _diagnosis(made, ran.out + ran.err) == "model-not-supported.outside-plan", ran


@pytest.mark.parametrize(
    ("tool", "shown"),
    [
        ("claude-code", "API Error: Can't reach the API server — check your internet or DNS (ENOTFOUND)"),
        ("codex", "ERROR: stream disconnected before completion: error sending request for url (https://codling"),
    ],
)
def test_a_misspelt_host(scratch: MakeScratch, tool: str, shown: str) -> None:
    """A host that does not exist; the doctor finds it in the file. The others go on trying and are not waited for."""
    made = scratch(tool)
    made.apply("china", "glm-5", "on")
    _replaced(made, "coding.dashscope", "codling.dashscope")
    ran = made.run()
    assert ran.statuses == (), ran
    assert shown in ran.out + ran.err, ran
    assert _diagnosis(made, ran.out + ran.err) == "connection.misspelt-host", ran


@pytest.mark.parametrize(
    ("tool", "shown", "diagnosis"),
    [
        ("claude-code", "API Error: Request rejected (429) · week allocated quota exceeded", "quota-week.week"),
        ("openclaw", "bailian (glm-5) returned a billing error", "quota-week.week"),
        ("codex", "ERROR: exceeded retry limit, last status: 429 Too Many Requests", "quota-some.some-quota"),
    ],
)
def test_a_used_up_quota(scratch: MakeScratch, tool: str, shown: str, diagnosis: str) -> None:
    """Claude Code names the quota, OpenClaw asks for money, Codex hides it behind a number."""
    made = scratch(tool)
    made.apply("china", "glm-5", "on")
    ran = made.run(fault="week allocated quota exceeded")
    assert set(ran.statuses) == {429}, ran
    assert shown in ran.out + ran.err, ran
    assert _diagnosis(made, ran.out + ran.err) == diagnosis, ran


@pytest.mark.usefixtures("needs_tmux")
@pytest.mark.parametrize(
    ("tool", "program", "prompt", "shown"),
    [
        ("opencode", "opencode", "Build · glm-5 Model Studio Coding Plan", "allocated quota exceeded [retrying in"),
        ("qwen-code", "qwen", "Type your message", "allocated quota exceeded"),
    ],
)
def test_a_used_up_quota_at_the_terminal(
    scratch: MakeScratch, tool: str, program: str, prompt: str, shown: str
) -> None:
    """OpenCode and Qwen Code try again and again and say why on the screen, which is what people copy."""
    made = scratch(tool, PYTHONPATH=_ROOT, TERM="xterm-256color")
    made.apply("china", "glm-5", "on")
    steps = [[prompt, "Say one word."], ["Say one word.", "Enter"], [shown, ""]]
    command = (sys.executable, "-m", "tests.acceptance.terminal", program, json.dumps(steps))
    ran = made.run(*command, fault="hour allocated quota exceeded")
    assert ran.code == 0, ran
    assert set(ran.statuses) == {429}, ran
    assert _diagnosis(made, ran.out) == "quota-hour.five-hours", ran
