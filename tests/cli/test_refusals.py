"""Bad input: a sentence, the documented exit code, and not one byte written."""

from pathlib import Path

import pytest

from tests.cli.running import contents, wizard

_BASE = ("--region", "china", "--tool", "opencode")


@pytest.mark.promise("key-wrong-kind")
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
        (("--model", "MiniMax-M2.5", "--thinking", "1024"), None, 1, "Say --thinking on, or leave it out."),
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


@pytest.mark.promise("cannot-read-refused")
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


def test_a_broken_file_is_named_before_what_it_may_hold(tmp_path: Path) -> None:
    """With a file that cannot be read, it is the file that is told of, not the choices that stand in it."""
    path = tmp_path / ".config" / "opencode" / "opencode.json"
    path.parent.mkdir(parents=True)
    path.write_text("{ broken")
    for arguments in (("switch", "glm-5", "--tool", "opencode"), ("switch", "glm-5"), ("apply", "--tool", "opencode")):
        ran = wizard(tmp_path, *arguments, "--json", key=None)
        assert (ran.code, ran.json["errors"][0]["code"]) == (1, "formats.syntax"), arguments
        assert f"opencode: {path}: Line 1, column 3" in ran.err


def test_a_broken_file_is_warned_of_where_all_tools_are_meant(tmp_path: Path) -> None:
    """A tool whose file does not say whether it is on the plan is not passed over in silence."""
    wizard(tmp_path, "apply", "--yes", "--region", "china", "--tool", "codex")
    path = tmp_path / ".config" / "opencode" / "opencode.json"
    path.parent.mkdir(parents=True)
    path.write_text("{ broken")
    for arguments in (("switch", "glm-5"), ("remove",)):
        ran = wizard(tmp_path, *arguments, "--dry-run", "--json")
        assert (ran.code, {file["tool"] for file in ran.json["files"]}) == (0, {"codex"})
        assert ("opencode", str(path)) in {(told["tool"], told["path"]) for told in ran.json["warnings"]}
        assert wizard(tmp_path, *arguments, "--dry-run").err.count(str(path)) == 1


def test_a_tool_that_is_not_on_the_plan_stops_a_switch_and_is_left_out_on_request(tmp_path: Path) -> None:
    """Such a tool cannot be switched: exit 1 names the command without it, ``--skip-failing`` goes on."""
    wizard(tmp_path, "apply", "--yes", "--region", "china", "--tool", "codex")
    arguments = ("switch", "glm-5", "--tool", "opencode", "--tool", "codex", "--yes")
    before = contents(tmp_path)
    ran = wizard(tmp_path, *arguments)
    assert (ran.code, contents(tmp_path)) == (1, before)
    assert f"coding-plan-wizard switch glm-5 --tool codex --home {tmp_path} (" in ran.err
    ran = wizard(tmp_path, *arguments, "--skip-failing", "--json")
    assert (ran.code, ran.json["choices"]["tools"]) == (0, ["codex"])
    assert ("opencode", "choices.not-on-plan") in {(told["tool"], told["code"]) for told in ran.json["warnings"]}
