"""What can be done where an undo meets values that were changed since, as rows that both front ends show. Pure."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from wizard.plan.conflict import ConflictError, UndoRefusedError
from wizard.plan.diff import harmless
from wizard.steps.offers import Offer, short_path
from wizard.text import say

SEE: Final = "see"
LATER: Final = "later"
REST: Final = "rest"
FORCE: Final = "force"
REMOVE: Final = "remove"
LEAVE: Final = "leave"


def refused_offers(refused: UndoRefusedError, on_plan: Sequence[str], home: Path) -> tuple[Offer, ...]:
    """See the difference, undo the later change first, undo the rest or all of it, remove the plan, or leave all.

    Of these those that make sense; ``on_plan`` are the names of the change's tools that are on the plan now.
    """
    facts = tuple(_fact(conflict, home) for conflict in refused.conflicts)
    later = later_change(refused)
    fits = {LATER: bool(later), REST: refused.has_rest, REMOVE: bool(on_plan)}
    rows = [name for name in (SEE, LATER, REST, FORCE, REMOVE, LEAVE) if fits.get(name, True)]
    notes = {name: say(f"steps.undo.{name}-note", tools=", ".join(on_plan), later=later) for name in rows}
    return tuple(Offer(name, say(f"steps.undo.{name}"), facts=facts, note=notes[name]) for name in rows)


def later_change(refused: UndoRefusedError) -> str:
    """The id of the wizard's newest change that wrote one of the values that are in the way; empty where none did."""
    return max((conflict.later for conflict in refused.conflicts), default="")


def _fact(conflict: ConflictError, home: Path) -> tuple[str, str]:
    """The value by its name and file, and below it the value at the three times; or why the file cannot be compared."""
    place = short_path(conflict.path or home, home)
    if not conflict.clash:
        return place, harmless(f"{conflict.sentence} {conflict.hint}".rstrip())
    times = [say(f"steps.undo.{name}", value=conflict.values[name]) for name in ("wrote", "now", "before")]
    lines = [*times, *([conflict.hint] if conflict.hint else [])]
    return harmless(f"{conflict.values['where']}  ({place})"), "\n".join(map(harmless, lines))


def conflict_lines(refused: UndoRefusedError) -> list[str]:
    """A sentence for each value that was changed since."""
    return [harmless(conflict.text) for conflict in refused.conflicts]
