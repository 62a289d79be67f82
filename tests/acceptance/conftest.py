"""The suite runs only where it is asked for with ``-m acceptance``, and says why where it cannot."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import pytest

from tests.acceptance import world
from tests.acceptance.clients import NotInstallableError, client
from tests.acceptance.results import table
from tests.acceptance.scratch import Scratch
from tests.acceptance.switches import LATEST, REQUIRED

_FAST: Path = Path("/dev/shm")  # noqa: S108  a folder in memory: some clients wait long for a disk
_HERE: Final = Path(__file__).parent
_LONGEST: Final = ("test_life.py", "test_errors.py")
"""Whose tests run a client several times, or wait for it to give up."""
__all__ = ["table"]
MakeScratch = Callable[..., Scratch]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Without ``-m acceptance`` the tests that start clients are not even read."""
    asked = "acceptance" in config.getoption("markexpr")
    starts_clients = collection_path.suffix == ".py" and collection_path.name != "test_stand_in.py"
    return True if starts_clients and not asked else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first, so that no process waits alone at the end; newest versions only warn."""
    items.sort(key=lambda item: item.path.parent != _HERE or item.path.name not in _LONGEST)
    for item in items:
        if LATEST and item.get_closest_marker("acceptance"):
            item.add_marker(pytest.mark.xfail(reason="the newest versions only warn", strict=False))


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> world.Trust:
    """The throw-away certificate authority of this run."""
    reason = world.missing()
    if reason:
        _cannot(reason)
    return world.make_trust(tmp_path_factory.mktemp("trust"))


@pytest.fixture
def scratch(trust: world.Trust) -> Iterator[MakeScratch]:
    """Make scratch homes: the client's name, and the variables of the user's shell."""
    made: list[Path] = []

    def make(name: str, **shell: str) -> Scratch:
        try:
            chosen = client(name)
            _ = chosen.path
        except NotInstallableError as error:
            _cannot(str(error))
        fast = _FAST if os.access(_FAST, os.W_OK) else None
        made.append(Path(mkdtemp(prefix="acceptance-", dir=fast)))
        found = Scratch(made[-1] / "home", chosen, trust, shell)
        found.project.mkdir(parents=True)
        return found

    yield make
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def needs_tmux() -> None:
    """Skip, or fail where the suite is required, without tmux."""
    if shutil.which("tmux") is None:
        _cannot("tmux is not there")


def _cannot(reason: str) -> None:
    if REQUIRED:
        pytest.fail(f"the acceptance suite is required here, but {reason}")
    pytest.skip(reason)
