"""How a run ends that cannot do what it was asked to. Every error becomes a sentence here, and nowhere else."""

import argparse
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from wizard import text
from wizard.apply.interruptions import Made
from wizard.cli.signals import is_interruption
from wizard.errors import CancelledError, WizardError
from wizard.show.output import NotPrintedError, Output

if TYPE_CHECKING:
    from wizard.show import as_json
    from wizard.tools.base import Notice


def end_with(
    flags: argparse.Namespace | None, output: Output, error: BaseException, made: int, *, meant: str | None
) -> int:
    """Tell ``error`` and give its exit code; what breaks meanwhile is told in a sentence that needs nothing else.

    ``made`` is how many changes were made before this run, ``meant`` the command where there are no ``flags``.
    """
    try:
        return _failed(flags, output, error, made, meant=meant)
    except Exception as broken:  # noqa: BLE001  as in ``run``
        from wizard.show import as_json

        last = WizardError("cli.unexpected", kind=type(broken).__name__)
        with suppress(OSError, NotPrintedError):
            entry = {"code": last.code, "message": last.message, "hint": last.hint}
            output.answer({**as_json.envelope(flags.command if flags else meant, last.exit_code), "errors": [entry]})
            output.error(last.text)
        return last.exit_code


def _failed(
    flags: argparse.Namespace | None, output: Output, error: BaseException, made: int, *, meant: str | None
) -> int:
    if isinstance(error, CancelledError):
        return _interrupted(flags, output, made, error, meant)
    if isinstance(error, WizardError):
        return tell_failure(flags, output, error, meant=meant)
    if is_interruption(error):
        return _interrupted(flags, output, made, CancelledError("cli.cancelled"), meant)
    if flags is not None and flags.debug:
        output.error("\n".join(_frames(error)))
    return tell_failure(flags, output, WizardError("cli.unexpected", kind=type(error).__name__))


def _interrupted(
    flags: argparse.Namespace | None, output: Output, made: int, error: CancelledError, meant: str | None
) -> int:
    """End as cancelled, or with what is true where a change was made beside the ``made`` ones."""
    if flags is None or Made.count == made:
        return tell_failure(flags, output, error, meant=meant)
    from wizard.cli.command_lines import undo_command
    from wizard.show import as_json

    message = text.say("cli.too-late", undo=undo_command(flags))
    told = {"code": "cli.too-late", "message": message, "tool": None, "path": None}
    output.answer({**as_json.envelope(flags.command, 0), "warnings": [told]})
    output.error(message)
    return 0


def tell_failure(
    flags: argparse.Namespace | None,
    output: Output,
    error: WizardError,
    *,
    told: "Iterable[Notice]" = (),
    shown: "as_json.Object | None" = None,
    meant: str | None = None,
) -> int:
    """Tell ``error`` in words or as JSON, beside what was ``told`` and ``shown`` before it; its exit code."""
    from wizard.plan.diff import unified
    from wizard.show import as_json, as_text

    command = flags.command if flags else meant
    code = error.exit_code
    answer = as_json.envelope(command, code)
    if flags:
        answer["choices"] = as_json.asked_for(flags)
    answer |= shown or {}
    answer["warnings"] = [*as_json.notices(told), *answer["warnings"]]
    answer["errors"] = as_json.errors(error)
    with suppress(OSError, NotPrintedError):  # a terminal that was closed takes no more sentences
        output.answer(answer)
        for edit in getattr(error, "edits", ()):
            output.info(as_text.file_heading(edit))
            output.diff(unified(edit))
        output.error("\n".join(as_text.error(error)))
    return code


def _frames(error: BaseException) -> Iterator[str]:
    """Where it happened, without values: a message or a variable may hold a key."""
    import traceback

    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
