"""Saved choices as rows that every front end shows alike, and where the key of one comes from. Pure."""

from collections.abc import Iterable, Mapping

from wizard.catalog import Catalog
from wizard.environment import Environment
from wizard.errors import UsageError, WizardError
from wizard.key_source import KeySource
from wizard.plan.choices import Wanted
from wizard.plan.detect import Detected
from wizard.plan.diff import harmless
from wizard.plan.plan import Plan
from wizard.profiles import Profile
from wizard.profiles.read import profiles
from wizard.runs.profiles import plan_profile
from wizard.session import Session
from wizard.steps.answers import usual_key
from wizard.steps.offers import Offer, thinking_words
from wizard.text import say
from wizard.text.names import short_region_name
from wizard.text.own_command import own_command

ROW = "profile:"
"""What the id of a profile's row begins with; its name follows."""


def profile_offers(
    saved: Iterable[Profile],
    found: Mapping[str, Detected],
    environment: Environment,
    catalog: Catalog,
    *,
    group: str = "",
) -> tuple[Offer, ...]:
    """A row a profile; one that the catalog does not allow is barred and says why."""
    return tuple(
        Offer(
            f"{ROW}{one.name}",
            one.name,
            choice_words(one, catalog),
            tuple(_facts(one, catalog)),
            say("steps.profiles.note"),
            current=one.in_use(found, environment, catalog),
            barred=_why_barred(one.fault(catalog)),
            group=group,
        )
        for one in saved
    )


def offered_profiles(session: Session, found: Mapping[str, Detected], *, group: str = "") -> tuple[Offer, ...]:
    """All saved profiles as rows.

    Raises:
        WizardError: their file cannot be used.
    """
    return profile_offers(profiles(session.environment), found, session.environment, session.catalog, group=group)


def used(session: Session, name: str) -> Plan:
    """The plan that makes the profile ``name`` hold.

    Raises:
        WizardError: it cannot be used, or a tool cannot be done.
    """
    usual = usual_key(session.catalog, session.environment)
    try:
        return plan_profile(session, name, Wanted(usual_credential=usual))
    except UsageError as error:
        if error.code != "choices.key-missing":
            raise
        raise UsageError("steps.profiles.no-key", name=name) from None


def use_profile_command(name: str) -> str:
    """The one command line that uses the profile again."""
    return own_command("profile", "use", name)


def choice_words(profile: Profile, catalog: Catalog) -> str:
    """Region, model and thinking in one line; a hyphen where the profile leaves one open."""
    region = profile.region or "–"
    if region in catalog.regions:
        region = short_region_name(catalog.regions[region].name)
    thinking = thinking_words(profile.thinking) if profile.thinking else "–"
    return harmless(f"{region}, {profile.model or '–'}, {thinking}")


def place_words(key: KeySource | None) -> str:
    """Where a profile's key comes from, in a few words."""
    if key is None:
        return say("steps.profiles.place-none")
    return harmless(say(f"steps.profiles.place-{key.kind.removeprefix('key_')}", place=key.place))


def source_of(text: str) -> KeySource | None:
    """The place that ``text`` names: a variable (``NAME`` or ``$NAME``) or a file's path; None where it is empty."""
    named = text.strip()
    if not named:
        return None
    if any(mark in named for mark in "/\\~."):
        return KeySource("key_file", named)
    return KeySource("key_env", named.removeprefix("$"))


def _facts(profile: Profile, catalog: Catalog) -> Iterable[tuple[str, str]]:
    names = (catalog.tools[tool].name if tool in catalog.tools else tool for tool in profile.tools)
    yield say("steps.tools.title"), harmless(", ".join(names)) or say("steps.profiles.all-tools")
    yield say("steps.model.title"), choice_words(profile, catalog)
    for tool, own in profile.by_tool.items():
        words = [own.model or profile.model or "–", *([thinking_words(own.thinking)] if own.thinking else [])]
        yield catalog.tools[tool].name if tool in catalog.tools else harmless(tool), harmless(", ".join(words))
    if profile.small_model not in {None, profile.model}:
        yield say("steps.small-model.title"), harmless(str(profile.small_model))
    yield say("steps.key.title"), place_words(profile.key)


def _why_barred(fault: WizardError | None) -> str:
    return harmless(fault.text) if fault else ""
