"""``undo``: takes one change back."""

from wizard.cli.call import Call, plan_and_write
from wizard.runs.take_back import plan_undo
from wizard.show.as_json import Object


def run(call: Call) -> tuple[int, Object]:
    """Show, ask, write."""
    flags, session = call.flags, call.session
    return plan_and_write(
        call, lambda: plan_undo(session, flags.id, force=flags.force, skip_failing=flags.skip_failing)[0]
    )
