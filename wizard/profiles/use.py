"""What a profile means for a run, and what a run leaves to be saved as one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from wizard.catalog import Catalog
from wizard.environment import Environment
from wizard.errors import UsageError
from wizard.key import KeyReference, KeyRefusedError
from wizard.key_source import KeySource
from wizard.plan.choices import Wanted
from wizard.plan.detect import Detected
from wizard.plan.plan import Plan, ToolNotice
from wizard.profiles.profile import Profile, ProfileError, present
from wizard.text.shell import quoted
from wizard.tools.base import Notice


def existing(name: str, profiles: Sequence[Profile]) -> Profile:
    """The profile ``name``.

    Raises:
        UsageError: there is none.
    """
    for profile in profiles:
        if profile.name == name:
            return profile
    if not profiles:
        raise UsageError("profiles.none", name=name, word=quoted(name))
    raise UsageError("profiles.unknown", name=name, known=", ".join(profile.name for profile in profiles))


def find_valid(name: str, profiles: Sequence[Profile], catalog: Catalog, environment: Environment) -> Profile:
    """The profile ``name``, found to be possible with ``catalog``.

    Raises:
        UsageError: there is none.
        ProfileError: the catalog does not allow it.
    """
    profile = existing(name, profiles)
    fault = profile.fault(catalog)
    if fault:
        reason = fault.text
        raise ProfileError(
            "profiles.impossible", path=environment.profiles_file, name=name, word=quoted(name), reason=reason
        )
    return profile


def laid_over(profile: Profile, wanted: Wanted, environment: Environment, catalog: Catalog) -> Wanted:
    """What ``profile`` asks for, with what ``wanted`` names in its place.

    For a project only a reference is taken from it: a key is never written there.

    Raises:
        UsageError: the profile's key is to be read and is not there.
        ProfileError: what stands there cannot be a key of the plan.
    """
    unread = wanted.credential or (environment.project and profile.key and profile.key.kind != "key_ref")
    try:
        asked = (replace(profile, key=None) if unread else profile).wanted(environment, catalog)
    except KeyRefusedError as error:
        raise ProfileError(
            "profiles.key-refused", name=profile.name, word=quoted(profile.name), reason=error.message
        ) from None
    except UsageError as error:
        raise UsageError(
            "profiles.key-gone", name=profile.name, word=quoted(profile.name), reason=error.message
        ) from None
    goes_along = wanted.model and asked.small_model == asked.model
    small = None if goes_along else asked.small_model
    chosen = Wanted(
        wanted.region or asked.region,
        wanted.model or asked.model,
        wanted.thinking or asked.thinking,
        wanted.credential or asked.credential,
        None if profile.key else wanted.usual_credential,
        wanted.small_model or small,
    )
    own = {} if wanted.model else asked.by_tool
    return replace(
        chosen,
        by_tool={
            name: replace(chosen, model=one.model, thinking=wanted.thinking or one.thinking)
            for name, one in own.items()
        },
    )


def untouched_tools_notices(profile: Profile, plan: Plan, found: Mapping[str, Detected]) -> Iterator[ToolNotice]:
    """A word about the tools on the plan that ``profile`` leaves as they are."""
    others = [name for name, tool in found.items() if tool.state.configured and name not in plan.choices]
    if profile.tools and others and not plan.failures:
        values = {"name": profile.name, "tools": ", ".join(others)}
        yield ToolNotice(None, Notice("profiles.others-stay", values))


def profile_from_state(
    name: str,
    found: Mapping[str, Detected],
    profiles: Sequence[Profile],
    environment: Environment,
    wanted: Wanted,
    tools: Sequence[str],
    key: KeySource | None,
) -> tuple[Profile, tuple[Notice, ...]]:
    """What ``tools`` are set to now as the profile ``name``, and what to know about its key.

    Raises:
        UsageError: there is no tool, or no one region.
        WizardError: something of it is not possible, or what stands in the key's place is none.
    """
    catalog = next(iter(found.values())).view.catalog
    names = tuple(tools) or tuple(tool for tool in found if found[tool].state.configured)
    if not names:
        raise UsageError("choices.tool-missing", known=", ".join(catalog.tools))
    profile = present(name, found, names, wanted)
    before = next((one for one in profiles if one.name == name), None)
    source = _at_home(key, environment) or (before.key if before else None) or _reference(found, names)
    profile = replace(profile, key=source)
    fault = profile.fault(catalog)
    if fault:
        raise fault
    return profile, tuple(_about_key(profile, environment, catalog))


def _at_home(key: KeySource | None, environment: Environment) -> KeySource | None:
    """``key``, a file's path as it holds from everywhere, with ``~`` for the home folder."""
    if key is None or key.kind != "key_file":
        return key
    path = environment.expand(key.place)
    below = path.is_relative_to(environment.home)
    return replace(key, place=f"~/{path.relative_to(environment.home).as_posix()}" if below else str(path))


def _reference(found: Mapping[str, Detected], tools: Sequence[str]) -> KeySource | None:
    """The variable that all of ``tools`` refer to; None where there is no such one."""
    credentials = {found[tool].state.credential for tool in tools}
    only = credentials.pop() if len(credentials) == 1 else None
    return KeySource("key_ref", only.variable) if isinstance(only, KeyReference) else None


def _about_key(profile: Profile, environment: Environment, catalog: Catalog) -> Iterator[Notice]:
    if profile.key is None:
        yield Notice("profiles.no-key", {"name": profile.name})
        return
    try:
        profile.key.read(environment, catalog.key)
    except KeyRefusedError:
        raise
    except UsageError as error:
        if not profile.key.named_well():
            raise
        yield Notice("profiles.key-not-there", {"reason": error.message})
