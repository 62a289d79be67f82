"""The whole path by flags: apply, again, switch, undo, remove."""

import json
import re
import shlex
import stat
from pathlib import Path

import pytest

from tests.cli.running import KEY, contents, wizard

_ALL = [word for tool in ("claude-code", "opencode", "qwen-code", "openclaw", "codex") for word in ("--tool", tool)]
_FIRST = ("apply", "--yes", "--region", "international", "--model", "qwen3.7-plus", *_ALL)

_JSONC = """{
    // my favourite theme
    "theme": "tokyonight", "keybinds": {"leader": "ctrl+x"},
    "provider": {
        /* local */ "ollama": {"npm": "@ai-sdk/openai-compatible"},
    },
}
"""
_JSON5 = """// mine
{
  gateway: {mode: 'remote', port: 0x4A1F,},
  agents: {defaults: {workspace: '~/work', models: {'anthropic/claude': {alias: 'c'}}}}, // keep
  models: {providers: {anthropic: {apiKey: '${ANTHROPIC}'}}},
}
"""
_TOML = (
    '# mine\r\napproval_policy = "never" # quiet\r\n\r\n# servers\r\n[mcp_servers.docs]\r\n'
    'command = "docs"\r\nargs = [ "a",  "b" ]\r\n'
)
_SETTINGS = """{
\t"permissions": {"allow": ["Bash(ls:*)"]},
\t"env": {"FOO": "1", "ANTHROPIC_API_KEY": "sk-ant-old-0123456789"},
\t"hooks": {}
}"""
_QWEN = """{"ui": {"theme": "Ayu"}, "modelProviders": {"openai": [{"id": "own", "baseUrl": "https://own.example/v1"}]}}
"""


def _with_own_settings(home: Path) -> dict[str, bytes]:
    for place, text in {
        ".config/opencode/opencode.jsonc": _JSONC,
        ".openclaw/openclaw.json": _JSON5,
        ".codex/config.toml": _TOML,
        ".claude/settings.json": _SETTINGS,
        ".codex/.env": "export OTHER='x' # mine",
        ".qwen/settings.json": _QWEN,
    }.items():
        path = home / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return contents(home)


def test_apply_in_an_empty_home_writes_every_file_for_its_owner_only(tmp_path: Path) -> None:
    """A first run ends 0 and leaves the files of all five tools, mode 0600."""
    assert wizard(tmp_path, *_FIRST).code == 0
    assert set(contents(tmp_path)) == {
        ".claude.json",
        ".claude/settings.json",
        ".codex/.env",
        ".codex/config.toml",
        ".config/opencode/opencode.json",
        ".openclaw/openclaw.json",
        ".qwen/settings.json",
    }
    assert all(stat.S_IMODE((tmp_path / place).stat().st_mode) == 0o600 for place in contents(tmp_path))


@pytest.mark.promise("setting-there-changes")
def test_a_second_apply_touches_nothing(tmp_path: Path) -> None:
    """Running apply again changes neither a byte nor a time."""
    wizard(tmp_path, *_FIRST)
    before = {place: (tmp_path / place).stat().st_mtime_ns for place in contents(tmp_path)}
    again = wizard(tmp_path, *_FIRST, "--json")
    assert again.code == 0
    assert {file["action"] for file in again.json["files"]} == {"unchanged"}
    assert {place: (tmp_path / place).stat().st_mtime_ns for place in contents(tmp_path)} == before


