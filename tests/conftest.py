"""What holds for every test: no network, no real home folder, no credentials of the machine."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.promises import listed, shown_by

# How fast a machine generates documents is nothing a test may fail for.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# What lands is judged by the same generated examples each time; every other run looks for new ones.
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")

# Whoever starts the tests in the background (nohup, a script's ``&``) lets them, and all they start, ignore these.
for _number, _usual in (
    ("SIGINT", signal.default_int_handler),
    ("SIGQUIT", signal.SIG_DFL),
    ("SIGHUP", signal.SIG_DFL),
):
    if hasattr(signal, _number) and signal.getsignal(getattr(signal, _number)) is signal.SIG_IGN:
        signal.signal(getattr(signal, _number), _usual)

_REAL_HOME = Path.home()
_CREDENTIALS = (
    *("ANTHROPIC_", "OPENAI_", "BAILIAN_", "CODING_PLAN_", "DASHSCOPE_", "CLAUDE_", "OPENCODE_", "QWEN_"),
    *("CODEX_", "OPENCLAW_", "HERMES_", "KILO", "CLINE_", "CURSOR_"),
)
_PLACES = (
    ".claude",
    ".claude.json",
    ".config/opencode",
    ".config/coding-plan-wizard",
    ".qwen",
    ".openclaw",
    ".codex",
    ".local/state/coding-plan-wizard",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """An option that lists the promises instead of running tests."""
    parser.addoption("--promises", action="store_true", help="print each promise with the tests that show it")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """All tests are read, in this process, to list the promises."""
    if config.option.promises:
        config.option.markexpr = ""
        config.option.numprocesses = 0
        config.option.collectonly = True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that names no promise there is ends the run."""
    shown_by(items)
    if config.option.promises:
        print("\n".join(listed(items)))  # noqa: T201  what was asked for
        items.clear()


def _seen() -> dict[str, tuple[int, int]]:
    """Time and size of everything the wizard could touch in the real home folder."""
    found: dict[str, tuple[int, int]] = {}
    for place in _PLACES:
        root = _REAL_HOME / place
        for path in (root, *(root.rglob("*") if root.is_dir() else ())):
            if path.exists():
                status = path.stat()
                found[str(path)] = (status.st_mtime_ns, status.st_size)
    return found


@pytest.fixture(scope="session", autouse=True)
def _real_home_stays() -> Iterator[None]:
    """Fail the run if a test touched the real home folder."""
    before = _seen()
    yield
    assert _seen() == before, "a test touched the real home folder"


@pytest.fixture(autouse=True)
def _sealed(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give each test a home of its own, no credentials, and no way to the network."""
    home = tmp_path_factory.mktemp("sealed")
    for name in list(os.environ):
        if name.startswith((*_CREDENTIALS, "XDG_")):
            monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setattr(socket.socket, "connect", _refused)
    monkeypatch.setattr(socket.socket, "connect_ex", _refused)
    monkeypatch.setattr(socket, "getaddrinfo", _not_looked_up)
    monkeypatch.setattr(socket, "gethostbyname", _not_looked_up)


def _refused(sock: socket.socket, address: object) -> None:
    if sock.family != getattr(socket, "AF_UNIX", None):
        raise AssertionError(f"a test tried to connect to {address}")


def _not_looked_up(host: object, *_arguments: object, **_named: object) -> None:
    raise AssertionError(f"a test tried to look up {host!r}")
