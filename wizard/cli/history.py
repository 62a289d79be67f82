"""``history``: listing it, and forgetting the old end of it."""

from datetime import UTC, datetime

from wizard.apply.history import changes, load
from wizard.apply.retention import outdated, prune, unneeded
from wizard.cli.call import Call, ask
from wizard.show import as_json, as_text
from wizard.show.as_json import Object
from wizard.text import say


def run(call: Call) -> tuple[int, Object]:
    """List the changes, or with ``--prune`` forget the old end of them."""
    return _prune(call) if call.flags.prune else _list(call)


def _list(call: Call) -> tuple[int, Object]:
    """All changes, newest first, and a warning for each entry that cannot be read."""
    output = call.output
    known = load(call.session.state_folder)
    output.result("\n".join(as_text.history(known.changes)) or say("cli.history.empty"))
    sentence = f"{say('cli.history.damaged')} {say('cli.history.damaged-hint')}"
    for place in known.damaged:
        output.info(f"{say('cli.warning')} {place}: {sentence}")
    warnings = [
        {"code": "cli.history.damaged", "message": sentence, "tool": None, "path": str(place)}
        for place in known.damaged
    ]
    return 0, {"changes": as_json.history_object(known.changes), "warnings": warnings}


def _prune(call: Call) -> tuple[int, Object]:
    """Show what would be forgotten, ask, forget exactly that. JSON: ``changes`` stay, ``forgotten`` go.

    Raises:
        WizardError: not asked and not told, cancelled, or something could not be removed.
    """
    flags, state, output = call.flags, call.session.state_folder, call.output
    forgotten = outdated(state, keep=flags.keep, max_age_days=flags.days, now=datetime.now(UTC))
    backups = unneeded(state, forgotten)
    counts = {"changes": len(forgotten), "backups": len(backups)}
    if not forgotten and not backups:
        output.info(say("cli.history.nothing"))
    else:
        output.result("\n".join(as_text.history(forgotten)))
        output.info(say("cli.history.forgets", **counts))
        if not flags.dry_run:
            ask(call, "cli.history.question")
            prune(state, forgotten)
            output.info(say("cli.history.pruned", **counts))
    ids = {change.id for change in forgotten}
    staying = [change for change in changes(state) if change.id not in ids]
    return 0, {
        "changes": as_json.history_object(staying),
        "forgotten": as_json.history_object(forgotten),
        "backups_removed": len(backups),
    }
