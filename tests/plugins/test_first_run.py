"""A first run beside a tool of another package that has something to tell."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools.planning import session_in
from wizard import tools
from wizard.steps.start import has_errors
from wizard.tools.base import Notice, ToolState


@pytest.mark.parametrize(
    ("findings", "expected"),
    [("", False), ('["odd-tool.odd"]\nseverity = "error"\nrepair = "steps"\n', True)],
    ids=["nothing said of it", "an error"],
)
def test_a_problem_of_its_own_counts_as_its_package_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, findings: str, expected: bool
) -> None:
    """A code that only the package knows is a warning, or what the package says, and no crash."""
    (tmp_path / "findings.toml").write_text(findings)
    monkeypatch.setitem(tools._added, "odd-tool", (tools.tool("cursor"), tmp_path))
    detected = session_in(tmp_path).detect("opencode")
    found = {"odd-tool": replace(detected, state=ToolState(problems=(Notice("odd-tool.odd"),)))}
    assert has_errors(found) is expected
