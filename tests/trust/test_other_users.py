"""Homes and state folders of other users: nothing in them is obeyed, and root becomes the user whose home it is."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.other_user import USER
from wizard import identity
from wizard.environment import HomeError

from .planting import CODEX, CONTENT, STATE, Plant, everything, plant

ROOT = Path(__file__).parents[2]
BOB = 1234
APPLY = ("apply", "--yes", "--region", "china", "--model", "glm-5", "--tool", "opencode")
COMMANDS = [("status",), ("doctor",), ("history",), ("undo", "--yes"), APPLY]

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.other_user,
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user"),
]


@pytest.fixture
def homes() -> Iterator[Path]:
    """A folder that others may look into; pytest's own are closed to them."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def home_of(place: Path, owner: int) -> Path:
    """A home with Codex's folder in it."""
    (place / ".codex").mkdir(parents=True)
    give(place, owner)
    return place


def give(place: Path, owner: int) -> None:
    """Give ``place`` and all below it to ``owner``."""
    for path in (place, *place.rglob("*")):
        os.chown(path, owner, owner, follow_symlinks=False)


def as_user(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line, run by the unprivileged user with HOME as ``home``."""
    variables = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "CODING_PLAN_API_KEY": "sk-sp-0123456789abcdef",
    }
    command = [sys.executable, "-m", "tests.faults.run_as_other", str(home), *arguments]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False, timeout=120)


def test_the_control(homes: Path) -> None:
    """The user's own journal is told of by a command that reads and obeyed by one that writes."""
    home = home_of(homes / "home", USER)
    plant(home, Plant(f"{home}/{CODEX}").value())
    give(home, USER)
    before = everything(homes)
    ran = as_user(home, "status")
    assert "To settle it: coding-plan-wizard undo\n" in ran.stderr
    assert everything(homes) == before
    assert as_user(home, *APPLY).returncode == 0
    assert (home / CODEX).read_bytes() == CONTENT


def anothers_folder(home: Path) -> str:
    """The whole state folder is somebody else's."""
    give(home / STATE, BOB)
    return "belongs to another user"


def anothers_journal(home: Path) -> str:
    """The journal is, and may be read."""
    give(home / STATE / "journal.json", BOB)
    (home / STATE / "journal.json").chmod(0o644)
    return "is not one the wizard wrote for this home"


def closed_journal(home: Path) -> str:
    """The journal is, and may not."""
    give(home / STATE / "journal.json", BOB)
    return "This file may not be read by the present user"


def open_folder(home: Path) -> str:
    """Anybody may write into the folder."""
    (home / STATE).chmod(0o777)
    return "Other users may write here (permissions 0777)"


def open_backups(home: Path) -> str:
    """A group may write into the backups."""
    (home / STATE / "backups").chmod(0o770)
    return "Other users may write here (permissions 0770)"


def open_journal(home: Path) -> str:
    """Anybody may write the journal."""
    (home / STATE / "journal.json").chmod(0o666)
    return "is not one the wizard wrote for this home"


def a_link(home: Path) -> str:
    """The journal is a link to a file of the user's own."""
    own = home / "own.json"
    (home / STATE / "journal.json").rename(own)
    (home / STATE / "journal.json").symlink_to(own)
    return "is not one the wizard wrote for this home"


def closed_folder(home: Path) -> str:
    """The folder may not be looked into."""
    (home / STATE).chmod(0)
    return "cannot be read"


@pytest.mark.promise("journal-history-somebody")
@pytest.mark.parametrize(
    "kind",
    [anothers_folder, anothers_journal, closed_journal, open_folder, open_backups, open_journal, a_link, closed_folder],
)
def test_what_others_could_have_written(homes: Path, kind: Callable[[Path], str]) -> None:
    """Each command says so; no file of a tool is written from it, and a command that reads still does its work."""
    home = home_of(homes / "home", USER)
    plant(home, Plant(f"{home}/{CODEX}").value())
    give(home, USER)
    told = kind(home)
    before = everything(homes)
    for command in COMMANDS[:2]:
        ran = as_user(home, *command)
        assert ran.returncode == 0, ran.stderr
        assert told in ran.stderr, command
        assert everything(homes) == before, command
    for command in COMMANDS[2:]:
        ran = as_user(home, *command)
        assert told in ran.stdout + ran.stderr or ran.returncode == 0, command
        assert "Traceback" not in ran.stderr
        assert not (home / CODEX).exists(), command


def test_the_home_of_another(homes: Path) -> None:
    """With HOME leading into another user's home nothing there is settled, whoever's the state folder is."""
    home = home_of(homes / "bob", BOB)
    precious = homes / "precious"
    precious.write_text("mine")
    os.chown(precious, USER, USER)
    plant(home, Plant(f"{home}/{CODEX}", temporary=str(precious)).value())
    give(home, BOB)
    for folder in (home, home / STATE):
        folder.chmod(0o777)
    before = everything(homes)
    for command in COMMANDS:
        as_user(home, *command)
        assert everything(homes) == before, command


@pytest.mark.promise("nothing-root-s")
@pytest.mark.parametrize("named", [False, True])
def test_root_touches_nothing_as_root(homes: Path, named: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """In a user's home, by HOME or by name, a journal of that user's deletes and writes nothing of root's."""
    home = home_of(homes / "alice", USER)
    roots = homes / "roots"
    roots.mkdir(mode=0o700)
    (roots / "precious").write_text("root's own")
    plant(home, Plant(f"{roots}/sudoers", mode=0o4755, temporary=f"{roots}/precious", owner=[0, 0]).value())
    give(home, USER)
    before = everything(roots)
    variables = {"PATH": "/usr/bin:/bin", "HOME": str(homes if named else home), "LANG": "C.UTF-8"}
    for command in COMMANDS:
        words = [sys.executable, "-m", "wizard", *command, *(("--home", str(home)) if named else ())]
        ran = subprocess.run(words, cwd=ROOT, env=variables, capture_output=True, text=True, check=False, timeout=120)
        assert "Traceback" not in ran.stderr
        assert everything(roots) == before, command
    assert {path.lstat().st_uid for path in home.rglob("*")} == {USER}


def test_a_catalog_is_checked_with_the_owners_rights(homes: Path) -> None:
    """A catalog in a user's home that leads to a file of root's is read as that user, or not at all."""
    secret = homes / "secret.toml"
    secret.write_text("[root-only]\n")
    secret.chmod(0o600)
    home = home_of(homes / "alice", USER)
    (home / "catalog.toml").symlink_to(secret)
    command = [sys.executable, "-m", "wizard", "catalog", "--check", str(home / "catalog.toml"), "--home", str(home)]
    variables = {"PATH": "/usr/bin:/bin", "HOME": str(homes), "LANG": "C.UTF-8"}
    ran = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False, timeout=120)
    said = ran.stdout + ran.stderr
    assert ran.returncode == 1
    assert "root-only" not in said
    assert "Permission denied" in said or "belongs to" in said


def test_the_advice_names_an_owner_without_a_name_by_number(homes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``sudo -u`` takes a number for one only behind a ``#``, which the shell must not see."""
    home = home_of(homes / "alice", 12_345)
    monkeypatch.setattr(identity, "_unreadable_to", lambda *_who: Path("/program"))
    with pytest.raises(HomeError) as caught:
        identity.become_owner_of(home)
    assert "sudo -u '#12345' -H coding-plan-wizard" in caught.value.hint


@pytest.mark.promise("nothing-root-s")
def test_root_becomes_the_owner(homes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For good, with the owner's rights alone; where the program is closed to the owner, root does nothing there."""
    home = home_of(homes / "alice", USER)
    monkeypatch.setattr(identity, "_unreadable_to", lambda *_who: Path("/program"))
    with pytest.raises(HomeError) as caught:
        identity.become_owner_of(home)
    assert caught.value.code == "environment.root-in-a-home"
    assert os.getuid() == os.geteuid() == 0
    monkeypatch.setattr(identity, "_unreadable_to", lambda *_who: None)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        identity.become_owner_of(home)
        os.write(writing, json.dumps([os.getresuid(), os.getresgid(), os.getgroups()]).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    users, groups, further = json.loads(os.read(reading, 4096))
    os.close(reading)
    assert users == [USER] * 3
    assert 0 not in {*groups, *further}


def test_root_stays_root_at_home(tmp_path: Path) -> None:
    """In a home of its own nothing changes for root."""
    identity.become_owner_of(tmp_path)
    assert os.geteuid() == 0
