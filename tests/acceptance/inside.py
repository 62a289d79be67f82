"""Runs one command in a world of its own: only loopback, the plan's hosts on this machine, no other name known.

Started by ``tests.acceptance.world`` as the first process of fresh namespaces; standard input is the order, a JSON
object. Never imported: it changes the mounts and the network of the namespace it runs in.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from tests.acceptance.plan.facts import HOSTS
from tests.acceptance.plan.names import NameServer
from tests.acceptance.plan.server import PlanServer

_ADDRESS = "47.245.0.10"
"""A public-looking address, bound to this namespace's own loopback: some clients refuse private ones."""


def main() -> None:
    """Set the world up, run the command, print what came of it as JSON."""
    order = json.load(sys.stdin)
    folder = Path(order["folder"])
    _network(folder)
    record = Path(order["record"])
    servers = (
        PlanServer((_ADDRESS, 443), Path(order["certificate"]), record, order["fault"]),
        NameServer(("127.0.0.1", 53), record),
    )
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    json.dump(_run(order), sys.stdout)
    sys.stdout.flush()
    os._exit(0)


def _network(folder: Path) -> None:
    for command in (["link", "set", "lo", "up"], ["address", "add", f"{_ADDRESS}/32", "dev", "lo"]):
        subprocess.run(["ip", *command], check=True)  # noqa: S607  the system's own
    files = {
        "/etc/hosts": f"127.0.0.1 localhost\n::1 localhost\n{_ADDRESS} {' '.join(HOSTS.values())}\n",
        "/etc/resolv.conf": "nameserver 127.0.0.1\noptions timeout:2 attempts:1\n",
        "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    }
    for target, content in files.items():
        source = folder / Path(target).name
        source.write_text(content, encoding="utf-8")
        if Path(target).exists():
            subprocess.run(["mount", "--bind", source, target], check=True)  # noqa: S607  the system's own


def _run(order: dict[str, Any]) -> dict[str, Any]:
    process = subprocess.Popen(
        order["command"],
        cwd=order["working_folder"],
        env=order["variables"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    late = False
    try:
        out, err = process.communicate(timeout=order["seconds"])
    except subprocess.TimeoutExpired:
        late = True
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
    texts = {"out": out.decode("utf-8", "replace"), "err": err.decode("utf-8", "replace")}
    return {"code": process.returncode, "late": late, **texts}


if __name__ == "__main__":
    main()
