"""An edit between the last look at a file and its replacement: it stays, whoever makes it and however, and is told."""

import errno
import os
from pathlib import Path

import pytest

from tests.apply.homes import Home
from wizard.apply import last_look, versions
from wizard.apply.change import FileWrite
from wizard.apply.errors import ChangedSinceError
from wizard.apply.exchange import aside_of, spare_of
from wizard.apply.history import changes
from wizard.errors import WriteError
from wizard.files import take

from . import scene
from .calls import ORIGINALS
from .last_moment import (
    EDITS,
    KEEPING,
    WAYS,
    Edit,
    Way,
    appends,
    closes,
    deletes,
    edited,
    fails,
    look,
    makes,
    makes_a_link,
    meddling,
    replaces,
    replaces_again,
)

OLD, NEW = b"model = 'old'\n", b"key = 'sk-sp-planted0000000000000000000000'\n"

every_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
every_way_that_keeps = pytest.mark.parametrize("way", KEEPING.values(), ids=KEEPING)
every_edit = pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with two files of the user's own in it."""
    for name in ("first", "second"):
        (tmp_path / name).write_bytes(OLD)
        (tmp_path / name).chmod(0o644)
    return Home(tmp_path)


def planned(home: Home) -> list[FileWrite]:
    """Both files with the key."""
    return [FileWrite(take(home.path / name), NEW, 0o600) for name in ("first", "second")]


def expect_as_before(home: Home, *also: str) -> None:
    """The first file is as before, there are no leftovers beside the files, no history, no journal, no backup."""
    assert home.look("first") == (OLD, 0o644)
    assert {place.name for place in home.path.iterdir()} <= {".local", "first", "second", "elsewhere", *also}
    assert [place.name for place in home.state.path.rglob("*") if place.is_file()] == ["lock"]


@pytest.mark.promise("edited-at-very")
@every_way
@every_edit
def test_an_edit_of_a_file_that_is_replaced(home: Home, monkeypatch: pytest.MonkeyPatch, way: Way, edit: Edit) -> None:
    """It stays, the file before it goes back, and the change says that it was not made."""
    second = home.path / "second"
    expected = edited(edit, OLD, 0o644, home.path / "trial")
    writes = planned(home)
    with meddling(monkeypatch, way, (way.putting, second, edit)), pytest.raises(ChangedSinceError) as caught:
        home.make(*writes)
    assert (caught.value.path, caught.value.exit_code) == (second, 1)
    assert look(second) == expected
    expect_as_before(home)


@every_way
@every_edit
def test_an_edit_of_a_file_that_is_removed(home: Home, monkeypatch: pytest.MonkeyPatch, way: Way, edit: Edit) -> None:
    """The file stays, edited."""
    second = home.path / "second"
    expected = edited(edit, OLD, 0o644, home.path / "trial")
    writes = [FileWrite(take(home.path / "first"), NEW, 0o600), FileWrite(take(second), None, None)]
    with meddling(monkeypatch, way, ("replace", second, edit)), pytest.raises(ChangedSinceError) as caught:
        home.make(*writes)
    assert caught.value.path == second
    assert look(second) == expected
    expect_as_before(home)


@every_way
@pytest.mark.parametrize("edit", [makes, makes_a_link], ids=["a file", "a link"])
def test_what_appears_where_a_file_is_made(home: Home, monkeypatch: pytest.MonkeyPatch, way: Way, edit: Edit) -> None:
    """It is not overwritten."""
    new = home.path / "new"
    writes = [FileWrite(take(home.path / "first"), NEW, 0o600), FileWrite(take(new), NEW, 0o600)]
    with meddling(monkeypatch, way, (way.creating, new, edit)), pytest.raises(ChangedSinceError) as caught:
        home.make(*writes)
    assert caught.value.path == new
    assert look(new) == (("file", 0o640, b"made meanwhile") if edit is makes else ("link", 0, b"first"))
    expect_as_before(home, "new")


