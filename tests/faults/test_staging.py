"""A file with a key is closed to others at every moment of its making, also where the file it replaces is shared."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.apply.homes import Home
from wizard.apply.access import granted as narrowed
from wizard.apply.change import FileWrite
from wizard.errors import WriteError
from wizard.files import take

from . import access
from .calls import intercepted

ROOT = Path(__file__).parents[2]
KEY = b'{"key": "sk-sp-planted0000000000000000000000"}'

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Python knows access lists on Linux only")


@pytest.fixture
def shared_home(tmp_path: Path) -> Home:
    """A home in which all that is new is shared with a friend, and a file that is shared with them."""
    if not access.is_supported(tmp_path):
        pytest.skip("no access lists on this disk")
    os.setxattr(tmp_path, access.INHERITED, access.shared())
    place = tmp_path / "settings.json"
    place.write_bytes(b"{}")
    os.setxattr(place, access.ACCESS, access.shared())
    os.setxattr(place, "user.origin", b"dotfiles")
    return Home(tmp_path)


def watched(home: Home, calls: list[str], *open_to_all: bytes) -> Callable[[int, str, tuple[Any, ...]], None]:
    """Before each call: what is being made, and what is the wizard's own, grants nothing to others.

    Empty files neither, as who opens one can read it later; but for contents that are ``open_to_all`` in the end.
    """

    def before(_number: int, name: str, _arguments: tuple[Any, ...]) -> None:
        calls.append(name)
        for path in home.path.rglob("*"):
            own = home.state.path in path.parents or path.name.endswith(".tmp")
            if path.is_file() and own and path.read_bytes() not in open_to_all:
                assert access.granted(path) == 0, f"{path} before {name}"

    return before


@pytest.mark.promise("file-receives-key")
def test_at_every_call(shared_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change, its undo, the undo of that, and a change that is rolled back: journal, backups, history, the file."""
    place, other = shared_home.path / "settings.json", shared_home.path / "other.json"
    other.write_bytes(b"{ }")
    calls: list[str] = []
    with intercepted(monkeypatch, watched(shared_home, calls, b"{}")):
        change = shared_home.write("settings.json", KEY)
    with intercepted(monkeypatch, watched(shared_home, calls, b"{}", b"")):
        undone = shared_home.undo(change)
    with intercepted(monkeypatch, watched(shared_home, calls, b"{}")):
        shared_home.undo(undone)
    assert calls.count("copy_attributes") == 3
    again = [FileWrite(take(place), KEY + b"\n", 0o600), FileWrite(take(other), KEY, 0o600)]

    def fails(number: int, name: str, arguments: tuple[Any, ...]) -> None:
        watched(shared_home, calls)(number, name, arguments)
        if name in {"replace", "exchange"} and arguments[1] == other:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with intercepted(monkeypatch, fails), pytest.raises(WriteError):
        shared_home.make(*again)
    assert shared_home.look("settings.json") == (KEY, 0o600)
    assert calls.count("copy_attributes") == 6  # the two files, and the first of them again


def test_lists_and_labels_are_kept(shared_home: Home) -> None:
    """In the end the file has the list of the old one, bounded by its mode, and every label; undo gives all back."""
    place = shared_home.path / "settings.json"
    change = shared_home.write("settings.json", KEY, 0o640)
    assert os.getxattr(place, access.ACCESS) == access.shared(mask=4)
    assert os.getxattr(place, "user.origin") == b"dotfiles"
    assert shared_home.look("settings.json") == (KEY, 0o640)
    shared_home.undo(change)
    assert os.getxattr(place, access.ACCESS) == access.shared()
    assert os.getxattr(place, "user.origin") == b"dotfiles"
    assert shared_home.look("settings.json") == (b"{}", 0o660)


@pytest.mark.parametrize("mode", [0o4755, 0o2644, 0o400], ids="{:04o}".format)
def test_odd_modes_are_kept(shared_home: Home, mode: int) -> None:
    """Bits that writing clears, and a mode that forbids writing, are as planned in the end."""
    shared_home.write("odd", KEY, mode)
    assert shared_home.look("odd") == (KEY, mode)


def test_a_list_is_narrowed_as_a_mode_narrows_it() -> None:
    """Named users keep their entries and the mask bounds them; what is not understood is not given at all."""
    assert narrowed(access.ACCESS, access.shared(), 0o600) == access.shared(mask=0)
    assert narrowed(access.ACCESS, access.shared(), 0o660) == access.shared(mask=6)
    plain = bytes.fromhex("02000000 01000600ffffffff 04000600ffffffff 20000400ffffffff")
    closed = bytes.fromhex("02000000 01000600ffffffff 04000000ffffffff 20000000ffffffff")
    assert narrowed(access.ACCESS, plain, 0o600) == closed
    assert narrowed(access.ACCESS, b"\3\0\0\0" + access.shared()[4:], 0o600) is None
    assert narrowed(access.ACCESS, access.shared()[:-1], 0o600) is None
    assert narrowed("system.nfs4_acl", b"anybody", 0o600) is None
    assert narrowed("system.nfs4_acl", b"anybody", 0o640) == b"anybody"
    assert narrowed("user.origin", b"dotfiles", 0o600) == b"dotfiles"


@pytest.fixture
def open_home() -> Iterator[Path]:
    """A home into which everybody may look; pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.promise("file-receives-key")
@pytest.mark.other_user
@pytest.mark.parametrize("call", ["copy_attributes", "set_mode", "write", "fsync"])
def test_killed_in_the_middle(open_home: Path, call: str) -> None:
    """Killed at any step of making the file: what lies there then has no content, or the friend cannot open it."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    if not access.is_supported(open_home):
        pytest.skip("no access lists on this disk")
    place = open_home / "settings.json"
    place.write_bytes(b"{}")
    os.setxattr(place, access.ACCESS, access.shared())
    command = [sys.executable, "-m", "tests.faults.staged", call, str(open_home)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    (left,) = open_home.glob(".coding-plan-wizard-*.tmp")
    friend = access.FRIEND
    ended = subprocess.run(
        ["/bin/cat", left], capture_output=True, check=False, user=friend, group=friend, extra_groups=[]
    )
    assert (ended.stdout, place.read_bytes()) == (b"", b"{}")
