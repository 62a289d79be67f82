"""``plan``: what ``apply`` would change."""

from wizard.cli.call import Call, answer_unwritten, show_plan
from wizard.cli.choices import plan_choices
from wizard.show.as_json import Object

_DRIFT = 3


def run(call: Call) -> tuple[int, Object]:
    """Show the plan; with ``--exit-code`` pending changes give 3."""
    plan = plan_choices(call, "plan")
    show_plan(call, plan)
    code, answer = answer_unwritten(call, plan)
    drift = call.flags.exit_code and plan.pending
    return code or (_DRIFT if drift else 0), answer
