"""From what was asked for and what is there to one full choice a tool. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from wizard.catalog import Catalog, Model
from wizard.environment import KEY_VARIABLE
from wizard.errors import UsageError, WizardError
from wizard.key import Credential, KeyReference, KeyRefusedError, LiteralKey, taken_in
from wizard.plan.detect import Detected
from wizard.plan.plan import ToolNotice
from wizard.tools.base import Choice, Notice, Thinking

_MOST_DIGITS: Final = 4000
"""Python reads numbers of up to 4,300 digits."""


class ChoiceError(WizardError):
    """Something chosen is not possible with this plan."""


@dataclass(frozen=True)
class Wanted:
    """What was asked for; None where nothing was."""

    region: str | None = None
    model: str | None = None
    thinking: Thinking | None = None
    credential: Credential | None = None
    usual_credential: Credential | None = None
    """The key of the usual variable: for every tool whose file does not already refer to a variable."""
    small_model: str | None = None
    """The model for quick work in the background, for the tools that can ask a second one."""
    by_tool: "Mapping[str, Wanted]" = field(default_factory=dict)
    """What single tools, by id, shall have otherwise: the same in all but model and thinking."""

    def of(self, tool_id: str) -> "Wanted":
        """What was asked for one tool."""
        return self.by_tool.get(tool_id, self)


def checked_region(catalog: Catalog, region: str) -> str:
    """``region`` where the catalog has it.

    Raises:
        UsageError: it has not.
    """
    if region not in catalog.regions:
        raise UsageError("choices.region-unknown", region=region, known=", ".join(catalog.regions))
    return region


def checked_model(catalog: Catalog, model: str) -> str:
    """``model`` where it is the exact id of a model of the plan.

    Raises:
        ChoiceError: it is not; the sentence names the id that was probably meant.
    """
    if model in catalog.models:
        return model
    near = catalog.probable_model(model)
    if near:
        raise ChoiceError("choices.model-misspelt", model=model, right=near)
    raise ChoiceError("choices.model-unknown", model=model, known=", ".join(catalog.models))


def checked_thinking(catalog: Catalog, model: str, thinking: Thinking) -> Thinking:
    """``thinking`` where ``model`` can do it.

    Raises:
        ChoiceError: the model cannot think, cannot stop thinking, takes no budget, or not one so large.
    """
    facts = catalog.models[model]
    if thinking.enabled and not facts.can_think:
        raise ChoiceError("choices.cannot-think", model=model)
    if not thinking.enabled and facts.always_thinks:
        raise ChoiceError("choices.always-thinks", model=model)
    if thinking.budget is not None:
        if facts.max_thinking_budget is None:
            raise ChoiceError("choices.no-budget", model=model)
        if thinking.budget > facts.max_thinking_budget:
            limit = facts.max_thinking_budget
            raise ChoiceError("choices.budget-too-large", model=model, budget=thinking.budget, limit=limit)
    return thinking


def budget_named(text: str) -> Thinking:
    """Thinking with the budget in tokens that ``text`` names, as people write it: 8192, 8,192 or 8_192.

    Raises:
        UsageError: it is no whole number above 0.
    """
    digits = text.strip().replace(",", "").replace("_", "")
    if not (digits.isascii() and digits.isdecimal() and digits.strip("0") and len(digits) <= _MOST_DIGITS):
        raise UsageError("choices.thinking-invalid", value=text)
    return Thinking(enabled=True, budget=int(digits))


def default_thinking(model: Model) -> Thinking:
    """What is meant where nothing is said: on where the model can."""
    return Thinking(enabled=model.can_think)


def resolve(
    catalog: Catalog,
    wanted: Wanted,
    chosen: Mapping[str, Detected],
    known: Iterable[Detected],
    users: Mapping[str, Detected] | None = None,
) -> tuple[dict[str, Choice], tuple[ToolNotice, ...]]:
    """One choice for each of ``chosen``, by tool id, with what to tell about it.

    ``users`` are the tools as the user has them, where ``chosen`` are those of a project: what the project leaves open
    is then as the user has it, and the key is never part of the choice.

    What ``wanted`` leaves open comes from the tool's present state, then from the other ``known`` tools (region and
    key), then from the catalog's defaults.

    Raises:
        UsageError: region or key must be chosen and is not there.
        ChoiceError: a choice is not possible.
    """
    if wanted.small_model and chosen and not any(found.tool.has_small_model for found in chosen.values()):
        raise ChoiceError("choices.no-small-model", tools=", ".join(chosen))
    others = list(known)
    choices: dict[str, Choice] = {}
    notices: list[ToolNotice] = []
    for tool_id, found in chosen.items():
        detected = users[tool_id] if users and not found.state.configured else found
        own = wanted.of(tool_id)
        region = wanted.region or detected.state.region or _common_region(others)
        if region is None:
            raise UsageError("choices.region-missing", known=", ".join(catalog.regions))
        model = own.model or _present_model(catalog, detected) or catalog.default_model
        if not own.model and detected.state.model and detected.state.model != model:
            values = {"model": detected.state.model, "becomes": model}
            notices.append(ToolNotice(tool_id, Notice("choices.model-gone", values)))
        small = (wanted.small_model or detected.state.small_model) if found.tool.has_small_model else None
        thinking, told = _thinking(catalog, own, detected, model)
        notices += [ToolNotice(tool_id, notice) for notice in told]
        if users is not None:
            reference = _project_credential(catalog, wanted, found, users[tool_id], region)
            if reference is None:
                notices.append(ToolNotice(tool_id, Notice("choices.key-of-user", {"tool": tool_id})))
            choices[tool_id] = Choice(region, model, thinking, reference, small)
            continue
        credential = wanted.credential or kept_credential(catalog, detected, region, others)
        if not wanted.credential and wanted.usual_credential and not isinstance(credential, KeyReference):
            credential = wanted.usual_credential
        if credential is None and not detected.view.facts.by_hand:
            raise UsageError("choices.key-missing", tool=detected.view.facts.name, id=tool_id)
        given = credential in {wanted.credential, wanted.usual_credential}
        stays = not given and _is_own(catalog, detected, region, credential)
        choices[tool_id] = Choice(region, model, thinking, credential, small, key_stays=stays)
    return choices, tuple(notices)


def _project_credential(
    catalog: Catalog, wanted: Wanted, detected: Detected, user: Detected, region: str
) -> KeyReference | None:
    """The reference to write into a project's file; None where the key is that of the user's own configuration.

    Raises:
        UsageError: a key itself was given, or there is neither a reference nor a key of the user's for ``region``.
    """
    if isinstance(wanted.credential, KeyReference):
        return wanted.credential
    if wanted.credential:
        raise UsageError("choices.project-literal")
    present, own = detected.state.credential, sound(catalog, user.state.credential)
    referred = (present, own if user.state.region == region else None)
    for credential in referred:
        if isinstance(credential, KeyReference):
            return credential
    if own and user.state.region == region:
        return None
    if wanted.usual_credential and detected.tool.refers_to_variable:
        return KeyReference(KEY_VARIABLE)
    values = {"tool": detected.view.tool_id, "region": region}
    code = "choices.project-key" if detected.tool.refers_to_variable else "choices.project-key-of-user"
    raise UsageError(code, **values)


def kept_credential(catalog: Catalog, detected: Detected, region: str, known: Iterable[Detected]) -> Credential | None:
    """The key already in use for ``region``: the tool's own, else that of another known tool. None where there is none.

    Keys are bound to one region, so a key of the other region is never taken.
    """
    own = sound(catalog, detected.state.credential)
    if detected.state.region == region and own:
        return own
    for other in known:
        credential = sound(catalog, other.state.credential)
        if other.state.region == region and isinstance(credential, LiteralKey):
            return credential
    return None


def _is_own(catalog: Catalog, detected: Detected, region: str, credential: Credential | None) -> bool:
    """Whether ``credential`` is the key that the tool itself uses in ``region``."""
    return detected.state.region == region and credential == sound(catalog, detected.state.credential)


def sound(catalog: Catalog, credential: Credential | None) -> Credential | None:
    """``credential`` where it may be a key of the plan, blanks around it taken away; None where it cannot be one."""
    if credential is None or isinstance(credential, KeyReference):
        return credential
    try:
        return taken_in(credential.secret.get_secret_value(), catalog.key)
    except KeyRefusedError:
        return None


def _common_region(known: Iterable[Detected]) -> str | None:
    regions = {detected.state.region for detected in known if detected.state.region}
    return regions.pop() if len(regions) == 1 else None


def _present_model(catalog: Catalog, detected: Detected) -> str | None:
    return detected.state.model if detected.state.model in catalog.models else None


def _thinking(catalog: Catalog, wanted: Wanted, detected: Detected, model: str) -> tuple[Thinking, tuple[Notice, ...]]:
    """As asked for, else as it is now where ``model`` can do that, else the default."""
    facts = catalog.models[model]
    if wanted.thinking:
        return checked_thinking(catalog, model, wanted.thinking), ()
    present = detected.state.thinking
    if present is None or not facts.can_think or (facts.always_thinks and present.budget is not None):
        return default_thinking(facts), ()
    if not present.enabled and facts.always_thinks:
        return default_thinking(facts), (Notice("choices.now-thinks", {"model": model}),)
    if present.enabled and present.budget is not None and facts.max_thinking_budget is not None:
        limit = facts.max_thinking_budget
        if present.budget > limit:
            told = Notice("choices.budget-lowered", {"model": model, "budget": present.budget, "limit": limit})
            return Thinking(enabled=True, budget=limit), (told,)
    was = catalog.models.get(detected.state.model or "")
    if not present.enabled and was and not was.can_think:
        # Off was forced by the model before, not chosen.
        return default_thinking(facts), ()
    return present, ()
