"""Two wizards at once, and one that died."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.apply import lock
from wizard.apply.errors import ChangedSinceError, LockHeldError

from . import scene

HOLD = """
import sys
from pathlib import Path
from wizard.apply import lock
from wizard.apply.state import StateFolder
with lock.held(StateFolder(Path(sys.argv[1])), "switch"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock of the prepared home."""
    scene.prepare(tmp_path)
    command = [sys.executable, "-c", HOLD, str(tmp_path / scene.STATE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


@pytest.mark.promise("two-wizards-second")
def test_the_second_names_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, holder: subprocess.Popen[bytes]
) -> None:
    """The second wizard gives up with the process and command of the first, and writes nothing."""
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)
    with pytest.raises(LockHeldError) as caught:
        scene.make_change(tmp_path)
    assert caught.value.exit_code == 1
    assert f"process {holder.pid}, “switch”" in caught.value.message
    assert scene.tree(tmp_path) == scene.BEFORE
    assert scene.state_tree(tmp_path) == scene.STATE_BEFORE


@pytest.mark.promise("two-wizards-second")
def test_a_dead_holder_does_not_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, holder: subprocess.Popen[bytes]
) -> None:
    """The lock of a process that was killed is free, though its name still stands in the file."""
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0)
    holder.kill()
    holder.wait()
    assert str(holder.pid) in (tmp_path / scene.STATE / "lock").read_text()
    scene.make_change(tmp_path)
    assert scene.tree(tmp_path) == scene.AFTER


def test_a_wizard_at_work_is_not_recovered_from(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    """The journal of a wizard that still runs is its own."""
    assert holder.poll() is None
    journal = tmp_path / scene.STATE / "journal.json"
    journal.write_bytes(b"written by the other one right now")
    assert scene.recover(tmp_path) is None
    assert journal.read_bytes() == b"written by the other one right now"


def test_the_slower_of_two_plans_again(tmp_path: Path) -> None:
    """A plan made before another wizard's change is refused after it."""
    scene.prepare(tmp_path)
    slower = scene.planned(tmp_path)
    scene.make_change(tmp_path)
    with pytest.raises(ChangedSinceError):
        scene.make_change(tmp_path, slower)
    assert scene.tree(tmp_path) == scene.AFTER


def test_an_unreadable_journal(tmp_path: Path) -> None:
    """An unreadable journal is moved aside with a sentence; the wizard goes on."""
    scene.prepare(tmp_path)
    (tmp_path / scene.STATE / "journal.json").write_bytes(b'{"version": 1')
    recovered = scene.recover(tmp_path)
    assert recovered is not None
    assert recovered.change is None
    assert "moved aside" in recovered.message
    assert scene.recover(tmp_path) is None
    assert (tmp_path / scene.STATE / "journal.damaged.json").read_bytes() == b'{"version": 1'
    scene.make_change(tmp_path)
    assert scene.tree(tmp_path) == scene.AFTER
