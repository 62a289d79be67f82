"""Wizards as processes of their own, over homes that are laid out anew for each of them."""

import os
import select
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from wizard.apply import syscalls
from wizard.cli.main import run

from . import scene

Arguments = tuple[str, ...]

TOOLS = ("claude-code", "opencode", "qwen-code", "codex")
OWN = {
    ".claude/settings.json": '{\n  "permissions": {"deny": ["Read(.env)"]},\n  "env": {"EDITOR": "vi"}\n}\n',
    ".config/opencode/opencode.json": '{\n  "theme": "tokyonight"\n}\n',
    ".codex/config.toml": '# mine\nmodel = "gpt-5"\n\n[history]\npersistence = "none"\n',
}


def apply(model: str, *tools: str) -> Arguments:
    """The command line that sets ``tools`` up with ``model``."""
    return ("apply", "--yes", "--region", "china", "--model", model, *(f"--tool={tool}" for tool in tools))


class Wizard:
    """A process of the wizard. It ends with the exit code of ``work``.

    ``announced`` are the calls that change a disk before the first of which it says that it is there; what it prints is
    added to the file ``said``.
    """

    def __init__(self, work: Callable[[], object], *announced: str, said: Path | None = None) -> None:
        self._reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(writing)
            self._descriptor = os.pidfd_open(self.pid)
            return
        code: object = 99
        try:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(os.open(said or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
            os.dup2(2, 1)
            for name in announced:
                setattr(syscalls, name, _announcing(getattr(syscalls, name), writing))
            code = work()
        finally:
            os._exit(code if isinstance(code, int) else 0)

    def is_there(self) -> bool:
        """Wait until it makes one of the announced calls; False where it ended without."""
        return os.read(self._reading, 1) == b"!"

    def has_ended(self, within: float) -> bool:
        """Wait for its end, so many seconds at most."""
        return bool(select.select([self._descriptor], [], [], within)[0])

    def kill(self) -> None:
        """Let it die where it is."""
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> int:
        """Wait for its end: its exit code, or -9 where it was killed."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self._reading)
        os.close(self._descriptor)
        return os.waitstatus_to_exitcode(status)


def _announcing(real: Callable[..., Any], writing: int) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:  # noqa: ANN401  stands for calls of many shapes
        os.write(writing, b"!")
        return real(*arguments)

    return call


class Homes:
    """Homes at one place, ``home``, each as it was laid out under its name; the wizard's HOME is there.

    ``disk`` is another place for it, where homes are to lie on a disk of their own.
    """

    def __init__(self, folder: Path, disk: Path | None = None) -> None:
        self.home = (disk or folder) / "home"
        self._templates = folder / "templates"
        self._said = folder / "said"
        os.environ.clear()
        os.environ.update(HOME=str(self.home), PATH="", LANG="C.UTF-8", CODING_PLAN_API_KEY=scene.KEY)

    def lay_out(self, name: str, files: dict[str, str], *work: Arguments) -> None:
        """Keep a home with ``files`` in which ``work`` was done, one after the other."""
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir()
        for path, content in files.items():
            place = self.home / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content)
        for arguments in work:
            assert self.wizard(arguments).end() == 0, self.said
        shutil.copytree(self.home, self._templates / name, symlinks=True)

    def take(self, name: str) -> Path:
        """The home of that name, fresh."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self._templates / name, self.home, symlinks=True)
        return self.home

    def wizard(self, arguments: Arguments, *announced: str, before: Callable[[], None] | None = None) -> Wizard:
        """A wizard at work in the home; ``before`` that, something is done in its process."""

        def work() -> int:
            if before:
                before()
            return run(list(arguments))

        return Wizard(work, *announced, said=self._said)

    @property
    def said(self) -> str:
        """The last that wizards printed."""
        return self._said.read_text()[-2000:]

    def seconds(self, name: str, arguments: Arguments, *announced: str) -> float:
        """How long the work takes from its first announced call to its end, when nothing comes in between."""
        self.take(name)
        wizard = self.wizard(arguments, *announced)
        assert wizard.is_there(), self.said
        started = monotonic()
        assert wizard.end() == 0, self.said
        return monotonic() - started


def leftovers(home: Path) -> list[str]:
    """What a change leaves behind only where something went wrong."""
    state = home / scene.STATE
    found = [*home.rglob(".coding-plan-wizard-*"), *state.rglob("*.tmp"), *state.glob("journal*")]
    return sorted(str(path.relative_to(home)) for path in found)


if sys.platform != "linux":
    raise ImportError(name=__name__)
