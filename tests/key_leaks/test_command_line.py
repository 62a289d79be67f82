"""Nothing that a command prints, hands to a child or keeps holds more of a key than its mask."""

import stat
from pathlib import Path

import pytest

from tests.faults.program import Program

from .conftest import CHOSEN, NEW, OLD, leaked

COMMANDS = [
    ("plan", *CHOSEN),
    ("apply", *CHOSEN),
    ("apply", "--dry-run", *CHOSEN),
    ("apply", "--yes", *CHOSEN, "--model", "glm-5"),
    ("apply", "--dry-run", *CHOSEN, "--key-ref", "MY_VARIABLE", "--skip-failing"),
    ("switch", "kimi-k2.5", "--dry-run"),
    ("status",),
    ("doctor",),
    ("doctor", "--fix", "--dry-run"),
    ("history",),
    ("history", "--prune", "--keep", "0", "--dry-run"),
    ("undo", "--dry-run"),
    ("remove", "--dry-run"),
    ("catalog",),
]


@pytest.mark.promise("no-key-output")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_prints_a_key(program: Program, command: tuple[str, ...]) -> None:
    """As text with every detail, and as JSON: neither the old nor the new key."""
    for form in (("--debug",), ("--json",)):
        ran = program(*command, *form, key=NEW)
        assert ran.code in {0, 2, 3}, ran.err
        assert leaked(ran.out + ran.err) == []


def test_a_mask_is_what_is_shown(program: Program) -> None:
    """The control: the diff shows both keys masked, so that there was something to leak."""
    ran = program("plan", *CHOSEN, key=NEW)
    assert "sk-sp-…6666" in ran.out
    assert "sk-sp-…cccc" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--model", f"glm {NEW}"),
        ("--tool", f"x{NEW}"),
        ("--region", f"china {NEW}"),
        ("--thinking", f"on {NEW}"),
        (f"--model={NEW}",),
        ("--key-env", NEW),
        ("--key-ref", f"A {NEW}"),
        ("--key-file", f"/nowhere/{NEW}"),
        ("--catalog", f"/nowhere/{NEW}.toml"),
        (NEW,),
    ],
    ids=lambda arguments: arguments[0].partition("=")[0] if len(arguments) > 1 else "alone",
)
def test_a_key_in_the_wrong_place_is_not_repeated(program: Program, arguments: tuple[str, ...]) -> None:
    """A key that was pasted where something else belongs is refused without being printed, as text and JSON."""
    for form in ((), ("--json",)):
        ran = program("apply", "--yes", *arguments, *form, key=NEW)
        assert ran.code in {1, 2}
        assert leaked(ran.out + ran.err) == []


@pytest.mark.parametrize("content", ['{"apiKey": "%s" oops}', '"%s"', '{"env": "%s"}', '{"a": 1}\n%s', '{"%s": }'])
def test_a_broken_file_is_refused_without_its_key(program: Program, content: str) -> None:
    """The excerpt of a broken line never holds the key on it."""
    path = program.home / ".claude" / "settings.json"
    path.write_text(content.replace("%s", OLD))
    for arguments in (("apply", "--yes"), ("plan", "--start-fresh"), ("status",), ("doctor",)):
        chosen = CHOSEN if arguments[0] in {"apply", "plan"} else ()
        for form in ("--debug", "--json"):
            ran = program(*arguments, *chosen, form, key=NEW)
            assert leaked(ran.out + ran.err) == []


@pytest.mark.promise("broken-catalog-named")
@pytest.mark.parametrize(
    "content",
    ["key = %s", '[models."%s"]\nname = 1', 'default_model = "%s"', "[regions.china]\nhost = '%s'", "%s = 1\n%s = 2"],
)
def test_a_broken_catalog_is_refused_without_the_key_in_it(program: Program, content: str) -> None:
    """A catalog file with a key in it, which pydantic or the TOML reader complains about."""
    path = program.home / "catalog.toml"
    path.write_text(content.replace("%s", NEW))
    for form in ("--debug", "--json"):
        ran = program("plan", *CHOSEN, "--catalog", str(path), form, key=OLD)
        assert ran.code == 1
        assert leaked(ran.out + ran.err) == []
        assert leaked("".join(program("catalog", "--check", str(path), form).err)) == []


