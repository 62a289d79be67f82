"""Planning for one tool in a scratch home, without a process of its own."""

import json
import tomllib
from pathlib import Path
from typing import Any

import json5
from ruamel.yaml import YAML

from wizard.environment import Environment
from wizard.formats import family
from wizard.key import taken_in
from wizard.plan.choices import Wanted
from wizard.plan.plan import Plan
from wizard.runs.choose import make_plan
from wizard.session import Session
from wizard.tools.base import Thinking

KEY = "sk-sp-0123456789abcdef"


def session_in(home: Path, **variables: str) -> Session:
    """A session over ``home`` on Linux, with no client installed."""
    return Session.start(Environment(home, {"PATH": "", **variables}, "linux", home_given=True))


def plan_for(
    session: Session, tool: str, model: str, *, region: str = "international", thinking: Thinking | None = None
) -> Plan:
    """The plan for one tool with the test's key."""
    key = taken_in(KEY, session.catalog.key)
    return make_plan(session, Wanted(region, model, thinking, key), [tool])


def planned(plan: Plan, home: Path) -> dict[str, Any]:
    """The parsed content that each file of the plan would have, by path below ``home``."""
    return {
        str(change.path.relative_to(home)): parsed(change.format, change.planned_bytes or b"") for change in plan.files
    }


def parsed(kind: str, content: bytes) -> Any:  # noqa: ANN401  a test compares it whole
    """``content`` as read by a reader that is not the wizard's."""
    text = content.decode()
    if kind == "toml":
        return tomllib.loads(text)
    if kind == "yaml":
        return YAML(typ="safe", pure=True).load(text)
    if family(kind) == "env":
        return dict(line.split("=", 1) for line in text.splitlines() if line)
    return json5.loads(text) if kind == "json5" else json.loads(text)
