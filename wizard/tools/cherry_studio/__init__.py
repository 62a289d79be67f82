"""Cherry Studio: set up by hand in its settings.

Nothing of it was observed: the steps are Cherry Studio's documentation ("Model service settings", read 2026-11-25): it
puts ``/v1/chat/completions`` after an address, but takes one that ends with ``#`` as it is; the base URL is the FAQ's.
"""

from wizard.tools.base import Choice, View
from wizard.tools.by_hand import ByHand


class CherryStudio(ByHand):
    """Cherry Studio takes a provider of one's own."""

    id = "cherry-studio"

    def step_keys(self, view: View, choice: Choice) -> tuple[str, ...]:
        """The same steps for every region and model."""
        del view, choice
        return tuple(f"cherry-studio.step-{number}" for number in range(1, 7))


TOOL = CherryStudio()
