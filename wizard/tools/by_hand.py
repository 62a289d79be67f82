"""Tools without a file the wizard may write: the values to copy, and the steps."""

from abc import abstractmethod

from wizard.environment import Environment
from wizard.text import say
from wizard.tools.base import Choice, HandSteps, Proposal, Tool, ToolFile, ToolState, View


class ByHand(Tool):
    """A tool that is set up in its own settings window. Its texts are ``<id>.…``."""

    def files(self, environment: Environment) -> tuple[ToolFile, ...]:
        """None: its state is a store of its own."""
        del environment
        return ()

    def state(self, view: View) -> ToolState:
        """Not known, so never configured."""
        del view
        return ToolState()

    def configure(self, view: View, choice: Choice) -> Proposal:
        """The values under the names the tool shows, and the steps with them filled in."""
        values = {
            "base_url": view.base_url(choice.region),
            "model": view.facts.model_names.get(choice.model, choice.model),
        }
        if choice.credential:
            values["api_key"] = choice.credential.masked
        steps = tuple(say(key, **values) for key in self.step_keys(view, choice))
        return Proposal(by_hand=HandSteps(steps, values))

    def withdraw(self, view: View) -> Proposal:
        """The step that takes the plan out again."""
        return Proposal(by_hand=HandSteps((say(f"{view.tool_id}.withdraw"),), {}))

    @abstractmethod
    def step_keys(self, view: View, choice: Choice) -> tuple[str, ...]:
        """The text keys of the steps, in order; their texts may name ``{base_url}`` and ``{model}``."""
