"""The program, forked from a process that has loaded it: many runs in a terminal for the price of a few.

``python -m tests.stories.forked FD`` answers on the socket FD. A run ends by its interpreter's own end, as after a
start of its own; what a start costs and does is shown by the other stories.
"""

import array
import fcntl
import importlib
import json
import os
import pkgutil
import pty
import signal
import socket
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pexpect.fdpexpect import fdspawn

from tests.stories.terminal import variables

_LONG = 65536

if TYPE_CHECKING:
    Terminal = fdspawn[str]
else:
    Terminal = fdspawn


class Run(Terminal):
    """One run of the program: its terminal, to be expected of and sent to."""

    def __init__(self, server: "Server", pid: int, leader: int, settings_before: str) -> None:
        super().__init__(leader, timeout=60, maxread=_LONG, encoding="utf-8", codec_errors="replace")
        self.program = pid
        self.settings_before = settings_before
        self._server = server
        self.printed = Printed()
        self.logfile_read = self.printed

    def kill(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self.program, number)

    def resize(self, rows: int, columns: int) -> None:
        """Make the window another size."""
        fcntl.ioctl(self.child_fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def settings(self) -> str:
        """The terminal's settings, as ``stty -g`` tells them."""
        return repr(termios.tcgetattr(self.child_fd))

    def awaited(self) -> int:
        """Wait until the program ends or stops; its status as ``os.waitpid`` gives it."""
        return int(self._server.ask({"wait": self.program})[0]["status"])


class Printed:
    """What a run has printed so far."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        """Keep ``text``."""
        self.text += text

    def flush(self) -> None:
        """Nothing is held back."""


class Server:
    """The process that has the program loaded. ``end`` it."""

    def __init__(self) -> None:
        self._socket, other = socket.socketpair()
        self._socket.settimeout(60)
        command = [sys.executable, "-m", "tests.stories.forked", str(other.fileno())]
        root = Path(__file__).parents[2]
        self._process = subprocess.Popen(command, pass_fds=[other.fileno()], cwd=root, start_new_session=True)
        other.close()

    def run(
        self,
        home: Path,
        *arguments: str,
        size: tuple[int, int] = (24, 80),
        held: tuple[str, int] | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Run:
        """``python -m wizard ARGUMENTS`` in a terminal of ``size`` rows and columns.

        ``more`` are variables beside the usual ones. ``held`` names a function as ``module:name`` and counts from 0:
        before that call of it, the program prints ``held`` and waits for SIGUSR1.
        """
        asked = {
            "arguments": arguments,
            "variables": variables(home, **more or {}),
            "folder": os.fspath(home),
            "size": size,
            "held": held,
        }
        answer, leader = self.ask(asked)
        return Run(self, answer["pid"], leader[0], answer["settings"])

    def ask(self, question: Mapping[str, object]) -> tuple[dict[str, Any], list[int]]:
        """What the process answers, with the descriptors that came along."""
        self._socket.sendall(json.dumps(question).encode())
        answer, descriptors, _, _ = socket.recv_fds(self._socket, _LONG, 1)
        return json.loads(answer), descriptors

    def end(self) -> None:
        """Let the process go."""
        self._socket.close()
        self._process.wait(60)


def _serve(channel: socket.socket) -> None:
    import wizard
    from wizard.__main__ import main

    for module in pkgutil.walk_packages(wizard.__path__, "wizard."):
        importlib.import_module(module.name)
    while asked := channel.recv(_LONG):
        question = json.loads(asked)
        if "wait" in question:
            _, status = os.waitpid(question["wait"], os.WUNTRACED)
            channel.sendall(json.dumps({"status": status}).encode())
            continue
        reading, writing = os.pipe()
        pid, leader = pty.fork()
        if not pid:
            channel.close()
            os.read(reading, 1)
            _set(question)
            sys.exit(main(question["arguments"]))
        answer = json.dumps({"pid": pid, "settings": repr(termios.tcgetattr(leader))}).encode()
        os.write(writing, b".")
        channel.sendmsg([answer], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [leader]))])
        for descriptor in (leader, reading, writing):
            os.close(descriptor)


def _set(question: Mapping[str, Any]) -> None:
    """The surroundings of a run, in its own process."""
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *question["size"], 0, 0))
    os.environ.clear()
    os.environ.update(question["variables"])
    os.chdir(question["folder"])
    if question["held"]:
        _hold(*question["held"])


def _hold(name: str, at: int) -> None:
    reading, writing = os.pipe()
    signal.signal(signal.SIGUSR1, lambda _number, _frame: os.write(writing, b"."))
    module, _, path = name.partition(":")
    *owners, attribute = path.split(".")
    owner = reduce(getattr, owners, importlib.import_module(module))
    real = getattr(owner, attribute)
    calls = 0

    def held(*arguments: Any) -> Any:  # noqa: ANN401  stands for any function
        nonlocal calls
        calls += 1
        if calls == at + 1:
            os.write(1, b"held")
            os.read(reading, 1)
        return real(*arguments)

    setattr(owner, attribute, held)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
