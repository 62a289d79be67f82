"""A request as it arrived and a response as it goes out, without any network in them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Names of headers are in lower case; ``body`` is empty where it is not a JSON object."""

    host: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: Json

    @property
    def credentials(self) -> list[tuple[str, str]]:
        """Every credential it carries: name of the header, and the key without ``Bearer``."""
        names = ("authorization", "x-api-key", "api-key")
        found = [(name, self.headers[name]) for name in names if name in self.headers]
        return [(name, value.removeprefix("Bearer ")) for name, value in found]

    @property
    def route(self) -> str:
        """The path without its query."""
        return self.path.partition("?")[0]

    @property
    def model(self) -> str:
        """The model's id, empty where there is none."""
        return str(self.body.get("model", ""))

    @property
    def max_tokens(self) -> int | None:
        """The longest output asked for, under either of its names."""
        found = self.body.get("max_tokens", self.body.get("max_completion_tokens"))
        return found if isinstance(found, int) else None

    @property
    def thinking(self) -> object:
        """What is said of thinking: Anthropic's ``thinking`` type, OpenAI's ``enable_thinking``; None for nothing."""
        block = self.body.get("thinking")
        return block.get("type") if isinstance(block, dict) else self.body.get("enable_thinking")

    @property
    def budget(self) -> int | None:
        """The thinking budget in tokens, in either protocol."""
        block = self.body.get("thinking")
        found = block.get("budget_tokens") if isinstance(block, dict) else self.body.get("thinking_budget")
        return found if isinstance(found, int) else None

    @classmethod
    def of(cls, record: Json) -> "Request":
        """The request of a line of the record."""
        return cls(**{name: record[name] for name in ("host", "method", "path", "headers", "body")})


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: JSON in ``body``, or the lines of an event stream in ``events``."""

    status: int
    body: Json | None = None
    events: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The bytes of the body."""
        if self.events:
            return "".join(self.events).encode()
        return b"" if self.body is None else json.dumps(self.body).encode()

    @property
    def content_type(self) -> str:
        """The media type of the body."""
        return "text/event-stream" if self.events else "application/json"
