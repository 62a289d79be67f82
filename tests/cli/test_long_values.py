"""Values of any length in a user's file: every command answers, and shows of them what can be read."""

import json
from pathlib import Path

import pytest

from .running import KEY, wizard

pytestmark = pytest.mark.thorough


def home_with(home: Path, model: str) -> Path:
    """A home in which Claude Code is set to ``model``."""
    settings = home / ".claude" / "settings.json"
    settings.parent.mkdir()
    environment = {
        "ANTHROPIC_BASE_URL": "https://coding.dashscope.aliyuncs.com/apps/anthropic",
        "ANTHROPIC_AUTH_TOKEN": KEY,
        "ANTHROPIC_MODEL": model,
    }
    settings.write_text(json.dumps({"env": environment}))
    settings.chmod(0o600)
    return home


_MODELS = {
    "a word": ("a" * 400_000, "a" * 160 + "…"),
    "words": ("a b " * 100_000, "a b a b"),
    "names of keys": ("token " * 70_000, "token token"),
    "control characters": ("\x1b[31m" * 80_000, "␛[31m␛[31m"),
}


@pytest.mark.parametrize(("model", "shown"), _MODELS.values(), ids=_MODELS.keys())
@pytest.mark.parametrize("command", [("status",), ("doctor",)], ids=" ".join)
def test_a_long_value_is_shown_by_its_beginning(
    tmp_path: Path, command: tuple[str, ...], model: str, shown: str
) -> None:
    """No line is longer than can be read, in text and in JSON, and the value can be recognised."""
    home_with(tmp_path, model)
    ran = wizard(tmp_path, *command)
    assert ran.code in {0, 3}, ran.err
    assert shown in ran.out
    assert max(map(len, [*ran.out.splitlines(), *ran.err.splitlines()])) < 4_100
    answer = wizard(tmp_path, *command, "--json").json
    told = [row["message"] for tool in answer.get("tools", ()) for row in tool["problems"]]
    told += [finding["cause"] for finding in answer.get("findings", ())]
    assert told
    assert max(map(len, told)) < 4_100


@pytest.mark.parametrize(
    "command",
    [("doctor", "--fix", "--dry-run"), ("plan", "--tool", "claude-code"), ("remove", "--dry-run")],
    ids=" ".join,
)
def test_a_long_value_is_no_longer_in_a_diff(tmp_path: Path, command: tuple[str, ...]) -> None:
    """What takes the value away shows it by its beginning too."""
    home_with(tmp_path, "a" * 400_000)
    ran = wizard(tmp_path, *command)
    assert ran.code in {0, 3}, ran.err
    assert '-{"env": {"ANTHROPIC_BASE_URL": "https://coding.dashscope.aliyuncs.com/apps/anthropic"' in ran.out
    assert max(map(len, [*ran.out.splitlines(), *ran.err.splitlines()])) < 4_100


def test_an_error_text_of_megabytes_is_explained(tmp_path: Path) -> None:
    """Only its end is looked at, which is where the error stands."""
    ran = wizard(tmp_path, "doctor", "--json", "--message", "-", text="a" * 900_000 + "\n403 invalid api-key\n")
    assert {one["code"].partition(".")[0] for one in ran.json["diagnoses"]} == {"invalid-key"}


@pytest.mark.parametrize(
    "unit",
    [
        "auth.profiles.x",
        "modelscope",
        "unknown model: a/",
        "wire_api = ",
        "403 invalid api",
        "\x1b]",
        "\\u0041",
        "https://a",
        "(",
        "model: ",
    ],
)
def test_an_error_text_takes_no_longer_for_what_it_nearly_says(tmp_path: Path, unit: str) -> None:
    """The beginnings of errors that are known, without an end: read once, and not recognised."""
    ran = wizard(tmp_path, "doctor", "--json", "--message", "-", text=unit * (900_000 // len(unit)))
    assert (ran.code, len(ran.json["warnings"])) in {(0, 1), (0, 0)}, ran.err
