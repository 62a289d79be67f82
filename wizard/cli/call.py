"""One command line on one session: showing its plan, asking, writing, and what to say of that."""

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from wizard.apply.errors import ChangedSinceError
from wizard.cli.command_lines import undo_command
from wizard.errors import CancelledError, UsageError, WizardError
from wizard.plan.diff import unified
from wizard.plan.plan import Plan
from wizard.runs.write import check_plan, write_plan
from wizard.session import Session
from wizard.show import as_json, as_text
from wizard.show.as_json import Object
from wizard.show.asking import line
from wizard.show.output import Output
from wizard.text import say

_REPLANS = 3


@dataclass(frozen=True)
class Call:
    """One command line on one session."""

    flags: argparse.Namespace
    session: Session
    output: Output
    shown: Object = field(default_factory=dict)
    """The JSON form of what was shown so far, where that is asked for: what the run answers with, refused or not."""
    made: list[str] = field(default_factory=list)
    """The changes that were written so far, by id: what is broken off from then on is not cancelled."""


def plan_and_write(call: Call, make: Callable[[], Plan], **summary: str) -> tuple[int, Object]:
    """Show a plan, ask, write it; a file that changes in between is planned again and shown again.

    ``summary`` is kept in the history beside the choices.
    """
    for attempt in range(_REPLANS):
        plan = make()
        show_plan(call, plan)
        if not plan.pending or call.flags.dry_run:
            return answer_unwritten(call, plan)
        check_plan(call.session, plan)
        ask(call)
        try:
            change = write_plan(call.session, plan, now=datetime.now(UTC), summary=summary)
        except ChangedSinceError as error:
            if call.flags.yes or attempt == _REPLANS - 1:
                raise
            call.output.info("\n".join(as_text.error(error)))
            continue
        call.made.append(change.id if change else "")
        _done(call, plan, call.made[-1])
        return 0, {**call.shown, "change": change.id if change else None}
    raise CancelledError("cli.cancelled")


def answer_unwritten(call: Call, plan: Plan) -> tuple[int, Object]:
    """The answer of a run that writes nothing: it says with the plan what would keep it from being written."""
    try:
        check_plan(call.session, plan)
    except WizardError as error:
        call.output.error("\n".join(as_text.error(error)))
        return error.exit_code, {**call.shown, "errors": as_json.errors(error)}
    return 0, call.shown


def ask(call: Call, question: str = "cli.question") -> None:
    """Ask before writing, unless ``--yes`` has answered.

    Raises:
        UsageError: there is nobody to ask.
        CancelledError: the answer is no.
    """
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


def show_plan(call: Call, plan: Plan) -> None:
    """Print the plan, or keep its JSON form for the answer."""
    output = call.output
    if output.json:
        call.shown.update(as_json.plan_object(plan))
    for change in plan.files:
        if change.action == "unchanged":
            continue
        output.info(as_text.file_heading(change))
        for reason in as_text.reasons(change):
            output.info(f"    {reason}")
        output.diff(unified(change, plan.secrets))
    _print_all(output.result, as_text.by_hand(plan))
    _print_all(output.info, as_text.notices(plan))
    if not plan.pending:
        nothing = "cli.nothing-to-remove" if call.flags.command == "remove" else "cli.nothing-to-change"
        output.info(say("cli.only-by-hand" if plan.by_hand and not plan.files else nothing))


def _done(call: Call, plan: Plan, change: str) -> None:
    call.output.info(say("cli.done", count=len(plan.pending), undo=undo_command(call.flags, change)))
    _print_all(call.output.info, (say("cli.next-step", step=step) for step in plan.next_steps))


def _print_all(write: Callable[[str], None], lines: Iterable[str]) -> None:
    for each in lines:
        write(each)
