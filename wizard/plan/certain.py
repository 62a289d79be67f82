"""What of a tool's proposal to take the plan out needs no history, since it is surely the plan's. Pure."""

from wizard.errors import WizardError
from wizard.formats import DocumentPath
from wizard.key import LiteralKey
from wizard.plan.detect import Detected
from wizard.tools.base import Proposal, View
from wizard.tools.ownership import SURELY, names_plan


def holds_plan(detected: Detected) -> bool:
    """Whether a file of the tool's holds something that is surely the plan's, also where it does not reach it."""
    if detected.error:
        return False
    try:
        proposal = detected.tool.withdraw(detected.view)
    except WizardError:
        return False
    return any(certain_paths(detected, detected.view, proposal).values())


def certain_paths(detected: Detected, view: View, proposal: Proposal) -> dict[str, tuple[DocumentPath, ...]]:
    """By role, the paths of what is there and is surely the plan's."""
    if not is_certain(detected, view, proposal):
        return {}
    return {
        edits.role: tuple(
            edit.edit.path
            for edit in edits.edits
            if edit.reason == SURELY and view.files[edits.role].has(*edit.edit.path)
        )
        for edits in proposal.files
    }


def is_certain(detected: Detected, view: View, proposal: Proposal) -> bool:
    """Whether what a tool's module calls the plan's is that: one of the values names it, or the tool reaches it."""
    certain = [
        view.files[edits.role].get(*edit.edit.path)
        for edits in proposal.files
        for edit in edits.edits
        if edit.reason == SURELY
    ]
    if not certain:
        return False
    if any(names_plan(view.catalog, value) for value in certain):
        return True
    state = detected.state if view is detected.view else detected.tool.state(view)
    key = state.credential.secret.get_secret_value() if isinstance(state.credential, LiteralKey) else ""
    return state.configured or names_plan(view.catalog, key)
