"""Other programs that write at the same time, and keys that must not get around."""

import errno
import os
import traceback
from pathlib import Path
from typing import Any

import pytest

from wizard.apply import placing
from wizard.apply.errors import ChangedSinceError
from wizard.errors import WizardError, WriteError

from . import scene
from .calls import ORIGINALS, intercepted


def crash_at_removal_of(path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the change and stop it as a crash would, taking nothing back, when it is about to remove ``path``."""

    def before(_number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if name in {"unlink", "replace"} and arguments[0] == path:
            raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("wizard.apply.writer.put_back", _taking_nothing_back)
        with intercepted(monkeypatch, before), pytest.raises(SystemExit):
            scene.make_change(home)


def _taking_nothing_back(*_arguments: object, **_named: object) -> None:
    raise SystemExit


def test_a_file_edited_while_others_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit between two of the files stops the change; the edit stays, and what was written goes back."""
    scene.prepare(tmp_path)
    writes = scene.planned(tmp_path)
    config = tmp_path / ".old/tool/config.toml"
    real = tmp_path / "dotfiles/claude.json"

    def before(_number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "exchange" and arguments[1] == real:
            config.write_bytes(b"key = 'edited'\n")

    with intercepted(monkeypatch, before), pytest.raises(ChangedSinceError) as caught:
        scene.make_change(tmp_path, writes)
    assert caught.value.path == config
    assert scene.tree(tmp_path) == scene.BEFORE | {".old/tool/config.toml": "file 0600 key = 'edited'\n"}
    assert scene.state_tree(tmp_path) == scene.STATE_BEFORE


def test_a_file_overwritten_right_after_the_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read back differs: the others go back, the foreign content is not overwritten but named."""
    scene.prepare(tmp_path)
    real = tmp_path / "dotfiles/claude.json"

    def fsync_folder(folder: Path) -> None:
        ORIGINALS["fsync_folder"](folder)
        if folder == real.parent:
            real.write_bytes(b"somebody else's")

    monkeypatch.setattr("wizard.apply.syscalls.fsync_folder", fsync_folder)
    with pytest.raises(WriteError) as caught:
        scene.make_change(tmp_path)
    assert str(tmp_path / ".claude/settings.json") in caught.value.message
    assert real.read_bytes() == b"somebody else's"
    assert (tmp_path / ".old/tool/config.toml").exists()
    assert not (tmp_path / ".codex").exists()
    assert scene.recover(tmp_path) is None


def test_a_file_edited_after_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next start puts the other files back, leaves the edited one alone, says so, and keeps its backup."""
    scene.prepare(tmp_path)
    crash_at_removal_of(tmp_path / ".old/tool/config.toml", tmp_path, monkeypatch)
    (tmp_path / "dotfiles/claude.json").write_bytes(b"edited since")
    recovered = scene.recover(tmp_path)
    assert recovered is not None
    assert not recovered.finished
    assert recovered.left == (tmp_path / ".claude/settings.json",)
    assert str(tmp_path / ".claude/settings.json") in recovered.message
    assert scene.tree(tmp_path) == scene.BEFORE | {"dotfiles/claude.json": "file 0600 edited since"}
    assert "backups/6b92" in scene.state_tree(tmp_path)
    assert scene.recover(tmp_path) is None


def test_a_file_edited_after_a_crash_at_the_very_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that is in the history already is made, whatever was edited before the next start."""
    scene.prepare(tmp_path)
    crash_at_removal_of(tmp_path / scene.STATE / "journal.json", tmp_path, monkeypatch)
    (tmp_path / "dotfiles/claude.json").write_bytes(b"edited since")
    recovered = scene.recover(tmp_path)
    assert recovered is not None
    assert recovered.finished
    assert scene.tree(tmp_path) == scene.AFTER | {"dotfiles/claude.json": "file 0600 edited since"}
    assert scene.state_tree(tmp_path) == scene.STATE_AFTER


def test_all_files_that_cannot_be_put_back_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start on a broken disk names each file that it could not put back; the next one, on a sound disk, does it."""
    scene.prepare(tmp_path)
    crash_at_removal_of(tmp_path / ".old/tool/config.toml", tmp_path, monkeypatch)

    def fail(_number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if name in {"unlink", "replace"} and ".codex" in arguments[0].parts:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with intercepted(monkeypatch, fail), pytest.raises(WriteError) as caught:
        scene.recover(tmp_path)
    deep = tmp_path / ".codex/deep"
    assert caught.value.code == "apply.not-put-back"
    assert f"{deep / '.env'}, {deep / 'config.toml'}" in caught.value.message
    recovered = scene.recover(tmp_path)
    assert recovered is not None
    assert not recovered.finished
    assert scene.tree(tmp_path) == scene.BEFORE
    assert scene.state_tree(tmp_path) == scene.STATE_BEFORE


def test_a_start_that_cannot_finish_leaves_nothing_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that only lacks its entry in the history: where that cannot be written, no half of it stays."""
    scene.prepare(tmp_path)
    state = tmp_path / scene.STATE

    def entered(name: str, arguments: tuple[Any, ...]) -> bool:
        return name == "replace" and arguments[1].parent == state / "history"

    def crash(_number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if entered(name, arguments):
            raise SystemExit

    def fail(_number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if entered(name, arguments):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr("wizard.apply.writer.put_back", _taking_nothing_back)
        patch.setattr("wizard.apply.state.StateFolder.discard_leftover", lambda _state, _place: None)
        with intercepted(monkeypatch, crash), pytest.raises(SystemExit):
            scene.make_change(tmp_path)
    assert [path.name for path in state.rglob("*.tmp")] == [f"{scene.SECOND_ID}.json.tmp"]
    with intercepted(monkeypatch, fail), pytest.raises(WriteError):
        scene.recover(tmp_path)
    assert not list(state.rglob("*.tmp"))
    recovered = scene.recover(tmp_path)
    assert recovered is not None
    assert recovered.finished
    assert scene.tree(tmp_path) == scene.AFTER
    assert scene.state_tree(tmp_path) == scene.STATE_AFTER


def test_a_crash_of_another_wizard_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another wizard left half done is put back before anything is written; the plan made on it is void."""
    scene.prepare(tmp_path)
    crash_at_removal_of(tmp_path / ".old/tool/config.toml", tmp_path, monkeypatch)
    with pytest.raises(ChangedSinceError):
        scene.make_change(tmp_path)
    assert scene.tree(tmp_path) == scene.BEFORE
    assert scene.state_tree(tmp_path) == scene.STATE_BEFORE


def test_a_busy_file_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows: a file that another program has open for a moment is replaced at a later attempt."""
    (tmp_path / "new").write_bytes(b"new")
    refusals = [1, 2]

    def replace(source: Path, target: Path) -> None:
        if refusals:
            refusals.pop()
            raise PermissionError(13, "in use")
        ORIGINALS["replace"](source, target)

    monkeypatch.setattr("wizard.apply.syscalls.replace", replace)
    monkeypatch.setattr("wizard.apply.placing._PAUSE_SECONDS", 0)
    with pytest.raises(PermissionError):
        placing.commit(tmp_path / "new", tmp_path / "target", attempts=1)
    placing.commit(tmp_path / "new", tmp_path / "target", attempts=3)
    assert (tmp_path / "target").read_bytes() == b"new"


def test_no_key_in_errors_journal_or_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted key is in no traceback and in no file of the wizard but the backups."""
    scene.prepare(tmp_path)
    writes = scene.planned(tmp_path)
    found: list[str] = []

    def before(_number: int, name: str, _arguments: tuple[Any, ...]) -> None:
        if name == "remove_folder":
            found.extend(
                str(place.relative_to(tmp_path / scene.STATE).parent)
                for place in (tmp_path / scene.STATE).rglob("*")
                if place.is_file() and scene.KEY.encode() in place.read_bytes()
            )
            assert (tmp_path / scene.STATE / "journal.json").is_file()
            raise OSError(5, "broken")

    with intercepted(monkeypatch, before), pytest.raises(WizardError) as caught:
        scene.make_change(tmp_path, writes)
    assert set(found) == {"backups"}
    shown = "".join(traceback.format_exception(caught.value)) + caught.value.message + caught.value.hint
    assert scene.KEY not in shown
    scene.make_change(tmp_path)
    entry = (tmp_path / scene.STATE / "history" / f"{scene.SECOND_ID}.json").read_text()
    assert scene.KEY not in entry
