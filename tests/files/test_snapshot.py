"""What a snapshot holds, and which places are refused with a sentence instead of being opened."""

import os
import signal
import socket
from pathlib import Path

import pytest

from wizard.files import FileRefusedError, keepable, take


def refused(path: Path) -> FileRefusedError:
    """The refusal of ``path``."""
    with pytest.raises(FileRefusedError) as caught:
        take(path)
    assert caught.value.exit_code == 1
    assert caught.value.message.startswith(f"{path}: ")
    assert caught.value.hint
    return caught.value


def test_a_file(tmp_path: Path) -> None:
    """A file is given with its bytes, digest, permission bits, links and owner."""
    path = tmp_path / "settings.json"
    path.write_bytes(b"{}\r\n")
    path.chmod(0o640)
    os.link(path, tmp_path / "other")
    found = take(path)
    assert (found.path, found.resolved_path, found.content) == (path, path, b"{}\r\n")
    assert found.digest == "e3566b3a06430868d71e9287dfd6c6c520a3da027aabea01951d407ee131dc2f"
    assert (found.mode, found.hard_links, found.linked) == (0o640, 2, False)
    assert found.owner == (os.geteuid(), path.stat().st_gid)


def test_no_file(tmp_path: Path) -> None:
    """A missing file in missing folders is an answer, not an error."""
    found = take(tmp_path / "a" / "b" / "c.json")
    assert (found.content, found.digest, found.mode, found.hard_links, found.owner) == (None, None, None, 0, None)
    assert found.resolved_path == tmp_path / "a" / "b" / "c.json"


def test_an_empty_file_is_not_a_missing_one(tmp_path: Path) -> None:
    """An empty file has content: no bytes."""
    (tmp_path / "empty").touch()
    assert take(tmp_path / "empty").content == b""


def test_links_are_followed_to_the_end(tmp_path: Path) -> None:
    """A chain of relative and absolute links, and a link among the folders, lead to the real file."""
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "dotfiles" / "real.json").write_bytes(b"real")
    (tmp_path / "second").symlink_to(tmp_path / "dotfiles" / "real.json")
    (tmp_path / "first").symlink_to("second")
    (tmp_path / "folder").symlink_to("dotfiles")
    for name in ("first", "folder/real.json"):
        found = take(tmp_path / name)
        assert (found.path, found.resolved_path) == (tmp_path / name, tmp_path / "dotfiles" / "real.json")
        assert (found.content, found.linked) == (b"real", True)


def test_a_dangling_link_into_a_folder(tmp_path: Path) -> None:
    """A link to a file that does not exist yet is fine where its folder exists."""
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "link").symlink_to("dotfiles/new.json")
    found = take(tmp_path / "link")
    assert (found.resolved_path, found.content) == (tmp_path / "dotfiles" / "new.json", None)


def test_a_dangling_link_into_nowhere(tmp_path: Path) -> None:
    """A link into a folder that does not exist is refused, also when it is a folder on the way."""
    (tmp_path / "link").symlink_to("missing/new.json")
    (tmp_path / "folder").symlink_to("missing/deeper")
    assert refused(tmp_path / "link").code == "files.dangling"
    assert str(tmp_path / "missing" / "new.json") in refused(tmp_path / "link").message
    assert refused(tmp_path / "folder" / "a" / "b.json").code == "files.dangling"


def test_a_loop_of_links(tmp_path: Path) -> None:
    """Links in a circle are refused."""
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    assert refused(tmp_path / "one").code == "files.loop"
    assert refused(tmp_path / "one" / "settings.json").code == "files.loop"


