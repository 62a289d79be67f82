"""Qoder: set up by hand in its settings.

Nothing of it was observed: the steps are Qoder's documentation ("Custom models", read 2026-11-25). It has the plan's
service built in and asks for the key only, so that base URL and region are not typed.
"""

from wizard.tools.base import Choice, View
from wizard.tools.by_hand import ByHand


class Qoder(ByHand):
    """Qoder lists the vendor's service among its providers; own keys need a personal plan (its documentation)."""

    id = "qoder"

    def step_keys(self, view: View, choice: Choice) -> tuple[str, ...]:
        """The same steps for every region and model."""
        del view, choice
        return tuple(f"qoder.step-{number}" for number in range(1, 6))


TOOL = Qoder()
