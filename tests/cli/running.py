"""Running the real program in a process of its own, in a scratch home."""

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.stories.forked import Server

KEY = "sk-sp-0123456789abcdef"


@dataclass(frozen=True)
class Ran:
    """What one run printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401  a test picks the answer apart
        """The one object on standard output."""
        return json.loads(self.out)


def wizard(home: Path, *arguments: str, key: str | None = KEY, text: str = "", **variables: str) -> Ran:
    """Run ``python -m wizard ARGUMENTS --home HOME`` without a terminal, or what does the same in less time."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
        **({"CODING_PLAN_API_KEY": key} if key else {}),
        **variables,
    }
    if _can_be_forked(variables):
        code, *printed = _server().run_piped([*arguments, "--home", str(home)], environment, text)
        out, err = (each.decode().replace("\r\n", "\n") for each in printed)
        return Ran(code, out, err)
    ran = subprocess.run(
        [sys.executable, "-m", "wizard", *arguments, "--home", str(home)],
        env=environment,
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def _can_be_forked(variables: Mapping[str, str]) -> bool:
    """Whether a process that has the program loaded can stand for one that starts: not where Python itself is told."""
    told = any(name.startswith(("PYTHON", "LANG", "LC_")) for name in variables)
    return sys.platform != "win32" and not told and os.path.exists(".")  # noqa: PTH110  the working folder may be gone


@cache
def _server() -> "Server":
    from tests.stories.forked import Server

    server = Server()
    atexit.register(server.end)
    return server


def contents(home: Path) -> dict[str, bytes]:
    """All files below ``home`` but the wizard's own state, by relative path."""
    own = home / ".local" / "state" / "coding-plan-wizard"
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and own not in path.parents
    }
