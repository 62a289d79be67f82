"""Undo, redo, forgetting and starting afresh, by the program itself."""

import stat
from pathlib import Path

import pytest

from .program import KEY, Program

OPENCODE = ("--region", "china", "--tool", "opencode", "--model", "glm-5")
OWN = b'{\n  // mine\n  "theme": "tokyonight"\n}\n'
BROKEN = b'{\n  "theme": "tokyonight",\n<<<<<<< HEAD\n  "a": 1,\n'


def config(home: Path, content: bytes, mode: int = 0o644) -> Path:
    """OpenCode's file with ``content``."""
    path = home / ".config" / "opencode" / "opencode.jsonc"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    path.chmod(mode)
    return path


def edit(path: Path, old: bytes, new: bytes) -> None:
    """Put ``new`` for the one ``old``."""
    content = path.read_bytes()
    assert content.count(old) == 1
    path.write_bytes(content.replace(old, new))


def look(path: Path) -> tuple[bytes, int]:
    """Content and permission bits."""
    return path.read_bytes(), stat.S_IMODE(path.stat().st_mode)


@pytest.mark.promise("undo-exact-can")
def test_undo_after_an_edit_shows_the_edit_and_writes_nothing(program: Program) -> None:
    """The refusal shows what was edited of ours since, as text and in JSON; with --force the undo is made."""
    path = config(program.home, OWN)
    assert program("apply", "--yes", *OPENCODE).code == 0
    edit(path, b"bailian-coding-plan/glm-5", b"mine/model")
    edited = look(path)
    for more in ((), ("--dry-run",)):
        ran = program("undo", "--yes", *more)
        assert ran.code == 1
        assert '-  "model": "bailian-coding-plan/glm-5",\n+  "model": "mine/model",\n' in ran.out
        assert f"--- {path}" in ran.out
        assert 'the wizard wrote "bailian-coding-plan/glm-5", now it is "mine/model"; before it was nothing' in ran.err
        assert "--force" in ran.err
    answer = program("undo", "--yes", "--json").json
    assert (answer["ok"], answer["exit_code"]) == (False, 1)
    value, error = answer["errors"]
    assert (value["code"], value["path"], value["setting"]) == ("plan.undo-value", str(path), ["model"])
    assert (value["tool"], value["hint"], value["later_change"]) == ("opencode", "", None)
    assert (value["wrote"], value["now"]) == ('"bailian-coding-plan/glm-5"', '"mine/model"')
    assert value["before"] == "nothing"
    assert error["code"] == "plan.undo-refused"
    assert '-  "model": "bailian-coding-plan/glm-5",\n+  "model": "mine/model",\n' in error["diff"]
    assert KEY not in ran.out + error["diff"]
    assert look(path) == edited
    assert program("undo", "--yes", "--force").code == 0
    assert look(path) == (OWN, 0o644)


def test_undo_after_another_edit_keeps_the_edit(program: Program) -> None:
    """What was edited beside our values stays byte for byte and is counted; ours go, and the mode comes back."""
    path = config(program.home, OWN)
    assert program("apply", "--yes", *OPENCODE).code == 0
    edit(path, b'"tokyonight"', b'"everforest",  // better\n  "more": [1,\n 2]')
    ran = program("undo", "--yes")
    assert ran.code == 0
    assert f"Warning: opencode: {path}: 2 settings that OpenCode or you wrote since stay: theme, more." in ran.err
    assert look(path) == (b'{\n  // mine\n  "theme": "everforest",  // better\n  "more": [1,\n 2]\n}\n', 0o644)


@pytest.mark.promise("where-others-wrote")
def test_undo_of_the_rest_leaves_what_was_edited(program: Program) -> None:
    """With --skip-failing all but the edited value is taken back, and it is said what stays; force takes it later."""
    path = config(program.home, OWN)
    assert program("apply", "--yes", *OPENCODE).code == 0
    edit(path, b"bailian-coding-plan/glm-5", b"mine/model")
    refused = program("undo", "--yes")
    rest = refused.err.split("leave these: coding-plan-wizard ")[1].split(" --home")[0]
    ran = program(*rest.split(), "--yes", "--json")
    assert ran.code == 0
    assert [warning["code"] for warning in ran.json["warnings"]] == ["plan.undo-left"]
    assert 'stays "mine/model"' in ran.json["warnings"][0]["message"]
    assert look(path) == (b'{\n  // mine\n  "theme": "tokyonight",\n  "model": "mine/model"\n}\n', 0o644)
    again = program(*rest.split()[:2], "--yes")
    assert again.code == 1
    assert "There is nothing else to undo" in again.err
    force = again.err.split("all the same: coding-plan-wizard ")[1].split(" --home")[0]
    assert program(*force.split(), "--yes").code == 0
    assert look(path) == (OWN, 0o644)


def test_undo_after_the_mode_was_changed_says_so(program: Program) -> None:
    """Where the permissions alone were changed since, the bytes come back and it is said that these stay."""
    path = config(program.home, OWN)
    program("apply", "--yes", *OPENCODE)
    path.chmod(0o640)
    ran = program("undo", "--yes")
    assert ran.code == 0
    assert "The permissions stay 0640: they were changed since." in ran.err
    assert look(path) == (OWN, 0o640)


