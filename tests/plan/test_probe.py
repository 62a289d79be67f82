"""What an installed client says its version is, and what a slow one may not do."""

import os
import sys
import threading
from pathlib import Path

import pytest

from wizard.plan import probe
from wizard.plan.probe import Watch, version_of_client

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="clients written as shell scripts")


def client(folder: Path, *lines: str) -> Path:
    """A client in ``folder`` that is a shell script of ``lines``."""
    command = folder / "client"
    command.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    command.chmod(0o755)
    return command


@pytest.mark.parametrize(
    ("line", "version"),
    [("echo client 1.20.3 linux", (1, 20, 3)), ("echo none", None), ("echo 9.9.9 >&2", None), ("exit 1", None)],
)
def test_the_version_is_what_it_prints(tmp_path: Path, line: str, version: tuple[int, ...] | None) -> None:
    """Three numbers in what ``--version`` prints on standard output; None where there are none."""
    assert version_of_client(client(tmp_path, line), "Client") == version


def test_an_answer_is_not_asked_for_twice(tmp_path: Path) -> None:
    """The same program is asked once in a while; another one in its place is asked at once."""
    asked = tmp_path / "asked"
    command = client(tmp_path, f'echo x >> "{asked}"', "echo 1.2.3")
    assert [version_of_client(command, "Client") for _ in range(3)] == [(1, 2, 3)] * 3
    assert asked.read_text() == "x\n"
    assert version_of_client(client(tmp_path, "echo 10.20.30"), "Client") == (10, 20, 30)


def test_who_waits_is_told_and_goes_on_without(tmp_path: Path) -> None:
    """A client that hangs is named; skipping ends it and its children, gives no version, and asks no other client."""
    told: list[str] = []
    number = tmp_path / "number"
    hanging = client(tmp_path, "/usr/bin/tail -f /dev/null &", f'echo $! > "{number}"', "wait")

    def skip(name: str) -> None:
        told.append(name)
        assert watch.skip()

    watch = Watch(skip)
    assert watch.over(lambda: version_of_client(hanging, "Client")) is None
    assert told == ["Client"]
    assert ends(int(number.read_text()))
    folder = tmp_path / "other"
    folder.mkdir()
    assert watch.over(lambda: version_of_client(client(folder, "/usr/bin/tail -f /dev/null"), "Other")) is None
    assert told == ["Client"]


def test_a_look_that_nobody_needs_any_more_leaves_no_client(tmp_path: Path) -> None:
    """Stopping ends the client, and the next look asks it anew."""
    begun = threading.Event()
    command = client(tmp_path, "/usr/bin/tail -f /dev/null")
    watch = Watch(lambda _name: begun.set())
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(watch.over(lambda: version_of_client(command, "Client"))))
    thread.start()
    assert begun.wait(60)
    watch.stop()
    thread.join(60)
    assert found == [None]
    assert str(command) not in {place for place, _, _ in probe._answers}


def ends(number: int) -> bool:
    """Whether the process ``number``, which was told to end, is gone soon: the system takes a moment for it."""
    gone = threading.Event()
    return any(not lives(number) or gone.wait(0.01) for _ in range(3000))


def lives(number: int) -> bool:
    """Whether the process ``number`` runs still."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return False
        return True
    return state != "Z"
