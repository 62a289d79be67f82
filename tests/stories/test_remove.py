"""``remove`` takes out what ``apply`` put in: every file of the corpus, for every tool that can have it."""

import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.formats import cases
from tests.tools.planning import plan_for, session_in
from wizard.errors import WizardError
from wizard.runs.take_back import plan_removal
from wizard.runs.write import write_plan

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)
FILES = {
    "claude-code": (".claude/settings.json", "json", 100),
    "opencode": (".config/opencode/opencode.jsonc", "json", 100),
    "qwen-code": (".qwen/settings.json", "json", 100),
    "openclaw": (".openclaw/openclaw.json", "json", 100),
    "codex": (".codex/config.toml", "toml", 100),
    "codex .env": (".codex/.env", "env", 50),
    "kilo": (".config/kilo/kilo.jsonc", "json", 100),
    "hermes": (".hermes/config.yaml", "yaml", 60),
    "aider": (".aider.conf.yml", "yaml", 60),
    "continue-cli": (".continue/config.yaml", "yaml", 60),
}
"""By tool (and file): the file, the folder of the corpus, and how many of its files the tool must take at least."""

HELD_NOTHING = {
    "blank-only-file", "bom-only", "comments-only-file", "comments-only-no-final-newline", "empty-file",
    "null-document",
}  # fmt: skip
"""JSON files without any object: an edited one is left with an empty object."""
HELD_COMMENT = {"comment_only", "comment_only_no_newline", "comment_of_one_sign"}
"""TOML files of one comment: the blank line that parts it from what follows stays when the user went on below."""
SET_APART = {"blank_lines_between", "block_text_kept", "delete_between_blanks"}
"""YAML files with blank lines between their blocks: so it is, too, with the one before the new block."""
APART = {
    "codex": HELD_COMMENT,
    "qwen-code": HELD_NOTHING,
    "claude-code": HELD_NOTHING,
    "opencode": HELD_NOTHING,
    "openclaw": HELD_NOTHING,
    "codex .env": set[str](),
    "kilo": HELD_NOTHING,
    # The line of the other kind of line end below an open one leaves a pair of its own.
    "hermes": HELD_COMMENT | SET_APART | {"bom_crlf_open"},
    # A model that is a mapping or a list is none of Aider's; it comes back, written anew.
    "aider": HELD_COMMENT | SET_APART | {"bom_crlf_open", "new_in_mapping", "scalar_keeps_comment", "type_list"},
    "continue-cli": HELD_COMMENT | SET_APART | {"bom_crlf_open", "new_in_mapping"},
}
STRICT = {"claude-code", "qwen-code"}
"""Their files lose comments or commas that they cannot read, which the bytes of before would bring back."""


def _starts(folder: str) -> Iterator[tuple[str, bytes]]:
    for name in cases.names(folder):
        yield name, cases.case(folder, name).before


def _applied(home: Path, tool: str, before: bytes) -> Path | None:
    """The tool's file after ``apply``, or None where the tool cannot have such a file."""
    place = home / FILES[tool][0]
    place.parent.mkdir(parents=True)
    place.write_bytes(before)
    place.chmod(0o644)
    session = session_in(home)
    try:
        write_plan(session, plan_for(session, tool.split(maxsplit=1)[0], "glm-5"), now=NOW)
    except WizardError:
        assert place.read_bytes() == before
        return None
    return place


def _removed(home: Path, tool: str) -> None:
    session = session_in(home)
    write_plan(session, plan_removal(session, [tool.split(maxsplit=1)[0]]), now=NOW)


@pytest.mark.promise("adding-removing-gives")
@pytest.mark.parametrize("tool", FILES)
def test_apply_then_remove_is_the_identity(tool: str, tmp_path: Path) -> None:
    """Bytes and permission bits are those of before; files the tool cannot have are refused and left alone."""
    taken = 0
    for name, before in _starts(FILES[tool][1]):
        place = _applied(tmp_path / name, tool, before)
        if place:
            taken += 1
            _removed(tmp_path / name, tool)
            assert (place.read_bytes(), stat.S_IMODE(place.stat().st_mode)) == (before, 0o644), name
    assert taken >= FILES[tool][2]


@pytest.mark.parametrize("tool", FILES)
def test_what_the_user_wrote_in_between_stays(tool: str, tmp_path: Path) -> None:
    """A line that the user added at the end stays, everything else is as it was before ``apply``."""
    line = b"\n" if FILES[tool][1] == "json" else b"# mine\n"
    for name, before in _starts(FILES[tool][1]):
        if name in APART[tool] or (tool in STRICT and not _is_json(before)):
            continue
        place = _applied(tmp_path / name, tool, before)
        if place:
            end = b"" if place.read_bytes().endswith(b"\n") else b"\n"
            place.write_bytes(place.read_bytes() + end + line)
            _removed(tmp_path / name, tool)
            assert place.read_bytes() == before + end + line, name


def test_without_the_history_only_the_plan_goes(tmp_path: Path) -> None:
    """Codex's files without anything on our paths are as before although nothing is known of them any more."""
    for name in ("aligned", "array_of_tables_set", "crlf", "empty", "first_key_below_file_comment", "indented"):
        before = cases.case("toml", name).before
        place = _applied(tmp_path / name, "codex", before)
        assert place
        state = session_in(tmp_path / name).state_folder
        for kept in (*state.history.iterdir(), *state.backups.iterdir()):
            kept.unlink()
        _removed(tmp_path / name, "codex")
        assert place.read_bytes() == before, name


@pytest.mark.parametrize("edited", [False, True])
def test_values_of_the_users_own_come_back(tmp_path: Path, *, edited: bool) -> None:
    """Another provider's model of the same name, and a table under our own name that led elsewhere."""
    before = (
        b'model = "glm-5" # mine\nmodel_provider = "other"\n\n'
        b'[model_providers.bailian-coding-plan]\nname = "x"\nbase_url = "https://other.example/v1"\n'
    )
    place = _applied(tmp_path, "codex", before)
    assert place
    added = b"# mine\n" if edited else b""
    place.write_bytes(place.read_bytes() + added)
    _removed(tmp_path, "codex")
    assert place.read_bytes() == before + added


@pytest.mark.parametrize("edited", [False, True])
def test_openclaws_new_allow_list_goes_with_the_plan(tmp_path: Path, *, edited: bool) -> None:
    """Made for a version that wants it, with the user's own entries in it, it goes as a whole; the old one stays."""
    package = tmp_path / "programs" / "openclaw"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"version": "2026.9.6", "bin": {"openclaw": "openclaw"}}')
    (package / "openclaw").write_text("#!/bin/sh\nexit 1\n")
    (package / "openclaw").chmod(0o755)
    before = b'{agents: {defaults: {models: {"openai/gpt-5": {alias: "g"}}}}}\n'
    place = tmp_path / ".openclaw" / "openclaw.json"
    place.parent.mkdir()
    place.write_bytes(before)
    session = session_in(tmp_path, PATH=str(package))
    assert write_plan(session, plan_for(session, "openclaw", "glm-5"), now=NOW)
    assert b'allow: ["openai/gpt-5", "bailian/qwen3.7-plus"' in place.read_bytes()
    added = b"// mine\n" if edited else b""
    place.write_bytes(place.read_bytes() + added)
    _removed(tmp_path, "openclaw")
    assert place.read_bytes() == before + added


def _is_json(source: bytes) -> bool:
    try:
        json.loads(source.removeprefix(b"\xef\xbb\xbf"))
    except ValueError:
        return False
    return True
