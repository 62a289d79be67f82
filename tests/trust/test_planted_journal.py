"""A journal that somebody else left in a home named with ``--home`` decides about no file outside it, asked or not."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.program import Program

from .planting import CODEX, CONTENT, DIGEST, STATE, Plant, everything, plant

APPLY = ("apply", "--region", "china", "--model", "glm-5", "--tool", "opencode")
READING = [
    ("plan", *APPLY[1:]),
    ("status",),
    ("doctor",),
    ("catalog",),
    ("history",),
    ("profile", "list"),
    (*APPLY, "--dry-run"),
    ("switch", "glm-5", "--dry-run"),
    ("remove", "--dry-run"),
    ("undo", "--dry-run"),
    ("doctor", "--fix", "--dry-run"),
    ("history", "--prune", "--dry-run"),
]


def to_victim(home: Path, victim: Path) -> Plant:
    """The file itself lies elsewhere."""
    del home
    return Plant(f"{victim}/planted")


def through_dots(home: Path, victim: Path) -> Plant:
    """A file of Codex's by its beginning, another one by its dots."""
    return Plant(f"{home}/.codex/../../{victim.name}/planted")


def resolved_elsewhere(home: Path, victim: Path) -> Plant:
    """A file of Codex's that is said to be a link."""
    return Plant(f"{home}/{CODEX}", f"{victim}/planted", temporary=f"{victim}/.coding-plan-wizard-00000000.tmp")


def behind_a_link(home: Path, victim: Path) -> Plant:
    """A file of Codex's that is a link."""
    (home / CODEX).symlink_to(victim / "planted")
    return Plant(f"{home}/{CODEX}", f"{victim}/planted", temporary=f"{victim}/.coding-plan-wizard-00000000.tmp")


def by_the_process(home: Path, victim: Path) -> Plant:
    """Whoever wrote it need not know the user's name."""
    del home
    return Plant(f"/proc/self/cwd/{victim.name}/planted")


def temporary_elsewhere(home: Path, victim: Path) -> Plant:
    """What is removed as a leftover is somebody's file."""
    return Plant(f"{home}/{CODEX}", temporary=f"{victim}/precious")


def temporary_by_another_name(home: Path, victim: Path) -> Plant:
    """The leftover lies in the right folder and is not one of the wizard's."""
    del victim
    (home / ".codex/auth.json").write_text("mine")
    return Plant(f"{home}/{CODEX}", temporary=f"{home}/.codex/auth.json")


def backup_elsewhere(home: Path, victim: Path) -> Plant:
    """The backup to be forgotten is somebody's file."""
    return Plant(f"{home}/{CODEX}", new_backups=[f"{victim}/precious"])


def entry_elsewhere(home: Path, victim: Path) -> Plant:
    """The history entry to be forgotten is somebody's file."""
    (victim / "precious.json").write_text("{}")
    return Plant(f"{home}/{CODEX}", id=f"{victim}/precious")


def folder_elsewhere(home: Path, victim: Path) -> Plant:
    """A folder is made elsewhere."""
    return Plant(f"{home}/{CODEX}", emptied_folders=[[f"{victim}/new", 0o755]])


def empty_folder_elsewhere(home: Path, victim: Path) -> Plant:
    """A folder elsewhere is taken away."""
    (victim / "empty").mkdir()
    return Plant(f"{home}/{CODEX}", created_folders=[f"{victim}/empty"])


def no_file_of_a_tool(home: Path, victim: Path) -> Plant:
    """A file of the home that no tool has."""
    del victim
    return Plant(f"{home}/.codex/hooks.sh")


def a_project_elsewhere(home: Path, victim: Path) -> Plant:
    """A file that a tool would read in a project, in a folder that is none of this run's."""
    del home
    (victim / ".claude").mkdir()
    return Plant(f"{victim}/.claude/settings.local.json")


def the_working_folder(home: Path, victim: Path) -> Plant:
    """A file that a tool reads in the folder in which the program is started, which is outside the home."""
    del victim
    return Plant(f"{home.parent}/.mcp.json")


KINDS = [
    to_victim,
    through_dots,
    resolved_elsewhere,
    behind_a_link,
    by_the_process,
    temporary_elsewhere,
    temporary_by_another_name,
    backup_elsewhere,
    entry_elsewhere,
    folder_elsewhere,
    empty_folder_elsewhere,
    no_file_of_a_tool,
    a_project_elsewhere,
    the_working_folder,
]


@pytest.mark.promise("command-reads-writes")
@pytest.mark.promise("journal-history-somebody")
@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_journal_is_not_obeyed(
    program: Program, victim: Path, tmp_path: Path, kind: Callable[[Path, Path], Plant]
) -> None:
    """Commands that read touch nothing at all; commands that write move it aside and leave every other file alone."""
    home = program.home
    plant(home, kind(home, victim).value(home))
    before = everything(tmp_path)
    told = "is not one the wizard wrote for this home"
    for command in READING if kind is to_victim else READING[:2]:
        assert told in program(*command).err, command
        assert everything(tmp_path) == before, command
    ran = program("undo", "--yes")
    assert (ran.code, told in ran.err) == (0, True)
    state = f"home/{STATE}"
    before[f"{state}/journal.damaged.json"] = before.pop(f"{state}/journal.json")
    after = everything(tmp_path)
    after.pop(f"{state}/lock")
    assert after == before
    assert program(*APPLY, "--yes").code == 0
    assert {name: what for name, what in everything(tmp_path).items() if name.startswith("victim")} == {
        name: what for name, what in before.items() if name.startswith("victim")
    }


