"""What the writer does to files, links, folders and permission bits."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from wizard.apply.change import Change, FileWrite
from wizard.apply.errors import CannotWriteError, ChangedSinceError
from wizard.apply.history import changes
from wizard.apply.state import StateFolder
from wizard.apply.writer import apply, check
from wizard.files import take

NOW = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)


def write(home: Path, *writes: FileWrite, now: datetime = NOW) -> Change:
    """Make a change in ``home``."""
    state = StateFolder.of(home, {}, "linux")
    return apply(writes, state=state, command="apply", tools=["codex"], summary={"region": "china"}, now=now)


def mode(path: Path) -> int:
    """The permission bits of ``path``."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids=lambda umask: f"umask {umask:03o}")
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each umask in turn."""
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.promise("file-with-key")
@pytest.mark.usefixtures("umask")
def test_modes_whatever_the_umask(tmp_path: Path) -> None:
    """Files get exactly the planned permission bits, folders 0700, and the wizard's own files 0600."""
    (tmp_path / "open.json").touch()
    (tmp_path / "open.json").chmod(0o666)
    write(
        tmp_path,
        FileWrite(take(tmp_path / "open.json"), b"key", 0o600),
        FileWrite(take(tmp_path / "new" / "plain.json"), b"plain", 0o644),
        FileWrite(take(tmp_path / "new" / "key.env"), b"key", 0o600),
    )
    assert mode(tmp_path / "open.json") == 0o600
    assert mode(tmp_path / "new") == 0o700
    assert mode(tmp_path / "new" / "plain.json") == 0o644
    assert mode(tmp_path / "new" / "key.env") == 0o600
    kept = list((tmp_path / ".local").rglob("*"))
    assert len(kept) > 6
    assert {mode(path) for path in kept if path.is_dir()} == {0o700}
    assert {mode(path) for path in kept if path.is_file()} == {0o600}


def test_a_state_folder_that_is_open_is_closed(tmp_path: Path) -> None:
    """A state folder that others may read is narrowed before a key is kept in it."""
    state = tmp_path / ".local/state/coding-plan-wizard"
    state.mkdir(parents=True)
    state.chmod(0o755)
    write(tmp_path, FileWrite(take(tmp_path / "a"), b"key", 0o600))
    assert mode(state) == 0o700


@pytest.mark.parametrize("absolute", [False, True], ids=["relative", "absolute"])
def test_links_are_kept(tmp_path: Path, absolute: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """The file behind a chain of links is replaced in its own folder; the links stay as they are."""
    real = tmp_path / "dotfiles" / "real.json"
    real.parent.mkdir()
    real.write_bytes(b"old")
    (tmp_path / "middle").symlink_to(real if absolute else "dotfiles/real.json")
    (tmp_path / "link").symlink_to("middle")
    change = write(tmp_path, FileWrite(take(tmp_path / "link"), b"new", 0o600))
    assert real.read_bytes() == b"new"
    assert (tmp_path / "link").readlink() == Path("middle")
    assert (tmp_path / "middle").readlink() == (real if absolute else Path("dotfiles/real.json"))
    assert [(file.path, file.resolved_path) for file in change.files] == [(tmp_path / "link", real)]
    assert [path.name for path in real.parent.iterdir()] == ["real.json"]


def test_a_dangling_link_is_filled(tmp_path: Path) -> None:
    """Where a link points to a file that is not there yet, that file is created and the link stays."""
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "link").symlink_to("dotfiles/new.json")
    write(tmp_path, FileWrite(take(tmp_path / "link"), b"new", 0o600))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "dotfiles" / "new.json").read_bytes() == b"new"


def test_two_ways_to_one_file_are_refused(tmp_path: Path) -> None:
    """Two tools whose paths lead to the same file cannot both have their way."""
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "one").symlink_to("real")
    (tmp_path / "two").symlink_to("real")
    with pytest.raises(CannotWriteError) as caught:
        write(
            tmp_path,
            FileWrite(take(tmp_path / "one"), b"1", 0o600),
            FileWrite(take(tmp_path / "two"), b"2", 0o600),
        )
    assert str(tmp_path / "two") in caught.value.message
    assert (tmp_path / "real").read_bytes() == b"old"


def test_nothing_to_do_touches_nothing(tmp_path: Path) -> None:
    """Files as planned already keep their time stamps, and not even the state folder appears."""
    path = tmp_path / "settings.json"
    path.write_bytes(b"same")
    path.chmod(0o600)
    before = path.stat()
    change = write(tmp_path, FileWrite(take(path), b"same", 0o600), FileWrite(take(tmp_path / "missing"), None, None))
    assert change.files == ()
    assert path.stat() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


