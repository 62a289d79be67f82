"""A client that writes its file at the last moment: just before, or between, the calls that replace it."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from .calls import Calls, intercepted

Edit = Callable[[Path], None]
Look = tuple[str, int, bytes]


def appends(path: Path) -> None:
    """A line more, written into the file itself."""
    with path.open("ab") as file:
        file.write(b"user = 'typed meanwhile'\n")


def rewrites(path: Path) -> None:
    """As many other bytes in the same file."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(b"#" * size)


def replaces(path: Path) -> None:
    """A new file in its place, as most tools write."""
    _replace(path, b"replaced meanwhile")


def replaces_again(path: Path) -> None:
    """Another new file in its place."""
    _replace(path, b"replaced once more")


def _replace(path: Path, content: bytes) -> None:
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(content)
    new.chmod(0o640)
    new.replace(path)


def closes(path: Path) -> None:
    """Only the permission bits."""
    path.chmod(0o440)


def links(path: Path) -> None:
    """The file goes elsewhere, and a link to it takes its place, as programs for dotfiles do it."""
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def deletes(path: Path) -> None:
    """No file any more."""
    path.unlink()


def makes(path: Path) -> None:
    """A file where there was none."""
    path.write_bytes(b"made meanwhile")
    path.chmod(0o640)


def makes_a_link(path: Path) -> None:
    """A link where there was nothing."""
    path.symlink_to("first")


def fails(_path: Path) -> None:
    """No edit: the disk fails at the call."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))


EDITS: Final[tuple[Edit, ...]] = (appends, rewrites, replaces, closes, links, deletes)


@dataclass(frozen=True)
class Way:
    """What the system lacks (``missing``: a call and its answer), and the calls by which a file is put in its place."""

    missing: dict[str, int]
    putting: str
    creating: str = "link"


_BY_LINK: Final = {name: Way({"exchange": getattr(errno, name)}, "link") for name in ("ENOSYS", "EINVAL", "EPERM")}
_NEVER_OVER: Final = {"exchange": errno.EINVAL, "link": errno.EPERM}
KEEPING: Final = {"exchange": Way({}, "exchange"), **{f"link, for {name}": way for name, way in _BY_LINK.items()}}
WAYS: Final = KEEPING | {
    "neither": Way(_NEVER_OVER, "link", "rename_new"),
    "nothing": Way(_NEVER_OVER | {"rename_new": errno.EINVAL}, "link", "rename_new"),
}


@contextmanager
def meddling(monkeypatch: pytest.MonkeyPatch, way: Way, *moments: tuple[str, Path, Edit]) -> Iterator[Calls]:
    """Each of ``moments`` comes once, in this order: its edit is made before a call of its name about its path.

    For ``unlink`` that is any path: a tool's file is never removed, only other names of it.
    """
    waiting = list(moments)

    def before(_number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if waiting and name == waiting[0][0] and (waiting[0][1] in arguments or name == "unlink"):
            _, path, edit = waiting.pop(0)
            edit(path)
        if name in way.missing:
            raise OSError(way.missing[name], os.strerror(way.missing[name]))

    with intercepted(monkeypatch, before) as calls:
        yield calls
    assert not waiting, "a moment never came"


def look(path: Path) -> Look | None:
    """What stands at ``path``: its kind, permission bits and content (where a link leads)."""
    if path.is_symlink():
        return "link", 0, os.fsencode(os.readlink(path))  # noqa: PTH115  the text of the link as it is
    return ("file", path.stat().st_mode & 0o7777, path.read_bytes()) if path.exists() else None


def edited(edit: Edit, content: bytes, mode: int, trial: Path) -> Look | None:
    """What ``edit`` makes of a file, tried on one in the folder ``trial``, which must not exist and does not after."""
    trial.mkdir()
    place = trial / "file"
    place.write_bytes(content)
    place.chmod(mode)
    edit(place)
    found = look(place)
    for each in trial.iterdir():
        each.unlink()
    trial.rmdir()
    return found
