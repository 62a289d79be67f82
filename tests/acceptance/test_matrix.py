"""Every client answers with every model in both regions, with nothing but what the wizard wrote."""

import pytest

from tests.acceptance.checking import check_answered
from tests.acceptance.conftest import MakeScratch
from tests.acceptance.matrix import Case, cases
from tests.acceptance.results import Table

pytestmark = pytest.mark.acceptance


@pytest.mark.parametrize("case", cases(), ids=str)
def test_a_client_answers(scratch: MakeScratch, table: Table, case: Case) -> None:
    """Set up by the wizard, the client prints the model's answer, and each of its requests is one the plan takes."""
    made = scratch(case.tool)
    made.apply(case.region, case.model, case.thinking)
    ran = made.run()
    verdict = "refused"
    try:
        check_answered(ran, made, case.region, case.model, case.thinking)
        verdict = "accepted"
    finally:
        table.note(case, made.client.installed_version, ran, verdict)
