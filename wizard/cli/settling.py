"""A change that an earlier run left half-done: told by commands that only read, settled before one that writes."""

import argparse
from collections.abc import Iterator

from wizard.apply.errors import BrokenOffError
from wizard.cli.call import Call, ask
from wizard.cli.command_lines import undo_command
from wizard.errors import WizardError
from wizard.runs.write import find_broken_off, recover
from wizard.session import Session
from wizard.show.as_json import Object
from wizard.text.visible import visible
from wizard.tools.base import Notice

_WRITING = ("apply", "switch", "remove", "undo")


def writes(flags: argparse.Namespace) -> bool:
    """Whether the command line asks for a change of files, after a yes; else it must not write anything."""
    if flags.dry_run:
        return False
    return (
        flags.command in _WRITING
        or (flags.command == "doctor" and flags.fix)
        or (flags.command == "history" and flags.prune)
        or (flags.command == "profile" and flags.action != "list")
    )


def notices(session: Session, flags: argparse.Namespace) -> Iterator[Notice]:
    """What a command that only reads tells of a change that was broken off, and how to settle it."""
    try:
        found = find_broken_off(session)
    except WizardError as error:
        yield Notice(error.code, error.values, error.path)
        return
    if found:
        yield Notice(found.code, {**found.values, "undo": undo_command(flags)})


def settle(call: Call) -> tuple[int, Object] | None:
    """Settle what is half-done before the command writes; its answer where that was all it was to do.

    In a home named by hand the user is asked, since what lies there may be somebody else's.

    Raises:
        WizardError: it cannot be settled, or the user does not want it.
    """
    session, output = call.session, call.output
    # In another user's home nothing is settled; that it is one is said where the plan is checked.
    broken = None if session.environment.home_owner else find_broken_off(session)
    if broken is None:
        return None
    if session.environment.home_given:
        output.error(broken.question)
        for file in broken.files:
            output.error(f"  {visible(str(file))}")
        if call.flags.yes and call.flags.command != "undo" and broken.change:
            raise BrokenOffError("apply.broken-off-first", undo=undo_command(call.flags))
        ask(call, "cli.settle-question")
    recovery = recover(session)
    if recovery is None:
        return None
    output.error(recovery.message)
    if call.flags.command != "undo" or call.flags.id or recovery.finished or recovery.left:
        return None
    # The change that was under way is the last one: with it taken back, nothing is left to undo in this run.
    return 0, {"warnings": [{"code": recovery.code, "message": recovery.message, "tool": None, "path": None}]}
