"""The history, undoing, and forgetting."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wizard.apply.change import Change, FileWrite
from wizard.apply.errors import BackupError, EditedSinceError
from wizard.apply.history import backup, changes, load, next_id, undo_writes
from wizard.apply.retention import outdated, prune
from wizard.apply.state import StateFolder
from wizard.apply.writer import apply
from wizard.files import take

NOW = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)


class Home:
    """A home, and changes made in it at a clock of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state = StateFolder.of(path, {}, "linux")
        self.now = NOW

    def write(self, name: str, content: bytes | None, mode: int | None = 0o600) -> Change:
        """Change one file."""
        place = self.path / name
        return self.make(FileWrite(take(place), content, None if content is None else mode))

    def make(self, *writes: FileWrite, command: str = "apply") -> Change:
        """Make a change."""
        return apply(writes, state=self.state, command=command, tools=[], summary={}, now=self.now)

    def undo(self, change: Change, *, force: bool = False) -> Change:
        """Take a change back."""
        return self.make(*undo_writes(self.state, change, force=force), command="undo")

    def look(self, name: str) -> tuple[bytes, int] | None:
        """Content and permission bits of a file."""
        place = self.path / name
        return (place.read_bytes(), stat.S_IMODE(place.stat().st_mode)) if place.exists() else None


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one file of the user's own in it."""
    (tmp_path / "mine.json").write_bytes(b"\xef\xbb\xbf{ }\r\n")
    (tmp_path / "mine.json").chmod(0o644)
    return Home(tmp_path)


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


@pytest.mark.parametrize("edit", ["content", "mode", "gone", "link"])
def test_undo_after_an_edit_is_refused_unless_forced(home: Home, edit: str) -> None:
    """A file edited after the change is named and left as it is, and so are the others; force overrides."""
    place = home.path / "mine.json"
    change = home.make(FileWrite(take(place), b"wizard", 0o600), FileWrite(take(home.path / "other"), b"x", 0o600))
    match edit:
        case "content":
            place.write_bytes(b"edited")
        case "mode":
            place.chmod(0o640)
        case "gone":
            place.unlink()
        case _:
            place.rename(home.path / "moved")
            place.symlink_to("moved")
    with pytest.raises(EditedSinceError) as caught:
        undo_writes(home.state, change)
    assert caught.value.paths == (place,)
    assert str(place) in caught.value.message
    assert f"undo {change.id} --force" in caught.value.hint
    (edited,) = caught.value.files
    assert backup(home.state, edited.changed.after_digest or "") == b"wizard"
    assert edited.snapshot.content == {"content": b"edited", "gone": None}.get(edit, b"wizard")
    assert home.look("other") == (b"x", 0o600)
    home.undo(change, force=True)
    assert home.look("mine.json") == (b"\xef\xbb\xbf{ }\r\n", 0o644)
    assert home.look("other") is None


def test_undo_of_an_earlier_change_needs_the_later_one_undone(home: Home) -> None:
    """A later change of the wizard to the same file is an edit too; undone one by one all goes back."""
    first = home.write("mine.json", b"one")
    second = home.write("mine.json", b"two")
    with pytest.raises(EditedSinceError):
        undo_writes(home.state, first)
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
        undo_writes(home.state, change)
    assert (caught.value.code, caught.value.path) == ("apply.backup-damaged", place)
    place.unlink()
    with pytest.raises(BackupError) as caught:
        undo_writes(home.state, change)
    assert caught.value.code == "apply.backup-missing"
    assert home.look("mine.json") == (b"one", 0o600)


def test_a_damaged_backup_is_made_good(home: Home) -> None:
    """Content that is met again replaces its own damaged backup."""
    first = home.write("mine.json", b"one")
    (home.state.backups / (first.files[0].after_digest or "")).write_bytes(b"damaged")
    second = home.write("mine.json", b"two")
    home.undo(second)
    assert home.look("mine.json") == (b"one", 0o600)


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"version": 2, "change": {}}', b'{"version": 1}'],
    ids=range(8),
)
def test_a_damaged_entry_is_named_not_fatal(home: Home, damage: bytes) -> None:
    """Whatever stands in an entry's place, the others are listed, and the damaged one is named."""
    first = home.write("mine.json", b"one")
    second = home.write("mine.json", b"two")
    place = home.state.history / f"{first.id}.json"
    place.write_bytes(damage)
    assert load(home.state).changes == (second,)
    assert load(home.state).damaged == (place,)


