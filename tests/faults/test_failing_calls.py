"""Each call that changes the disk fails once: all files stay as they were, and nothing is left over."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.apply.homes import Home
from wizard.apply import syscalls
from wizard.apply.change import FileWrite
from wizard.apply.history import changes
from wizard.errors import WriteError
from wizard.files import take

from . import scene
from .calls import ORIGINALS, intercepted
from .last_moment import WAYS

WHOLE_FILE = ["open_new", "set_mode", "write", "fsync", "close"]
IN_PLACE = ["replace", "fsync_folder"]
EXCHANGED = ["replace", "exchange", "unlink", "fsync_folder"]


def all_calls(home: Path, monkeypatch: pytest.MonkeyPatch, missing: Mapping[str, int]) -> list[str]:
    """The names of the calls that the change makes when nothing fails but those that the system lacks."""

    def lacks(_number: int, name: str, _arguments: tuple[Any, ...]) -> None:
        if name in missing:
            raise OSError(missing[name], os.strerror(missing[name]))

    scene.prepare(home)
    with intercepted(monkeypatch, lacks) as calls:
        scene.make_change(home)
    return calls.names


def test_the_change_itself(tmp_path: Path) -> None:
    """With nothing failing the home is as written out, and the state folder holds every content."""
    scene.prepare(tmp_path)
    assert scene.tree(tmp_path) == scene.BEFORE
    assert scene.state_tree(tmp_path) == scene.STATE_BEFORE
    scene.make_change(tmp_path)
    assert scene.tree(tmp_path) == scene.AFTER
    assert scene.state_tree(tmp_path) == scene.STATE_AFTER


def test_the_order_of_the_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thing is on the disk before the next relies on it: journal, backups, the file, the history."""
    scene.prepare(tmp_path)
    (write, *_) = scene.planned(tmp_path)
    found: list[tuple[str, str]] = []

    def before(_number: int, name: str, arguments: tuple[Any, ...]) -> None:
        where = arguments[-1] if name in {"replace", "exchange"} else arguments[0]
        found.append((name, where.name[:4] if isinstance(where, Path) else ""))

    with intercepted(monkeypatch, before):
        scene.make_change(tmp_path, [write])
    assert [name for name, _ in found] == [
        *("open_lock", "take_lock", "set_mode", "empty", "write"),  # the lock
        *WHOLE_FILE,  # the journal
        *IN_PLACE,
        *WHOLE_FILE,  # two backups
        *IN_PLACE,
        *WHOLE_FILE,
        *IN_PLACE,
        *("open_new", "copy_attributes", "set_mode", "write", "fsync", "close"),  # the file
        *EXCHANGED,
        *WHOLE_FILE,  # the history
        *IN_PLACE,
        "unlink",  # the journal
        "fsync_folder",
    ]
    renamed = [where for name, where in found if name in {"replace", "exchange"}]
    assert renamed == ["jour", "6b92", "0339", ".cod", "clau", "2026"]
    assert [where for name, where in found if name == "unlink"] == [".cod", "jour"]


@pytest.mark.parametrize(
    ("name", "calls"),
    [
        (".codex/deep/.env", ["link", "unlink", "fsync_folder"]),
        (".old/tool/config.toml", ["replace", "unlink", "fsync_folder", "remove_folder"]),
    ],
    ids=["a new file", "a file that goes"],
)
def test_the_order_for_files_that_come_and_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, calls: list[str]
) -> None:
    """They are on the disk, or gone from it, before the history says so."""
    scene.prepare(tmp_path)
    (write,) = (write for write in scene.planned(tmp_path) if write.snapshot.path == tmp_path / name)
    found: list[str] = []

    def before(_number: int, call: str, arguments: tuple[Any, ...]) -> None:
        places = [place for place in arguments if isinstance(place, Path)]
        if any((tmp_path / name).parent in (place, place.parent) for place in places):
            found.append(call)

    with intercepted(monkeypatch, before):
        scene.make_change(tmp_path, [write])
    assert found[-len(calls) :] == calls


