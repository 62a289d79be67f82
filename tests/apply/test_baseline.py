"""What a file was before the wizard came, as ``remove`` and the lists of models ask for it."""

from datetime import timedelta
from pathlib import Path

from tests.apply.homes import Home
from wizard.apply.baseline import Baseline, Baselines
from wizard.apply.change import Change, FileWrite
from wizard.files import take

FIRST, SECOND, THIRD = b"{}", b'{"a": 1}', b'{"a": 2}'


def changed(home: Home, content: bytes | None, command: str = "apply") -> Change:
    """One change of the one file, a day after the one before."""
    home.now += timedelta(days=1)
    mode = None if content is None else 0o600
    return home.make(FileWrite(take(home.path / "mine"), content, mode), command=command)


def start(tmp_path: Path) -> tuple[Home, Path]:
    """A home with a file of the user's, readable for all."""
    place = tmp_path / "mine"
    place.write_bytes(FIRST)
    place.chmod(0o644)
    return Home(tmp_path), place


def test_the_file_before_the_first_of_the_changes(tmp_path: Path) -> None:
    """After any number of changes it is the file before the first; an edit by somebody else since is told."""
    home, place = start(tmp_path)
    assert Baselines(home.state).of(place) is None
    changed(home, SECOND)
    changed(home, THIRD)
    assert Baselines(home.state).of(place) == Baseline(FIRST, 0o644, unedited=True)
    assert Baselines(home.state).of(tmp_path / "other") is None
    place.write_bytes(THIRD + b"\n")
    assert Baselines(home.state).of(place) == Baseline(FIRST, 0o644, unedited=False)


def test_a_file_that_was_not_there(tmp_path: Path) -> None:
    """Then there is nothing before it, neither bytes nor mode."""
    home, place = start(tmp_path)
    place.unlink()
    changed(home, SECOND)
    assert Baselines(home.state).of(place) == Baseline(None, None, unedited=True)


def test_edits_between_two_changes_belong_to_the_user(tmp_path: Path) -> None:
    """What the user wrote between two changes is not gone behind: the later one counts as the first."""
    home, place = start(tmp_path)
    changed(home, SECOND)
    place.write_bytes(b"mine again")
    changed(home, THIRD)
    assert Baselines(home.state).of(place) == Baseline(b"mine again", 0o600, unedited=True)


def test_an_undone_change_is_none(tmp_path: Path) -> None:
    """After an undo the file is that before the changes that are left; where none is left, it is itself."""
    home, place = start(tmp_path)
    changed(home, SECOND)
    later = changed(home, THIRD)
    home.now += timedelta(days=1)
    home.undo(later)
    assert Baselines(home.state).of(place) == Baseline(FIRST, 0o644, unedited=True)
    assert list(Baselines(home.state).contents(place)) == [(SECOND, THIRD), (FIRST, SECOND)]


def test_after_a_removal_all_begins_anew(tmp_path: Path) -> None:
    """What was taken out is not taken out again; the next change starts from what the removal left."""
    home, place = start(tmp_path)
    changed(home, SECOND)
    changed(home, b"left", "remove")
    assert Baselines(home.state).of(place) is None
    assert list(Baselines(home.state).contents(place)) == [(FIRST, SECOND)]
    changed(home, THIRD)
    assert Baselines(home.state).of(place) == Baseline(b"left", 0o600, unedited=True)
    assert list(Baselines(home.state).contents(place)) == [(b"left", THIRD), (FIRST, SECOND)]


def test_contents_that_are_not_kept(tmp_path: Path) -> None:
    """A lost backup is passed over, and a file whose earlier bytes are lost has no baseline."""
    home, place = start(tmp_path)
    first = changed(home, SECOND)
    changed(home, THIRD)
    (home.state.backups / str(first.files[0].before_digest)).unlink()
    assert Baselines(home.state).of(place) is None
    assert list(Baselines(home.state).contents(place)) == [(SECOND, THIRD)]


def test_each_change_has_its_entry(tmp_path: Path) -> None:
    """The history is a folder of its own with one file a change, named by its id; all else stands beside it."""
    home, _ = start(tmp_path)
    ids = [changed(home, SECOND).id, changed(home, THIRD).id]
    own = tmp_path / ".local/state/coding-plan-wizard"
    assert sorted(path.name for path in (own / "history").iterdir()) == [f"{id}.json" for id in ids]  # noqa: A001  its word
    assert sorted(path.name for path in own.iterdir()) == [".gitignore", "backups", "history", "lock"]


def test_a_change_that_was_undone_beside_edits_is_none(tmp_path: Path) -> None:
    """Undone by value, as somebody wrote into the file meanwhile, it leads back to the change before all the same."""
    home, place = start(tmp_path)
    place = place.rename(tmp_path / "mine.json")
    for content in (b'{"a": 1}', b'{"a": 2}'):
        change = home.make(FileWrite(take(place), content, 0o600))
    place.write_bytes(b'{"a": 2, "b": 1}')
    home.undo(change)
    assert place.read_bytes() == b'{"a": 1, "b": 1}'
    assert Baselines(home.state).of(place) == Baseline(FIRST, 0o644, unedited=False)
