"""Undoing: whole files, in the order of the history, and what cannot be undone unasked."""

from pathlib import Path

import pytest

from tests.apply.homes import Home, home_in
from wizard.apply.change import FileWrite
from wizard.apply.errors import BackupError
from wizard.apply.history import changes
from wizard.files import take
from wizard.plan.conflict import UndoRefusedError


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one file of the user's own in it."""
    return home_in(tmp_path)


def test_undo_is_exact_and_can_be_undone(home: Home) -> None:
    """Undo gives bytes and permission bits back and takes new files and folders away; its own undo redoes."""
    before = take(home.path / "mine.json")
    change = home.make(
        FileWrite(before, b"{}", 0o600),
        FileWrite(take(home.path / ".codex" / "deep" / ".env"), b"KEY=1", 0o600),
        FileWrite(take(home.path / ".codex" / "config.toml"), b"a = 1", 0o644),
    )
    undone = home.undo(change)
    assert home.look("mine.json") == (b"\xef\xbb\xbf{ }\r\n", 0o644)
    assert not (home.path / ".codex").exists()
    assert undone.command == "undo"
    home.undo(undone)
    assert home.look("mine.json") == (b"{}", 0o600)
    assert home.look(".codex/deep/.env") == (b"KEY=1", 0o600)
    assert home.look(".codex/config.toml") == (b"a = 1", 0o644)
    assert [entry.command for entry in changes(home.state)] == ["undo", "undo", "apply"]


def test_undo_keeps_folders_the_user_has_filled(home: Home) -> None:
    """A folder made for a file stays when the user has put something else into it."""
    change = home.write(".codex/config.toml", b"a = 1")
    (home.path / ".codex" / "sessions").touch()
    home.undo(change)
    assert [place.name for place in (home.path / ".codex").iterdir()] == ["sessions"]


def test_undo_leaves_folders_of_the_user(home: Home) -> None:
    """An empty folder that was there before the wizard stays."""
    (home.path / ".codex").mkdir()
    home.undo(home.write(".codex/config.toml", b"a = 1"))
    assert (home.path / ".codex").is_dir()


def test_undo_of_a_deletion(home: Home) -> None:
    """A deleted file comes back as it was."""
    change = home.write("mine.json", None)
    assert home.look("mine.json") is None
    home.undo(change)
    assert home.look("mine.json") == (b"\xef\xbb\xbf{ }\r\n", 0o644)


def test_undo_goes_through_links(home: Home) -> None:
    """The file behind the link gets its bytes back; the link stays."""
    (home.path / "link").symlink_to("mine.json")
    home.undo(home.write("link", b"new"))
    assert (home.path / "link").readlink() == Path("mine.json")
    assert home.look("mine.json") == (b"\xef\xbb\xbf{ }\r\n", 0o644)


@pytest.mark.parametrize("edit", ["content", "gone"])
def test_a_file_that_cannot_be_compared_is_refused_unless_forced(home: Home, edit: str) -> None:
    """It is named and left as it is, and so are the others; force gives the earlier bytes back, skipping leaves it."""
    place = home.path / "mine.json"
    change = home.make(FileWrite(take(place), b"wizard", 0o600), FileWrite(take(home.path / "other"), b"x", 0o600))
    if edit == "content":
        place.write_bytes(b"edited")
    else:
        place.unlink()
    with pytest.raises(UndoRefusedError) as caught:
        home.plan(change)
    (conflict,) = caught.value.conflicts
    assert (conflict.code, conflict.path, conflict.setting) == ("plan.undo-incomparable", place, ())
    assert str(place) in conflict.message
    assert f"undo {change.id} --force" in caught.value.hint
    assert f"undo {change.id} --skip-failing" in caught.value.hint
    (edited,) = caught.value.edits
    assert edited.snapshot.content == b"wizard"
    assert edited.planned_bytes == {"content": b"edited", "gone": None}[edit]
    assert home.look("other") == (b"x", 0o600)
    now = home.look("mine.json")
    skipping = home.plan(change, skip_failing=True)
    assert [(file.path.name, file.action) for file in skipping.pending] == [("other", "delete")]
    assert [(told.notice.code, told.notice.path) for told in skipping.warnings] == [("plan.undo-left-file", place)]
    assert home.look("mine.json") == now
    home.undo(change, force=True)
    assert home.look("mine.json") == (b"\xef\xbb\xbf{ }\r\n", 0o644)
    assert home.look("other") is None


