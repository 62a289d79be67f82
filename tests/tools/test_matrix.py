"""Every tool in both regions with every model: endpoints, thinking and limits, value for value."""

from pathlib import Path

import pytest

from tests.tools.expected import BY_HAND, MODELS, TOOLS, files, values
from tests.tools.planning import plan_for, planned, session_in


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("region", ["china", "international"])
@pytest.mark.parametrize("tool", TOOLS)
def test_a_fresh_set_up_is_exact(tmp_path: Path, tool: str, region: str, model: str) -> None:
    """In an empty home each file holds exactly the expected values, and a tool by hand shows exactly its values."""
    plan = plan_for(session_in(tmp_path), tool, model, region=region)
    if tool in BY_HAND:
        assert dict(plan.by_hand[tool].values) == values(tool, region, model)
        assert not plan.files
    else:
        assert planned(plan, tmp_path) == files(tool, region, model)