def test_a_key_in_the_place_of_a_model(program: Program) -> None:
    """A key that the user put where the model belongs is masked in status and doctor."""
    path = program.home / ".claude" / "settings.json"
    path.write_text(path.read_text().replace('"ANTHROPIC_MODEL": "', f'"ANTHROPIC_MODEL": "{NEW}'))
    for command in ("status", "doctor"):
        for form in ("--debug", "--json"):
            ran = program(command, form, key=None)
            assert leaked(ran.out + ran.err) == []


def test_a_key_at_the_end_of_a_line_that_is_cut(program: Program) -> None:
    """A line too long to be shown whole is masked before it is cut, wherever the cut falls."""
    path = program.home / ".config" / "opencode" / "opencode.json"
    for length in range(1_960, 2_010, 3):
        path.write_text('{"a": "' + "x" * length + f'", "note": "{OLD}"}}')
        ran = program("plan", "--region", "international", "--tool", "opencode", key=NEW)
        assert ran.code == 0
        assert leaked(ran.out) == []


@pytest.mark.promise("no-key-output")
def test_children_get_no_key(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that is asked for its version finds no key among its arguments and variables, however it is called."""
    folder = program.home / ".local" / "bin"
    folder.mkdir(parents=True)
    seen = program.home / "seen"
    client = folder / "codex"
    client.write_text(f'#!/bin/sh\n/usr/bin/env > "{seen}"\necho "arguments: $@" >> "{seen}"\necho codex-cli 0.80.0\n')
    client.chmod(0o755)
    for name in ("PLAN", "MY_API_KEY", "SOME_TOKEN", "_x"):
        monkeypatch.setenv(name, NEW)
    monkeypatch.setenv("HEADERS", f"Authorization: Bearer {OLD}")
    assert program("status", key=NEW).code == 0
    child = seen.read_text()
    assert "arguments: --version\n" in child
    assert leaked(child) == []


@pytest.mark.promise("no-key-output")
def test_where_keys_are_kept(program: Program) -> None:
    """Keys are in the tools' files and in backups, 0600; in no name, no journal, no history and nowhere else."""
    assert program("apply", "--yes", *CHOSEN, key=NEW).code == 0
    state = program.home / ".local" / "state" / "coding-plan-wizard"
    holding: set[Path] = set()
    for path in program.home.rglob("*"):
        assert leaked(path.name) == []
        if path.is_file() and leaked(path.read_text()):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            holding.add(path)
    outside = {str(path.relative_to(program.home)) for path in holding if state not in path.parents}
    assert outside == {
        ".claude/settings.json",
        ".config/opencode/opencode.json",
        ".openclaw/openclaw.json",
        ".qwen/settings.json",
    }
    assert {path.parent for path in holding if state in path.parents} == {state / "backups"}
    assert stat.S_IMODE(state.stat().st_mode) == stat.S_IMODE((state / "backups").stat().st_mode) == 0o700


@pytest.mark.promise("key-wrong-kind")
def test_a_key_with_blanks_around_is_taken_with_a_word(program: Program) -> None:
    """Outer blanks are removed visibly; a line end alone, as every file has one, needs no word."""
    file = program.home / "key"
    for content, said in ((f" {NEW}\t\n", True), (f"{NEW}\n", False), (f"{NEW}\r\n", False), (NEW, False)):
        file.write_bytes(content.encode())
        ran = program("plan", *CHOSEN, "--key-file", str(file), "--json", key=None)
        assert ran.code == 0
        assert ("key.trimmed" in [warning["code"] for warning in ran.json["warnings"]]) == said, content
        assert leaked(ran.out) == []
