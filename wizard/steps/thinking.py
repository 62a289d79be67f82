"""A typed thinking budget, for the front ends that ask for it. Pure."""

from wizard.catalog import Catalog
from wizard.errors import UsageError, WizardError
from wizard.plan.choices import budget_named, checked_thinking
from wizard.tools.base import Thinking


def typed_budget(catalog: Catalog, model: str, text: str) -> Thinking:
    """Thinking with the budget that ``text`` names, for a ``model`` that takes one.

    Raises:
        UsageError: it is no number of tokens that ``model`` allows; said without the flags of the command line.
    """
    try:
        return checked_thinking(catalog, model, budget_named(text))
    except WizardError as error:
        limit = catalog.models[model].max_thinking_budget
        raise UsageError("steps.thinking.budget-wrong", model=model, limit=limit or 0) from error
