"""``switch``: another model for the tools on the plan."""

from wizard.cli.call import Call, plan_and_write
from wizard.cli.choices import parse_thinking
from wizard.plan.choices import Wanted
from wizard.plan.plan import Plan
from wizard.runs.choose import plan_switch
from wizard.show.as_json import Object


def run(call: Call) -> tuple[int, Object]:
    """Show, ask, write."""
    flags, session = call.flags, call.session
    thinking = parse_thinking(flags.thinking)

    def make() -> Plan:
        return plan_switch(
            session,
            Wanted(model=flags.model, thinking=thinking, small_model=flags.small_model),
            session.named_tools(flags.tool),
            skip_failing=flags.skip_failing,
        )

    return plan_and_write(call, make)
