"""What the clients print when the plan refuses: the texts that people paste, some of which hide the cause."""

import pytest

from tests.acceptance.conftest import MakeScratch
from tests.acceptance.plan.facts import KEYS
from tests.acceptance.scratch import Scratch

pytestmark = pytest.mark.acceptance


def _replaced(made: Scratch, old: str, new: str) -> None:
    """Put ``new`` for ``old`` in every file of the home."""
    for place, content in made.files().items():
        (made.home / place).write_bytes(content.replace(old.encode(), new.encode()))


@pytest.mark.parametrize(
    ("tool", "status", "shown"),
    [
        ("claude-code", 401, "Failed to authenticate. API Error: 401 invalid access token or token expired"),
        ("opencode", 401, "invalid access token or token expired"),
        ("qwen-code", 401, "[API Error: 401 invalid access token or token expired]"),
        ("codex", 401, "ERROR: unexpected status 401 Unauthorized:"),
    ],
)
def test_a_key_of_the_other_region(scratch: MakeScratch, tool: str, status: int, shown: str) -> None:
    """The plan knows no key of the other region; nothing but its answer tells."""
    made = scratch(tool)
    made.apply("china", "glm-5", "on")
    _replaced(made, KEYS["china"], KEYS["international"])
    ran = made.run()
    assert set(ran.statuses) == {status}, ran
    assert shown in ran.out + ran.err, ran


@pytest.mark.parametrize(
    ("tool", "right", "shown"),
    [
        ("claude-code", "/apps/anthropic", "There's an issue with the selected model (glm-5)."),
        ("opencode", "/apps/anthropic/v1", "Not Found"),
        ("qwen-code", ".com/v1", "[API Error: 404 status code (no body)]"),
        ("codex", ".com/v1", "ERROR: unexpected status 404 Not Found:"),
    ],
)
def test_a_wrong_path(scratch: MakeScratch, tool: str, right: str, shown: str) -> None:
    """A base URL with another tool's path leads to nothing; Claude Code blames the model."""
    made = scratch(tool)
    made.apply("china", "glm-5", "on")
    _replaced(made, right, right.replace("/v1", "/apps/anthropic") if tool != "claude-code" else "/v1")
    ran = made.run()
    assert set(ran.statuses) == {404}, ran
    assert shown in ran.out + ran.err, ran


@pytest.mark.parametrize(
    ("tool", "shown"),
    [
        ("claude-code", "API Error: Request rejected (429) · week allocated quota exceeded"),
        ("codex", "ERROR: exceeded retry limit, last status: 429 Too Many Requests"),
    ],
)
def test_a_used_up_quota(scratch: MakeScratch, tool: str, shown: str) -> None:
    """Claude Code names the quota, Codex hides it behind a number; the others go on trying and are not waited for."""
    made = scratch(tool)
    made.apply("china", "glm-5", "on")
    ran = made.run(fault="week allocated quota exceeded")
    assert set(ran.statuses) == {429}, ran
    assert shown in ran.out + ran.err, ran
