"""What must be true of each request of each client, whatever it is for."""

from typing import Final

from tests.acceptance.plan.answers import answer_text
from tests.acceptance.plan.exchange import Request
from tests.acceptance.plan.facts import HOSTS, KEYS, MODELS
from tests.acceptance.scratch import Scratch
from tests.acceptance.world import Ran

ROUTES: Final = {
    "claude-code": "/apps/anthropic/v1/messages",
    "opencode": "/apps/anthropic/v1/messages",
    "qwen-code": "/v1/chat/completions",
    "openclaw": "/v1/chat/completions",
    "codex": "/v1/chat/completions",
    "kilo": "/apps/anthropic/v1/messages",
    "hermes": "/v1/chat/completions",
    "cline-cli": "/v1/chat/completions",
    "aider": "/v1/chat/completions",
    "continue-cli": "/v1/chat/completions",
}
KEY_HEADERS: Final = {"opencode": "x-api-key", "kilo": "x-api-key"}
"""The header that carries the key; all others use ``Authorization: Bearer``."""

THINKING: Final[dict[tuple[str, str], object]] = {
    ("claude-code", "on"): "adaptive",
    ("opencode", "on"): "enabled",
    ("kilo", "on"): "enabled",
    ("qwen-code", "on"): True,
    ("qwen-code", "off"): False,
    ("openclaw", "on"): True,
    ("continue-cli", "on"): True,
    ("continue-cli", "off"): False,
}
"""What a request says of thinking; nothing for all others."""

DEFAULT_BUDGET: Final = 8192
"""The thinking budget in tokens that OpenCode and Kilo are set up with."""


def expected_thinking(tool: str, model: str, thinking: str) -> object:
    """What a request must say of thinking for ``model``."""
    if not MODELS[model].thinks or (tool in KEY_HEADERS and MODELS[model].budget is None):
        return None
    return THINKING.get((tool, thinking))


def check_answered(ran: Ran, scratch: Scratch, region: str, model: str, thinking: str) -> None:
    """The client ended well with the model's answer, and every request it made was right."""
    assert ran.code == 0, ran
    assert answer_text(model) in ran.out, ran
    check_requests(ran, scratch, region, model, thinking)


def check_requests(ran: Ran, scratch: Scratch, region: str, model: str, thinking: str) -> None:
    """Every request is one the plan answers, for ``model`` and with ``thinking``; no other host was wanted."""
    tried = scratch.client.also_asks
    asked = [sent for sent in zip(ran.requests, ran.statuses, strict=True) if sent[0].route not in tried]
    assert asked, ran
    assert {status for _, status in asked} == {200}, ran
    assert ran.names <= scratch.client.other_hosts, ran
    for request, _ in asked:
        problem = _problem(request, scratch.tool, region, model, thinking)
        assert not problem, f"{problem}\n{ran}"


def _problem(request: Request, tool: str, region: str, model: str, thinking: str) -> str:
    """What is wrong with one request; empty for nothing."""
    header = KEY_HEADERS.get(tool, "authorization")
    limits = MODELS[model]
    asked = request.max_tokens
    wanted = expected_thinking(tool, model, thinking)
    wrong = {
        "method": request.method != "POST",
        "host": request.host != HOSTS[region],
        "path": request.route != ROUTES[tool],
        "credential": request.credentials != [(header, KEYS[region])],
        "scheme": header == "authorization" and not request.headers[header].startswith("Bearer "),
        "model": request.model != model,
        "thinking": request.thinking != wanted or type(request.thinking) is not type(wanted),
        # Codex 0.80.0 has no setting for it and sends none; Aider sends none that is not in a third file.
        "no limit of tokens": asked is None and tool not in {"codex", "aider"},
        "too many tokens": asked is not None and asked > limits.output,
        "budget": request.budget != (DEFAULT_BUDGET if wanted == "enabled" else None),
        "budget above the tokens": request.budget is not None and request.budget >= (asked or 0),
    }
    return ", ".join(name for name, is_wrong in wrong.items() if is_wrong)
