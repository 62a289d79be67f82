"""Other choices of the command line reach the wire: thinking budgets, a key by reference, Claude Code's aliases."""

import pytest

from tests.acceptance.checking import check_answered
from tests.acceptance.conftest import MakeScratch
from tests.acceptance.plan.facts import KEYS

pytestmark = pytest.mark.acceptance


@pytest.mark.parametrize("tool", ["openclaw", "opencode", "qwen-code", "codex", "continue-cli"])
def test_a_key_by_reference_is_read_from_the_shell(scratch: MakeScratch, tool: str) -> None:
    """With --key-ref no file holds the key, and the client takes it from the variable."""
    made = scratch(tool, MY_PLAN_KEY=KEYS["china"])
    made.apply("china", "glm-5", "on", "--key-ref", "MY_PLAN_KEY")
    assert not [place for place, content in made.files().items() if KEYS["china"].encode() in content]
    check_answered(made.run(), made, "china", "glm-5", "on")


@pytest.mark.parametrize("alias", ["opus", "sonnet", "haiku", "fable"])
def test_each_alias_of_claude_code_is_the_chosen_model(scratch: MakeScratch, alias: str) -> None:
    """An alias that was not mapped would ask the plan for one of Anthropic's models, which it refuses."""
    made = scratch("claude-code")
    made.apply("china", "glm-5", "on")
    ran = made.run("claude", "--model", alias, "-p", "Say one word.")
    check_answered(ran, made, "china", "glm-5", "on")


@pytest.mark.parametrize("tool", ["qwen-code", "continue-cli"])
def test_a_budget_reaches_the_plan_as_a_parameter(scratch: MakeScratch, tool: str) -> None:
    """A number of tokens for thinking is sent as it was chosen."""
    made = scratch(tool)
    made.apply("china", "kimi-k2.5", "4096")
    ran = made.run()
    assert set(ran.statuses) == {200}, ran
    assert {(request.thinking, request.budget) for request in ran.requests} == {(True, 4096)}, ran


@pytest.mark.parametrize(("model", "budget", "asked"), [("glm-5", 12_000, 16_384), ("qwen3.7-plus", 50_000, 65_536)])
def test_a_budget_reaches_the_plan_through_opencode(scratch: MakeScratch, model: str, budget: int, asked: int) -> None:
    """The budget is sent as it was chosen, and together with the answer's tokens stays within the model's limit."""
    made = scratch("opencode")
    assert made.apply("china", model, str(budget))["warnings"] == []
    ran = made.run()
    assert set(ran.statuses) == {200}, ran
    assert {(request.budget, request.max_tokens) for request in ran.requests} == {(budget, asked)}, ran


def test_a_budget_that_cannot_fit_is_refused_as_the_wizard_warned(scratch: MakeScratch) -> None:
    """The FAQ's table allows glm-5 a budget that leaves no room for an answer: written with a warning, it fails."""
    made = scratch("opencode")
    warnings = made.apply("china", "glm-5", "32768")["warnings"]
    assert [warning["code"] for warning in warnings] == ["opencode.budget-sum"]
    ran = made.run()
    assert set(ran.statuses) == {400}, ran
    assert "Range of max_tokens should be [1, 16384]" in ran.out + ran.err, ran
