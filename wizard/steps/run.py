"""From answers to a plan, for every front end that asks step by step; and the command line that does the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wizard.doctor.finding import Finding
from wizard.plan.choices import Wanted
from wizard.plan.detect import Detected
from wizard.plan.plan import Plan
from wizard.runs.choose import make_plan
from wizard.session import Session
from wizard.steps.answers import Answers, offered_key
from wizard.steps.small_model import wanted_small_model
from wizard.text.own_command import own_command


def plan_answers(
    session: Session,
    answers: Answers,
    found: Mapping[str, Detected] | None = None,
    *,
    only_model: bool,
    mending: Sequence[Finding] = (),
) -> Plan:
    """The plan for ``answers``, over the files as they are now, or as they were when the tools were ``found``.

    With ``only_model`` it is a switch: region, thinking and key of each tool stay. ``mending`` are findings whose edits
    are made along with it.

    Raises:
        UsageError: a choice is missing.
        PlanRefusedError: a tool cannot be done.
    """
    found = found or session.detect_all()
    small = wanted_small_model(found, answers)
    if only_model:
        return make_plan(
            session, Wanted(model=answers.model, small_model=small), answers.tools, found, command="switch"
        )
    offered = offered_key(session.catalog, session.environment, found, answers)
    wanted = replace(answers.wanted(answers.typed_key), usual_credential=offered, small_model=small)
    return make_plan(session, wanted, answers.tools, found, mending=mending)


def equivalent_command(answers: Answers, *, only_model: bool, found: Mapping[str, Detected]) -> str:
    """The one command line that does the run again; a key is never in it."""
    on_plan = tuple(name for name in found if found[name].state.configured)
    tools: Sequence[str] = [word for tool in answers.tools for word in ("--tool", tool)]
    small = wanted_small_model(found, answers)
    quick = ["--small-model", small] if small else []
    if only_model:
        words = ["switch", answers.model, *quick]
        return own_command(*words, *([] if answers.tools == on_plan else tools))
    words = ["apply", "--region", answers.region, *tools, "--model", answers.model, *quick]
    return own_command(*words, "--thinking", str(answers.thinking.label))
