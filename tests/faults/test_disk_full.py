"""A disk that is really full: a small one in memory, with ever fewer blocks left."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.apply import check
from wizard.errors import WriteError

from . import scene

BLOCK = 4096


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a disk")
    command = ["/bin/mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(tmp_path)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not allow mounting")
    yield tmp_path
    subprocess.run(["/bin/umount", str(tmp_path)], check=True)


@pytest.mark.promise("call-fails-full")
@pytest.mark.parametrize("looks_first", [True, False], ids=["room looked up", "room unknown"])
def test_with_any_number_of_blocks_left(
    disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    looks_first: bool,  # noqa: FBT001  pytest passes it by name
) -> None:
    """However few blocks are left, the change is made whole or not at all, and the error names a path."""
    if not looks_first:  # other programs may take the room after the look
        monkeypatch.setattr(check, "_check_room", lambda _writes: None)
    outcomes: list[str] = []
    for left in range(16):
        home = disk / str(left)
        scene.prepare(home)
        writes = scene.planned(home)
        blocks = os.statvfs(disk).f_bavail - left
        filler = disk / "filler"
        filler.write_bytes(b"x" * (blocks * BLOCK))
        errors: list[WriteError] = []
        try:
            scene.make_change(home, writes)
        except WriteError as error:
            errors.append(error)
        assert {(error.code, error.exit_code) for error in errors} <= {("apply.full", 4)}
        assert all(str(home) in error.message for error in errors)
        outcomes.append("before" if errors else "after")
        filler.unlink()
        expected = scene.BEFORE if outcomes[-1] == "before" else scene.AFTER
        assert scene.tree(home) == expected, left
        state = scene.STATE_BEFORE if outcomes[-1] == "before" else scene.STATE_AFTER
        assert scene.state_tree(home) == state, left
        subprocess.run(["/bin/rm", "-r", str(home)], check=True)
    assert outcomes == ["before"] * outcomes.count("before") + ["after"] * outcomes.count("after")
    assert 4 < outcomes.count("before") < 16
