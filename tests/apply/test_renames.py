"""The two renames that Python does not know, on the system at hand."""

import errno
import os
import platform
import sys
from pathlib import Path

import pytest

from wizard.apply import renames, syscalls

pytestmark = pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="only Linux and macOS have them")


@pytest.fixture
def names(tmp_path: Path) -> tuple[Path, Path]:
    """Two files, with a name that is no UTF-8."""
    one, other = tmp_path / "one", tmp_path / os.fsdecode(b"o\xffther")
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    return one, other


def test_two_files_change_places(names: tuple[Path, Path]) -> None:
    """Each is where the other was; with one of them missing nothing is done."""
    one, other = names
    syscalls.exchange(one, other)
    assert (one.read_bytes(), other.read_bytes()) == (b"2", b"1")
    other.unlink()
    with pytest.raises(FileNotFoundError):
        syscalls.exchange(one, other)
    assert one.read_bytes() == b"2"


def test_never_over_another(names: tuple[Path, Path]) -> None:
    """A file is renamed where nothing stands, not even a link that leads nowhere."""
    one, other = names
    for _ in range(2):
        with pytest.raises(FileExistsError) as caught:
            syscalls.rename_new(one, other)
        assert (caught.value.filename, caught.value.filename2) == (str(one), str(other))
        other.unlink()
        other.symlink_to("nowhere")
    other.unlink()
    syscalls.rename_new(one, other)
    assert other.read_bytes() == b"1"
    assert not one.exists()


@pytest.mark.skipif(platform.machine() != "x86_64" or sys.platform != "linux", reason="the number of one system")
def test_by_its_number(names: tuple[Path, Path]) -> None:
    """A C library that does not name Linux's call has it all the same; where its number is not known there is none."""
    one, other = names
    call = renames.by_number(316)
    assert call(os.fsencode(one), os.fsencode(other), 2) == 0
    assert (one.read_bytes(), other.read_bytes()) == (b"2", b"1")
    assert call(os.fsencode(one), os.fsencode(other), 1) == -1
    with pytest.raises(OSError, match="not implemented") as caught:
        renames.by_number(None)
    assert caught.value.errno == errno.ENOSYS


def test_a_python_without_ctypes(names: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no exchange, which is an ordinary answer."""
    monkeypatch.setitem(sys.modules, "ctypes", None)
    with pytest.raises(OSError, match="not implemented"):
        renames.exchange(*names)


def test_another_system(names: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has no exchange either."""
    monkeypatch.setattr("wizard.apply.syscalls.sys.platform", "win32")
    with pytest.raises(OSError, match="not implemented"):
        syscalls.exchange(*names)
