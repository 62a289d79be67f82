"""The one JSON object: the same keys whatever the run comes to, and what was shown, also where nothing was written."""

from pathlib import Path

import pytest

from tests.cli.running import wizard

_BASE = ("apply", "--region", "china", "--tool", "codex", "--model", "glm-5")
_KEYS = [
    "version",
    "command",
    "ok",
    "exit_code",
    "choices",
    "files",
    "manual_steps",
    "next_steps",
    "warnings",
    "errors",
]


def test_a_refused_write_answers_with_what_it_showed(tmp_path: Path) -> None:
    """Without a terminal and ``--yes`` the object holds the same files as that of ``plan``, and the error."""
    ran, planned = wizard(tmp_path, *_BASE, "--json"), wizard(tmp_path, "plan", *_BASE[1:], "--json")
    assert (ran.code, ran.json["ok"]) == (2, False)
    assert [file["path"] for file in ran.json["files"]] == [
        str(tmp_path / ".codex" / "config.toml"),
        str(tmp_path / ".codex" / ".env"),
    ]
    for key in ("choices", "files", "next_steps", "warnings"):
        assert ran.json[key] == planned.json[key]
    assert [error["code"] for error in ran.json["errors"]] == ["cli.need-yes"]


def test_an_undo_says_the_format_of_its_files(tmp_path: Path) -> None:
    """The files of an undo have the same format as those of the change that it takes back."""
    arguments = ("--region", "china", "--tool", "openclaw", "--tool", "codex", "--yes", "--json")
    done = wizard(tmp_path, "apply", *arguments)
    undone = wizard(tmp_path, "undo", "--yes", "--json")
    assert {file["path"]: file["format"] for file in done.json["files"]} == {
        file["path"]: file["format"] for file in undone.json["files"]
    }
    assert sorted(file["format"] for file in undone.json["files"]) == ["env", "json5", "toml"]


@pytest.mark.parametrize(("command", "key"), [("status", "tools"), ("doctor", "findings"), ("history", "changes")])
def test_a_command_keeps_its_own_key_on_errors(tmp_path: Path, command: str, key: str) -> None:
    """A script that reads the list of a command finds it, empty, where the command failed."""
    for arguments in ((command, "--nothing"), (command, "--catalog", str(tmp_path / "no.toml"))):
        ran = wizard(tmp_path, *arguments, "--json")
        assert (ran.code > 0, list(ran.json), ran.json[key]) == (True, [*_KEYS, key], [])


def test_a_refused_repair_answers_with_its_findings(tmp_path: Path) -> None:
    """``doctor --fix`` that may not ask tells what it found and would write."""
    wizard(tmp_path, *_BASE, "--yes")
    (tmp_path / ".codex" / ".env").chmod(0o644)
    ran = wizard(tmp_path, "doctor", "--fix", "--json")
    assert (ran.code, [finding["code"] for finding in ran.json["findings"]]) == (2, ["tools.readable"])
    assert [file["mode"] for file in ran.json["files"] if file["action"] == "modify"] == ["0600"]


def test_a_budget_is_a_number_in_every_answer(tmp_path: Path) -> None:
    """``choices.thinking`` is “on”, “off” or a number, also where the run is refused before there is a plan."""
    for model, code in (("glm-5", 0), ("qwen3-coder-plus", 1)):
        ran = wizard(tmp_path, "plan", *_BASE[1:5], "--model", model, "--thinking", "8,192", "--json")
        assert (ran.code, ran.json["choices"]["thinking"]) == (code, 8192)