def test_remove_after_such_an_undo_gives_all_of_the_users_back(program: Program) -> None:
    """A switch is undone beside an edit; the removal then still knows what was there before the first set-up."""
    settings = program.home / ".claude" / "settings.json"
    settings.parent.mkdir()
    settings.write_bytes(b'{\n  "env": {\n    "ANTHROPIC_API_KEY": "sk-ant-0123456789"\n  }\n}\n')
    choices = ("--region", "china", "--tool", "claude-code")
    assert program("apply", "--yes", *choices, "--model", "glm-5").code == 0
    assert program("switch", "kimi-k2.5", "--yes").code == 0
    edit(settings, b'{\n  "env"', b'{\n  "theme": "dark",\n  "env"')
    assert program("undo", "--yes").code == 0
    assert b'"ANTHROPIC_MODEL": "glm-5"' in settings.read_bytes()
    assert program("remove", "--yes").code == 0
    expected = b'{\n  "theme": "dark",\n  "env": {\n    "ANTHROPIC_API_KEY": "sk-ant-0123456789"\n  }\n}\n'
    assert settings.read_bytes() == expected


def test_the_undo_of_an_undo_counts_for_the_next_one(program: Program) -> None:
    """A change that was undone and brought back is the last one again; undone again, the one before it is."""
    path = config(program.home, OWN)
    for model in ("glm-5", "kimi-k2.5"):
        assert program("apply", "--yes", *OPENCODE[:4], "--model", model).code == 0
    last = look(path)
    undone = program("undo", "--yes", "--json").json["change"]
    assert program("undo", undone, "--yes").code == 0
    assert look(path) == last
    assert program("undo", "--yes").code == 0
    assert b"bailian-coding-plan/glm-5" in path.read_bytes()
    assert program("undo", "--yes").code == 0
    assert look(path) == (OWN, 0o644)


@pytest.mark.promise("undo-exact-can")
def test_undo_is_undone_by_its_own_id(program: Program) -> None:
    """Undo names its own change; undoing that one brings the configuration back, byte for byte, mode for mode."""
    path = config(program.home, OWN)
    program("apply", "--yes", *OPENCODE)
    applied = look(path)
    assert applied[1] == 0o600
    undone = program("undo", "--yes", "--json").json["change"]
    assert look(path) == (OWN, 0o644)
    assert program("undo", undone, "--yes").code == 0
    assert look(path) == applied


@pytest.mark.promise("undo-exact-can")
def test_any_earlier_change_is_restored_one_by_one(program: Program) -> None:
    """Three changes, then three times undo: each step gives exactly the bytes and mode that were there before it."""
    path = config(program.home, OWN, 0o640)
    seen = [look(path)]
    for model in ("glm-5", "kimi-k2.5", "qwen3.7-plus"):
        assert program("apply", "--yes", *OPENCODE[:4], "--model", model).code == 0
        seen.append(look(path))
    assert len(set(seen)) == 4
    for expected in seen[-2::-1]:
        assert program("undo", "--yes").code == 0
        assert look(path) == expected
    assert program("undo", "--yes").code == 1


def test_undo_asks_and_a_no_writes_nothing(program: Program) -> None:
    """Undo shows its diff and asks; no is 130, no terminal is 2, --dry-run is 0, and none of them writes."""
    path = config(program.home, OWN)
    program("apply", "--yes", *OPENCODE)
    before = look(path)
    refused = program("undo", answers=["n"])
    assert refused.code == 130
    assert '-  "provider": {' in refused.out
    assert program("undo").code == 2
    assert program("undo", "--dry-run").code == 0
    assert look(path) == before
    assert program("undo", answers=["y"]).code == 0
    assert look(path) == (OWN, 0o644)


@pytest.mark.promise("broken-file-replaced")
def test_a_broken_file_is_replaced_only_on_an_explicit_choice(program: Program) -> None:
    """Refused with its place; with --start-fresh shown whole, written, and brought back by undo."""
    path = config(program.home, BROKEN)
    ran = program("apply", "--yes", *OPENCODE)
    assert ran.code == 1
    assert f"{path}: Line 3, column 1" in ran.err
    assert "--start-fresh" in ran.err
    assert look(path) == (BROKEN, 0o644)
    shown = program("plan", *OPENCODE, "--start-fresh", "--json").json
    (file,) = shown["files"]
    assert (file["action"], file["mode"]) == ("modify", "0600")
    for line in BROKEN.decode().splitlines()[1:]:
        assert f"\n-{line}\n" in file["diff"]
    assert [warning["code"] for warning in shown["warnings"]] == ["plan.started-fresh"]
    assert shown["warnings"][0]["path"] == str(path)
    assert look(path) == (BROKEN, 0o644)
    assert program("apply", *OPENCODE, "--start-fresh", answers=["y"]).code == 0
    assert b"<<<<" not in path.read_bytes()
    assert program("status", "--tool", "opencode", "--json").json["tools"][0]["model"] == "glm-5"
    assert program("undo", "--yes").code == 0
    assert look(path) == (BROKEN, 0o644)


