"""A good set-up has no finding, whatever tool, region, model and thinking."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.doctor.set_ups import FILES, SetUp
from tests.tools.expected import MODELS
from tests.tools.planning import KEY, plan_for, session_in
from wizard.doctor.examine import examine
from wizard.key import KeyReference
from wizard.plan.choices import Wanted
from wizard.runs.choose import make_plan
from wizard.runs.write import write_plan
from wizard.tools.base import Thinking

_NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize("region", ["china", "international"])
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("tool", FILES)
def test_what_apply_writes_has_no_finding(tmp_path: Path, tool: str, model: str, region: str) -> None:
    """Every tool in both regions with every model, as apply leaves it."""
    assert SetUp.good(tmp_path, tool, model, region).findings() == ()


@pytest.mark.parametrize("tool", FILES)
def test_thinking_off_is_no_finding(tmp_path: Path, tool: str) -> None:
    """A model that can think and shall not is a choice."""
    good = SetUp.good(tmp_path, tool)
    session = good.session
    plan = plan_for(session, tool, "glm-5", thinking=Thinking(enabled=False))
    good.repair()
    write_plan(session, plan, now=_NOW)
    assert good.findings() == ()


@pytest.mark.parametrize("tool", ["opencode", "qwen-code", "openclaw", "codex"])
def test_a_reference_to_a_set_variable_is_no_finding(tmp_path: Path, tool: str) -> None:
    """A key that comes from a variable is well while the variable is set, and a warning while it is not."""
    session = session_in(tmp_path, MY_KEY=KEY)
    write_plan(session, make_plan(session, Wanted("china", "glm-5", None, KeyReference("MY_KEY")), [tool]), now=_NOW)
    assert examine(session.detect_all()).findings == ()
    assert [finding.code for finding in examine(session_in(tmp_path).detect_all()).findings] == ["tools.variable-unset"]


def test_all_tools_together_have_no_finding(tmp_path: Path) -> None:
    """Five tools on one plan agree with each other."""
    good = SetUp.good(tmp_path, "claude-code")
    for tool in FILES:
        good.add(tool)
    assert good.findings() == ()


def test_an_empty_home_has_no_finding(tmp_path: Path) -> None:
    """Nothing is set up, so nothing is wrong."""
    assert examine(session_in(tmp_path).detect_all()).findings == ()