def test_an_entry_cannot_name_files_elsewhere(home: Home) -> None:
    """A digest that is a path is damage: it must not lead out of the backups."""
    change = home.write("mine.json", b"one")
    place = home.state.history / f"{change.id}.json"
    place.write_text(place.read_text().replace(change.files[0].before_digest or "", "../../secret"))
    assert load(home.state).damaged == (place,)


def test_no_history(home: Home) -> None:
    """Before the first change the history is empty, and looking makes no folder."""
    assert changes(home.state) == ()
    assert outdated(home.state, keep=1, max_age_days=1, now=NOW) == ()
    prune(home.state, ())
    assert not home.state.path.exists()


def test_ids_sort_in_the_order_of_changes(home: Home) -> None:
    """Changes in the same instant, and after the clock was put back, still sort behind the earlier ones."""
    ids = [home.write("mine.json", b"1").id, home.write("mine.json", b"2").id]
    home.now = NOW - timedelta(days=400)
    ids.append(home.write("mine.json", b"3").id)
    home.now = NOW + timedelta(seconds=60)
    ids.append(home.write("mine.json", b"4").id)
    assert ids == ["20260301-1200-1388", "20260301-1200-1389", "20260301-1200-138a", "20260301-1201-1388"]
    assert [change.id for change in changes(home.state)] == ids[::-1]


def test_an_id_tells_the_moment(home: Home) -> None:
    """Day and minute, and behind them the milliseconds of that minute in four hexadecimal digits."""
    assert next_id(home.state, NOW.replace(microsecond=678_901)) == "20260301-1200-162e"
    assert next_id(home.state, NOW.replace(second=59, microsecond=999_999)) == "20260301-1200-ea5f"


def test_ids_beyond_the_last_number(home: Home) -> None:
    """Where no higher number is left an id gets longer."""
    home.write("mine.json", b"1")
    entry = home.state.history / "20260301-1200-1388.json"
    entry.rename(entry.with_name("20260301-1200-ffff.json"))
    assert home.write("mine.json", b"2").id == "20260301-1200-ffff0"
    assert home.write("mine.json", b"3").id == "20260301-1200-ffff1"


def test_prune_by_number(home: Home) -> None:
    """The newest stay, with what is needed to undo them; contents nothing refers to go."""
    made = [home.write("mine.json", content) for content in (b"1", b"2", b"3")]
    forgotten = outdated(home.state, keep=1, max_age_days=30, now=NOW)
    assert forgotten == (made[1], made[0])
    prune(home.state, forgotten)
    assert changes(home.state) == (made[2],)
    assert sorted(place.read_bytes() for place in home.state.backups.iterdir()) == [b"2", b"3"]
    home.undo(made[2])
    assert home.look("mine.json") == (b"2", 0o600)


def test_prune_by_age(home: Home) -> None:
    """Changes older than the days given go, however few there are."""
    old = home.write("mine.json", b"1")
    home.now = NOW + timedelta(days=31)
    new = home.write("mine.json", b"2")
    forgotten = outdated(home.state, keep=10, max_age_days=30, now=home.now)
    assert forgotten == (old,)
    prune(home.state, forgotten)
    assert changes(home.state) == (new,)


def test_prune_beside_a_damaged_entry(home: Home) -> None:
    """What a damaged entry may need is kept; what only the forgotten ones needed goes."""
    first = home.write("mine.json", b"1")
    home.write("other", b"2")
    (home.state.history / f"{first.id}.json").write_bytes(b"damaged")
    prune(home.state, outdated(home.state, keep=0, max_age_days=30, now=NOW))
    assert sorted(place.read_bytes() for place in home.state.backups.iterdir()) == [b"1", b"\xef\xbb\xbf{ }\r\n"]
