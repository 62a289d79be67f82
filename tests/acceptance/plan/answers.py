"""What the stand-in says to a request. Pure: a request in, a response out."""

from collections.abc import Callable
from typing import Final

from tests.acceptance.plan import anthropic, openai
from tests.acceptance.plan.exchange import Json, Request, Response
from tests.acceptance.plan.facts import (
    BUDGET,
    GENERAL_KEY,
    HOSTS,
    INPUT_LENGTH,
    KEYS,
    MAX_TOKENS,
    MODELS,
    NO_AGENT,
    NO_AGENTS,
    NOT_SUPPORTED,
    WRONG_KEY,
)

_DIALECTS: Final[dict[str, tuple[Callable[[int, str], Json], Callable[[Request, str], Response]]]] = {
    "/apps/anthropic/v1/messages": (anthropic.error, anthropic.reply),
    "/v1/chat/completions": (openai.error, openai.reply),
}
_CHARACTERS_A_TOKEN: Final = 4


def answer_text(model: str) -> str:
    """What ``model`` answers to everything."""
    return f"Here answers {model}."


def answer(request: Request, fault: str = "") -> Response:
    """The plan's answer. ``fault`` is a quota's sentence with which everything is refused."""
    dialect = _DIALECTS.get(request.route)
    if dialect is None or request.method != "POST":
        # No model list, no Responses API, no counting of tokens; FAQ: "404 status code (no body)".
        return Response(404)
    error, reply = dialect
    refusal = (429, fault) if fault else _wrong_caller(request) or _wrong_request(request)
    if refusal:
        return Response(refusal[0], error(*refusal))
    return reply(request, answer_text(request.model))


def _wrong_caller(request: Request) -> tuple[int, str] | None:
    """Status and sentence where whoever asks is refused."""
    if len(request.credentials) != 1:
        return 401, f"{len(request.credentials)} credentials were sent, one is needed"
    key = request.credentials[0][1]
    region = next((name for name, host in HOSTS.items() if host == request.host), "")
    if not key.startswith("sk-sp-"):
        return 403, GENERAL_KEY
    if key != KEYS.get(region):
        return 401, WRONG_KEY
    if request.headers.get("user-agent", "curl/").startswith(NO_AGENTS):
        return 403, NO_AGENT
    return None


def _wrong_request(request: Request) -> tuple[int, str] | None:
    """Status and sentence where what is asked for is refused."""
    if request.model not in MODELS:
        return 400, NOT_SUPPORTED.format(request.model)
    limits = MODELS[request.model]
    if request.max_tokens is not None and not 1 <= request.max_tokens <= limits.output:
        return 400, MAX_TOKENS.format(limits.output)
    if request.budget is not None and not 1 <= request.budget <= (limits.budget or 0):
        return 400, BUDGET.format(limits.budget)
    characters = len(str(request.body.get("messages", ""))) + len(str(request.body.get("system", "")))
    if characters > limits.context * _CHARACTERS_A_TOKEN:
        return 400, INPUT_LENGTH.format(limits.context)
    return None
