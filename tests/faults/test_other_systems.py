"""Network folders and Windows, where some calls are missing: each is failed, and what follows is defined."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from wizard.apply import syscalls
from wizard.apply.errors import write_error
from wizard.errors import WriteError

from . import scene
from .calls import ORIGINALS, intercepted


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.ENOSYS], ids=errno.errorcode.get)
def test_a_folder_that_cannot_be_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Where fsync of a folder is not available the change is made without it."""
    scene.prepare(tmp_path)
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").resolve().is_dir():
            raise OSError(number, os.strerror(number))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    scene.make_change(tmp_path)
    assert scene.tree(tmp_path) == scene.AFTER


def test_a_folder_whose_disk_fails_is_no_such_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That a folder cannot be waited for is passed over; that its disk is broken is not."""

    def fsync(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="Input/output"):
        syscalls.fsync_folder(tmp_path)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL], ids=errno.errorcode.get)
def test_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Where files cannot be locked nothing is written, and the sentence says how to go on."""
    scene.prepare(tmp_path)

    def take_lock(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(syscalls, "take_lock", take_lock)
    with pytest.raises(WriteError) as caught:
        scene.make_change(tmp_path)
    assert (caught.value.code, caught.value.exit_code) == ("apply.no-locks", 4)
    assert str(tmp_path / scene.STATE / "lock") in caught.value.message
    assert "XDG_STATE_HOME" in caught.value.hint
    assert scene.tree(tmp_path) == scene.BEFORE
    assert scene.state_tree(tmp_path) == scene.STATE_BEFORE


def test_a_lock_that_fails_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails while the lock is taken is no missing lock and no other wizard."""
    scene.prepare(tmp_path)

    def take_lock(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(syscalls, "take_lock", take_lock)
    with pytest.raises(WriteError) as caught:
        scene.make_change(tmp_path)
    assert caught.value.code == "apply.failed"


def test_a_file_that_stays_open_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows: while another program has a file open it cannot be replaced; all goes back, with a sentence."""
    scene.prepare(tmp_path)

    def before(_number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "exchange":
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        if name == "replace" and arguments[1] == tmp_path / "dotfiles/claude.json":
            error = PermissionError(errno.EACCES, "The process cannot access the file")
            error.winerror = 32  # type: ignore[attr-defined,unused-ignore]  # only Windows gives errors this number
            raise error

    with intercepted(monkeypatch, before), pytest.raises(WriteError) as caught:
        scene.make_change(tmp_path)
    assert caught.value.code == "apply.busy"
    assert caught.value.exit_code == 4
    assert str(tmp_path / ".claude/settings.json") in caught.value.message
    assert scene.tree(tmp_path) == scene.BEFORE
    assert scene.state_tree(tmp_path) == scene.STATE_BEFORE


@pytest.mark.promise("call-fails-full")
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "apply.full"),
        (errno.EDQUOT, "apply.full"),
        (errno.EACCES, "apply.denied"),
        (errno.EPERM, "apply.denied"),
        (errno.EROFS, "apply.denied"),
        (errno.EBUSY, "apply.busy"),
        (errno.EXDEV, "apply.failed"),
        (errno.EIO, "apply.failed"),
    ],
    ids=lambda value: errno.errorcode.get(value, value) if isinstance(value, int) else value,
)
def test_each_failure_has_its_sentence(number: int, code: str) -> None:
    """The sentence begins with the path, has the system's own words, and a next step; exit code 4."""
    error = write_error(Path("/home/ada/.codex/config.toml"), OSError(number, os.strerror(number)))
    assert (error.code, error.exit_code) == (code, 4)
    assert error.message.startswith("/home/ada/.codex/config.toml: ")
    assert os.strerror(number) in error.message
    assert "Every file is as it was before." in error.message
    assert error.hint


@pytest.mark.parametrize(("windows", "code"), [(32, "apply.busy"), (33, "apply.busy"), (5, "apply.denied")])
def test_a_refusal_of_windows_has_its_sentence(windows: int, code: str) -> None:
    """A file that another program has open or locked is told from one that may not be written."""
    system = PermissionError(errno.EACCES, "The process cannot access the file")
    system.winerror = windows  # type: ignore[attr-defined,unused-ignore]  # only Windows gives errors this number
    assert write_error(Path("/home/ada/.codex/config.toml"), system).code == code


def test_an_error_without_words_is_named(tmp_path: Path) -> None:
    """Where the system says nothing of its own, the kind of the error stands in its place."""
    error = write_error(tmp_path / "config.toml", TimeoutError())
    assert error.code == "apply.failed"
    assert "TimeoutError" in error.message


def test_a_write_that_takes_nothing_does_not_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that takes no byte and says no error is a failure, not an endless loop."""
    scene.prepare(tmp_path)

    def write(descriptor: int, content: memoryview) -> int:
        return 0 if bytes(content).startswith(b'{"hooks": [], "key"') else ORIGINALS["write"](descriptor, content)

    monkeypatch.setattr(syscalls, "write", write)
    with pytest.raises(WriteError) as caught:
        scene.make_change(tmp_path)
    assert caught.value.code == "apply.failed"
    assert scene.tree(tmp_path) == scene.BEFORE
