"""Chatbox: set up by hand in its settings.

Nothing of it was observed: the fields are Chatbox's documentation ("Import third-party provider configuration", read
2026-11-25), where the path after the host is a field of its own; the base URL is the FAQ's.
"""

from wizard.tools.base import Choice, View
from wizard.tools.by_hand import ByHand


class Chatbox(ByHand):
    """Chatbox takes a provider of one's own with host and path apart."""

    id = "chatbox"

    def step_keys(self, view: View, choice: Choice) -> tuple[str, ...]:
        """The same steps for every region and model."""
        del view, choice
        return tuple(f"chatbox.step-{number}" for number in range(1, 7))


TOOL = Chatbox()
