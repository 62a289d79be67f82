"""``undo``: takes one change back."""

from wizard.cli.call import Call, plan_and_write
from wizard.show.as_json import Object


def run(call: Call) -> tuple[int, Object]:
    """Show, ask, write."""
    flags, undo = call.flags, call.session.undo
    return plan_and_write(call, lambda: undo(flags.id, force=flags.force, skip_failing=flags.skip_failing)[0])