@pytest.mark.promise("call-fails-full")
@pytest.mark.parametrize(
    ("number", "way"),
    [(errno.EIO, "exchange"), (errno.ENOSPC, "exchange"), (errno.EIO, "link, for ENOSYS"), (errno.EIO, "nothing")],
    ids=lambda value: value if isinstance(value, str) else errno.errorcode[value],
)
def test_every_call_fails_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, way: str) -> None:
    """Whichever call fails, the error names a file, exit code 4, and everything is as before."""
    missing = WAYS[way].missing
    names = all_calls(tmp_path / "count", monkeypatch, missing)
    assert len(names) > 70
    assert {"open_new", "write", "fsync", "set_mode", "replace", "unlink", "remove_folder"} <= set(names)
    assert {"exchange", "link"} <= set(names)
    for index, name in enumerate(names):
        home = tmp_path / str(index)
        scene.prepare(home)
        writes = scene.planned(home)

        def fail(at: int, name: str, _arguments: tuple[Any, ...], index: int = index) -> None:
            answer = number if at == index else missing.get(name)
            if answer:
                raise OSError(answer, os.strerror(answer))

        if name == "copy_attributes":  # that one cannot be copied is no reason to fail
            with intercepted(monkeypatch, fail):
                scene.make_change(home, writes)
            continue
        with intercepted(monkeypatch, fail), pytest.raises(WriteError) as caught:
            scene.make_change(home, writes)
        case = f"call {index}, {name}"
        assert scene.tree(home) == scene.BEFORE, case
        assert scene.state_tree(home) == scene.STATE_BEFORE, case
        assert caught.value.exit_code == 4, case
        assert str(home) in caught.value.message, case
        assert scene.KEY not in caught.value.message, case


@pytest.mark.promise("call-fails-full")
@pytest.mark.parametrize("number", [errno.EXDEV, errno.EBUSY, errno.EPERM], ids=errno.errorcode.get)
def test_every_rename_fails_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """A rename that the system refuses, for whatever reason, leaves everything as before."""
    names = all_calls(tmp_path / "count", monkeypatch, {})
    # A system that does not permit an exchange, or a second name, may permit a plain rename all the same.
    asked = {"replace"} if number == errno.EPERM else {"replace", "exchange"}
    for index in (index for index, name in enumerate(names) if name in asked):
        home = tmp_path / str(index)
        scene.prepare(home)
        writes = scene.planned(home)

        def fail(at: int, _name: str, _arguments: tuple[Any, ...], index: int = index) -> None:
            if at == index:
                raise OSError(number, os.strerror(number))

        with intercepted(monkeypatch, fail), pytest.raises(WriteError):
            scene.make_change(home, writes)
        assert scene.tree(home) == scene.BEFORE, index
        assert scene.state_tree(home) == scene.STATE_BEFORE, index


@pytest.mark.promise("call-fails-full")
def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that takes three bytes at a time gets the whole file all the same."""
    scene.prepare(tmp_path)
    monkeypatch.setattr(syscalls, "write", lambda file, content: ORIGINALS["write"](file, content[:3]))
    scene.make_change(tmp_path)
    assert scene.tree(tmp_path) == scene.AFTER


def test_a_disk_that_stays_broken_keeps_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When putting back fails too, the error names the files, and the next start puts them back."""
    scene.prepare(tmp_path)
    writes = scene.planned(tmp_path)
    broken: list[str] = []

    def fail(_number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "replace" and arguments[0].name == "config.toml":
            broken.append(name)
        if broken and name in {"unlink", "replace", "exchange", "open_new"}:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with intercepted(monkeypatch, fail), pytest.raises(WriteError) as caught:
        scene.make_change(tmp_path, writes)
    assert caught.value.code == "apply.not-put-back"
    assert str(tmp_path / ".claude/settings.json") in caught.value.message
    assert str(tmp_path / scene.STATE / "backups") in caught.value.message
    recovered = scene.recover(tmp_path)
    assert recovered is not None
    assert not recovered.finished
    assert scene.tree(tmp_path) == scene.BEFORE
    assert scene.state_tree(tmp_path) == scene.STATE_BEFORE


def test_a_mode_that_was_narrowed_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a change narrows one file and then fails at another, the first has its permission bits again."""
    home = Home(tmp_path)
    narrowed, other = tmp_path / "narrowed", tmp_path / "other"
    for place in (narrowed, other):
        place.write_bytes(b"as it was")
        place.chmod(0o644)
    writes = [FileWrite(take(narrowed), b"as it was", 0o600), FileWrite(take(other), b"new", 0o600)]

    def fail(_number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "exchange" and arguments[1] == other:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with intercepted(monkeypatch, fail), pytest.raises(WriteError):
        home.make(*writes)
    assert home.look("narrowed") == home.look("other") == (b"as it was", 0o644)
    assert not changes(home.state)
    home.make(*writes)
    assert home.look("narrowed") == (b"as it was", 0o600)
