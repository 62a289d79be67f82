"""``apply``: shows the plan for the flags, asks, writes it."""

from wizard.cli.call import Call, plan_and_write
from wizard.cli.choices import plan_choices
from wizard.show.as_json import Object


def run(call: Call) -> tuple[int, Object]:
    """Show, ask, write."""
    profile = {"profile": call.flags.profile} if call.flags.profile else {}
    return plan_and_write(call, lambda: plan_choices(call, "apply"), **profile)
