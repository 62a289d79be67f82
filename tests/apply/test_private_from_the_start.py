"""What the writer makes is closed to others from its first instant, and is made nowhere else than where it says."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.apply import syscalls

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")


@pytest.fixture(autouse=True)
def _no_umask() -> Iterator[None]:
    """Nothing is taken away by the system."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_modes_before_they_are_set(tmp_path: Path) -> None:
    """A new file and the lock are 0600 as they appear, a new folder 0700."""
    for make, name in ((syscalls.open_new, "new"), (syscalls.open_lock, "lock")):
        os.close(make(tmp_path / name))
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    syscalls.make_folder(tmp_path / "folder")
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o700


def test_nothing_that_is_there_is_opened(tmp_path: Path) -> None:
    """A new file never takes the place of another, and neither it nor the lock goes through a link that was laid."""
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    link, dangling = tmp_path / "link", tmp_path / "dangling"
    link.symlink_to(victim)
    dangling.symlink_to(tmp_path / "nowhere")
    for place in (victim, link, dangling):
        with pytest.raises(FileExistsError):
            syscalls.open_new(place)
    for place in (link, dangling):
        with pytest.raises(OSError, match="symbolic links"):
            syscalls.open_lock(place)
    assert victim.read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()
