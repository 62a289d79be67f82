"""From a command line to an exit code."""

import argparse
import locale
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from wizard import text
from wizard.apply.interruptions import Made
from wizard.cli.arguments import command_in, parsed
from wizard.cli.failures import end_with, tell_failure
from wizard.cli.signals import Waiting, signals_as_interrupts, without_core
from wizard.errors import UsageError, WizardError
from wizard.show.output import Output, discard_output, open_streams
from wizard.text.own_command import reach

if TYPE_CHECKING:
    from wizard.cli.call import Call
    from wizard.plan.probe import Watch
    from wizard.session import Session
    from wizard.show import as_json

_TEXTUALS_LOGS = ("TEXTUAL", "TEXTUAL_DEBUG", "TEXTUAL_LOG")
"""Textual's switches for developers: with them it writes every key that is pressed into files, the plan's key too."""
_CANCELLED = 130


def run(argv: Sequence[str], waiting: Waiting | None = None) -> int:
    """Run ``argv`` and return its exit code: 0, 1, 2, 3, 4 or 130 as documented in the README.

    ``waiting`` has kept Ctrl+C until now.
    """
    open_streams()
    text.use(_language(argv))
    flags: argparse.Namespace | None = None
    output = Output(json="--json" in argv)
    made = Made.count
    reach()
    try:
        with signals_as_interrupts(waiting):
            without_core()
            flags = parsed(argv)
            reach(*_surroundings(flags))
            output = Output(json=flags.json, quiet=flags.quiet, color=flags.color)
            return _run(flags, output)
    except SystemExit as leaving:  # argparse printed help or version
        return leaving.code if isinstance(leaving.code, int) else 0
    except BrokenPipeError:
        discard_output()  # its reader left
        reading = flags is None or flags.command in {"plan", "status", "history", "catalog"}
        return 0 if reading else _CANCELLED
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001  the last resort: a sentence instead of a traceback
        return end_with(flags, output, error, made, meant=command_in(argv))
    finally:
        reach()


def _surroundings(flags: argparse.Namespace) -> list[str]:
    """The flags without which a command line that is shown would reach other files than this run."""
    given = {"--home": flags.home, "--catalog": flags.catalog_file}
    return [word for flag, value in given.items() if value for word in (flag, value)]


def _run(flags: argparse.Namespace, output: Output) -> int:
    if flags.completion:
        from wizard.cli.completion import completion

        output.result(completion(flags.completion))
        return 0
    if flags.manual:
        from wizard.cli.manual import manual

        output.result(manual())
        return 0
    if flags.command is None and not _plain(flags):
        _require_terminal(output)
        return _full_screen(flags, output)
    if flags.command is None and not sys.stdin.isatty():
        raise UsageError("cli.no-terminal")
    if flags.check_file or flags.schema:
        return _about_a_catalog_file(flags, output)
    session, told = _opened(flags)
    if told:
        output.error(told)
    if flags.command is None:
        from wizard.plain.run import run as plain

        return _watched(output).over(lambda: plain(session, output))
    return _run_command(flags, output, session)


def _run_command(flags: argparse.Namespace, output: Output, session: "Session") -> int:
    """Run a command and print its JSON answer.

    Interrupting the output does not turn a finished change into a cancelled one.
    """
    from wizard.cli.call import Call
    from wizard.cli.command_lines import undo_command
    from wizard.show import as_json

    call = Call(flags, session, output)
    try:
        code, answer = _watched(output).over(lambda: _code_and_answer(call))
    except WizardError as error:
        return tell_failure(flags, output, error, told=session.notices, shown=call.shown)
    except (KeyboardInterrupt, BrokenPipeError):
        if not call.made:
            raise
        code, answer = 0, {**call.shown, "change": call.made[-1]}
        with _ignore_interrupts_after_change(call.made):
            output.info(text.say("cli.too-late", undo=undo_command(flags, call.made[-1])))
    whole = {**as_json.envelope(flags.command, code), **answer}
    if flags.scope == "project":
        whole["scope"] = flags.scope
    with _ignore_interrupts_after_change(call.made):
        output.answer({**whole, "warnings": [*as_json.notices(session.notices), *whole["warnings"]]})
    return code


def _code_and_answer(call: "Call") -> "tuple[int, as_json.Object]":
    """Run the command of ``call`` by its module, with what is half-done settled before."""
    from wizard.cli import settling
    from wizard.cli.command_lines import repeat_command
    from wizard.plan.plan import PlanRefusedError

    settled = settling.settle(call) if settling.writes(call.flags) else None
    if settled:
        return settled
    run_command: Callable[[Call], tuple[int, as_json.Object]] = import_module(f"wizard.cli.{call.flags.command}").run
    try:
        return run_command(call)
    except PlanRefusedError as error:
        if error.able and call.flags.command != "doctor":
            error.offer(repeat_command(call.flags, error.able))
        raise


