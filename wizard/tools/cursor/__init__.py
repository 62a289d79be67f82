"""Cursor: its settings are an encrypted store, so they are set by hand, under Cursor's own spelling of the models.

Nothing of it was observed: steps and spelling are the vendor's Cursor page, the base URL is the FAQ's ("HTTP 401:
Incorrect API key provided" error).
"""

from wizard.tools.base import Choice, View
from wizard.tools.by_hand import ByHand


class Cursor(ByHand):
    """Cursor takes an OpenAI base URL and key in its settings window; it needs Cursor Pro (vendor's page)."""

    id = "cursor"

    def step_keys(self, view: View, choice: Choice) -> tuple[str, ...]:
        """The same steps for every model."""
        del view, choice
        return tuple(f"cursor.step-{number}" for number in range(1, 7))


TOOL = Cursor()