def test_only_the_mode(tmp_path: Path) -> None:
    """A file whose bytes stay can be narrowed."""
    path = tmp_path / "settings.json"
    path.write_bytes(b"key")
    path.chmod(0o644)
    write(tmp_path, FileWrite(take(path), b"key", 0o600))
    assert (path.read_bytes(), mode(path)) == (b"key", 0o600)


@pytest.mark.promise("changed-between-preview")
@pytest.mark.parametrize("what", ["content", "mode", "gone", "appeared", "link"])
def test_changed_between_preview_and_write(tmp_path: Path, what: str) -> None:
    """A file that is not what the preview was made from stops everything before a byte is written."""
    first = tmp_path / "first"
    second = tmp_path / "second"
    second.write_bytes(b"as previewed")
    second.chmod(0o644)
    writes = [FileWrite(take(first), b"1", 0o600), FileWrite(take(second), b"2", 0o600)]
    (tmp_path / "elsewhere").write_bytes(b"as previewed")
    (tmp_path / "elsewhere").chmod(0o644)
    match what:
        case "content":
            second.write_bytes(b"edited later")
        case "mode":
            second.chmod(0o640)
        case "gone":
            second.unlink()
        case "appeared":
            first.touch()
        case _:
            second.unlink()
            second.symlink_to("elsewhere")
    with pytest.raises(ChangedSinceError) as caught:
        write(tmp_path, *writes)
    assert caught.value.path == (first if what == "appeared" else second)
    assert caught.value.exit_code == 1
    assert not (tmp_path / ".local").exists()
    assert first.exists() == (what == "appeared")


def test_a_file_that_needed_no_change_was_changed(tmp_path: Path) -> None:
    """A file that the preview showed as finished already, and that is not any more, stops the others too."""
    finished = tmp_path / "finished"
    finished.write_bytes(b"as planned")
    finished.chmod(0o600)
    writes = [FileWrite(take(finished), b"as planned", 0o600), FileWrite(take(tmp_path / "new"), b"2", 0o600)]
    finished.write_bytes(b"edited later")
    with pytest.raises(ChangedSinceError):
        write(tmp_path, *writes)
    assert not (tmp_path / "new").exists()


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    """A read-only file is explained, for root too, and left as it is."""
    path = tmp_path / "settings.json"
    path.write_bytes(b"mine")
    path.chmod(0o444)
    with pytest.raises(CannotWriteError) as caught:
        check([FileWrite(take(path), b"new", 0o600)])
    assert caught.value.code == "apply.read-only-file"
    assert "permissions 0444" in caught.value.message
    with pytest.raises(CannotWriteError):
        write(tmp_path, FileWrite(take(tmp_path / "a"), b"a", 0o600), FileWrite(take(path), None, None))
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


def test_long_names(tmp_path: Path) -> None:
    """A file whose name is as long as names can be is replaced like any other."""
    path = tmp_path / ("n" * 255)
    path.write_bytes(b"old")
    write(tmp_path, FileWrite(take(path), b"new", 0o600))
    assert path.read_bytes() == b"new"


def test_hard_links_part(tmp_path: Path) -> None:
    """The other names of a file keep the old content."""
    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    os.link(path, tmp_path / "other")
    write(tmp_path, FileWrite(take(path), b"new", 0o600))
    assert (tmp_path / "other").read_bytes() == b"old"


def test_the_history_entry(tmp_path: Path) -> None:
    """A change is entered with its time in UTC, its files and its summary, and without their contents."""
    key = "sk-sp-planted0000000000000000000000"
    local = NOW.astimezone(timezone(timedelta(hours=8)))
    made = write(tmp_path, FileWrite(take(tmp_path / "dir" / "a.env"), key.encode(), 0o600), now=local)
    state = StateFolder.of(tmp_path, {}, "linux")
    assert changes(state) == (made,)
    assert (made.id, made.time.isoformat()) == ("20260301-1200-1388", "2026-03-01T12:00:05+00:00")
    assert (made.command, made.tools, made.summary) == ("apply", ("codex",), {"region": "china"})
    (file,) = made.files
    assert (file.before_digest, file.before_mode, file.after_mode) == (None, None, 0o600)
    assert file.created_folders == (tmp_path / "dir",)
    holding = [place.parent.name for place in state.path.rglob("*") if place.is_file() and key in place.read_text()]
    assert holding == ["backups"]
