"""A scratch home: the wizard sets it up, a client runs in it."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.acceptance import world
from tests.acceptance.clients import Client
from tests.acceptance.plan.facts import KEYS
from tests.cli.running import Ran as WizardRan
from tests.cli.running import contents

_ROOT: Final = Path(__file__).parents[2]
_CLIENT_SECONDS: Final = 600.0
PROMPT: Final = "Say one word."


@dataclass(frozen=True, slots=True)
class Scratch:
    """A home folder with a project in it, a client, and the variables of the user's shell."""

    home: Path
    client: Client
    trust: world.Trust
    shell: Mapping[str, str] = field(default_factory=dict)

    @property
    def project(self) -> Path:
        """The folder the client is started in."""
        return self.home / "project"

    @property
    def tool(self) -> str:
        """The wizard's name of the client."""
        return self.client.id.removesuffix("-newest")

    @property
    def variables(self) -> dict[str, str]:
        """What a process started from the user's shell finds."""
        system = {"PATH": self.client.path, "HOME": str(self.home), "LANG": "C.UTF-8", "TERM": "dumb"}
        return {**system, "TMPDIR": str(self.home.parent), **self.shell}

    def wizard(self, *arguments: str, region: str = "international") -> WizardRan:
        """Run the wizard in the user's shell and project, with the plan's key of ``region`` at hand."""
        ran = subprocess.run(
            [sys.executable, "-m", "wizard", *arguments],
            cwd=self.project,
            env={**self.variables, "PYTHONPATH": str(_ROOT), "CODING_PLAN_API_KEY": KEYS[region]},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return WizardRan(ran.returncode, ran.stdout, ran.stderr)

    def apply(self, region: str, model: str, thinking: str, *more: str) -> dict[str, Any]:
        """Set the client up, with ``more`` flags, and give the wizard's answer."""
        choices = ("--region", region, "--model", model, "--thinking", thinking, *more)
        ran = self.wizard("apply", "--yes", "--json", "--tool", self.tool, *choices, region=region)
        assert ran.code == 0, ran
        answer: dict[str, Any] = ran.json
        return answer

    def status(self) -> dict[str, Any]:
        """What the wizard says of the client's present state."""
        ran = self.wizard("status", "--json")
        assert ran.code == 0, ran
        found: dict[str, Any] = next(tool for tool in ran.json["tools"] if tool["id"] == self.tool)
        return found

    def run(self, *command: str, fault: str = "") -> world.Ran:
        """Run the client once with a prompt, or ``command`` in its place, where only the stand-in can be reached."""
        return world.run(
            command or (*self.client.command, PROMPT),
            trust=self.trust,
            variables={**self.variables, **self.client.variables},
            working_folder=self.project,
            seconds=_CLIENT_SECONDS,
            fault=fault,
        )

    def files(self) -> dict[str, bytes]:
        """All files of the home but the wizard's own."""
        return contents(self.home)
