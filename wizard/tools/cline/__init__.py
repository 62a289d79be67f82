"""Cline's editor extension: set up by hand in its settings panel.

Nothing of it was observed: the steps are the vendor's Cline page, the base URL is the FAQ's ("HTTP 401: Incorrect API
key provided" error).
"""

from wizard.tools.base import Choice, View
from wizard.tools.by_hand import ByHand


class Cline(ByHand):
    """Cline takes an OpenAI-compatible provider in its panel; thinking models need one more tick."""

    id = "cline"

    def step_keys(self, view: View, choice: Choice) -> tuple[str, ...]:
        """The steps, with the one for thinking where the chosen model shall think."""
        model = view.catalog.models[choice.model]
        thinking = ("cline.step-thinking",) if model.can_think and choice.thinking.enabled else ()
        return (*(f"cline.step-{number}" for number in range(1, 6)), *thinking, "cline.step-last")


TOOL = Cline()
