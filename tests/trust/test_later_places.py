"""A file that became a link, a link that became a file, a variable that is gone: the way back waits and finds it."""

import os
from pathlib import Path

import pytest

from tests.faults.program import KEY, Program
from wizard.cli.main import run

from .planting import CODEX, CONTENT, STATE, Plant, everything, plant

APPLY = ("apply", "--region", "china", "--model", "glm-5", "--tool", "opencode", "--yes")
CONFIG = ".config/opencode/opencode.json"


def test_undo_through_a_link_made_since(program: Program) -> None:
    """The user moved the file into a folder of dotfiles and linked it: undo takes its values out there."""
    assert program(*APPLY).code == 0
    config, moved = program.home / CONFIG, program.home / "dotfiles/opencode.json"
    moved.parent.mkdir()
    config.rename(moved)
    config.symlink_to(moved)
    ran = program("undo", "--yes")
    assert ran.code == 0, ran.err
    assert not moved.exists() or "coding-plan" not in moved.read_text()
    assert program("status", "--json").json["tools"]


def test_undo_of_a_file_that_was_a_link(program: Program) -> None:
    """The user put a copy in the link's place: undo takes its values out of the copy and leaves the other file."""
    config, linked = program.home / CONFIG, program.home / "dotfiles/opencode.json"
    for folder in (config.parent, linked.parent):
        folder.mkdir(parents=True)
    linked.write_text('{"theme": "mine"}\n')
    config.symlink_to(linked)
    assert program(*APPLY).code == 0
    written = linked.read_bytes()
    config.unlink()
    config.write_bytes(written)
    ran = program("undo", "--yes")
    assert ran.code == 0, ran.err
    assert config.read_text() == '{"theme": "mine"}\n'
    assert linked.read_bytes() == written


@pytest.mark.parametrize("how", ["variable", "link"])
def test_a_journal_waits_for_its_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    """In the user's own home a change broken off elsewhere is neither obeyed nor thrown away."""
    home, place = tmp_path / "home", tmp_path / "elsewhere"
    place.mkdir()
    (home / ".codex").mkdir(parents=True)
    for name, value in {"HOME": str(home), "CODING_PLAN_API_KEY": KEY, "PATH": ""}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    if how == "variable":
        file = place / "config.toml"
        planted = Plant(str(file))
    else:
        file = home / CODEX
        planted = Plant(str(file), str(place / "config.toml"))
    plant(home, planted.value(home))
    before = everything(tmp_path)
    assert run(["undo", "--yes"]) == 1
    said = capsys.readouterr().err
    assert f"was broken off in places where no tool looks in this run: {file}" in said
    assert run(["status"]) == 0
    assert "was broken off in places where no tool looks" in capsys.readouterr().err
    after = everything(tmp_path)
    after.pop(f"home/{STATE}/lock", None)
    assert after == before
    if how == "variable":
        monkeypatch.setenv("CODEX_HOME", str(place))
    else:
        (home / CODEX).symlink_to(place / "config.toml")
    assert run(["undo", "--yes"]) == 0
    assert "Every file is as it was before it." in capsys.readouterr().err
    assert (place / "config.toml").read_bytes() == CONTENT
    assert not os.path.lexists(home / STATE / "journal.json")
