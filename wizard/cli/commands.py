"""What each command does with a session: one function a command, each giving its exit code and JSON keys."""

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from wizard.cli import keys, settling
from wizard.errors import CancelledError, UsageError, WizardError
from wizard.plan.build import OTHERS
from wizard.plan.choices import Wanted, budget_named
from wizard.plan.diff import unified
from wizard.plan.plan import Plan
from wizard.session import Session
from wizard.show import as_json, as_text
from wizard.show.as_json import Object
from wizard.show.asking import line
from wizard.show.output import Output
from wizard.text import say
from wizard.text.own_command import own_command
from wizard.tools.base import Thinking

_DRIFT = 3
_REPLANS = 3


@dataclass(frozen=True, slots=True)
class Call:
    """One command line on one session."""

    flags: argparse.Namespace
    session: Session
    output: Output
    shown: Object = field(default_factory=dict)
    """The JSON form of what was shown so far, where that is asked for: what the run answers with, refused or not."""
    made: list[str] = field(default_factory=list)
    """The changes that were written so far, by id: what is broken off from then on is not cancelled."""


def run(call: Call) -> tuple[int, Object]:
    """Run the command; its exit code and what its JSON answer adds.

    Raises:
        WizardError: it cannot be done.
    """
    settled = settling.settle(call, _ask) if settling.writes(call.flags) else None
    return settled or _COMMANDS[call.flags.command](call)


def _plan(call: Call) -> tuple[int, Object]:
    plan = chosen(call, "plan")
    _show(call, plan)
    code, answer = _only_shown(call, plan)
    drift = call.flags.exit_code and plan.pending
    return code or (_DRIFT if drift else 0), answer


def _apply(call: Call) -> tuple[int, Object]:
    return written(
        call, lambda: chosen(call, "apply"), lambda: {"profile": call.flags.profile} if call.flags.profile else {}
    )


def _switch(call: Call) -> tuple[int, Object]:
    flags, session = call.flags, call.session
    thinking = thinking_named(flags.thinking)

    def make() -> Plan:
        return session.switch(
            Wanted(model=flags.model, thinking=thinking, small_model=flags.small_model),
            session.named_tools(flags.tool),
            skip_failing=flags.skip_failing,
            again=_again(call),
        )

    return written(call, make)


def _remove(call: Call) -> tuple[int, Object]:
    flags, session = call.flags, call.session
    return written(
        call,
        lambda: session.remove(session.named_tools(flags.tool), skip_failing=flags.skip_failing, again=_again(call)),
    )


def _undo(call: Call) -> tuple[int, Object]:
    flags, undo = call.flags, call.session.undo
    again = undoing(flags, blank=OTHERS)
    return written(call, lambda: undo(flags.id, force=flags.force, skip_failing=flags.skip_failing, again=again)[0])


def _status(call: Call) -> tuple[int, Object]:
    session = call.session
    names = session.named_tools(call.flags.tool) or session.tools_in_scope
    examination = session.examine(names, ask_version=True)
    found = {name: examination.found[name] for name in names}
    problems = {name: examination.problems(name) for name in names}
    call.output.result("\n".join(as_text.status(found, problems, session.catalog)))
    drift = call.flags.exit_code and any(problems.values())
    return (_DRIFT if drift else 0), {"tools": as_json.status_object(found, problems)}


def _history(call: Call) -> tuple[int, Object]:
    from wizard.cli.history import listed, pruned

    if not call.flags.prune:
        return listed(call.session, call.output)
    return pruned(call.session, call.output, call.flags, lambda: _ask(call, "cli.history.question"))


def _catalog(call: Call) -> tuple[int, Object]:
    call.output.result("\n".join(as_text.catalog(call.session.catalog)))
    return 0, as_json.catalog_object(call.session.catalog)


def _doctor(call: Call) -> tuple[int, Object]:
    from wizard.cli.doctor import doctor

    return doctor(call, wanted, written)


def _profile(call: Call) -> tuple[int, Object]:
    from wizard.cli.profile import profile

    return profile(call)


_COMMANDS: dict[str, Callable[[Call], tuple[int, Object]]] = {
    "plan": _plan,
    "apply": _apply,
    "switch": _switch,
    "status": _status,
    "doctor": _doctor,
    "history": _history,
    "undo": _undo,
    "remove": _remove,
    "catalog": _catalog,
    "profile": _profile,
}


def wanted(call: Call) -> Wanted:
    """The choices that the flags name."""
    flags, session = call.flags, call.session
    credential = keys.given(flags, session.environment, session.catalog)
    usual = None if credential or _profile_places_key(call) else keys.usual(session.environment, session.catalog)
    return Wanted(flags.region, flags.model, thinking_named(flags.thinking), credential, usual, flags.small_model)


def _profile_places_key(call: Call) -> bool:
    """Whether the profile in use says itself where the key is, so that the usual variable does not matter."""
    name = call.flags.profile
    return name is not None and any(one.key for one in call.session.profiles() if one.name == name)