def test_no_file_but_something_else(tmp_path: Path) -> None:
    """Folder, pipe, socket and device are refused; a pipe that was opened would block for ever."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link to a pipe").symlink_to("pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        before = Path.cwd()
        os.chdir(tmp_path)  # the name of a socket is short
        try:
            listener.bind("socket")
        finally:
            os.chdir(before)
        assert refused(tmp_path / "socket").code == "files.socket"
    assert refused(tmp_path / "folder").code == "files.folder"
    assert refused(tmp_path / "pipe").code == "files.pipe"
    assert refused(tmp_path / "link to a pipe").code == "files.pipe"
    assert refused(Path("/dev/null")).code == "files.device"


def test_below_a_file(tmp_path: Path) -> None:
    """A path through something that is no folder is refused."""
    (tmp_path / "file").touch()
    assert refused(tmp_path / "file" / "settings.json").code == "files.below-a-file"
    assert refused(tmp_path / "file" / "a" / "settings.json").code == "files.below-a-file"


@pytest.mark.promise("huge-deeply-nested")
def test_too_large(tmp_path: Path) -> None:
    """A file over the limit is refused by its size, unread; one at the limit is read."""
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    assert refused(tmp_path / "huge").code == "files.large"
    assert "256 MiB" in refused(tmp_path / "huge").message
    (tmp_path / "just").write_bytes(b"12345678")
    assert take(tmp_path / "just", max_bytes=8).content == b"12345678"
    with pytest.raises(FileRefusedError):
        take(tmp_path / "just", max_bytes=7)


def test_names_no_system_takes(tmp_path: Path) -> None:
    """A name that is too long or has a NUL in it is a sentence, not a traceback."""
    assert refused(tmp_path / ("x" * 300)).code == "files.unusable"
    assert refused(tmp_path / "a\0b").code == "files.unusable"


def test_permission_bits_of_windows() -> None:
    """Windows keeps only whether a file may be written."""
    assert keepable(0o600, "linux") == 0o600
    assert keepable(0o600, "win32") == 0o666
    assert keepable(0o400, "win32") == 0o444


def test_a_file_that_comes_in_pieces_or_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that gives three bytes at a time gives the whole file; one that grew past the limit is refused."""
    path = tmp_path / "pieces"
    path.write_bytes(b"12345678")
    real = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, _count: real(descriptor, 3))
    assert take(path).content == b"12345678"
    size = 2 * 1024 * 1024
    monkeypatch.setattr(os, "read", lambda _descriptor, _count: b"x" * (size + 1))
    with pytest.raises(FileRefusedError) as caught:
        take(path, max_bytes=size)
    assert caught.value.code == "files.large"
    assert "larger than 2 MiB" in caught.value.message


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system forbids to open is a sentence of its own."""

    def forbidden(*_arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "closed").touch()
    monkeypatch.setattr(os, "open", forbidden)
    assert refused(tmp_path / "closed").code == "files.denied"


def test_a_pipe_that_takes_the_place_of_a_file_does_not_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that appears between the look and the opening is refused; nobody has to write into it first."""
    path = tmp_path / "settings.json"
    path.touch()
    real = os.path.realpath

    def swapped(place: Path) -> str:
        path.unlink()
        os.mkfifo(path)
        return real(place)

    def waited(_number: int, _frame: object) -> None:
        raise AssertionError("the pipe was waited for")

    monkeypatch.setattr(os.path, "realpath", swapped)
    earlier = signal.signal(signal.SIGALRM, waited)
    signal.alarm(30)
    try:
        assert refused(path).code == "files.pipe"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, earlier)


def test_a_name_that_no_system_takes(tmp_path: Path) -> None:
    """The system's own reason is told."""
    assert "File name too long" in refused(tmp_path / ("x" * 300)).message


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux lists open files")
def test_nothing_stays_open(tmp_path: Path) -> None:
    """A file that was read, and one that was refused while it was open, are closed again."""
    path = tmp_path / "settings.json"
    path.write_bytes(b"{}")
    before = len(list(Path("/proc/self/fd").iterdir()))
    take(path)
    with pytest.raises(FileRefusedError):
        take(path, max_bytes=1)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
