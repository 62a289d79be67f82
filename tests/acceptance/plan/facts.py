"""What the stand-in holds the clients to, written out a second time on purpose: nothing here is read from the catalog.

Context windows, thinking budgets and error texts: vendor's FAQ. Output limits: vendor's tool pages. Tokens throughout.
"""

from typing import Final, NamedTuple

HOSTS: Final = {"china": "coding.dashscope.aliyuncs.com", "international": "coding-intl.dashscope.aliyuncs.com"}
KEYS: Final = {"china": "sk-sp-china0123456789abcdef", "international": "sk-sp-intl0123456789abcdef"}
"""A key is bound to its region; the other region's host answers 401."""


class Limits(NamedTuple):
    """A model's limits; ``budget`` is None where it takes no thinking budget."""

    context: int
    output: int
    budget: int | None
    thinks: bool
    always_thinks: bool = False


MODELS: Final = {
    "qwen3.7-plus": Limits(1_000_000, 65_536, 262_144, thinks=True),
    "qwen3.6-plus": Limits(1_000_000, 65_536, 81_920, thinks=True),
    "qwen3.5-plus": Limits(1_000_000, 65_536, 81_920, thinks=True),
    "kimi-k2.5": Limits(262_144, 32_768, 81_920, thinks=True),
    "glm-5": Limits(202_752, 16_384, 32_768, thinks=True),
    "glm-4.7": Limits(202_752, 16_384, 32_768, thinks=True),
    "MiniMax-M2.5": Limits(196_608, 24_576, None, thinks=True, always_thinks=True),
    "qwen3-max-2026-01-23": Limits(262_144, 65_536, 81_920, thinks=True),
    "qwen3-coder-next": Limits(262_144, 65_536, None, thinks=False),
    "qwen3-coder-plus": Limits(1_000_000, 65_536, None, thinks=False),
}

QUOTAS: Final = tuple(f"{period} allocated quota exceeded" for period in ("hour", "week", "month", "concurrency"))
WRONG_KEY: Final = "invalid access token or token expired"
GENERAL_KEY: Final = "invalid api-key"
NOT_SUPPORTED: Final = "model '{}' is not supported"
INPUT_LENGTH: Final = "InvalidParameter: Range of input length should be [1, {}]"
MAX_TOKENS: Final = "InvalidParameter: Range of max_tokens should be [1, {}]"
BUDGET: Final = "InvalidParameter: The thinking_budget parameter must be a positive integer and not greater than {}"
NO_AGENT: Final = "Coding Plan is currently only available for Coding Agents"

NO_AGENTS: Final = ("curl/", "PostmanRuntime/", "python-requests/", "python-httpx/", "Wget/")
"""How callers begin their User-Agent that are no coding agents."""
