"""A value may be of a kind that nobody expects: it is reported, refused or replaced, never a crash."""

import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import tomlkit
import yaml

from tests.tools.planning import plan_for, session_in
from wizard.doctor.examine import examine
from wizard.errors import WizardError
from wizard.runs.take_back import plan_removal
from wizard.session import Session

pytestmark = pytest.mark.thorough

_TOOLS = (
    "claude-code", "opencode", "qwen-code", "openclaw", "codex", "kilo", "hermes", "cline-cli", "aider", "continue-cli",
)  # fmt: skip
_SCALARS: tuple[Any, ...] = ("x", True, 10**30, None)
_CONTAINERS: tuple[Any, ...] = (["x"], {"a": []})


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401  any document
    """Where the values of a document are; of the rows of a list, and of the plan's models, only the first."""
    if place:
        yield place
    if isinstance(value, dict):
        inner = list(value.items())
        for key, member in inner[:1] if place[-1:] == ("models",) else inner:
            yield from _places(member, (*place, key))
    elif isinstance(value, list):
        for index, row in enumerate(value[:1]):
            yield from _places(row, (*place, index))


def _read(path: Path, content: bytes) -> Any:  # noqa: ANN401  any document
    if path.suffix == ".toml":
        return tomlkit.parse(content.decode()).unwrap()
    return yaml.safe_load(content.decode())  # JSON too


def _write(path: Path, content: Any) -> None:  # noqa: ANN401  any document
    path.write_text(tomlkit.dumps(content) if path.suffix == ".toml" else json.dumps(content, indent=2))


def _used(session: Session, tool: str) -> None:
    """All that looks at a tool's files; a refusal is an answer."""
    examine(session.detect_all(), [tool])
    with suppress(WizardError):
        plan_for(session, tool, "kimi-k2.5")
    with suppress(WizardError):
        plan_removal(session, [tool])


@pytest.mark.parametrize("tool", _TOOLS)
def test_a_value_of_any_kind_is_no_crash(tmp_path: Path, tool: str) -> None:
    """Each value that a tool's set-up has, replaced by others: findings, plans and removal answer."""
    made = {change.path: change.planned_bytes or b"" for change in plan_for(session_in(tmp_path), tool, "glm-5").files}
    for path, content in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for path, content in made.items():
        if path.suffix not in {".json", ".jsonc", ".toml", ".yaml", ".yml"}:
            continue
        scalars = cycle(value for value in _SCALARS if path.suffix != ".toml" or value is not None)
        for place in list(_places(_read(path, content))):
            for odd in (*_CONTAINERS, next(scalars)):
                document = _read(path, content)
                parent = document
                for step in place[:-1]:
                    parent = parent[step]
                parent[place[-1]] = odd
                _write(path, document)
                _used(session_in(tmp_path), tool)
        path.write_bytes(content)
