"""A client that floods, hangs, lies or leaves something behind: its version is not known, and nothing else happens."""

import json
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import wizard
from wizard.plan import asking, probe
from wizard.plan.probe import version_of_client

from .test_probe import client, ends, lives

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="clients written as shell scripts")

_HANG = "exec /usr/bin/tail -f /dev/null"


@pytest.fixture(autouse=True)
def _not_for_ever() -> Iterator[None]:
    """Whatever is waited for in vain fails the test and does not hold the suite."""

    def waited(_number: int, _frame: object) -> None:
        raise AssertionError("the client was waited for")

    earlier = signal.signal(signal.SIGALRM, waited)
    signal.alarm(50)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, earlier)


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Path]:
    """A file for the number of a process that a client leaves behind and that its test ends."""
    place = tmp_path / "left"
    yield place
    if place.exists() and lives(int(place.read_text())):
        os.kill(int(place.read_text()), signal.SIGKILL)


@pytest.mark.parametrize(
    ("lines", "version"),
    [
        (["exec yes 1.2.3"], (1, 2, 3)),
        (["exec yes nothing"], None),
        (["exec yes '1.2.3 ' | tr -d '\\n'"], (1, 2, 3)),
        (["head -c 5000 /dev/zero | tr '\\0' 1", "echo .1.2"], None),
        (["head -c 3000000 /dev/zero | tr '\\0' 1"], None),
        (["echo 1234567.1.2", "echo 1.2.3"], (1, 2, 3)),
        (["echo 1.2.1234567"], None),
        (["printf '\\377\\200 1.2.3 \\033[31m\\n'"], (1, 2, 3)),
        (["head -c 1000000 /dev/urandom"], None),
        (["exec >&-", "echo 1.2.3 >&2"], None),
        (["printf 1.2.3"], (1, 2, 3)),
        (["echo 1.2.3", "exit 7"], (1, 2, 3)),
        (["kill -9 $$"], None),
    ],
    ids=range(13),
)
def test_what_an_odd_client_prints(tmp_path: Path, lines: list[str], version: tuple[int, ...] | None) -> None:
    """Floods, endless digits, other bytes than text, closed streams: a version in the first lines, or none."""
    assert version_of_client(client(tmp_path, *lines), "Client") == version


def test_a_number_of_thousands_of_digits_in_its_package_is_no_version(tmp_path: Path) -> None:
    """The same for the version that stands in a package.json, and for one that is a number of JSON."""
    command = client(tmp_path, "echo 1.2.3")
    for version in ('"' + "1" * 5_000 + '.1.2"', '"' + "1" * 900_000 + '"', "1" * 5_000, "[" * 100_000, "null", "{}"):
        (tmp_path / "package.json").write_text('{"bin": {"client": "client"}, "version": ' + version + "}")
        assert version_of_client(command, "Client") == (1, 2, 3)
        probe._answers.clear()


def test_a_client_that_hangs_has_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When its time is over it is ended with its children, though it does not listen to polite signals."""
    monkeypatch.setattr(asking, "SECONDS", 0.3)
    number = tmp_path / "number"
    lines = ["trap '' TERM HUP INT", "/usr/bin/tail -f /dev/null &", f'echo $! > "{number}"', "while :; do wait; done"]
    assert version_of_client(client(tmp_path, *lines), "Client") is None
    assert ends(int(number.read_text()))


@pytest.mark.parametrize("lines", [["while :; do echo nothing; done"], ["while :; do printf .; done"], [_HANG]])
def test_the_time_is_over_though_it_goes_on_printing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str]
) -> None:
    """The limit of time is for all of it, and begins anew with nothing that is printed."""
    monkeypatch.setattr(asking, "SECONDS", 0.3)
    assert version_of_client(client(tmp_path, f'echo $$ > "{tmp_path / "number"}"', *lines), "Client") is None
    assert ends(int((tmp_path / "number").read_text()))


@pytest.mark.parametrize("prints", ["1.2.3", "nothing"])
def test_a_child_that_keeps_the_pipe_open_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prints: str
) -> None:
    """The client has ended: what it printed is all there will be. Its child ends with it."""
    monkeypatch.setattr(asking, "SECONDS", 600.0)
    number = tmp_path / "number"
    lines = ["/usr/bin/tail -f /dev/null &", f'echo $! > "{number}"', f"echo {prints}"]
    expected = (1, 2, 3) if prints == "1.2.3" else None
    assert version_of_client(client(tmp_path, *lines), "Client") == expected
    assert ends(int(number.read_text()))


def test_a_child_that_made_itself_independent_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: Path
) -> None:
    """The same where the child has a session of its own, in which nobody ends it."""
    monkeypatch.setattr(asking, "SECONDS", 600.0)
    lines = ["setsid /usr/bin/tail -f /dev/null &", f'echo $! > "{left}"', "echo 1.2.3"]
    assert version_of_client(client(tmp_path, *lines), "Client") == (1, 2, 3)


def test_an_updater_that_writes_into_its_home_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: Path
) -> None:
    """A detached child that fills the scratch folder while it is cleared: the version is there all the same."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    busy = tmp_path / "busy"
    busy.write_text('#!/bin/sh\nwhile :; do n=$((($n + 1) % 500)); echo x > "$HOME/$n"; done 2>/dev/null\n')
    busy.chmod(0o755)
    lines = [f'setsid "{busy}" >/dev/null 2>&1 &', f'echo $! > "{left}"', "until [ -e $HOME/499 ]; do :; done"]
    assert version_of_client(client(tmp_path, *lines, "echo 1.2.3"), "Client") == (1, 2, 3)