@contextmanager
def _ignore_interrupts_after_change(made: Sequence[str]) -> Iterator[None]:
    """After a change, treat Ctrl+C or a closed pipe as the end of output, not as a failure."""
    try:
        yield
    except (KeyboardInterrupt, BrokenPipeError):
        if not made:
            raise
        discard_output(errors_too=True)


def _watched(output: Output) -> "Watch":
    """A watch that tells on a terminal which client is long in telling its version."""
    from wizard.plan.probe import Watch

    terminal = sys.stderr.isatty()
    return Watch(lambda name: output.info(text.say("plan.asking", tool=name)) if terminal else None)


def _opened(flags: argparse.Namespace) -> "tuple[Session, str]":
    """The session that ``flags`` ask for, and what to say: of a change that a crash had broken off, and warnings.

    In the user's own home the app settles such a change at once. A command settles it before it writes.
    """
    from wizard.environment import current, present_folder
    from wizard.identity import become_owner_of
    from wizard.session import Session

    environment = current(flags.home)
    become_owner_of(environment.home)
    catalog_file = environment.expand(flags.catalog_file) if flags.catalog_file else None
    if flags.scope == "project":
        environment = environment.for_project(present_folder())
    session = Session.start(environment, catalog_file)
    if flags.command is None:
        return session, _told(_settled_at_start(session), session)
    from wizard.cli import settling

    if not settling.writes(flags):
        session = replace(session, notices=(*session.notices, *settling.notices(session, flags)))
    return session, _told("", session)


def _settled_at_start(session: "Session") -> str:
    """Settle a change that was broken off in the user's own home; what to say of that."""
    from wizard.apply.errors import StateRefusedError
    from wizard.runs.write import recover

    if session.environment.home_given or session.environment.home_owner:
        return ""
    try:
        recovery = recover(session)
    except StateRefusedError as error:  # what can be read is shown all the same; nothing can be written
        return f"{text.say('cli.warning')} {error.sentence}"
    return recovery.message if recovery else ""


def _told(settled: str, session: "Session") -> str:
    from wizard.plan.diff import harmless

    warnings = [
        f"{text.say('cli.warning')} {f'{notice.path}: ' if notice.path else ''}{notice.message}"
        for notice in session.notices
    ]
    return "\n".join(map(harmless, filter(None, [settled, *warnings])))


def _about_a_catalog_file(flags: argparse.Namespace, output: Output) -> int:
    # Without a session: the file to be checked may be the one that keeps a session from opening.
    from wizard.cli import catalog_files
    from wizard.environment import current
    from wizard.identity import become_owner_of
    from wizard.show import as_json

    environment = current(flags.home)
    become_owner_of(environment.home)
    if flags.schema:
        code, answer = catalog_files.schema(output)
    else:
        code, answer = catalog_files.check(environment.expand(flags.check_file), output)
    output.answer({**as_json.envelope(flags.command, code), **answer})
    return code


def _full_screen(flags: argparse.Namespace, output: Output) -> int:
    for name in _TEXTUALS_LOGS:
        os.environ.pop(name, None)
    # The session is opened by the app, behind its first screen: nothing slow stands before that one.
    from wizard.tui.app import run as full_screen

    left = full_screen(partial(_opened, flags))
    if left.recovered:
        output.error(left.recovered)
    if left.unseen:
        from wizard.cli.command_lines import undo_command

        undo = undo_command(flags, left.unseen.change)
        output.error(text.say("tui.done.unseen", count=left.unseen.count, undo=undo))
    if left.failure:
        raise left.failure
    if left.code == _CANCELLED:
        output.info(text.say("cli.cancelled"))
    return left.code


def _require_terminal(output: Output) -> None:
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if not terminal or output.json or os.environ.get("TERM") == "dumb" or os.environ.get("CI"):
        raise UsageError("cli.no-terminal")


def _plain(flags: argparse.Namespace) -> bool:
    """Whether the wizard asks line by line: on request, or where a variable says that a screen reader is at work."""
    wanted = os.environ.get("ACCESSIBLE", "")
    return flags.plain or (wanted not in {"", "0", "false"} and not flags.json)


def _language(argv: Sequence[str]) -> str:
    """The language that ``--lang`` or else the locale names; English where it is neither of ours."""
    words = list(argv)
    for index, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and index + 1 < len(words):
            value = words[index + 1]
        if value in text.LANGUAGES:
            return value
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith("zh") else "en"
