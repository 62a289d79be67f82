"""What the user has answered so far, and what is offered first. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wizard.catalog import Catalog
from wizard.environment import KEY_VARIABLE, Environment
from wizard.errors import WizardError
from wizard.key import Credential, Secret, taken_in
from wizard.plan.choices import Wanted, checked_thinking, default_thinking, kept_credential
from wizard.plan.detect import Detected
from wizard.tools.base import Thinking


@dataclass(frozen=True)
class Answers:
    """The answers of the steps; each is kept when the user goes back."""

    region: str
    tools: tuple[str, ...]
    model: str
    thinking: Thinking
    typed_key: Credential | None = field(default=None, repr=False)
    begun_key: Secret | None = field(default=None, repr=False)
    """What stands in the key's field and was not yet taken in."""
    thinking_chosen: bool = False
    """Whether the thinking is the user's answer and not a default."""
    small_model: str | None = None
    """The answer of ``wizard.steps.small_model``; None where every tool keeps what it has."""

    def with_region(self, region: str) -> "Answers":
        """With another region; a key typed for the one before does not work there and goes."""
        if region == self.region:
            return self
        return replace(self, region=region, typed_key=None, begun_key=None)

    def with_model(self, catalog: Catalog, model: str) -> "Answers":
        """With another model; a thinking answer that it cannot do falls back to its default."""
        try:
            thinking = checked_thinking(catalog, model, self.thinking) if self.thinking_chosen else None
        except WizardError:
            thinking = None
        thinking = thinking or default_thinking(catalog.models[model])
        return replace(self, model=model, thinking=thinking)

    def wanted(self, credential: Credential | None) -> Wanted:
        """As the core takes them."""
        return Wanted(self.region, self.model, self.thinking, credential)


def first_answers(catalog: Catalog, found: Mapping[str, Detected]) -> Answers:
    """What is offered before anything is answered: the present state where there is one, else the defaults."""
    on_plan = [detected for detected in found.values() if detected.state.configured]
    present = on_plan[0].state if on_plan else None
    region = present.region if present and present.region else next(iter(catalog.regions))
    model = present.model if present and present.model in catalog.models else catalog.default_model
    configured = tuple(name for name, detected in found.items() if detected.state.configured)
    installed = tuple(name for name, detected in found.items() if detected.view.installation.found)
    default = default_thinking(catalog.models[model])
    thinking = present.thinking if present and present.thinking else default
    known = tuple(name for name in found if name in {*configured, *installed})
    chosen = bool(present and present.thinking and present.thinking != default)
    return Answers(region, known, model, thinking, thinking_chosen=chosen)


def present_answers(
    catalog: Catalog, found: Mapping[str, Detected], answers: Answers, tools: tuple[str, ...]
) -> Answers:
    """``answers`` for ``tools``, with what the first of them is set to now."""
    state = found[tools[0]].state
    model = state.model if state.model in catalog.models else answers.model
    thinking = state.thinking or answers.thinking
    return replace(answers, tools=tools, region=state.region or answers.region, model=model, thinking=thinking)


def offered_key(
    catalog: Catalog, environment: Environment, found: Mapping[str, Detected], answers: Answers
) -> Credential | None:
    """The key that can be used without typing one: the one in use for the region, else that of the usual variable."""
    for name in answers.tools:
        kept = kept_credential(catalog, found[name], answers.region, found.values())
        if kept:
            return kept
    return usual_key(catalog, environment)


def usual_key(catalog: Catalog, environment: Environment) -> Credential | None:
    """The key of the usual variable; None where there is none that may be one of the plan."""
    value = environment.variable(KEY_VARIABLE)
    if not value:
        return None
    try:
        return taken_in(value, catalog.key)
    except WizardError:
        return None
