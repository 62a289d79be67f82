"""The cases: every client with regions, models and thinking, pairwise or all of them."""

from typing import Final, NamedTuple

from tests.acceptance.switches import FULL

CLIENTS: Final = (
    "claude-code", "opencode", "qwen-code", "openclaw", "codex", "kilo", "hermes", "cline-cli", "aider", "continue-cli",
)  # fmt: skip
_SLOW_CLIENTS: Final = ("openclaw", "kilo", "hermes", "aider")
"""Each run takes a core for 6 to 25 seconds, so pairwise they meet each model in one region only."""
_REGIONS: Final = ("china", "international")
_THINKING: Final = {
    "qwen3.7-plus": ("on", "off"),
    "kimi-k2.5": ("off", "on"),
    "glm-5": ("on", "off"),
    "MiniMax-M2.5": ("on",),
    "qwen3-coder-plus": ("off",),
}
"""What each model allows; the first one meets the first region in the pairwise cases."""


class Case(NamedTuple):
    """One cell of the matrix."""

    tool: str
    region: str
    model: str
    thinking: str

    def __str__(self) -> str:
        """As the test's name has it."""
        return "-".join(self)


def cases(*, full: bool = FULL) -> list[Case]:
    """All cases; pairwise, each two of client, region, model and thinking meet at least once.

    A client that is not slow meets each two of region, model and thinking by itself.
    """
    found: list[Case] = []
    for number, tool in enumerate(CLIENTS):
        for row, (model, settings) in enumerate(_THINKING.items()):
            if not full and tool in _SLOW_CLIENTS:
                thinking = settings[(row // 2 + number) % len(settings)]
                found.append(Case(tool, _REGIONS[(row + number) % 2], model, thinking))
                continue
            for place, region in enumerate(_REGIONS):
                # Neighbouring clients swap, so that all clients together meet every case twice or more.
                chosen = settings if full else (settings[(place + number) % len(settings)],)
                found += [Case(tool, region, model, thinking) for thinking in chosen]
    return found