@pytest.mark.promise("edited-at-very")
@every_way
@every_edit
def test_an_edit_while_a_change_is_undone(home: Home, monkeypatch: pytest.MonkeyPatch, way: Way, edit: Edit) -> None:
    """The change is not undone: the edited file stays as it was edited, the other one as the change left it."""
    second = home.path / "second"
    change = home.make(*planned(home))
    expected = edited(edit, NEW, 0o600, home.path / "trial")
    with meddling(monkeypatch, way, (way.putting, second, edit)), pytest.raises(ChangedSinceError) as caught:
        home.undo(change)
    assert caught.value.path == second
    assert look(second) == expected
    assert home.look("first") == (NEW, 0o600)
    assert changes(home.state) == (change,)


@pytest.mark.promise("edited-at-very")
@every_way
@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit is not closes], ids=lambda edit: edit.__name__)
def test_an_edit_while_a_change_is_rolled_back(
    home: Home, monkeypatch: pytest.MonkeyPatch, way: Way, edit: Edit
) -> None:
    """The disk fails at the second file, and the first is edited as it is put back: the edit stays and is told."""
    first, second = home.path / "first", home.path / "second"
    expected = edited(edit, NEW, 0o600, home.path / "trial")
    writes = planned(home)
    moments = (way.putting, second, fails), (way.putting, first, edit)
    with meddling(monkeypatch, way, *moments), pytest.raises(WriteError) as caught:
        home.make(*writes)
    assert (caught.value.code, caught.value.exit_code) == ("apply.not-put-back", 4)
    assert f"these could not be put back: {first}." in caught.value.message
    assert look(first) == expected
    assert home.look("second") == (OLD, 0o644)
    # It can be undone value by value, as the sentence says.
    assert [file.path for change in changes(home.state) for file in change.files] == [first, second]
    assert not home.state.unsettled
    assert not list(home.path.glob(".coding-plan*"))


@every_way
def test_permission_bits_set_while_a_change_is_rolled_back(
    home: Home, monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    """They stay, and the content goes back."""
    first, second = home.path / "first", home.path / "second"
    writes = planned(home)
    moments = (way.putting, second, fails), (way.putting, first, closes)
    with meddling(monkeypatch, way, *moments), pytest.raises(WriteError) as caught:
        home.make(*writes)
    assert caught.value.code == "apply.failed"
    assert home.look("first") == (OLD, 0o440)
    assert home.look("second") == (OLD, 0o644)
    assert not list(home.path.glob(".coding-plan*"))


@every_way
def test_a_new_file_edited_while_it_is_rolled_back(home: Home, monkeypatch: pytest.MonkeyPatch, way: Way) -> None:
    """A file that the change made goes again, unless somebody wrote into it at that moment."""
    new, second = home.path / "new", home.path / "second"
    writes = [FileWrite(take(new), NEW, 0o600), planned(home)[1]]
    moments = (way.putting, second, fails), ("replace", new, appends)
    with meddling(monkeypatch, way, *moments), pytest.raises(WriteError) as caught:
        home.make(*writes)
    assert f"these could not be put back: {new}." in caught.value.message
    assert home.look("new") == (NEW + b"user = 'typed meanwhile'\n", 0o600)


@every_way
def test_a_file_made_anew_while_its_removal_is_rolled_back(
    home: Home, monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    """A file that the change removed comes back, unless somebody made a new one at that moment."""
    first, second = home.path / "first", home.path / "second"
    writes = [FileWrite(take(first), None, None), planned(home)[1]]
    moments = (way.putting, second, fails), (way.creating, first, makes)
    with meddling(monkeypatch, way, *moments), pytest.raises(WriteError) as caught:
        home.make(*writes)
    assert f"these could not be put back: {first}." in caught.value.message
    assert home.look("first") == (b"made meanwhile", 0o640)


def crashes(*_arguments: object, **_named: object) -> None:
    """No edit: the program ends here, and takes nothing back."""
    raise SystemExit


def broken_off(
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    way: Way,
    *moments: tuple[str, Path, Edit],
    second: FileWrite | None = None,
) -> None:
    """The change is broken off, as by a crash, when its first file is written."""
    writes = [planned(home)[0], second or planned(home)[1]]
    with monkeypatch.context() as patch:
        patch.setattr("wizard.apply.writer.put_back", crashes)
        with meddling(monkeypatch, way, *moments), pytest.raises(SystemExit):
            home.make(*writes)
    assert home.look("first") == (NEW, 0o600)


@every_way
@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit is not closes], ids=lambda edit: edit.__name__)
def test_an_edit_during_the_next_start(home: Home, monkeypatch: pytest.MonkeyPatch, way: Way, edit: Edit) -> None:
    """What a crash left is taken back at the next start; a file edited at that moment is left, and named."""
    first = home.path / "first"
    broken_off(home, monkeypatch, way, (way.putting, home.path / "second", crashes))
    expected = edited(edit, NEW, 0o600, home.path / "trial")
    with meddling(monkeypatch, way, (way.putting, first, edit)):
        recovered = scene.recover(home.path)
    assert recovered is not None
    assert (recovered.finished, recovered.left) == (False, (first,))
    assert look(first) == expected
    assert home.look("second") == (OLD, 0o644)
    assert not list(home.path.glob(".coding-plan*"))
    assert scene.recover(home.path) is None


