"""The plans that use a profile, save one, delete some."""

from collections.abc import Sequence
from dataclasses import replace

from wizard.key_source import KeySource
from wizard.plan.choices import Wanted
from wizard.plan.plan import Plan, ToolNotice
from wizard.profiles.file import deleted, saved
from wizard.profiles.read import profiles
from wizard.profiles.use import existing, find_valid, laid_over, profile_from_state, untouched_tools_notices
from wizard.runs.choose import make_plan
from wizard.session import Session


def plan_profile(
    session: Session,
    name: str,
    wanted: Wanted,
    tools: Sequence[str] = (),
    *,
    command: str = "apply",
    skip_failing: bool = False,
    start_fresh: bool = False,
) -> Plan:
    """The plan that makes the profile ``name`` hold for its tools; ``wanted`` and ``tools`` go before it.

    Raises:
        UsageError: there is no such profile, its key is not there, or a choice is missing.
        PlanRefusedError: a tool cannot be done.
        WizardError: the profile cannot be used.
    """
    profile = find_valid(name, profiles(session.environment), session.catalog, session.environment)
    chosen = laid_over(profile, wanted, session.environment, session.catalog)
    found = session.detect_all()
    names = tuple(tools) or profile.tools
    chosen_tools = names or tuple(name for name in found if found[name].state.configured)
    if not wanted.small_model and not any(found[name].tool.has_small_model for name in chosen_tools):
        chosen = replace(chosen, small_model=None)
    plan = make_plan(session, chosen, names, found, command=command, skip_failing=skip_failing, start_fresh=start_fresh)
    return replace(plan, warnings=(*plan.warnings, *untouched_tools_notices(profile, plan, found)))


def plan_saved_profile(
    session: Session, name: str, wanted: Wanted, tools: Sequence[str] = (), key: "KeySource | None" = None
) -> Plan:
    """The plan that saves what ``tools`` are set to now, ``wanted`` laid over it, as the profile ``name``.

    Without ``tools`` it is all that are on the plan; without ``key`` the place named so far stays.

    Raises:
        WizardError: something of it is not possible, or the file of profiles cannot be used.
    """
    found = session.detect_all()
    profile, told = profile_from_state(
        name, found, profiles(session.environment), session.environment, wanted, tools, key
    )
    return replace(saved(session.environment, profile), warnings=tuple(ToolNotice(None, one) for one in told))


def plan_deleted_profiles(session: Session, names: Sequence[str]) -> Plan:
    """The plan that deletes the profiles ``names``.

    Raises:
        UsageError: there is no such profile.
        WizardError: the file of profiles cannot be used.
    """
    return deleted(session.environment, [existing(name, profiles(session.environment)).name for name in names])
