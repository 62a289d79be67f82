"""From the flags to choices, and from those to a plan."""

import sys
from dataclasses import replace
from functools import partial

from wizard.cli import keys
from wizard.cli.call import Call
from wizard.errors import UsageError
from wizard.plan.choices import Wanted, budget_named
from wizard.plan.plan import Plan
from wizard.runs.choose import make_plan
from wizard.tools.base import Thinking


def plan_choices(call: Call, command: str) -> Plan:
    """The plan for the choices of the flags, asking for the key where it is missing and a terminal is there."""
    flags, session = call.flags, call.session
    tools = session.named_tools(flags.tool)
    asked = wanted_choices(call)

    def make(choices: Wanted) -> Plan:
        planned = partial(make_plan, session)
        if flags.profile:
            from wizard.runs.profiles import plan_profile

            planned = partial(plan_profile, session, flags.profile)
        return planned(
            choices,
            tools,
            command=command,
            skip_failing=flags.skip_failing,
            start_fresh=flags.start_fresh,
        )

    try:
        return make(asked)
    except UsageError as error:
        if error.code != "choices.key-missing" or not sys.stdin.isatty():
            raise
    key = keys.asked(session.catalog, asked.region, call.output)
    return make(replace(asked, credential=key, usual_credential=None))


def wanted_choices(call: Call) -> Wanted:
    """The choices that the flags name."""
    flags, session = call.flags, call.session
    credential = keys.given(flags, session.environment, session.catalog)
    usual = None if credential or _profile_places_key(call) else keys.usual(session.environment, session.catalog)
    return Wanted(flags.region, flags.model, parse_thinking(flags.thinking), credential, usual, flags.small_model)


def _profile_places_key(call: Call) -> bool:
    """Whether the profile in use says itself where the key is, so that the usual variable does not matter."""
    name = call.flags.profile
    if name is None:
        return False
    from wizard.profiles.read import profiles

    return any(one.key for one in profiles(call.session.environment) if one.name == name)


def parse_thinking(text: str | None) -> Thinking | None:
    """What ``--thinking`` says; None where it is not given.

    Raises:
        UsageError: it is neither on, off nor a number of tokens.
    """
    if text is None:
        return None
    if text in {"on", "off"}:
        return Thinking(enabled=text == "on")
    return budget_named(text)
