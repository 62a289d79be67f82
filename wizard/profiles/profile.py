"""A profile as a value: what it says, what it means for the core, whether it is in use. Pure but for reading a key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from wizard.catalog import Catalog
from wizard.environment import Environment
from wizard.errors import UsageError, WizardError
from wizard.key import Credential
from wizard.key_source import KeySource
from wizard.plan.choices import Wanted, checked_model, checked_region, checked_thinking, default_thinking
from wizard.plan.detect import Detected
from wizard.tools.base import Thinking, ToolState


class ProfileError(WizardError):
    """A profile, or the file they are in, cannot be used; the sentence names file, profile and reason."""


class OwnChoice(NamedTuple):
    """What one tool has otherwise than the rest of its profile; None where it is the same."""

    model: str | None = None
    thinking: Thinking | None = None


@dataclass(frozen=True)
class Profile:
    """A saved choice. What it leaves open (None, no tools) stays as it is when the profile is used."""

    name: str
    region: str | None = None
    tools: tuple[str, ...] = ()
    model: str | None = None
    thinking: Thinking | None = None
    key: KeySource | None = None
    small_model: str | None = None
    by_tool: Mapping[str, OwnChoice] = field(default_factory=dict)

    def wanted(self, environment: Environment, catalog: Catalog) -> Wanted:
        """As the core takes it, the key read from its place.

        Raises:
            UsageError: the place of the key is not there.
            KeyRefusedError: what stands there cannot be a key of the plan.
        """
        credential = self.key.read(environment, catalog.key) if self.key else None
        common = Wanted(self.region, self.model, self.thinking, credential, small_model=self.small_model)
        own = {
            name: replace(common, model=one.model or self.model, thinking=one.thinking or self.thinking)
            for name, one in self.by_tool.items()
        }
        return replace(common, by_tool=own)

    def fault(self, catalog: Catalog) -> WizardError | None:
        """Why ``catalog`` does not allow it, such as a model that left the plan; None where it does."""
        try:
            if self.region:
                checked_region(catalog, self.region)
            for name in (*self.tools, *self.by_tool):
                if name not in catalog.tools:
                    raise UsageError("choices.tool-unknown", tool=name, known=", ".join(catalog.tools))
            if self.small_model:
                checked_model(catalog, self.small_model)
            for own in (OwnChoice(self.model, self.thinking), *self.by_tool.values()):
                model, thinking = own.model or self.model, own.thinking or self.thinking
                if model and checked_model(catalog, model) and thinking:
                    checked_thinking(catalog, model, thinking)
        except WizardError as error:
            return error
        return None

    def in_use(self, found: Mapping[str, Detected], environment: Environment, catalog: Catalog) -> bool:
        """Whether all its tools are now set as it says, its key included."""
        on_plan = [name for name, detected in found.items() if detected.state.configured]
        states = [(name, found[name].state) for name in self.tools or on_plan if name in found]
        files = [(name, state) for name, state in states if not found[name].view.facts.by_hand]
        if not files:
            return False
        try:
            wanted = self.wanted(environment, catalog)
        except WizardError:
            return False  # with a key that cannot be read, nothing says that it is this one
        return all(
            state.configured and _is_as(state, wanted.of(name), asks_two=found[name].tool.has_small_model)
            for name, state in files
        )


def present(name: str, found: Mapping[str, Detected], tools: Iterable[str], wanted: Wanted) -> Profile:
    """What ``tools`` (at least one) are set to now, ``wanted`` laid over it; its key is left open.

    The first tool's model and thinking are the profile's; a tool that has other ones keeps them as its own.

    Raises:
        UsageError: no region is named, and the tools are in none or in several.
    """
    names = tuple(tools)
    catalog = found[names[0]].view.catalog
    states = {tool: found[tool].state for tool in names if found[tool].state.configured}
    regions = {state.region for state in states.values() if state.region}
    if not wanted.region and len(regions) != 1:
        code = "profiles.several-regions" if regions else "choices.region-missing"
        raise UsageError(code, known=", ".join(catalog.regions))
    first = next((state for state in states.values() if state.model), None)
    model = wanted.model or (first.model if first else None) or catalog.default_model
    thinking = wanted.thinking or (first.thinking if first and first.model == model else None)
    own: dict[str, OwnChoice] = {}
    for tool, state in states.items():
        if wanted.model or not state.model:
            continue
        differs = state.model != model
        usual = default_thinking(catalog.models[state.model]) if differs and state.model in catalog.models else None
        meant = None if wanted.thinking else state.thinking or usual
        choice = OwnChoice(state.model if differs else None, meant if meant != thinking else None)
        if any(choice):
            own[tool] = choice
    asking_two = [state for tool, state in states.items() if found[tool].tool.has_small_model]
    now = asking_two[0].small_model or (None if wanted.model else asking_two[0].model) if asking_two else None
    small = wanted.small_model or now
    return Profile(name, wanted.region or regions.pop(), names, model, thinking, small_model=small, by_tool=own)


def _is_as(state: ToolState, wanted: Wanted, *, asks_two: bool) -> bool:
    return (
        wanted.region in {None, state.region}
        and wanted.model in {None, state.model}
        and (not asks_two or wanted.small_model in {None, state.small_model or state.model})
        and _same_thinking(state.thinking, wanted.thinking)
        and _same_key(state.credential, wanted.credential)
    )


def _same_thinking(now: Thinking | None, wanted: Thinking | None) -> bool:
    """A tool without a setting for thinking, or for a budget, cannot differ in it."""
    if now is None or wanted is None:
        return True
    return now.enabled == wanted.enabled and (now.budget is None or now.budget == wanted.budget)


def _same_key(now: Credential | None, wanted: Credential | None) -> bool:
    return wanted is None or now == wanted
