"""Good set-ups to be broken: a home in which apply has been run, and ways to damage and look at its files."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import json5

from tests.tools.planning import KEY, session_in
from wizard.doctor.examine import examine
from wizard.doctor.finding import Finding
from wizard.doctor.repair import repair
from wizard.key import LiteralKey, Secret, taken_in
from wizard.plan.choices import Wanted
from wizard.plan.plan import Plan
from wizard.runs.choose import make_plan
from wizard.runs.write import check_plan, write_plan
from wizard.session import Session
from wizard.tools.base import Thinking

FILES = {
    "claude-code": ".claude/settings.json",
    "opencode": ".config/opencode/opencode.json",
    "qwen-code": ".qwen/settings.json",
    "openclaw": ".openclaw/openclaw.json",
    "codex": ".codex/config.toml",
    "kilo": ".config/kilo/kilo.jsonc",
    "hermes": ".hermes/config.yaml",
    "cline-cli": ".cline/data/settings/providers.json",
    "aider": ".aider.conf.yml",
    "continue-cli": ".continue/config.yaml",
}
OTHER_KEY = "sk-sp-fedcba9876543210"


@dataclass
class SetUp:
    """A home folder with tools set up by the wizard itself; ``variables`` are the shell's."""

    home: Path
    tool: str
    variables: dict[str, str]

    @classmethod
    def good(
        cls, home: Path, tool: str, model: str = "qwen3.7-plus", region: str = "international", key: str = KEY
    ) -> "SetUp":
        """``tool`` as apply leaves it."""
        made = cls(home, tool, {})
        made.add(tool, model, region, key)
        return made

    def add(self, tool: str, model: str = "qwen3.7-plus", region: str = "international", key: str = KEY) -> "SetUp":
        """Set up one more tool."""
        session = self.session
        taken = taken_in(key, session.catalog.key)
        _written(session, make_plan(session, Wanted(region, model, None, taken), [tool]))
        return self

    @property
    def session(self) -> Session:
        """A new session over the home."""
        return session_in(self.home, **self.variables)

    @property
    def path(self) -> Path:
        """The tool's main file."""
        return self.home / FILES[self.tool]

    def change(self, change: Callable[[Any], object], place: str | None = None) -> "SetUp":
        """Let ``change`` damage the parsed JSON content of a file, the tool's main one where none is named."""
        path = self.home / place if place else self.path
        content = json5.loads(path.read_text())
        change(content)
        path.write_text(json.dumps(content, indent=2))
        return self

    def put(self, place: str, content: object) -> Path:
        """Write a file: text as it is, anything else as JSON."""
        path = self.home / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content, indent=2))
        path.chmod(0o600)
        return path

    def findings(self) -> tuple[Finding, ...]:
        """What the doctor finds now."""
        return examine(self.session.detect_all()).findings

    def codes(self) -> set[str]:
        """The codes of the present findings."""
        return {finding.code for finding in self.findings()}

    def repair(self, code: str = "", *, key: str | None = None, thinking: Thinking | None = None) -> Plan:
        """Write what the doctor proposes, for the findings of ``code`` alone where it is given.

        ``key`` is the usual variable's.
        """
        session = self.session
        usual = LiteralKey(Secret(key)) if key else None
        examination = examine(session.detect_all())
        if code:
            examination = examination.only([finding for finding in examination.findings if finding.code == code])
        plan = repair(examination, session.catalog, Wanted(thinking=thinking, usual_credential=usual))
        _written(session, plan)
        return plan

    def content(self, place: str | None = None) -> Any:  # noqa: ANN401  a test picks it apart
        """The parsed content of a file."""
        return json5.loads((self.home / place if place else self.path).read_text())


def _written(session: Session, plan: Plan) -> None:
    check_plan(session, plan)
    write_plan(session, plan, now=datetime(2026, 11, 23, tzinfo=UTC))
