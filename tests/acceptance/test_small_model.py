"""Claude Code's second model: the Haiku alias asks for it, within its limits; all else asks for the chosen one."""

import pytest

from tests.acceptance.checking import check_answered
from tests.acceptance.conftest import MakeScratch

pytestmark = pytest.mark.acceptance


@pytest.mark.parametrize(("small", "thinking"), [("qwen3-coder-next", "off"), ("glm-4.7", "on"), ("kimi-k2.5", "on")])
def test_the_small_alias_asks_for_the_second_model(scratch: MakeScratch, small: str, thinking: str) -> None:
    """With --model haiku every request names the second model, within what it gives; without it, the first."""
    made = scratch("claude-code")
    made.apply("international", "qwen3.7-plus", thinking, "--small-model", small)
    check_answered(made.run(), made, "international", "qwen3.7-plus", thinking)
    ran = made.run(*made.client.command, "--model", "haiku", "Say one word.")
    check_answered(ran, made, "international", small, thinking)
