"""``status``: what each tool is set to."""

from wizard.cli.call import Call
from wizard.doctor.examine import examine
from wizard.show import as_json, as_text
from wizard.show.as_json import Object

_DRIFT = 3


def run(call: Call) -> tuple[int, Object]:
    """Print a paragraph per tool; with ``--exit-code`` problems give 3."""
    session = call.session
    names = session.named_tools(call.flags.tool) or session.tools_in_scope
    examination = examine(session.detect_all(ask_version=True), names)
    found = {name: examination.found[name] for name in names}
    problems = {name: examination.problems(name) for name in names}
    call.output.result("\n".join(as_text.status(found, problems, session.catalog)))
    drift = call.flags.exit_code and any(problems.values())
    return (_DRIFT if drift else 0), {"tools": as_json.status_object(found, problems)}
