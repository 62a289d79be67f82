"""Bad input: a sentence, the documented exit code, and not one byte written."""

from pathlib import Path

import pytest

from tests.cli.running import contents, wizard

_BASE = ("--region", "china", "--tool", "opencode")


@pytest.mark.parametrize(
    ("arguments", "key", "code", "names"),
    [
        (("--model", "qwen3.7-max"), None, 1, "qwen3.7-max"),
        (("--model", "GLM-5"), None, 1, "glm-5"),
        (("--model", " glm-5"), None, 1, "glm-5"),
        (("--model", "glm-5", "--thinking", "32769"), None, 1, "32768"),
        (("--model", "glm-5", "--thinking", "99,999,999,999,999"), None, 1, "32768"),
        (("--model", "glm-5", "--thinking", "9" * 5000), None, 2, "a number of tokens"),
        (("--model", "qwen3-coder-plus", "--thinking", "on"), None, 1, "does not support thinking"),
        (("--model", "MiniMax-M2.5", "--thinking", "off"), None, 1, "always thinks"),
        (("--model", "MiniMax-M2.5", "--thinking", "1024"), None, 1, "takes no thinking budget"),
        (("--thinking", "maybe"), None, 2, "maybe"),
        ((), "sk-0123456789abcdef", 1, "sk-"),
        ((), "ms-0123456789abcdef", 1, "ModelScope"),
        ((), "YOUR_API_KEY", 1, "placeholder"),
        ((), "sk-sp-0123 456789", 1, "blank"),
        ((), "sk-sp-0123\u200b456789", 1, "invisible"),
        ((), '"sk-sp-0123456789"', 1, "quotation"),
        ((), "", 2, "--key-env"),
        (("--key", "sk-sp-0123456789abcdef"), None, 2, "command line"),
        (("--key-env", "NOT_THERE"), None, 2, "NOT_THERE"),
        (("--tool", "emacs"), None, 2, "emacs"),
    ],
)
def test_bad_choice(tmp_path: Path, arguments: tuple[str, ...], key: str | None, code: int, names: str) -> None:
    """Each bad choice ends with its exit code and a sentence that names it."""
    options = {} if key is None else {"key": key}
    ran = wizard(tmp_path, "apply", "--yes", *_BASE, *arguments, **options)
    assert (ran.code, names in ran.err) == (code, True), ran.err
    assert "Traceback" not in ran.err
    assert not list(tmp_path.rglob("*"))


def test_unknown_region_is_usage(tmp_path: Path) -> None:
    """A region that the plan does not have is exit code 2 and names those it has."""
    ran = wizard(tmp_path, "plan", "--region", "mars", "--tool", "opencode")
    assert ran.code == 2
    assert "china, international" in ran.err


@pytest.mark.parametrize("content", [b'{"env": []}', b'{"env": {"A": 1}', b"\xff\xfe{\x00}\x00", b"<<<<<<< HEAD\n{}\n"])
def test_a_file_that_cannot_be_patched_stays(tmp_path: Path, content: bytes) -> None:
    """A damaged or wrongly typed file is refused with its place, and no other file is written either."""
    path = tmp_path / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_bytes(content)
    ran = wizard(tmp_path, "apply", "--yes", "--region", "china", "--tool", "opencode", "--tool", "claude-code")
    assert ran.code == 1
    assert f"{path}: Line 1, column " in ran.err
    assert contents(tmp_path) == {".claude/settings.json": content}


def test_a_key_on_the_command_line_is_not_repeated(tmp_path: Path) -> None:
    """The refusal of a key on the command line does not print it."""
    ran = wizard(tmp_path, "plan", "--json", "sk-sp-0123456789abcdef", key=None)
    assert ran.code == 2
    assert "0123456789" not in ran.out + ran.err
    assert ran.json["errors"][0]["code"] == "cli.key-on-command-line"


def test_a_codex_too_new_stops_the_run_and_names_the_way_out(tmp_path: Path) -> None:
    """With a Codex that cannot use the plan nothing is written for any tool, unless it is left out."""
    programs = tmp_path / "bin"
    programs.mkdir()
    codex = programs / "codex"
    codex.write_text("#!/bin/sh\necho codex-cli 0.169.0\n")
    codex.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()
    path = f"{programs}:/usr/bin:/bin"
    arguments = ("apply", "--yes", "--region", "china", "--tool", "codex", "--tool", "opencode")
    ran = wizard(home, *arguments, PATH=path)
    assert ran.code == 1
    assert "npm install -g @openai/codex@0.80.0" in ran.err
    assert f"coding-plan-wizard apply --region china --tool opencode --home {home} (or add --skip-failing)" in ran.err
    assert contents(home) == {}
    assert wizard(home, *arguments, "--skip-failing", PATH=path).code == 0
    assert list(contents(home)) == [".config/opencode/opencode.json"]


def test_no_terminal_names_the_flags(tmp_path: Path) -> None:
    """The full-screen wizard without a terminal ends 2 and says what to use."""
    ran = wizard(tmp_path)
    assert ran.code == 2
    assert "--region" in ran.err
