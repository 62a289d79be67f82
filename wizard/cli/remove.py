"""``remove``: takes the plan out of tools again."""

from wizard.cli.call import Call, plan_and_write
from wizard.runs.take_back import plan_removal
from wizard.show.as_json import Object


def run(call: Call) -> tuple[int, Object]:
    """Show, ask, write."""
    flags, session = call.flags, call.session
    return plan_and_write(
        call, lambda: plan_removal(session, session.named_tools(flags.tool), skip_failing=flags.skip_failing)
    )