def thinking_named(text: str | None) -> Thinking | None:
    """What ``--thinking`` says; None where it is not given.

    Raises:
        UsageError: it is neither on, off nor a number of tokens.
    """
    if text is None:
        return None
    if text in {"on", "off"}:
        return Thinking(enabled=text == "on")
    return budget_named(text)


def chosen(call: Call, command: str) -> Plan:
    """The plan for the choices of the flags, asking for the key where it is missing and a terminal is there."""
    flags, session = call.flags, call.session
    tools = session.named_tools(flags.tool)
    asked = wanted(call)

    def make(choices: Wanted) -> Plan:
        planned = partial(session.use_profile, flags.profile) if flags.profile else session.plan
        return planned(
            choices,
            tools,
            command=command,
            skip_failing=flags.skip_failing,
            start_fresh=flags.start_fresh,
            again=_again(call),
        )

    try:
        return make(asked)
    except UsageError as error:
        if error.code != "choices.key-missing" or not sys.stdin.isatty():
            raise
    key = keys.asked(session.catalog, asked.region, call.output)
    return make(replace(asked, credential=key, usual_credential=None))


def _again(call: Call) -> str:
    """The command line that says this run again, with ``OTHERS`` in place of its tools."""
    flags = call.flags
    words = [flags.command]
    if flags.command == "switch":
        words.append(flags.model)
    if flags.command == "profile":
        words += [flags.action, flags.name]
    elif flags.profile:
        words += ["--profile", flags.profile]
    for flag in ("region", "model", "small_model", "thinking", "key_env", "key_file", "key_ref", "scope"):
        value = getattr(flags, flag)
        if value and value != "user" and not (flag == "model" and flags.command == "switch"):
            words += [f"--{flag.replace('_', '-')}", value]
    words += [f"--{flag.replace('_', '-')}" for flag in ("key_stdin", "start_fresh") if getattr(flags, flag)]
    return own_command(*words, blank=OTHERS)


def written(call: Call, make: Callable[[], Plan], summary: Callable[[], dict[str, str]] = dict) -> tuple[int, Object]:
    """Show a plan, ask, write it. A file that changes in between is planned again and shown again."""
    from wizard.apply.errors import ChangedSinceError

    for attempt in range(_REPLANS):
        plan = make()
        _show(call, plan)
        if not plan.pending or call.flags.dry_run:
            return _only_shown(call, plan)
        call.session.check(plan)
        _ask(call)
        try:
            change = call.session.write(plan, now=datetime.now(UTC), summary=summary())
        except ChangedSinceError as error:
            if call.flags.yes or attempt == _REPLANS - 1:
                raise
            call.output.talk("\n".join(as_text.error(error)))
            continue
        call.made.append(change.id if change else "")
        _done(call, plan, call.made[-1])
        return 0, {**call.shown, "change": change.id if change else None}
    raise CancelledError("cli.cancelled")


def _only_shown(call: Call, plan: Plan) -> tuple[int, Object]:
    """The answer of a run that writes nothing: it says with the plan what would keep it from being written."""
    try:
        call.session.check(plan)
    except WizardError as error:
        call.output.complaint("\n".join(as_text.error(error)))
        return error.exit_code, {**call.shown, "errors": as_json.errors(error)}
    return 0, call.shown


def _ask(call: Call, question: str = "cli.question") -> None:
    if call.flags.yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("cli.need-yes")
    call.output.ask(say(question))
    try:
        answer = line()
    except (EOFError, KeyboardInterrupt):
        raise CancelledError("cli.cancelled") from None
    if answer.strip().lower() not in say("cli.yes-answers").split():
        raise CancelledError("cli.cancelled")


def _show(call: Call, plan: Plan) -> None:
    output = call.output
    if output.json:
        call.shown.update(as_json.plan_object(plan))
    for change in plan.files:
        if change.action == "unchanged":
            continue
        output.talk(as_text.file_heading(change))
        for reason in as_text.reasons(change):
            output.talk(f"    {reason}")
        output.diff(unified(change, plan.secrets))
    _print_all(output.result, as_text.by_hand(plan))
    _print_all(output.talk, as_text.notices(plan))
    if not plan.pending:
        nothing = "cli.nothing-to-remove" if call.flags.command == "remove" else "cli.nothing-to-change"
        output.talk(say("cli.only-by-hand" if plan.by_hand and not plan.files else nothing))


def _done(call: Call, plan: Plan, change: str) -> None:
    call.output.talk(say("cli.done", count=len(plan.pending), undo=undoing(call.flags, change)))
    _print_all(call.output.talk, (say("cli.next-step", step=step) for step in plan.next_steps))


def undoing(flags: argparse.Namespace, change: str = "", blank: str = "") -> str:
    """The command line that takes ``change`` back, the newest one where none is named; ``blank`` as ``own_command``."""
    # Outside a home that is named by hand only the files of the project that is meant are reached.
    scope = ("--scope", flags.scope) if flags.scope == "project" else ()
    return own_command("undo", *([change] if change else []), *scope, blank=blank)


def _print_all(write: Callable[[str], None], lines: Iterable[str]) -> None:
    for each in lines:
        write(each)
