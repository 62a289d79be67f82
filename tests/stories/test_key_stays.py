"""``switch`` leaves the key where its user keeps it: in a ``.env`` file or a store of logins, as it is."""

from pathlib import Path

import pytest

from tests.cli.running import KEY, wizard

_HOST = "https://coding.dashscope.aliyuncs.com"
_ROW = f'{{"id": "glm-5", "baseUrl": "{_HOST}/v1", "envKey": "BAILIAN_CODING_PLAN_API_KEY"}}'
_OPTIONS = f'{{"options": {{"baseURL": "{_HOST}/apps/anthropic/v1"}}}}'
_KEPT = {
    "qwen-code": (
        ".qwen/settings.json",
        f'{{"modelProviders": {{"openai": [{_ROW}]}}, "model": {{"name": "glm-5"}}}}',
        ".qwen/.env",
        f"BAILIAN_CODING_PLAN_API_KEY={KEY}\n",
    ),
    "opencode": (
        ".config/opencode/opencode.json",
        f'{{"model": "bailian-coding-plan/glm-5", "provider": {{"bailian-coding-plan": {_OPTIONS}}}}}',
        ".local/share/opencode/auth.json",
        f'{{"bailian-coding-plan": {{"type": "api", "key": "{KEY}"}}}}',
    ),
}


@pytest.mark.promise("switch-leaves-key")
@pytest.mark.parametrize("tool", _KEPT)
def test_a_switch_copies_no_key_into_the_settings(tmp_path: Path, tool: str) -> None:
    """Who keeps settings in a repository and the key beside them must not find it there after a change of the model."""
    place, settings, store, kept = _KEPT[tool]
    for name, content in ((place, settings), (store, kept)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    ran = wizard(tmp_path, "switch", "kimi-k2.5", "--yes", key=None)
    assert ran.code == 0, ran.err
    written = (tmp_path / place).read_text()
    assert "kimi-k2.5" in written
    assert KEY not in written
    assert (tmp_path / store).read_text() == kept


def test_the_key_of_the_shell_is_told_before_that_of_a_file(tmp_path: Path) -> None:
    """Qwen Code takes an exported variable before any ``.env`` file, so the status names the variable."""
    place, settings, store, kept = _KEPT["qwen-code"]
    (tmp_path / ".qwen").mkdir()
    (tmp_path / place).write_text(settings)
    (tmp_path / store).write_text(kept)
    keys = []
    for variables in ({}, {"BAILIAN_CODING_PLAN_API_KEY": "sk-sp-fedcba9876543210"}):
        tools = {tool["id"]: tool for tool in wizard(tmp_path, "status", "--json", key=None, **variables).json["tools"]}
        keys.append(tools["qwen-code"]["key"])
    assert keys == ["sk-sp-…cdef", "$BAILIAN_CODING_PLAN_API_KEY"]