@every_way_that_keeps
@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit is not deletes], ids=lambda edit: edit.__name__)
def test_an_edit_that_a_crash_met_under_another_name(
    home: Home, monkeypatch: pytest.MonkeyPatch, way: Way, edit: Edit
) -> None:
    """The program ends when it is about to give an edited file back: the next start does it."""
    second = home.path / "second"
    expected = edited(edit, OLD, 0o644, home.path / "trial")
    broken_off(home, monkeypatch, way, (way.putting, second, edit), (way.putting, second, crashes))
    assert look(second) == ("file", 0o600, NEW)
    with meddling(monkeypatch, way):
        recovered = scene.recover(home.path)
    assert recovered is not None
    assert not recovered.finished
    assert look(second) == expected
    assert home.look("first") == (OLD, 0o644)
    assert not list(home.path.glob(".coding-plan*"))
    assert scene.recover(home.path) is None


@every_way_that_keeps
@pytest.mark.parametrize("at", ["link", "unlink"], ids=["before it is back", "when it is back"])
def test_an_edit_of_a_removed_file_that_a_crash_met(
    home: Home, monkeypatch: pytest.MonkeyPatch, way: Way, at: str
) -> None:
    """The file was to go, was edited, and the program ends as it comes back: the next start leaves it as edited."""
    second = home.path / "second"
    gone = FileWrite(take(second), None, None)
    broken_off(home, monkeypatch, way, ("replace", second, appends), (at, second, crashes), second=gone)
    with meddling(monkeypatch, way):
        recovered = scene.recover(home.path)
    assert recovered is not None
    assert recovered.left == (second,)
    assert home.look("second") == (OLD + b"user = 'typed meanwhile'\n", 0o644)
    assert home.look("first") == (OLD, 0o644)
    assert not list(home.path.glob(".coding-plan*"))
    assert b"typed meanwhile" not in b"".join(place.read_bytes() for place in home.state.backups.iterdir())


@every_way_that_keeps
@pytest.mark.parametrize(
    ("again", "expected"),
    [
        (replaces_again, ("file", 0o640, b"replaced once more")),
        (appends, ("file", 0o600, NEW + b"user = 'typed meanwhile'\n")),
    ],
    ids=["replaces", "appends"],
)
def test_a_second_edit_before_the_first_is_back(
    home: Home, monkeypatch: pytest.MonkeyPatch, way: Way, again: Edit, expected: object
) -> None:
    """What was done last stands in the file; the edit before it is kept with the backups, and the file is named."""
    second = home.path / "second"
    writes = planned(home)
    moments = (way.putting, second, appends), (way.putting, second, again)
    with meddling(monkeypatch, way, *moments) as calls, pytest.raises(WriteError) as caught:
        home.make(*writes)
    assert calls.names.count("exchange") == 2 + 3  # the first goes in and back; the second in, back, and theirs in
    assert caught.value.code == "apply.not-put-back"
    assert f"these could not be put back: {second}." in caught.value.message
    assert str(home.state.backups) in caught.value.message
    assert look(second) == expected
    assert OLD + b"user = 'typed meanwhile'\n" in [place.read_bytes() for place in home.state.backups.iterdir()]
    assert home.look("first") == (OLD, 0o644)
    assert [file.path for change in changes(home.state) for file in change.files] == [home.path / "first", second]
    assert not list(home.path.glob(".coding-plan*"))


