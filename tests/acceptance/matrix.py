"""The cases: every client with regions, models and thinking, pairwise or all of them."""

from typing import Final, NamedTuple

from tests.acceptance.switches import FULL

CLIENTS: Final = (
    "claude-code", "opencode", "qwen-code", "openclaw", "codex", "kilo", "hermes", "cline-cli", "aider", "continue-cli",
)  # fmt: skip
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
    """All cases; pairwise, a client meets each pair of region, model and thinking at least once."""
    found: list[Case] = []
    for number, tool in enumerate(CLIENTS):
        for model, settings in _THINKING.items():
            for place, region in enumerate(_REGIONS):
                # Neighbouring clients swap, so that all clients together meet every case twice or more.
                chosen = settings if full else (settings[(place + number) % len(settings)],)
                found += [Case(tool, region, model, thinking) for thinking in chosen]
    return found