@pytest.mark.promise("broken-file-replaced")
@pytest.mark.parametrize(
    "content",
    [
        b'{"theme": "x"',
        b"\xff\xfe{\x00}\x00",
        b'{"a": "\xc3\x28"}',
        b'{"a": 1}\x00\x00',
        b"[" * 100_000,
    ],
    ids=["cut off", "UTF-16", "not UTF-8", "NULs", "nested"],
)
def test_every_kind_of_broken_file_can_be_replaced(program: Program, content: bytes) -> None:
    """Whatever is wrong with the content, it is refused with line and column, and kept when it is replaced."""
    path = config(program.home, content)
    ran = program("apply", "--yes", *OPENCODE)
    assert ran.code == 1
    assert f"{path}: Line 1, column " in ran.err
    assert look(path) == (content, 0o644)
    assert program("apply", "--yes", *OPENCODE, "--start-fresh").code == 0
    assert program("undo", "--yes").code == 0
    assert look(path) == (content, 0o644)


def test_starting_fresh_leaves_sound_files_and_folders_alone(program: Program) -> None:
    """The flag changes nothing for a file that can be read, and a folder in the file's place stays refused."""
    path = config(program.home, OWN)
    plain = program("plan", *OPENCODE, "--json").json
    assert program("plan", *OPENCODE, "--start-fresh", "--json").json == plain
    path.unlink()
    path.mkdir()
    ran = program("apply", "--yes", *OPENCODE, "--start-fresh")
    assert ran.code == 1
    assert "This is a folder" in ran.err
    assert list(path.iterdir()) == []


def forgettable(program: Program) -> tuple[list[str], Path]:
    """Three changes, newest first, and the folder of their backups."""
    config(program.home, OWN)
    ids = [
        program("apply", "--yes", "--json", *OPENCODE[:4], "--model", model).json["change"]
        for model in ("glm-5", "kimi-k2.5", "qwen3.7-plus")
    ]
    return ids[::-1], program.home / ".local/state/coding-plan-wizard/backups"


@pytest.mark.promise("backups-private-kept")
def test_prune_shows_asks_and_forgets(program: Program) -> None:
    """What would be forgotten is listed; no is 130, no terminal is 2, --dry-run is 0; yes forgets exactly that."""
    ids, backups = forgettable(program)
    assert len(list(backups.iterdir())) == 4
    no = program("history", "--prune", "--keep", "1", answers=["n"])
    assert no.code == 130
    assert ids[1] in no.out
    assert ids[2] in no.out
    assert ids[0] not in no.out
    assert "2 change(s), 2 kept content(s)" in no.err
    assert program("history", "--prune", "--keep", "1").code == 2
    dry = program("history", "--prune", "--keep", "1", "--dry-run", "--json")
    assert dry.code == 0
    assert [change["id"] for change in dry.json["forgotten"]] == ids[1:]
    assert [change["id"] for change in dry.json["changes"]] == ids[:1]
    assert [change["id"] for change in program("history", "--json").json["changes"]] == ids
    assert len(list(backups.iterdir())) == 4
    yes = program("history", "--prune", "--keep", "1", "--yes", "--json")
    assert (yes.code, yes.json["backups_removed"]) == (0, 2)
    assert [change["id"] for change in program("history", "--json").json["changes"]] == ids[:1]
    assert len(list(backups.iterdir())) == 2
    assert program("undo", "--yes").code == 0


def test_prune_to_nothing_leaves_no_earlier_content(program: Program) -> None:
    """With --keep 0 no earlier key stays anywhere but in the tool's file."""
    _, backups = forgettable(program)
    assert program("history", "--prune", "--keep", "0", answers=["y"]).code == 0
    assert list(backups.iterdir()) == []
    holding = [path.name for path in program.home.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert holding == ["opencode.jsonc"]


def test_prune_with_nothing_to_forget(program: Program) -> None:
    """Within number and age there is nothing to ask; wrong numbers are usage errors."""
    forgettable(program)
    ran = program("history", "--prune")
    assert (ran.code, ran.out) == (0, "")
    assert "Nothing to forget" in ran.err
    for wrong in ("-1", "many", "1000000"):
        assert program("history", "--prune", "--keep", wrong).code == 2


def test_a_damaged_entry_is_named_in_the_history(program: Program) -> None:
    """The other entries are listed, and the damaged one is named with its file."""
    ids, backups = forgettable(program)
    entry = backups.parent / "history" / f"{ids[1]}.json"
    entry.write_bytes(b"{")
    ran = program("history")
    assert str(entry) in ran.err
    assert ids[0] in ran.out
    answer = program("history", "--json").json
    assert [change["id"] for change in answer["changes"]] == [ids[0], ids[2]]
    assert [warning["path"] for warning in answer["warnings"]] == [str(entry)]
