"""The history, and forgetting."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.apply.homes import NOW, Home, home_in
from wizard.apply.history import changes, load, next_id
from wizard.apply.retention import outdated, prune


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one file of the user's own in it."""
    return home_in(tmp_path)


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
