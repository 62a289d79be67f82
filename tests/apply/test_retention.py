"""Backups do not grow without bound, and what is forgotten takes nothing away that is still needed."""

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.apply.homes import NOW, Home
from wizard.apply import retention, syscalls
from wizard.apply.history import changes
from wizard.apply.kept import KEPT_CHANGES, KEPT_DAYS
from wizard.apply.retention import outdated


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home(tmp_path)


def kept(home: Home) -> list[bytes]:
    """All contents in the backups."""
    return sorted(place.read_bytes() for place in home.state.backups.iterdir())


def test_the_documented_number_and_age() -> None:
    """The README promises a hundred changes and a year."""
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    assert (KEPT_CHANGES, KEPT_DAYS) == (100, 365)
    assert "100 changes" in readme
    assert "365 days" in readme


@pytest.mark.promise("backups-private-kept")
def test_a_write_forgets_the_changes_beyond_the_number(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a limit of three, the fourth change forgets the first and the backup that nothing else needs."""
    monkeypatch.setattr(retention, "KEPT_CHANGES", 3)
    monkeypatch.setattr(retention, "_ALWAYS_KEPT", 1)
    made = [home.write("mine.json", content).id for content in (b"1", b"2", b"3", b"4", b"5")]
    assert [change.id for change in changes(home.state)] == made[:1:-1]
    assert kept(home) == [b"2", b"3", b"4", b"5"]
    monkeypatch.undo()
    for change in changes(home.state):
        home.undo(change)
    assert home.look("mine.json") == (b"2", 0o600)


def test_a_write_forgets_the_changes_beyond_the_age(home: Home) -> None:
    """Of twelve changes made long ago the newest ten stay all the same, so that a wrong clock takes not everything."""
    made = [home.write("mine.json", str(number).encode()).id for number in range(12)]
    home.now = NOW + timedelta(days=365)
    made.append(home.write("mine.json", b"exactly a year later").id)
    assert [change.id for change in changes(home.state)] == made[::-1]
    home.now = NOW + timedelta(days=366)
    made.append(home.write("mine.json", b"later").id)
    assert [change.id for change in changes(home.state)] == made[:3:-1]
    assert b"2" not in kept(home)
    assert b"3" in kept(home)  # what the oldest of the ten would bring back


def test_a_clock_that_was_wrong_once_makes_no_gap(home: Home) -> None:
    """A change with an old time between newer ones stays: only the end of the history goes."""
    first = home.write("mine.json", b"1")
    home.now = NOW - timedelta(days=4000)
    home.write("mine.json", b"2")
    home.now = NOW
    home.write("mine.json", b"3")
    assert outdated(home.state, keep=100, max_age_days=30, now=NOW) == ()
    assert outdated(home.state, keep=100, max_age_days=30, now=NOW + timedelta(days=40))[-1] == first


def test_a_change_is_made_though_forgetting_fails(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup that cannot be removed spoils no change; the next one forgets it."""
    monkeypatch.setattr(retention, "KEPT_CHANGES", 1)
    monkeypatch.setattr(retention, "_ALWAYS_KEPT", 1)
    home.write("mine.json", b"1")
    home.write("mine.json", b"2")

    def fail(path: Path) -> None:
        if path.parent == home.state.backups:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        path.unlink()

    with monkeypatch.context() as patch:
        patch.setattr("wizard.apply.syscalls.unlink", fail)
        home.write("mine.json", b"3")
    assert home.look("mine.json") == (b"3", 0o600)
    assert len(changes(home.state)) == 2
    home.write("mine.json", b"4")
    assert len(changes(home.state)) == 1
    assert kept(home) == [b"3", b"4"]


def test_a_long_history_is_forgotten_at_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many changes go, the disk is waited for once a folder, and the oldest goes first."""
    for number in range(30):
        home.write("mine.json", str(number).encode())
    monkeypatch.setattr(retention, "KEPT_CHANGES", 2)
    monkeypatch.setattr(retention, "_ALWAYS_KEPT", 1)
    waited: list[str] = []
    removed: list[str] = []
    wait, unlink = syscalls.fsync_folder, syscalls.unlink

    def counted(folder: Path) -> None:
        waited.append(folder.name)
        wait(folder)

    def named(path: Path) -> None:
        removed.append(path.stem)
        unlink(path)

    with monkeypatch.context() as patch:
        patch.setattr("wizard.apply.syscalls.fsync_folder", counted)
        patch.setattr("wizard.apply.syscalls.unlink", named)
        home.write("mine.json", b"last")
    entries = [name for name in removed if name.startswith("20")]
    assert len(entries) == 29
    assert entries == sorted(entries)
    assert len(changes(home.state)) == 2
    assert len(waited) < 20


@pytest.mark.promise("backups-private-kept")
def test_a_content_is_kept_once_and_never_written_again(home: Home) -> None:
    """The same content in two files and two changes is one backup, whose file is not touched again."""
    home.write("one", b"same")
    (place,) = home.state.backups.iterdir()
    before = place.stat()
    home.write("two", b"same")
    home.write("one", None)
    home.write("one", b"same")
    assert [path.name for path in home.state.backups.iterdir()] == [
        "0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5"
    ]
    after = place.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_damaged_backup_is_written_again_where_its_content_is_at_hand(home: Home) -> None:
    """A backup that the disk damaged is replaced when the same content is kept anew."""
    home.write("one", b"content")
    (place,) = home.state.backups.iterdir()
    place.write_bytes(b"damaged")
    home.write("two", b"content")
    assert place.read_bytes() == b"content"


def test_all_of_an_old_history_goes_on_request(home: Home) -> None:
    """Asked for by hand, the age holds for the last change too: no number of them stays whatever their age."""
    made = [home.write("mine.json", content).id for content in (b"1", b"2")]
    later = NOW + timedelta(days=31)
    assert [change.id for change in outdated(home.state, keep=100, max_age_days=30, now=later)] == made[::-1]
    assert outdated(home.state, keep=100, max_age_days=31, now=later) == ()
