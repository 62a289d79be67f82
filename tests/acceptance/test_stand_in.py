"""The stand-in refuses what the plan refuses, in the words of the vendor's FAQ, and answers in both protocols."""

import json
from collections import Counter
from itertools import combinations
from typing import Any

import pytest

from tests.acceptance.matrix import CLIENTS, cases
from tests.acceptance.plan.answers import answer
from tests.acceptance.plan.exchange import Request

_MESSAGES = "/apps/anthropic/v1/messages?beta=true"
_CHAT = "/v1/chat/completions"
_CHINA, _CHINA_KEY = "coding.dashscope.aliyuncs.com", "sk-sp-china0123456789abcdef"


def _asked(path: str = _CHAT, *, model: str = "glm-5", headers: dict[str, str] | None = None, **body: Any) -> Request:  # noqa: ANN401  any JSON
    usual = {"authorization": f"Bearer {_CHINA_KEY}", "user-agent": "agent/1"}
    return Request(_CHINA, "POST", path, headers or usual, {"model": model, **body})


@pytest.mark.parametrize(
    ("request_", "status", "sentence"),
    [
        (_asked(headers={"authorization": "Bearer sk-sp-intl0123456789abcdef"}), 401, "invalid access token or token"),
        (_asked(headers={"x-api-key": "sk-0123456789"}), 403, "invalid api-key"),
        (_asked(headers={"user-agent": "agent/1"}), 401, "0 credentials"),
        (_asked(headers={"authorization": f"Bearer {_CHINA_KEY}", "x-api-key": _CHINA_KEY}), 401, "2 credentials"),
        (_asked(headers={"authorization": f"Bearer {_CHINA_KEY}", "user-agent": "curl/8.9"}), 403, "Coding Agents"),
        (_asked(model="GLM-5"), 400, "model 'GLM-5' is not supported"),
        (_asked(model="claude-haiku-4-5"), 400, "model 'claude-haiku-4-5' is not supported"),
        (_asked(max_tokens=16_385), 400, "Range of max_tokens should be [1, 16384]"),
        (_asked(max_completion_tokens=64_000), 400, "Range of max_tokens should be [1, 16384]"),
        (_asked(thinking_budget=32_769), 400, "thinking_budget"),
        (_asked(_MESSAGES, thinking={"type": "enabled", "budget_tokens": 32_769}), 400, "not greater than 32768"),
        (
            _asked(_MESSAGES, model="MiniMax-M2.5", thinking={"type": "enabled", "budget_tokens": 1024}),
            400,
            "thinking_",
        ),
        (_asked(messages=["x" * 900_000]), 400, "Range of input length should be [1, 202752]"),
    ],
)
def test_what_the_plan_refuses_is_refused(request_: Request, status: int, sentence: str) -> None:
    """A wrong caller or a value over a limit gets its status and sentence."""
    found = answer(request_)
    assert found.status == status
    assert sentence in json.dumps(found.body)


@pytest.mark.parametrize("path", ["/v1/models", "/v1/responses", "/v1/messages", "/apps/anthropic/messages", "/api"])
def test_a_path_the_plan_has_not_is_404_without_a_body(path: str) -> None:
    """There is no model list, no Responses API, and no message under a wrong base URL."""
    found = answer(_asked(path))
    assert (found.status, found.content) == (404, b"")


@pytest.mark.parametrize("period", ["hour", "week", "month", "concurrency"])
def test_a_used_up_quota_is_429(period: str) -> None:
    """Each quota has its sentence."""
    found = answer(_asked(), f"{period} allocated quota exceeded")
    assert found.status == 429
    assert f"{period} allocated quota exceeded" in json.dumps(found.body)


def test_chat_completions_are_answered_whole_and_streamed() -> None:
    """With thinking there is a thought; a stream ends with its usage, where asked for, and DONE."""
    whole = answer(_asked(enable_thinking=True)).body
    assert whole is not None
    assert whole["choices"][0]["message"] == {
        "role": "assistant",
        "content": "Here answers glm-5.",
        "reasoning_content": "A thought.",
    }
    events = answer(_asked(stream=True, stream_options={"include_usage": True})).events
    deltas = [json.loads(event.removeprefix("data: "))["choices"] for event in events[:-1]]
    assert [choice[0]["delta"].get("content") for choice in deltas if choice] == ["", "Here answers glm-5.", None]
    assert deltas[-1] == []
    assert events[-1] == "data: [DONE]\n\n"


def test_messages_are_answered_whole_and_streamed() -> None:
    """With thinking there is a thought block before the text; the stream has the protocol's events in order."""
    whole = answer(_asked(_MESSAGES, thinking={"type": "adaptive"})).body
    assert whole is not None
    assert [block["type"] for block in whole["content"]] == ["thinking", "text"]
    events = answer(_asked(_MESSAGES, stream=True)).events
    assert [event.splitlines()[0] for event in events] == [
        "event: message_start",
        "event: content_block_start",
        "event: content_block_delta",
        "event: content_block_stop",
        "event: message_delta",
        "event: message_stop",
    ]
    assert '"text": "Here answers glm-5."' in events[2]


def test_the_pairwise_cases_meet_every_pair() -> None:
    """Each two of client, region, model and thinking meet, and each three of the last by three clients or more.

    A client that is not slow meets each two of region, model and thinking by itself.
    """
    chosen, product = cases(full=False), cases(full=True)
    assert (len(chosen), len(product)) == (80, 160)
    for first, second in combinations(range(4), 2):
        pairs = {(case[first], case[second]) for case in product}
        assert {(case[first], case[second]) for case in chosen} == pairs
    met = Counter(case[1:] for case in chosen)
    assert set(met) == {case[1:] for case in product}
    assert min(met.values()) == 3
    for tool in set(CLIENTS) - {"openclaw", "kilo", "hermes", "aider"}:
        ours = [case[1:] for case in chosen if case.tool == tool]
        wanted = [case[1:] for case in product if case.tool == tool]
        for first, second in combinations(range(3), 2):
            pairs = {(case[first], case[second]) for case in wanted}
            assert {(case[first], case[second]) for case in ours} == pairs, tool