def test_permissions_that_were_changed_since_stay(home: Home) -> None:
    """The earlier bytes come back, and it is said that the permissions are left as somebody made them."""
    place = home.path / "mine.json"
    change = home.write("mine.json", b"wizard")
    place.chmod(0o640)
    (told,) = home.plan(change).warnings
    assert (told.notice.code, told.notice.path) == ("plan.undo-mode-changed", place)
    assert "0640" in told.notice.message
    home.undo(change)
    assert home.look("mine.json") == (b"\xef\xbb\xbf{ }\r\n", 0o640)


def test_a_file_that_was_moved_and_linked_is_undone_where_it_is(home: Home) -> None:
    """The link stays; behind it the earlier bytes come back."""
    place = home.path / "mine.json"
    change = home.write("mine.json", b"wizard")
    place.rename(home.path / "moved")
    place.symlink_to("moved")
    home.undo(change)
    assert place.readlink() == Path("moved")
    assert home.look("moved") == (b"\xef\xbb\xbf{ }\r\n", 0o644)


def test_a_new_file_that_was_moved_and_linked_is_emptied(home: Home) -> None:
    """What lies behind a link that the wizard did not make is not deleted, only the wizard's values go."""
    place = home.path / "new.json"
    change = home.write("new.json", b'{"key": "k"}')
    place.rename(home.path / "moved")
    place.symlink_to("moved")
    home.undo(change)
    assert home.look("moved") == (b"{}", 0o600)


def test_undo_of_an_earlier_change_needs_the_later_one_undone(home: Home) -> None:
    """A later change of the wizard to the same content is named, and that it is to be undone first."""
    first = home.write("mine.json", b"one")
    second = home.write("mine.json", b"two")
    with pytest.raises(UndoRefusedError) as caught:
        home.plan(first)
    (conflict,) = caught.value.conflicts
    assert conflict.later == second.id
    assert f"coding-plan-wizard undo {second.id}" in conflict.hint
    home.undo(second)
    home.undo(first)
    assert home.look("mine.json") == (b"\xef\xbb\xbf{ }\r\n", 0o644)


def test_undo_twice_does_nothing(home: Home) -> None:
    """A change that is undone already has nothing left to undo."""
    change = home.write("mine.json", b"one")
    home.undo(change)
    assert home.undo(change).files == ()
    assert len(changes(home.state)) == 2


def test_a_lost_backup(home: Home) -> None:
    """A backup that is gone or damaged is an error with its path, and nothing is written."""
    change = home.write("mine.json", b"one")
    place = home.state.backups / (change.files[0].before_digest or "")
    place.write_bytes(b"damaged")
    with pytest.raises(BackupError) as caught:
        home.plan(change)
    assert (caught.value.code, caught.value.path) == ("apply.backup-damaged", place)
    place.unlink()
    with pytest.raises(BackupError) as caught:
        home.plan(change)
    assert caught.value.code == "apply.backup-missing"
    assert home.look("mine.json") == (b"one", 0o600)


def test_a_damaged_backup_is_made_good(home: Home) -> None:
    """Content that is met again replaces its own damaged backup."""
    first = home.write("mine.json", b"one")
    (home.state.backups / (first.files[0].after_digest or "")).write_bytes(b"damaged")
    second = home.write("mine.json", b"two")
    home.undo(second)
    assert home.look("mine.json") == (b"one", 0o600)
