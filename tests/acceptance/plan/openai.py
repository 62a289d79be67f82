"""OpenAI chat completions: answers and errors, whole and streamed."""

import json
from typing import Final

from tests.acceptance.plan.exchange import Json, Request, Response

_USAGE: Final = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}


def error(status: int, message: str) -> Json:
    """The body of a refusal."""
    kind = "insufficient_quota" if status == 429 else "invalid_request_error"
    return {"error": {"message": message, "type": kind, "param": None, "code": kind}}


def reply(request: Request, text: str) -> Response:
    """``text`` as the model's answer, after a thought where thinking is on."""
    message: Json = {"role": "assistant", "content": text}
    if request.thinking is True:
        message["reasoning_content"] = "A thought."
    if not request.body.get("stream"):
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return Response(200, {**_envelope(request, "chat.completion"), "choices": [choice], "usage": _USAGE})
    chunks = [_chunk(request, {"role": "assistant", "content": ""})]
    chunks += [_chunk(request, {key: message[key]}) for key in ("reasoning_content", "content") if key in message]
    chunks.append(_chunk(request, {}, "stop"))
    if (request.body.get("stream_options") or {}).get("include_usage"):
        chunks.append({**_envelope(request, "chat.completion.chunk"), "choices": [], "usage": _USAGE})
    return Response(200, events=(*(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks), "data: [DONE]\n\n"))


def _envelope(request: Request, kind: str) -> Json:
    return {"id": "chatcmpl-standin", "object": kind, "created": 1_790_000_000, "model": request.model}


def _chunk(request: Request, delta: Json, finish: str | None = None) -> Json:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {**_envelope(request, "chat.completion.chunk"), "choices": [choice]}
