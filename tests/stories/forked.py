"""The program, forked from a process that has loaded it: many runs, in a terminal or not, for the price of a few.

``python -m tests.stories.forked FD`` answers on the socket FD. A run ends by its interpreter's own end, as after a
start of its own; what a start costs and does is shown by the other stories.
"""

import array
import fcntl
import gc
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
import tempfile
import termios
from collections.abc import Mapping, Sequence
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
        job: bool = False,
    ) -> Run:
        """``python -m wizard ARGUMENTS`` in a terminal of ``size`` rows and columns.

        ``more`` are variables beside the usual ones. ``held`` names a function as ``module:name`` and counts from 0:
        before that call of it, the program prints ``held`` and waits for SIGUSR1. As a ``job`` it has a shell above it,
        which could resume it; otherwise nobody could, as in ``ssh host program``.
        """
        asked = {
            "arguments": arguments,
            "variables": variables(home, **more or {}),
            "folder": os.fspath(home),
            "size": size,
            "held": held,
            "job": job,
        }
        answer, leader = self.ask(asked)
        return Run(self, answer["pid"], leader[0], answer["settings"])

    def run_piped(
        self, arguments: Sequence[str], surroundings: Mapping[str, str], text: str
    ) -> tuple[int, bytes, bytes]:
        """``python -m wizard ARGUMENTS`` without a terminal: its exit code, and what it printed on both streams."""
        umask = os.umask(0)
        os.umask(umask)
        asked = {"arguments": arguments, "variables": surroundings, "folder": os.getcwd(), "umask": umask, "text": text}  # noqa: PTH109  as told
        answer, files = self.ask(asked)
        printed: list[bytes] = []
        for descriptor in files:
            with os.fdopen(descriptor, "rb") as file:
                file.seek(0)
                printed.append(file.read())
        return os.waitstatus_to_exitcode(answer["status"]), printed[0], printed[1]

    def ask(self, question: Mapping[str, object]) -> tuple[dict[str, Any], list[int]]:
        """What the process answers, with the descriptors that came along."""
        content = json.dumps(question).encode()
        self._socket.sendall(len(content).to_bytes(4, "big") + content)
        answer, descriptors, _, _ = socket.recv_fds(self._socket, _LONG, 2)
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
    gc.freeze()
    asked = channel.makefile("rb", buffering=0)
    jobs: dict[int, int] = {}
    while size := asked.read(4):
        content = b""
        while len(content) < int.from_bytes(size, "big"):
            content += asked.read(int.from_bytes(size, "big") - len(content)) or b""
        question = json.loads(content)
        if "text" in question:
            _run_piped(channel, question)
            continue
        if "wait" in question:
            channel.sendall(json.dumps({"status": _status(question["wait"], jobs)}).encode())
            continue
        reading, writing = os.pipe()
        told, telling = os.pipe()
        pid, leader = pty.fork()
        if not pid:
            channel.close()
            if question["job"]:
                _be_shell(telling)
            os.read(reading, 1)
            _set(question)
            sys.exit(main(question["arguments"]))
        os.close(telling)
        if question["job"]:
            pid = int.from_bytes(os.read(told, 4), "big")
            jobs[pid] = told
        else:
            os.close(told)
        answer = json.dumps({"pid": pid, "settings": repr(termios.tcgetattr(leader))}).encode()
        os.write(writing, b".")
        channel.sendmsg([answer], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [leader]))])
        for descriptor in (leader, reading, writing):
            os.close(descriptor)


def _status(pid: int, jobs: Mapping[int, int]) -> int:
    if pid in jobs:
        return int.from_bytes(os.read(jobs[pid], 4), "big")
    return os.waitpid(pid, os.WUNTRACED)[1]


def _be_shell(telling: int) -> None:
    """Return in a job of its own; here, tell its number and then each stop and its end."""
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    job = os.fork()
    if not job:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        return
    os.write(telling, job.to_bytes(4, "big"))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    while True:
        _, status = os.waitpid(job, os.WUNTRACED)
        os.write(telling, status.to_bytes(4, "big"))
        if not os.WIFSTOPPED(status):
            os._exit(0)


def _run_piped(channel: socket.socket, question: Mapping[str, Any]) -> None:
    from wizard.__main__ import main

    files = [tempfile.TemporaryFile() for _ in range(3)]  # noqa: SIM115  closed below
    files[0].write(question["text"].encode())
    files[0].seek(0)
    pid = os.fork()
    if not pid:
        channel.close()
        for place, file in enumerate(files):
            os.dup2(file.fileno(), place)
        # As Python opens them in the language C.UTF-8.
        sys.stdin = open(0, encoding="utf-8", errors="surrogateescape")  # noqa: SIM115  a number, for as long as it runs
        sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115  as above
        sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace")  # noqa: SIM115  as above
        os.environ.clear()
        os.environ.update(question["variables"])
        os.umask(question["umask"])
        os.chdir(question["folder"])
        sys.argv = ["wizard", *question["arguments"]]
        code = 1
        try:
            code = main()
        except BaseException:  # noqa: BLE001  told as an interpreter of its own would
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)  # taking apart all that is loaded takes longer than most runs
    _, status = os.waitpid(pid, 0)
    rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file.fileno() for file in files[1:]]))
    channel.sendmsg([json.dumps({"status": status}).encode()], [rights])
    for file in files:
        file.close()


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
