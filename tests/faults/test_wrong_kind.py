"""A value of the wrong kind on the way to a setting: refused, and replaced alone where the user says so."""

import json
from pathlib import Path

import pytest

from .program import Program

CLAUDE = ("--region", "china", "--tool", "claude-code", "--model", "glm-5")
QWEN = ("--region", "china", "--tool", "qwen-code", "--model", "glm-5")
CODEX = ("--region", "china", "--tool", "codex", "--model", "glm-5")


def written(home: Path, place: str, content: str) -> Path:
    """The file at ``place`` with ``content``."""
    path = home / place
    path.parent.mkdir(parents=True)
    path.write_bytes(content.encode())
    return path


@pytest.mark.promise("value-wrong-kind")
def test_a_list_where_an_object_is_needed(program: Program) -> None:
    """Refused with place and way out; that way replaces the list, says so, keeps the rest, and undo brings it back."""
    content = '{\n  "model": "opus",\n  "env": [],\n  "hooks": {"a": [1.0]}\n}\n'
    path = written(program.home, ".claude/settings.json", content)
    ran = program("apply", "--yes", *CLAUDE)
    assert ran.code == 1
    assert f"{path}: Line 3, column 10: env is a list, but an object is needed there. Nothing was changed." in ran.err
    assert "“apply --start-fresh” replaces it" in ran.err
    assert path.read_text() == content
    ran = program("apply", "--yes", *CLAUDE, "--start-fresh")
    assert ran.code == 0, ran.err
    assert '\n-  "env": [],\n' in ran.out
    assert f"{path}: “env” holds a list where settings have to stand; it is replaced" in ran.err
    after = path.read_text()
    assert after.startswith('{\n  "model": "opus",\n  "env": {\n    "ANTHROPIC_')
    assert '\n  },\n  "hooks": {"a": [1.0]}' in after
    assert json.loads(after)["env"]["ANTHROPIC_MODEL"] == "glm-5"
    assert program("undo", "--yes").code == 0
    assert path.read_text() == content


@pytest.mark.promise("value-wrong-kind")
@pytest.mark.parametrize(
    ("choices", "place", "content", "where", "kept"),
    [
        (CLAUDE, ".claude/settings.json", '{"env": "none", "a": 1}', "env", '"a": 1'),
        (QWEN, ".qwen/settings.json", '{"modelProviders": [1], "a": 1}', "modelProviders", '"a": 1'),
        (QWEN, ".qwen/settings.json", '{"modelProviders": {"openai": {}}, "a": 1}', "modelProviders.openai", '"a": 1'),
        (
            CODEX,
            ".codex/config.toml",
            "# mine\nmodel_providers = 3 # odd\n\n[tui]\nx = 1\n",
            "model_providers",
            "[tui]\nx = 1\n",
        ),
    ],
)
def test_each_kind_in_each_format(
    program: Program, choices: tuple[str, ...], place: str, content: str, where: str, kept: str
) -> None:
    """Whatever stands in the way is named, replaced with all that belongs there, and nothing else goes."""
    path = written(program.home, place, content)
    assert program("apply", "--yes", *choices).code == 1
    assert path.read_text() == content
    answer = program("apply", "--yes", *choices, "--start-fresh", "--json").json
    assert answer["ok"], answer["errors"]
    assert [warning["code"] for warning in answer["warnings"]].count("plan.gave-way") == 1
    (message,) = [warning["message"] for warning in answer["warnings"] if warning["code"] == "plan.gave-way"]
    assert f"“{where}” holds " in message
    assert kept in path.read_text()
    assert program("plan", *choices, "--exit-code").code == 0
    (tool,) = program("status", "--tool", choices[3], "--json").json["tools"]
    assert (tool["configured"], tool["model"]) == (True, "glm-5")


def test_a_whole_file_of_the_wrong_kind(program: Program) -> None:
    """Where the file is one list, all of it is replaced."""
    path = written(program.home, ".claude/settings.json", "[1, 2]\n")
    ran = program("apply", "--yes", *CLAUDE)
    assert ran.code == 1
    assert "Line 1, column 1: the top level is a list, but an object is needed there" in ran.err
    assert program("apply", "--yes", *CLAUDE, "--start-fresh").code == 0
    assert "env" in json.loads(path.read_text())
    assert program("remove", "--yes").code == 0
    assert path.read_text() == "[1, 2]\n"


_REPLACED = [
    ('{"theme": "x", "env": []}', {"mine": 1, "theme": "x", "env": []}),
    ('{"theme": "x"', {"mine": 1}),
    ("[1]", {"mine": 1}),
    ('{"env": null}', {"mine": 1, "env": None}),
]


@pytest.mark.parametrize("content", [content for content, _ in _REPLACED])
def test_remove_gives_a_replaced_file_back(program: Program, content: str) -> None:
    """While nobody edited the file since, remove brings the old bytes back, also broken ones."""
    path = written(program.home, ".claude/settings.json", content)
    assert program("apply", "--yes", *CLAUDE, "--start-fresh").code == 0
    ran = program("remove", "--yes")
    assert ran.code == 0, ran.err
    assert path.read_text() == content


@pytest.mark.promise("value-wrong-kind")
@pytest.mark.parametrize(("content", "left"), _REPLACED)
def test_remove_gives_a_replaced_value_back(program: Program, content: str, left: dict[str, object]) -> None:
    """Where the file was edited since, the edits stay and the old values come back as far as they could be read."""
    path = written(program.home, ".claude/settings.json", content)
    assert program("apply", "--yes", *CLAUDE, "--start-fresh").code == 0
    path.write_text(path.read_text().replace("{", '{"mine": 1,', 1))
    ran = program("remove", "--yes")
    assert ran.code == 0, ran.err
    assert json.loads(path.read_text()) == left


def test_a_broken_file_that_was_meant_for_the_plan_does_not_come_back(program: Program) -> None:
    """What cannot be read and names a host of the plan is not put back by remove: undo is there for that."""
    content = '{"env": {"ANTHROPIC_BASE_URL": "https://coding.dashscope.aliyuncs.com/apps/anthropic"'
    path = written(program.home, ".claude/settings.json", content)
    assert program("apply", "--yes", *CLAUDE, "--start-fresh").code == 0
    assert program("remove", "--yes").code == 0
    assert "dashscope" not in path.read_text()