def test_switch_needs_no_key_and_moves_the_limits(tmp_path: Path) -> None:
    """Switching the model keeps key and region and moves every limit with the model."""
    wizard(tmp_path, *_FIRST)
    assert wizard(tmp_path, "switch", "glm-5", "--yes", key=None).code == 0
    env = json.loads((tmp_path / ".claude/settings.json").read_bytes())["env"]
    assert env["ANTHROPIC_AUTH_TOKEN"] == KEY
    assert env["ANTHROPIC_MODEL"] == "glm-5"
    assert env["CLAUDE_CODE_MAX_CONTEXT_TOKENS"] == "202752"
    assert env["CLAUDE_CODE_MAX_OUTPUT_TOKENS"] == "16384"
    assert "model_context_window = 202752" in (tmp_path / ".codex/config.toml").read_text()
    states = {tool["id"]: tool for tool in wizard(tmp_path, "status", "--json").json["tools"]}
    assert {states[name]["model"] for name in ("claude-code", "opencode", "qwen-code", "openclaw", "codex")} == {
        "glm-5"
    }


def test_thinking_switched_off_and_on_again_leaves_every_byte(tmp_path: Path) -> None:
    """What goes with thinking and comes back with it stands where it stood."""
    assert wizard(tmp_path, *_FIRST).code == 0
    before = contents(tmp_path)
    assert wizard(tmp_path, "switch", "qwen3.7-plus", "--thinking", "off", "--yes").code == 0
    assert contents(tmp_path) != before
    assert wizard(tmp_path, "switch", "qwen3.7-plus", "--thinking", "on", "--yes").code == 0
    assert contents(tmp_path) == before


def test_switching_back_gives_the_same_settings(tmp_path: Path) -> None:
    """To another model and back, Claude Code's settings are as they were."""
    wizard(tmp_path, *_FIRST)
    before = contents(tmp_path)[".claude/settings.json"]
    wizard(tmp_path, "switch", "glm-5", "--yes")
    wizard(tmp_path, "switch", "qwen3.7-plus", "--yes")
    assert contents(tmp_path)[".claude/settings.json"] == before


@pytest.mark.parametrize("own", [False, True], ids=["empty home", "own settings"])
def test_undo_gives_the_original_bytes_back(tmp_path: Path, own: bool) -> None:  # noqa: FBT001  a case
    """Undo after apply leaves every file as it was, and none that was not there."""
    before = _with_own_settings(tmp_path) if own else {}
    wizard(tmp_path, *_FIRST)
    assert wizard(tmp_path, "undo", "--yes").code == 0
    assert contents(tmp_path) == before


@pytest.mark.promise("adding-removing-gives")
@pytest.mark.parametrize("own", [False, True], ids=["empty home", "own settings"])
def test_remove_gives_the_original_bytes_back(tmp_path: Path, own: bool) -> None:  # noqa: FBT001  a case
    """Remove after apply and switch leaves every file as it was before the wizard came."""
    before = _with_own_settings(tmp_path) if own else {}
    wizard(tmp_path, *_FIRST)
    wizard(tmp_path, "switch", "kimi-k2.5", "--yes")
    assert wizard(tmp_path, "remove", "--yes").code == 0
    assert contents(tmp_path) == before
    again = wizard(tmp_path, "remove", "--yes")
    assert (again.code, "Nothing to remove" in again.err) == (0, True), again


def test_remove_after_a_users_edit_keeps_the_edit(tmp_path: Path) -> None:
    """Where the user edited a file since, only the plan's values go and the user's earlier ones come back."""
    _with_own_settings(tmp_path)
    wizard(tmp_path, *_FIRST)
    path = tmp_path / ".claude/settings.json"
    path.write_text(path.read_text().replace('"FOO": "1"', '"FOO": "2"'))
    assert wizard(tmp_path, "remove", "--yes").code == 0
    left = json.loads(path.read_bytes())
    assert left == {
        "permissions": {"allow": ["Bash(ls:*)"]},
        "env": {"FOO": "2", "ANTHROPIC_API_KEY": "sk-ant-old-0123456789"},
        "hooks": {},
    }


