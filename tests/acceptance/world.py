"""Starting a command where only the stand-in can be reached, and what is known afterwards."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.acceptance.plan.exchange import Request
from tests.acceptance.plan.facts import HOSTS

_ROOT: Final = Path(__file__).parents[2]
_NAMESPACES: Final = ("unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child")


@dataclass(frozen=True, slots=True)
class Ran:
    """A run of a client: its end, what it printed, each request the stand-in got, each other name it asked for."""

    code: int
    late: bool
    out: str
    err: str
    requests: tuple[Request, ...]
    statuses: tuple[int, ...]
    names: frozenset[str]
    broken_handshakes: tuple[str, ...]

    def __str__(self) -> str:
        """Everything, for the message of a failed assertion."""
        lines = [f"exit {self.code}{' (too late)' if self.late else ''}", f"stdout: {self.out}", f"stderr: {self.err}"]
        lines += [
            f"{status} {request.method} {request.host}{request.path} {request.model} max {request.max_tokens} "
            f"thinking {request.thinking} {request.budget} {request.credentials}"
            for request, status in zip(self.requests, self.statuses, strict=True)
        ]
        return "\n".join([*lines, f"other names: {sorted(self.names)}", *self.broken_handshakes])


@dataclass(frozen=True, slots=True)
class Trust:
    """A throw-away certificate authority, and a certificate of the plan's hosts with its private key."""

    authority: Path
    certificate: Path

    @property
    def variables(self) -> dict[str, str]:
        """What makes the clients trust the authority."""
        names = ("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
        return dict.fromkeys(names, str(self.authority))


def make_trust(folder: Path) -> Trust:
    """A fresh authority in ``folder``."""
    import trustme

    authority = trustme.CA()
    trust = Trust(folder / "authority.pem", folder / "plan.pem")
    authority.cert_pem.write_to_path(trust.authority)
    authority.issue_cert(*HOSTS.values()).private_key_and_cert_chain_pem.write_to_path(trust.certificate)
    return trust


@cache
def missing() -> str:
    """Why no such world can be made here; empty where it can."""
    try:
        ran = subprocess.run(
            [*_unshare(), "ip", "link", "set", "lo", "up"], capture_output=True, text=True, check=False
        )
    except OSError as error:
        return f"namespaces cannot be made: {error}"
    return f"namespaces cannot be made: {ran.stderr.strip()}" if ran.returncode else ""


def run(
    command: Sequence[str | Path],
    *,
    trust: Trust,
    variables: Mapping[str, str],
    working_folder: Path,
    seconds: float,
    fault: str = "",
) -> Ran:
    """Run ``command`` in a world of its own; the world ends with it, and so does whatever it started."""
    with TemporaryDirectory(prefix="world-") as name:
        folder = Path(name)
        record = folder / "record.jsonl"
        record.touch()
        order = {
            "command": [str(part) for part in command],
            "variables": {**trust.variables, **variables},
            "working_folder": str(working_folder),
            "seconds": seconds,
            "fault": fault,
            "folder": str(folder),
            "record": str(record),
            "certificate": str(trust.certificate),
        }
        ended = subprocess.run(
            [*_unshare(), sys.executable, "-m", "tests.acceptance.inside"],
            input=json.dumps(order),
            cwd=_ROOT,
            capture_output=True,
            text=True,
            timeout=seconds + 60,
            check=False,
        )
        if ended.returncode:
            raise RuntimeError(f"the world did not stand: {ended.stderr}")
        lines = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    requests = [line for line in lines if "host" in line]
    return Ran(
        **json.loads(ended.stdout),
        requests=tuple(Request.of(line) for line in requests),
        statuses=tuple(line["status"] for line in requests),
        names=frozenset(line["name"] for line in lines if "name" in line),
        broken_handshakes=tuple(line["handshake"] for line in lines if "handshake" in line),
    )


def _unshare() -> tuple[str, ...]:
    return _NAMESPACES if os.geteuid() == 0 else (*_NAMESPACES, "--map-root-user")
