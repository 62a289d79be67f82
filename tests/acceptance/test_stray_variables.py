"""A shell full of other services' variables: the client still ends on the plan, or the wizard said what will happen."""

from dataclasses import replace

import pytest

from tests.acceptance.checking import check_answered
from tests.acceptance.conftest import MakeScratch
from tests.acceptance.matrix import CLIENTS
from tests.acceptance.plan.facts import WRONG_KEY

pytestmark = pytest.mark.acceptance

_STRAY = {
    "ANTHROPIC_API_KEY": "sk-ant-stray",
    "ANTHROPIC_MODEL": "claude-stray-1",
    "ANTHROPIC_BASE_URL": "https://api.anthropic.com",
    "OPENAI_API_KEY": "sk-stray",
    "OPENAI_MODEL": "gpt-stray-1",
    "OPENAI_BASE_URL": "https://api.openai.com/v1",
    "DASHSCOPE_API_KEY": "sk-stray-dashscope",
    "CLAUDE_CODE_USE_BEDROCK": "1",
    "CLAUDE_CODE_USE_VERTEX": "1",
}
_OLD_KEY = {"BAILIAN_CODING_PLAN_API_KEY": "sk-sp-old0123456789abcdef"}
_WARNED = {"openclaw": ["openclaw.memory-key"], "continue-cli": ["tools.exported"]}


@pytest.mark.parametrize("tool", sorted(CLIENTS, key="openclaw".__ne__))
def test_other_services_variables_change_nothing(scratch: MakeScratch, tool: str) -> None:
    """Keys, models and routes exported for other services, and an old key of the plan, lead no client astray."""
    shell = _STRAY if tool == "qwen-code" else {**_STRAY, **_OLD_KEY}
    made = scratch(tool, **shell)
    answer = made.apply("china", "qwen3.7-plus", "on")
    assert [warning["code"] for warning in answer["warnings"]] == _WARNED.get(tool, [])
    if tool == "openclaw":
        # Not the model, but its search in the memory goes there, as warned.
        made = replace(made, client=replace(made.client, other_hosts=frozenset({"api.openai.com"})))
    check_answered(made.run(), made, "china", "qwen3.7-plus", "on")


def test_an_old_key_that_beats_qwen_codes_is_warned_about(scratch: MakeScratch) -> None:
    """Qwen Code prefers an exported key to its settings: the wizard says so, and that is what the client sends."""
    made = scratch("qwen-code", **_OLD_KEY)
    answer = made.apply("china", "qwen3.7-plus", "on")
    assert [warning["code"] for warning in answer["warnings"]] == ["tools.exported"]
    assert [problem["code"] for problem in made.status()["problems"]] == ["tools.exported"]
    ran = made.run()
    sent = {credential for request in ran.requests for credential in request.credentials}
    assert sent == {("authorization", _OLD_KEY["BAILIAN_CODING_PLAN_API_KEY"])}, ran
    assert WRONG_KEY in ran.out + ran.err, ran


@pytest.mark.parametrize("place", ["variable", "project"])
def test_what_beats_aiders_file_is_warned_about(scratch: MakeScratch, place: str) -> None:
    """Aider prefers an exported model, and one of the project, to its own file: the wizard says so, and it is so."""
    made = scratch("aider", **({"AIDER_MODEL": "openai/kimi-k2.5"} if place == "variable" else {}))
    if place == "project":
        (made.project / ".aider.conf.yml").write_text("model: openai/kimi-k2.5\n")
    answer = made.apply("china", "glm-5", "on")
    code = {"variable": "tools.exported", "project": "aider.shadowed"}[place]
    assert [warning["code"] for warning in answer["warnings"]] == [code]
    assert [problem["code"] for problem in made.status()["problems"]] == [code]
    check_answered(made.run(), made, "china", "kimi-k2.5", "on")
