"""The Anthropic messages protocol: answers and errors, whole and streamed."""

import json
from typing import Final

from tests.acceptance.plan.exchange import Json, Request, Response

_KINDS: Final = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
}


def error(status: int, message: str) -> Json:
    """The body of a refusal."""
    return {"type": "error", "error": {"type": _KINDS[status], "message": message}}


def reply(request: Request, text: str) -> Response:
    """``text`` as the model's answer, after a thought where thinking is on."""
    blocks: list[Json] = []
    if request.thinking in {"enabled", "adaptive"}:
        blocks.append({"type": "thinking", "thinking": "A thought.", "signature": "c3RhbmQtaW4="})
    blocks.append({"type": "text", "text": text})
    message: Json = {
        "id": "msg_standin",
        "type": "message",
        "role": "assistant",
        "model": request.model,
        "content": blocks,
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 10, "output_tokens": 5},
    }
    if not request.body.get("stream"):
        return Response(200, message)
    return Response(200, events=tuple(_event(part) for part in _parts(message, blocks)))


def _parts(message: Json, blocks: list[Json]) -> list[Json]:
    parts: list[Json] = [{"type": "message_start", "message": {**message, "content": [], "stop_reason": None}}]
    for index, block in enumerate(blocks):
        empty = {key: value if key == "type" else "" for key, value in block.items()}
        parts.append({"type": "content_block_start", "index": index, "content_block": empty})
        for field in ("thinking", "signature", "text"):
            if field in block:
                delta = {"type": f"{field}_delta", field: block[field]}
                parts.append({"type": "content_block_delta", "index": index, "delta": delta})
        parts.append({"type": "content_block_stop", "index": index})
    ended = {"stop_reason": "end_turn", "stop_sequence": None}
    return [
        *parts,
        {"type": "message_delta", "delta": ended, "usage": {"output_tokens": 5}},
        {"type": "message_stop"},
    ]


def _event(part: Json) -> str:
    return f"event: {part['type']}\ndata: {json.dumps(part)}\n\n"
