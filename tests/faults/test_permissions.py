"""Files and folders that a user may not read or write, tried as such a user; and root in a user's home."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wizard.apply.errors import StateRefusedError
from wizard.apply.state import StateFolder

from . import scene
from .other_user import USER

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.other_user,
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user"),
]


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of the other user, with a file; pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    home = folder / "home"
    tool = home / ".tool"
    tool.mkdir(parents=True)
    (tool / "settings.json").write_bytes(b"old")
    (tool / "settings.json").chmod(0o644)
    for place in (home, tool, tool / "settings.json"):
        os.chown(place, USER, USER)
    yield home
    shutil.rmtree(folder)


def tried(home: Path, path: Path) -> dict[str, Any]:
    """How the other user's change ended."""
    command = [sys.executable, "-m", "tests.faults.other_user", str(home), str(path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    found: dict[str, Any] = json.loads(ended.stdout)
    assert found["uid"] == USER
    return found


def test_it_works_for_this_user(home: Path) -> None:
    """The control: with nothing in the way the file is replaced and belongs to the user still."""
    path = home / ".tool" / "settings.json"
    assert tried(home, path)["code"] == ""
    assert path.read_bytes() == b"new"
    assert {place.stat().st_uid for place in home.rglob("*")} == {USER}


@pytest.mark.promise("read-only-missing")
def test_a_read_only_folder(home: Path) -> None:
    """A folder that cannot be written is found before anything is touched."""
    (home / ".tool").chmod(0o555)
    found = tried(home, home / ".tool" / "settings.json")
    assert (found["code"], found["exit_code"]) == ("apply.read-only-folder", 1)
    assert str(home / ".tool") in found["message"]
    assert tried(home, home / ".tool" / "deep" / "new.json")["code"] == "apply.read-only-folder"
    assert [place.name for place in home.iterdir()] == [".tool"]


def test_a_read_only_file(home: Path) -> None:
    """A file that cannot be written is explained, though its folder would allow replacing it."""
    path = home / ".tool" / "settings.json"
    path.chmod(0o444)
    assert tried(home, path)["code"] == "apply.read-only-file"
    assert path.read_bytes() == b"old"


def test_a_file_of_another_user(home: Path) -> None:
    """Its permissions are not blamed, since changing them would not help."""
    path = home / ".tool" / "settings.json"
    path.chmod(0o644)
    os.chown(path, 0, 0)
    found = tried(home, path)
    assert found["code"] == "apply.not-writable"
    assert "chmod u+w" not in found["message"]
    assert path.read_bytes() == b"old"


def test_a_file_that_cannot_be_read(home: Path) -> None:
    """An unreadable file and an unsearchable folder are explained."""
    path = home / ".tool" / "settings.json"
    path.chmod(0o000)
    assert tried(home, path)["code"] == "files.denied"
    path.chmod(0o644)
    path.parent.chmod(0o000)
    assert tried(home, path)["code"] == "files.denied"


@pytest.mark.promise("with-home-another")
def test_a_file_of_somebody_else(home: Path) -> None:
    """A file that would change hands by being replaced is left as it is."""
    path = home / ".tool" / "settings.json"
    os.chown(path, 0, 0)
    path.chmod(0o666)
    found = tried(home, path)
    assert (found["code"], found["exit_code"]) == ("apply.owner", 1)
    assert (path.read_bytes(), path.stat().st_uid) == (b"old", 0)
    assert [place.name for place in path.parent.iterdir()] == ["settings.json"]


def test_a_file_of_a_group_that_is_not_the_users(home: Path) -> None:
    """The same for its group, which shows as the new file is made: all goes back."""
    path = home / ".tool" / "settings.json"
    os.chown(path, USER, 1234)
    found = tried(home, path)
    assert (found["code"], found["exit_code"]) == ("apply.group", 4)
    assert (path.read_bytes(), path.stat().st_gid) == (b"old", 1234)
    assert [place.name for place in path.parent.iterdir()] == ["settings.json"]


def test_a_state_folder_that_cannot_be_made(home: Path) -> None:
    """Without a place for the history nothing is changed."""
    (home / ".local").mkdir()
    found = tried(home, home / ".tool" / "settings.json")
    assert (found["code"], found["exit_code"]) == ("apply.denied", 4)
    assert (home / ".tool" / "settings.json").read_bytes() == b"old"


def _keep_records_with_root(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root's history and backups are root's, wherever it writes."""
    roots = StateFolder(home.parent / "root")
    monkeypatch.setattr(scene, "state_of", lambda _home: roots)


def test_root_keeps_no_records_in_a_home(home: Path) -> None:
    """Root neither makes a state folder among another user's files nor believes one that lies there."""
    with pytest.raises(StateRefusedError) as caught:
        scene.apply_one(home, home / ".tool" / "new.json")
    assert caught.value.code == "apply.state-of-another"
    assert not (home / ".local").exists()
    assert not (home / ".tool" / "new.json").exists()


@pytest.mark.promise("nothing-root-s")
def test_root_leaves_nothing_of_its_own_in_a_project(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever root makes in a user's folder is that user's, and what belonged to someone stays theirs."""
    _keep_records_with_root(home, monkeypatch)
    scene.prepare(home)
    os.chown(home / "dotfiles" / "claude.json", 1234, 1235)
    for folder in (home / "dotfiles", home / ".claude"):
        os.chown(folder, USER, USER)
    scene.make_change(home)
    owners = {
        str(place.relative_to(home)): (place.lstat().st_uid, place.lstat().st_gid)
        for place in home.rglob("*")
        if place.relative_to(home) != Path(".claude/settings.json")  # a link the test made
    }
    assert owners.pop("dotfiles/claude.json") == (1234, 1235)
    assert set(owners.values()) == {(USER, USER)}
    assert {".codex/deep/.env", ".codex/deep"} <= set(owners)


def test_root_leaves_nothing_of_its_own_below_a_folder_of_root(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that an earlier program left to root among the user's, new files are the user's all the same."""
    _keep_records_with_root(home, monkeypatch)
    folder = home / ".config"
    folder.mkdir()
    scene.apply_one(home, folder / "opencode" / "opencode.json")
    assert folder.stat().st_uid == 0
    new = [place for place in home.rglob("*") if place != folder]
    assert {(place.lstat().st_uid, place.lstat().st_gid) for place in new} == {(USER, USER)}
    assert folder / "opencode" / "opencode.json" in new
