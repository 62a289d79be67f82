"""``profile``: listing the saved choices, saving what is set up, using one, deleting one."""

import argparse
from collections.abc import Iterator, Mapping
from typing import Final

from wizard.cli import keys
from wizard.cli.call import Call, plan_and_write
from wizard.cli.choices import parse_thinking, plan_choices
from wizard.errors import UsageError
from wizard.plan.choices import Wanted
from wizard.plan.detect import Detected
from wizard.plan.diff import harmless
from wizard.profiles import Profile
from wizard.profiles.read import profiles
from wizard.runs.profiles import plan_deleted_profiles, plan_saved_profile
from wizard.session import Session
from wizard.show import as_json
from wizard.show.as_json import Object
from wizard.steps.profiles import place_words
from wizard.text import say

_CHOICES: Final = ("region", "tool", "model", "small_model", "thinking", "key_env", "key_file", "key_ref")
_WRITING: Final = ("yes", "dry_run")
_FITTING: Final = {
    "list": (),
    "save": (*_CHOICES, *_WRITING),
    "use": (*_CHOICES, *_WRITING, "key_stdin", "skip_failing", "start_fresh"),
    "delete": _WRITING,
}
"""The flags of each action."""


def run(call: Call) -> tuple[int, Object]:
    """Do what the action says; JSON: the ``profiles`` as they are then.

    Raises:
        UsageError: the name is missing, or a flag does not fit the action.
        WizardError: it cannot be done.
    """
    flags, session = call.flags, call.session
    _require_fitting(flags)
    if flags.action == "list":
        found = session.detect_all()
        call.output.result("\n".join(_lines(session, found)) or say("cli.profile.empty"))
        return 0, {"profiles": _objects(session, found)}
    name: str = flags.name
    if flags.action == "use":
        flags.profile = name
        code, answer = plan_and_write(call, lambda: plan_choices(call, "apply"), profile=name)
    elif flags.action == "save":
        asked = Wanted(flags.region, flags.model, parse_thinking(flags.thinking), small_model=flags.small_model)
        tools, key = session.named_tools(flags.tool), keys.source_of(flags)
        code, answer = plan_and_write(call, lambda: plan_saved_profile(session, name, asked, tools, key), profile=name)
    else:
        code, answer = plan_and_write(call, lambda: plan_deleted_profiles(session, [name]), profile=name)
    return code, {**answer, "profiles": _objects(session, session.detect_all())}


def _require_fitting(flags: argparse.Namespace) -> None:
    if (flags.name is None) != (flags.action == "list"):
        code = "cli.profile.name-missing" if flags.name is None else "cli.profile.name-left-over"
        raise UsageError(code, action=flags.action)
    fitting = _FITTING[flags.action]
    for flag in _FITTING["use"]:
        if getattr(flags, flag) and flag not in fitting:
            raise UsageError("cli.profile.flag", flag=f"--{flag.replace('_', '-')}", action=flags.action)


def _lines(session: Session, found: Mapping[str, Detected]) -> Iterator[str]:
    for one in profiles(session.environment):
        current = one.in_use(found, session.environment, session.catalog)
        parts = [one.region, one.model, None if one.thinking is None else str(one.thinking.label)]
        facts = say("cli.profile.line", choices=", ".join(part or "–" for part in parts), key=place_words(one.key))
        yield harmless(f"{'*' if current else ' '} {one.name}  {facts}")
        if one.tools:
            yield harmless(f"    {', '.join(one.tools)}")
        for tool, own in one.by_tool.items():
            words = [own.model, None if own.thinking is None else str(own.thinking.label)]
            yield harmless(f"    {tool}: {', '.join(word for word in words if word)}")
        fault = one.fault(session.catalog)
        if fault:
            yield harmless(f"    ! {fault.message}")


def _objects(session: Session, found: Mapping[str, Detected]) -> list[Object]:
    return [_object(one, session, found) for one in profiles(session.environment)]


def _object(one: Profile, session: Session, found: Mapping[str, Detected]) -> Object:
    fault = one.fault(session.catalog)
    return {
        "name": one.name,
        "region": one.region,
        "tools": list(one.tools),
        "model": one.model,
        "small_model": one.small_model,
        "thinking": one.thinking.label if one.thinking else None,
        "key": {"from": one.key.kind.removeprefix("key_"), "place": one.key.place} if one.key else None,
        "by_tool": {
            tool: {"model": own.model, "thinking": own.thinking.label if own.thinking else None}
            for tool, own in one.by_tool.items()
        },
        "current": one.in_use(found, session.environment, session.catalog),
        "errors": as_json.errors(fault) if fault else [],
    }