def test_own_settings_keep_every_other_byte(tmp_path: Path) -> None:
    """Comments, spacing, line ends and settings of the user's stay where they are."""
    _with_own_settings(tmp_path)
    assert wizard(tmp_path, *_FIRST).code == 0
    after = {place: content.decode() for place, content in contents(tmp_path).items()}
    jsonc = after[".config/opencode/opencode.jsonc"]
    assert '    // my favourite theme\n    "theme": "tokyonight", "keybinds": {"leader": "ctrl+x"},\n' in jsonc
    assert '/* local */ "ollama": {"npm": "@ai-sdk/openai-compatible"},' in jsonc
    json5 = after[".openclaw/openclaw.json"]
    assert "gateway: {mode: 'remote', port: 0x4A1F,}," in json5
    assert "'anthropic/claude': {alias: 'c'}" in json5
    assert json5.startswith("// mine\n{\n")
    toml = after[".codex/config.toml"]
    assert toml.startswith('# mine\r\napproval_policy = "never" # quiet\r\nmodel = "qwen3.7-plus"\r\n')
    assert '\r\n# servers\r\n[mcp_servers.docs]\r\ncommand = "docs"\r\nargs = [ "a",  "b" ]\r\n' in toml
    assert "\n" not in toml.replace("\r\n", "")


def test_nothing_is_written_without_a_yes(tmp_path: Path) -> None:
    """Without a terminal and without --yes the diff is shown, the exit code is 2 and no file appears."""
    ran = wizard(tmp_path, "apply", "--region", "china", "--tool", "opencode")
    assert ran.code == 2
    assert "+++ " in ran.out
    assert "--yes" in ran.err
    assert not list(tmp_path.rglob("*"))


def test_a_key_is_never_printed(tmp_path: Path) -> None:
    """Neither the diff nor JSON nor status shows more of the key than its kind and last four characters."""
    runs = [
        wizard(tmp_path, "plan", "--region", "china", *_ALL),
        wizard(tmp_path, "plan", "--json", "--region", "china", *_ALL),
        wizard(tmp_path, *_FIRST),
        wizard(tmp_path, "apply", "--yes", "--region", "international", *_ALL, key="sk-sp-fedcba9876543210"),
        wizard(tmp_path, "status", "--json"),
        wizard(tmp_path, "history", "--json"),
        wizard(tmp_path, "remove", "--dry-run"),
    ]
    printed = "".join(ran.out + ran.err for ran in runs)
    assert "sk-sp-…cdef" in printed
    assert KEY not in printed
    assert "sk-sp-fedcba9876543210" not in printed


def test_the_way_back_that_is_named_is_of_the_same_home(tmp_path: Path) -> None:
    """The command for taking a change back reaches the files of ``--home``, whoever runs it."""
    ran = wizard(tmp_path, "apply", "--yes", "--region", "china", "--tool", "codex")
    words = shlex.split(next(line for line in ran.err.splitlines() if line.startswith("Done")))
    assert words[-2:] == ["--home", str(tmp_path)]
    assert wizard(tmp_path, "undo", words[-3], "--yes").code == 0
    assert contents(tmp_path) == {}


def test_the_catalog_names_hosts_paths_limits_and_sources(tmp_path: Path) -> None:
    """What the configurations are made of is listed for people too, with source and day of each entry."""
    out = wizard(tmp_path, "catalog").out
    sections = [section.splitlines()[1:] for section in out.strip().split("\n\n")]
    assert [len(lines) for lines in sections] == [2 * 3, 3 * 2, 10 * 2, 16 * 2]
    for lines, step in zip(sections, (3, 2, 2, 2), strict=True):
        assert all(re.search(r"\S \(2026-\d\d-\d\d\)$", line) for line in lines[step - 1 :: step])
    assert "https://coding-intl.dashscope.aliyuncs.com" in sections[0][3]
    paths = [(line.split()[0], line.split()[1]) for line in sections[1][::2]]
    assert paths == [("openai", "/v1"), ("anthropic", "/apps/anthropic"), ("anthropic-sdk", "/apps/anthropic/v1")]
    assert "glm-5                  context 202,752, output 16,384, thinking on by default, budget 32,768" in out
