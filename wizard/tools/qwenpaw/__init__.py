"""QwenPaw: set up by hand in its console, a page that it serves on this machine.

Nothing of it was observed: the steps are the vendor's QwenPaw page (read 2026-11-25). Its two providers for the plan
know their base URLs.
"""

from typing import Final

from wizard.tools.base import Choice, View
from wizard.tools.by_hand import ByHand

_BUILT_IN: Final = ("china", "international")
"""The regions that QwenPaw has a provider for."""


class QwenPaw(ByHand):
    """QwenPaw has a provider for each region of the plan; any other region takes one of the user's own."""

    id = "qwenpaw"

    def step_keys(self, view: View, choice: Choice) -> tuple[str, ...]:
        """The steps with the provider of the chosen region."""
        del view
        provider = choice.region if choice.region in _BUILT_IN else "other"
        return ("qwenpaw.step-1", "qwenpaw.step-2", f"qwenpaw.provider-{provider}", "qwenpaw.step-4", "qwenpaw.step-5")


TOOL = QwenPaw()