def test_without_a_folder_for_temporary_files_the_version_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nowhere to give a client a home of its own: it is not asked."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", list)
    assert version_of_client(client(tmp_path, "echo 1.2.3"), "Client") is None


def test_what_cannot_be_started_has_no_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that are no program, a program that is gone, no more processes, no more threads."""
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x00\x01\x02")
    broken.chmod(0o755)
    assert version_of_client(broken, "Client") is None
    assert version_of_client(tmp_path / "gone", "Client") is None

    def none_left(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", none_left)
    assert version_of_client(client(tmp_path, "echo 1.2.3"), "Client") is None


@pytest.mark.parametrize("above", [0, 1, 2])
def test_a_pipe_in_the_place_of_a_package_is_not_opened(tmp_path: Path, above: int) -> None:
    """A named pipe, a device or a huge file called package.json or entry_points.txt is passed over."""
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    os.mkfifo(list((folder / "x").parents)[above] / "package.json")
    command = client(folder, "echo 1.2.3")
    package = tmp_path / "a" / "lib" / "python3.11" / "site-packages" / "client-9.9.9.dist-info"
    package.mkdir(parents=True)
    os.mkfifo(package / "entry_points.txt")
    assert version_of_client(command, "Client") == (1, 2, 3)
    for place in ("/dev/zero", "/dev/tty"):
        (package / "entry_points.txt").unlink()
        (package / "entry_points.txt").symlink_to(place)
        assert version_of_client(command, "Client") == (1, 2, 3)
    (package / "entry_points.txt").unlink()
    with (package / "entry_points.txt").open("wb") as file:
        file.truncate(10**12)
    assert version_of_client(command, "Client") == (1, 2, 3)


def test_odd_clients_stop_no_command(tmp_path: Path, left: Path) -> None:
    """With four odd clients on PATH, status tells the state of all tools and the version of a fifth."""
    programs, home = tmp_path / "programs", tmp_path / "home"
    home.mkdir()
    for name, lines in {
        "claude": ["head -c 5000 /dev/zero | tr '\\0' 1", "echo .1.2"],
        "opencode": ["setsid /usr/bin/tail -f /dev/null &", f'echo $! > "{left}"', "echo none"],
        "qwen": ["exec yes"],
        "openclaw": ["head -c 300000 /dev/zero | tr '\\0' 9"],
        "codex": ["echo codex-cli 0.80.0"],
    }.items():
        folder = programs / name
        folder.mkdir(parents=True)
        client(folder, *lines).rename(folder / name)
    path = ":".join([*(str(folder) for folder in programs.iterdir()), "/usr/bin", "/bin"])
    ran = wizard(home, "status", "--json", PATH=path)
    assert ran.code == 0, ran.err
    rows = {row["id"]: (row["installed"], row["version"]) for row in json.loads(ran.out)["tools"]}
    assert {name: rows[name] for name in ("claude-code", "opencode", "qwen-code", "openclaw", "codex")} == {
        "claude-code": (True, None),
        "opencode": (True, None),
        "qwen-code": (True, None),
        "openclaw": (True, None),
        "codex": (True, "0.80.0"),
    }
