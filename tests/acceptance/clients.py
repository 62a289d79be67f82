"""The real clients: which ones (``clients.toml``), and their installation into a cache folder."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.acceptance.switches import CACHE, LATEST, REAL_HOME

_HERE: Final = Path(__file__).parent
_PINNED: Final[dict[str, Any]] = tomllib.loads((_HERE / "clients.toml").read_text(encoding="utf-8"))
_INSTALL_SECONDS: Final = 900


class NotInstallableError(Exception):
    """The registry cannot be reached, or npm is not there."""


@dataclass(frozen=True, slots=True)
class Client:
    """A client of ``clients.toml``: how it is named, run, and silenced."""

    id: str
    package: str
    version: str
    command: tuple[str, ...]
    variables: Mapping[str, str]
    other_hosts: frozenset[str]
    registry: str = "npm"
    also_asks: frozenset[str] = frozenset()
    """Routes it tries beside, and goes on without: the plan has none of them."""

    @property
    def bin(self) -> Path:
        """The folder of its commands, and of nothing else; installs the client where it is not there yet.

        Raises:
            NotInstallableError: it cannot be installed.
        """
        if self.registry == "pypi":
            return _installed_from_pypi(self.package, self.version, self.command[0])
        return _installed(self.package, self.version) / "node_modules" / ".bin"

    @property
    def path(self) -> str:
        """``PATH`` with the client, the pinned Node, and the system's own programs."""
        node = _installed("node", _PINNED["node"]) / "node_modules" / ".bin"
        return os.pathsep.join([str(self.bin), str(node), "/usr/local/sbin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"])

    @property
    def installed_version(self) -> str:
        """The version that npm put there; from PyPI only the one that was asked for comes."""
        if self.registry == "pypi":
            return self.version
        found = self.bin.parent / self.package / "package.json"
        return str(json.loads(found.read_bytes())["version"])


def client(name: str) -> Client:
    """The client ``name``; with ``ACCEPTANCE_LATEST`` in its newest version, but a pin that is the point stays.

    Raises:
        NotInstallableError: the registry does not say which version is the newest.
    """
    pinned = _PINNED["clients"][name]
    newest = LATEST and name != "codex"
    registry = pinned.get("registry", "npm")
    version = _newest(pinned["package"], registry) if newest else pinned["version"]
    places = {"here": str(_HERE), "cache": str(CACHE)}
    return Client(
        name,
        pinned["package"],
        version,
        tuple(pinned["command"]),
        {key: value.format(**places) for key, value in pinned.get("variables", {}).items()},
        frozenset(pinned.get("other_hosts", ())),
        registry,
        frozenset(pinned.get("also_asks", ())),
    )


@cache
def _installed(package: str, version: str) -> Path:
    """The folder ``package`` is installed in, alone; done at most once, whoever asks first."""
    folder = CACHE / f"{package.strip('@').replace('/', '_')}@{version}"
    with _locked(folder):
        if not folder.exists():
            unfinished = folder.with_name(f"{folder.name}.unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
            _npm_install(f"{package}@{version}", unfinished)
            unfinished.rename(folder)
    return folder


@cache
def _installed_from_pypi(package: str, version: str, command: str) -> Path:
    """The folder that holds ``command`` alone; the client's virtual environment beside it cannot be moved."""
    folder = CACHE / f"{package}@{version}"
    commands = folder / "commands"
    with _locked(folder):
        if not commands.exists():
            shutil.rmtree(folder, ignore_errors=True)
            _run(sys.executable, "-m", "venv", str(folder / "venv"))
            programs = folder / "venv" / "bin"
            _run(str(programs / "pip"), "install", "--quiet", f"{package}=={version}")
            commands.mkdir()
            (commands / command).symlink_to(programs / command)
    return commands


@cache
def _newest(package: str, registry: str) -> str:
    """The version that the registry gives to who names none."""
    if registry == "pypi":
        return _run(sys.executable, "-m", "pip", "index", "versions", package).split("(")[1].split(")")[0]
    return _npm("view", f"{package}@latest", "version").strip()


def _npm_install(what: str, folder: Path) -> None:
    (folder / "package.json").write_text("{}", encoding="utf-8")
    # npm leaves out releases whose `engines` do not fit the Node that runs it.
    node = None if what.startswith("node@") else _installed("node", _PINNED["node"]) / "node_modules" / ".bin"
    _npm("install", "--no-audit", "--no-fund", "--save-exact", what, folder=folder, node=node)


def _npm(*arguments: str, folder: Path | None = None, node: Path | None = None) -> str:
    npm = shutil.which("npm")
    if npm is None:
        raise NotInstallableError("npm is not there")
    path = os.pathsep.join([*([str(node)] if node else []), os.environ.get("PATH", "")])
    return _run(npm, *arguments, folder=folder, path=path)


def _run(*command: str, folder: Path | None = None, path: str | None = None) -> str:
    ran = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "HOME": str(REAL_HOME), "PATH": path or os.environ.get("PATH", "")},
        capture_output=True,
        text=True,
        timeout=_INSTALL_SECONDS,
        check=False,
    )
    if ran.returncode:
        raise NotInstallableError(f"{' '.join(command)} failed: {ran.stderr.strip()[-500:]}")
    return ran.stdout


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