@every_way_that_keeps
def test_a_removal_before_the_edit_is_back(home: Home, monkeypatch: pytest.MonkeyPatch, way: Way) -> None:
    """What was removed is the wizard's file, so the edit before it is not lost with it but comes back."""
    second = home.path / "second"
    writes = planned(home)
    moments = (way.putting, second, appends), (way.putting, second, deletes)
    with meddling(monkeypatch, way, *moments), pytest.raises(ChangedSinceError):
        home.make(*writes)
    assert home.look("second") == (OLD + b"user = 'typed meanwhile'\n", 0o644)
    expect_as_before(home)


def test_a_new_file_right_after_the_old_one_got_a_second_name(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where files are kept by a second name, that of a file which was replaced meanwhile is taken anew."""
    second = home.path / "second"
    writes = planned(home)
    edits = [replaces]

    def link(source: Path, target: Path) -> None:
        ORIGINALS["link"](source, target)
        if source == second and edits:
            edits.pop()(second)

    with monkeypatch.context() as patch:
        patch.setattr("wizard.apply.syscalls.exchange", refuses)
        patch.setattr("wizard.apply.syscalls.link", link)
        with pytest.raises(ChangedSinceError):
            home.make(*writes)
    assert look(second) == ("file", 0o640, b"replaced meanwhile")
    expect_as_before(home)


def test_the_names_beside_a_file() -> None:
    """All of them are like the draft's, by which the wizard's files are known again."""
    draft = Path("/home/ada/.codex/.coding-plan-wizard-0a1b2c0f.tmp")
    assert aside_of(draft) == Path("/home/ada/.codex/.coding-plan-wizard-0a1b2c0e.tmp")
    assert spare_of(draft) == Path("/home/ada/.codex/.coding-plan-wizard-0a1b2c0d.tmp")


def refuses(*_paths: Path) -> None:
    """No edit: the system has the call no more."""
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


@pytest.mark.parametrize("last", [None, replaces_again], ids=["one edit", "two edits"])
def test_a_system_that_refuses_to_give_back(home: Home, monkeypatch: pytest.MonkeyPatch, last: Edit | None) -> None:
    """An exchange was possible, the one back is not: the edit goes back by a plain rename, or the newer one stays."""
    second = home.path / "second"
    writes = planned(home)
    way = Way({"link": errno.EPERM}, "exchange")
    moments: list[tuple[str, Path, Edit]] = [("exchange", second, appends), ("exchange", second, refuses)]
    if last:
        moments.append(("link", second, last))
    with meddling(monkeypatch, way, *moments), pytest.raises(WriteError if last else ChangedSinceError):
        home.make(*writes)
    newest = (b"replaced once more", 0o640) if last else (OLD + b"user = 'typed meanwhile'\n", 0o644)
    assert home.look("second") == newest
    assert home.look("first") == (OLD, 0o644)
    assert not list(home.path.glob(".coding-plan*"))


@every_way_that_keeps
def test_a_third_edit(home: Home, monkeypatch: pytest.MonkeyPatch, way: Way) -> None:
    """However often the file is written in between, what was written last stands in it, and nothing unseen is lost."""
    second = home.path / "second"
    writes = planned(home)
    moments = [(way.putting, second, edit) for edit in (appends, replaces, replaces_again)]
    with meddling(monkeypatch, way, *moments) as calls, pytest.raises(WriteError):
        home.make(*writes)
    assert calls.names.count("exchange") == 2 + 4
    assert look(second) == ("file", 0o640, b"replaced once more")
    assert b"replaced meanwhile" in [place.read_bytes() for place in home.state.backups.iterdir()]


@every_way_that_keeps
def test_a_file_made_anew_before_an_edited_one_is_back(home: Home, monkeypatch: pytest.MonkeyPatch, way: Way) -> None:
    """The file was to go, was edited, and was made anew before it came back: the newest stays, the edit is kept."""
    second = home.path / "second"
    writes = [FileWrite(take(second), None, None)]
    moments = ("replace", second, appends), ("link", second, makes)
    with meddling(monkeypatch, way, *moments), pytest.raises(WriteError) as caught:
        home.make(*writes)
    assert f"these could not be put back: {second}." in caught.value.message
    assert look(second) == ("file", 0o640, b"made meanwhile")
    assert OLD + b"user = 'typed meanwhile'\n" in [place.read_bytes() for place in home.state.backups.iterdir()]
    assert not list(home.path.glob(".coding-plan*"))


@pytest.fixture
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_look, "_PAUSE_SECONDS", 0)


exchange_only = pytest.mark.parametrize("way", [KEEPING["exchange"]], ids=["exchange"])


@exchange_only
@pytest.mark.usefixtures("_without_waiting")
def test_a_file_that_somebody_keeps_open_for_writing(home: Home, monkeypatch: pytest.MonkeyPatch, way: Way) -> None:
    """What they write would be lost, so the file is left to them, with the sentence for a file in use."""
    second = home.path / "second"
    writes = planned(home)
    with second.open("ab", buffering=0) as theirs:
        with meddling(monkeypatch, way), pytest.raises(WriteError) as caught:
            home.make(*writes)
        assert (caught.value.code, caught.value.path) == ("apply.busy", second)
        theirs.write(b"later")
    assert home.look("second") == (OLD + b"later", 0o644)
    expect_as_before(home)


@exchange_only
@pytest.mark.usefixtures("_without_waiting")
@pytest.mark.parametrize("text", [b"", b"later"], ids=["written", "not written"])
def test_a_file_that_somebody_has_open_for_a_moment(
    home: Home, monkeypatch: pytest.MonkeyPatch, way: Way, text: bytes
) -> None:
    """Opened before it is replaced, written into after that, then closed: the edit stays; without one, all is done."""
    second = home.path / "second"
    writes = planned(home)
    theirs = second.open("ab", buffering=0)

    def writes_and_closes(_path: Path) -> None:
        theirs.write(text)
        theirs.close()

    # The fourth: in its place, back, in its place once more, and back again.
    moments: list[tuple[str, Path, Edit]] = [("exchange", second, lambda _path: None)] * 3
    with meddling(monkeypatch, way, *moments, ("exchange", second, writes_and_closes)):
        if text:
            with pytest.raises(ChangedSinceError):
                home.make(*writes)
        else:
            home.make(*writes)
    assert home.look("second") == ((OLD + b"later", 0o644) if text else (NEW, 0o600))


@pytest.mark.usefixtures("_without_waiting")
@pytest.mark.parametrize("text", [b"later", b""], ids=["written", "not written"])
def test_a_file_that_is_removed_while_somebody_has_it_open(
    home: Home, monkeypatch: pytest.MonkeyPatch, text: bytes
) -> None:
    """They are waited for: what they write until they close it counts; without that the file goes."""
    second = home.path / "second"
    theirs = second.open("ab", buffering=0)
    looks: list[bool] = []

    def is_being_written(place: Path) -> bool:
        looks.append(versions.is_being_written(place))
        if len(looks) == 3:
            theirs.write(text)
            theirs.close()
        return looks[-1]

    monkeypatch.setattr(last_look, "is_being_written", is_being_written)
    writes = [FileWrite(take(second), None, None)]
    if text:
        with pytest.raises(ChangedSinceError):
            home.make(*writes)
    else:
        home.make(*writes)
    assert looks == [True, True, True, False]
    assert home.look("second") == ((OLD + b"later", 0o644) if text else None)


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM], ids=errno.errorcode.get)
@pytest.mark.parametrize("lacking", ["exchange", "link", "rename_new"])
def test_whatever_the_system_lacks(home: Home, monkeypatch: pytest.MonkeyPatch, lacking: str, number: int) -> None:
    """Without one call, or without it and those before it, files are replaced, made and removed all the same."""
    names = ["exchange", "link", "rename_new"]
    lacks = Way(dict.fromkeys(names[: names.index(lacking) + 1], number), "")
    writes = [planned(home)[0], FileWrite(take(home.path / "second"), None, None)]
    with meddling(monkeypatch, lacks):
        change = home.make(*writes, FileWrite(take(home.path / "new"), NEW, 0o600))
    assert [home.look(name) for name in ("first", "second", "new")] == [(NEW, 0o600), None, (NEW, 0o600)]
    assert not list(home.path.glob(".coding-plan*"))
    with meddling(monkeypatch, lacks):
        home.undo(change)
    assert [home.look(name) for name in ("first", "second", "new")] == [(OLD, 0o644), (OLD, 0o644), None]
    assert not list(home.path.glob(".coding-plan*"))
