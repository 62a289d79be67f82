"""A first run beside a tool of another package that has something to tell."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.tools.planning import session_in
from wizard.doctor import knowledge
from wizard.steps.start import has_errors
from wizard.tools.base import Notice, ToolState


@pytest.mark.parametrize(
    ("entries", "expected"),
    [({}, False), ({"odd-tool.odd": {"severity": "error", "repair": "steps"}}, True)],
    ids=["nothing said of it", "an error"],
)
def test_a_problem_of_its_own_counts_as_its_package_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, entries: Mapping[str, Mapping[str, Any]], expected: bool
) -> None:
    """A code that only the package knows is a warning, or what the package says, and no crash."""
    monkeypatch.setattr(knowledge, "_added", {})
    knowledge.add("odd-tool", entries)
    detected = session_in(tmp_path).detect("opencode")
    found = {"odd-tool": replace(detected, state=ToolState(problems=(Notice("odd-tool.odd"),)))}
    assert has_errors(found) is expected
