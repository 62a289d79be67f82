"""One loaded program for all the runs of a worker."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.stories.forked import Server


@pytest.fixture(scope="session")
def loaded() -> Iterator["Server"]:
    """The process that forks the program."""
    if sys.platform == "win32":
        pytest.skip("needs a pseudo terminal")
    from tests.stories.forked import Server

    server = Server()
    yield server
    server.end()