@pytest.mark.promise("journal-history-somebody")
@pytest.mark.parametrize("kind", [to_victim, behind_a_link, no_file_of_a_tool, a_project_elsewhere, entry_elsewhere])
def test_a_planted_history_is_not_obeyed(
    program: Program, victim: Path, tmp_path: Path, kind: Callable[[Path, Path], Plant]
) -> None:
    """Undo, forced and by name, writes no file but a tool's own inside the home."""
    home = program.home
    plant(home, kind(home, victim).value(home), history=True)
    before = everything(tmp_path)
    for command in (("undo",), ("undo", "20261128-0000-beef"), ("undo", "--force")):
        assert program(*command, "--yes").code == 1, command
        assert everything(tmp_path) == before, command


def test_a_setuid_bit_is_never_given(program: Program) -> None:
    """Even a file of a tool's comes back with permission bits alone."""
    home = program.home
    plant(home, Plant(f"{home}/{CODEX}", mode=0o6755).value())
    assert program("undo", "--yes").code == 0
    assert (home / CODEX).read_bytes() == CONTENT
    assert (home / CODEX).stat().st_mode == 0o100755


@pytest.mark.promise("journal-history-somebody")
def test_a_sound_journal_is_settled_only_when_asked(program: Program, tmp_path: Path) -> None:
    """In a home named by hand: without an answer exit 2, with a no 130, nothing written; a yes puts the file back."""
    home = program.home
    plant(home, Plant(f"{home}/{CODEX}").value())
    before = everything(tmp_path)
    ran = program("undo")
    assert ran.code == 2
    assert f"{home}/{CODEX}\n" in ran.err
    assert program("undo", answers=["n"]).code == 130
    assert program(*APPLY, answers=["n"]).code == 130
    ran = program("status", "--json")
    (warning,) = ran.json["warnings"]
    assert warning["code"] == "apply.broken-off"
    assert warning["message"].endswith(f"To settle it: coding-plan-wizard undo --home {home}")
    assert everything(tmp_path) == before
    ran = program("undo", answers=["y"])
    assert ran.code == 0
    assert "Every file is as it was before it." in ran.err
    assert (home / CODEX).read_bytes() == CONTENT
    assert not (home / STATE / "journal.json").exists()


def test_undo_of_a_settled_change_stops_there(program: Program) -> None:
    """The change that was broken off is the last one: taking it back does not take the one before along."""
    home = program.home
    assert program(*APPLY, "--yes").code == 0
    config = home / ".config/opencode/opencode.json"
    written = config.read_bytes()
    plant(home, Plant(f"{home}/{CODEX}").value())
    ran = program("undo", "--yes", "--json")
    assert (ran.code, [warning["code"] for warning in ran.json["warnings"]]) == (0, ["apply.recovered-undone"])
    assert config.read_bytes() == written
    assert program("undo", "--yes").code == 0
    assert not config.exists()


def _to_endless(place: Path) -> None:
    place.symlink_to("/dev/zero")


def _text(value: Any) -> bytes:  # noqa: ANN401  any JSON value
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"version": ' + b"1" * 5_000 + b"}",
        _text({"version": 1}),
        _text([]),
        _text({"version": 1, "change": None, "steps": [], "new_backups": [], "emptied_folders": []}),
        _text({**Plant("/a/b/c").value(), "new_backups": ["../journal.json"]}),
        _text(Plant("/a/b\x00/c").value()),
        _text(Plant("/a/b\ud800/c").value()),
    ],
)
def test_what_is_no_journal_is_moved_aside(program: Program, tmp_path: Path, content: bytes) -> None:
    """Whatever it holds, it is told of, moved aside when something is written, and never ends in a traceback."""
    plant(program.home, Plant(f"{program.home}/{CODEX}").value())
    journal = program.home / STATE / "journal.json"
    journal.write_bytes(content)
    before = everything(tmp_path)
    assert program("status").code == 0
    assert everything(tmp_path) == before
    assert program("undo", "--yes").code == 0
    assert (program.home / STATE / "journal.damaged.json").read_bytes() == content


@pytest.mark.parametrize("make", [os.mkfifo, _to_endless, os.mkdir])
def test_a_journal_that_is_no_file(program: Program, make: Callable[[Path], None]) -> None:
    """A pipe, a device or a folder in its place is not waited for, and is moved aside."""
    plant(program.home, Plant(f"{program.home}/{CODEX}").value())
    journal = program.home / STATE / "journal.json"
    journal.unlink()
    make(journal)
    assert program("status").code == 0
    assert program("undo", "--yes").code == 0
    assert not os.path.lexists(journal)
    assert program(*APPLY, "--yes").code == 0


@pytest.mark.parametrize("make", [os.mkfifo, _to_endless, os.mkdir])
@pytest.mark.parametrize("where", ["history/20990101-0000-0000.json", f"backups/{DIGEST}", "lock"])
def test_records_that_are_no_files(program: Program, make: Callable[[Path], None], where: str) -> None:
    """In place of an entry, a backup or the lock they end in a sentence or are passed over; nothing hangs."""
    plant(program.home, Plant(f"{program.home}/{CODEX}").value(), history=True)
    place = program.home / STATE / where
    place.unlink(missing_ok=True)
    make(place)
    assert program("history").code == 0
    assert program("undo", "20261128-0000-beef", "--yes", "--force").code in {0, 1, 4}
    assert program(*APPLY, "--yes").code in {0, 4}
