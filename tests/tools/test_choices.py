"""What thinking, existing rows and other credentials mean for single tools."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.tools.planning import KEY, plan_for, planned, session_in
from wizard.errors import WizardError
from wizard.key import KeyReference
from wizard.plan.choices import Wanted
from wizard.runs.choose import make_plan
from wizard.tools.base import Thinking

_OFF = Thinking(enabled=False)


def _put(home: Path, place: str, text: str) -> None:
    path = home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _codes(plan: Any) -> set[str]:  # noqa: ANN401  any plan
    return {warning.notice.code for warning in plan.warnings}


@pytest.mark.parametrize(
    ("model", "budget", "output", "warning"),
    [
        ("qwen3.7-plus", 30_000, 65_536, None),
        ("qwen3.7-plus", 50_000, 15_536, None),
        ("kimi-k2.5", 16_384, 16_384, None),
        ("qwen3-max-2026-01-23", 32_768, 32_768, None),
        ("qwen3-max-2026-01-23", 40_000, 25_536, None),
        ("glm-5", 14_000, 2_384, "opencode.little-output"),
        ("glm-5", 32_768, 16_384, "opencode.budget-sum"),
        ("kimi-k2.5", 81_920, 32_768, "opencode.budget-sum"),
    ],
)
def test_opencode_keeps_output_and_budget_within_the_limit(
    tmp_path: Path, model: str, budget: int, output: int, warning: str | None
) -> None:
    """OpenCode's output limit gives way to the budget; where both cannot fit, it is written with a warning."""
    plan = plan_for(session_in(tmp_path), "opencode", model, thinking=Thinking(enabled=True, budget=budget))
    row = planned(plan, tmp_path)[".config/opencode/opencode.json"]["provider"]["bailian-coding-plan"]["models"][model]
    assert row["options"]["thinking"] == {"type": "enabled", "budgetTokens": budget}
    assert row["limit"]["output"] == output
    assert _codes(plan) & {"opencode.budget-sum", "opencode.little-output"} == ({warning} if warning else set())


def test_thinking_off_reaches_every_tool(tmp_path: Path) -> None:
    """Off leaves the chosen model's thinking out, and says so where the tool has no setting for it."""
    session = session_in(tmp_path)
    claude = planned(plan_for(session, "claude-code", "glm-5", thinking=_OFF), tmp_path)
    assert claude[".claude/settings.json"]["alwaysThinkingEnabled"] is False
    opencode = planned(plan_for(session, "opencode", "glm-5", thinking=_OFF), tmp_path)
    row = opencode[".config/opencode/opencode.json"]["provider"]["bailian-coding-plan"]["models"]["glm-5"]
    assert "options" not in row
    assert row["limit"]["output"] == 16_384
    qwen = planned(plan_for(session, "qwen-code", "glm-5", thinking=_OFF), tmp_path)[".qwen/settings.json"]
    assert qwen["modelProviders"]["openai"][0]["generationConfig"]["extra_body"] == {"enable_thinking": False}
    openclaw = planned(plan_for(session, "openclaw", "glm-5", thinking=_OFF), tmp_path)[".openclaw/openclaw.json"]
    rows = {row["id"]: row for row in openclaw["models"]["providers"]["bailian"]["models"]}
    assert "reasoning" not in rows["glm-5"]
    assert "compat" not in rows["glm-5"]
    assert rows["glm-4.7"]["compat"] == {"thinkingFormat": "qwen"}
    assert "codex.no-thinking-setting" in _codes(plan_for(session, "codex", "glm-5", thinking=_OFF))


def test_qwen_takes_a_budget_and_others_say_that_it_means_on(tmp_path: Path) -> None:
    """A number reaches Qwen Code's row; Claude Code and OpenClaw warn that it means on."""
    session, budget = session_in(tmp_path), Thinking(enabled=True, budget=4096)
    qwen = planned(plan_for(session, "qwen-code", "glm-5", thinking=budget), tmp_path)[".qwen/settings.json"]
    extra = qwen["modelProviders"]["openai"][0]["generationConfig"]["extra_body"]
    assert extra == {"enable_thinking": True, "thinking_budget": 4096}
    assert "claude-code.no-budget" in _codes(plan_for(session, "claude-code", "glm-5", thinking=budget))
    assert "openclaw.no-budget" in _codes(plan_for(session, "openclaw", "glm-5", thinking=budget))


def test_qwen_keeps_the_users_rows_and_puts_the_chosen_one_first_among_ours(tmp_path: Path) -> None:
    """The user's rows stay where they are with the comments around them; our rows follow the chosen model."""
    _put(
        tmp_path,
        ".qwen/settings.json",
        '{\n  "$version": 3,\n  "modelProviders": {"openai": [\n'
        '    {"id": "own-1"}, // first\n'
        '    {"id": "glm-5", "envKey": "BAILIAN_CODING_PLAN_API_KEY", "mine": 1},\n'
        '    /* last */ {"id": "own-2"}\n  ]},\n'
        '  "codingPlan": {"region": "china", "version": "abc"}\n}\n',
    )
    plan = plan_for(session_in(tmp_path), "qwen-code", "kimi-k2.5")
    text = (plan.files[0].planned_bytes or b"").decode()
    assert '    {"id": "own-1"}, // first\n' in text
    assert '/* last */ {"id": "own-2"}' in text
    bare = text.replace("// first", "").replace("/* last */", "")
    settings = json.loads(bare)
    ids = [row["id"] for row in settings["modelProviders"]["openai"]]
    assert ids[:3] == ["own-1", "kimi-k2.5", "own-2"]
    assert sorted(ids[3:]) == sorted(
        ["glm-5", "qwen3.7-plus", "qwen3.6-plus", "qwen3.5-plus", "glm-4.7", "MiniMax-M2.5",
         "qwen3-max-2026-01-23", "qwen3-coder-next", "qwen3-coder-plus"]
    )  # fmt: skip
    assert next(row for row in settings["modelProviders"]["openai"] if row["id"] == "glm-5")["mine"] == 1
    assert settings["codingPlan"] == {"region": "china"}
    assert settings["$version"] == 3


def test_claude_drops_other_credentials(tmp_path: Path) -> None:
    """A second key in the settings goes, an exported one and another route are blanked, a dead name goes."""
    _put(
        tmp_path,
        ".claude/settings.json",
        '{"env": {"ANTHROPIC_API_KEY": "sk-ant-0123456789", "ANTHROPIC_SMALL_FAST_MODEL": "x", "KEEP": "1"}}',
    )
    env = planned(plan_for(session_in(tmp_path), "claude-code", "glm-5"), tmp_path)[".claude/settings.json"]["env"]
    assert env["KEEP"] == "1"
    assert "ANTHROPIC_API_KEY" not in env
    assert "ANTHROPIC_SMALL_FAST_MODEL" not in env
    session = session_in(tmp_path, ANTHROPIC_API_KEY="sk-ant-9", CLAUDE_CODE_USE_BEDROCK="1")
    env = planned(plan_for(session, "claude-code", "glm-5"), tmp_path)[".claude/settings.json"]["env"]
    assert env["ANTHROPIC_API_KEY"] == ""
    assert env["CLAUDE_CODE_USE_BEDROCK"] == "0"


def test_opencode_patches_the_file_that_wins(tmp_path: Path) -> None:
    """The file that defines the provider is patched, and a later file that would override the model as well."""
    _put(tmp_path, ".config/opencode/opencode.json", '{"provider": {"bailian-coding-plan": {"name": "old"}}}')
    _put(tmp_path, ".config/opencode/opencode.jsonc", '{"model": "other/x", "theme": "t"}')
    after = planned(plan_for(session_in(tmp_path), "opencode", "glm-5"), tmp_path)
    assert after[".config/opencode/opencode.jsonc"] == {"model": "bailian-coding-plan/glm-5", "theme": "t"}
    first = after[".config/opencode/opencode.json"]
    assert first["provider"]["bailian-coding-plan"]["name"] == "Model Studio Coding Plan"


def test_openclaw_clears_a_stale_cache_and_keeps_the_allow_list(tmp_path: Path) -> None:
    """An old base URL in an agent's cache goes; the user's own entries of the allow-list stay."""
    _put(tmp_path, ".openclaw/openclaw.json", '{agents: {defaults: {models: {"anthropic/x": {alias: "x"}}}}}')
    _put(
        tmp_path,
        ".openclaw/agents/main/agent/models.json",
        '{"providers": {"bailian": {"baseUrl": "https://dashscope.aliyuncs.com/compatible-mode/v1"}, "own": {}}}',
    )
    after = planned(plan_for(session_in(tmp_path), "openclaw", "glm-5"), tmp_path)
    assert after[".openclaw/agents/main/agent/models.json"] == {"providers": {"own": {}}}
    allowed = after[".openclaw/openclaw.json"]["agents"]["defaults"]["models"]
    assert allowed["anthropic/x"] == {"alias": "x"}
    assert len(allowed) == 11


def test_a_setting_of_another_type_is_refused_with_its_place(tmp_path: Path) -> None:
    """A list where an object belongs is refused, naming the file and where in it."""
    _put(tmp_path, ".claude/settings.json", '{"env": []}')
    with pytest.raises(WizardError) as refusal:
        plan_for(session_in(tmp_path), "claude-code", "glm-5")
    failure = refusal.value.failures[0].error  # type: ignore[attr-defined]  # PlanRefusedError
    assert str(failure).startswith(f"{tmp_path}/.claude/settings.json: Line 1, column 9: env is a list")


def test_qwen_loses_its_trailing_commas_and_keeps_its_comments(tmp_path: Path) -> None:
    """A trailing comma, which stops Qwen Code, goes with a warning; the comments stay and no new one is written."""
    _put(tmp_path, ".qwen/settings.json", '{\n  // mine\n  "a": [1,],\n}\n')
    plan = plan_for(session_in(tmp_path), "qwen-code", "glm-5")
    text = (plan.files[0].planned_bytes or b"").decode()
    assert text.startswith('{\n  // mine\n  "a": [1],\n')
    assert json.loads(text.replace("// mine", ""))["a"] == [1]
    assert "plan.repaired-commas" in _codes(plan)


@pytest.mark.parametrize(
    ("before", "begins"),
    [
        (b'{"a":1 // n\r\r\n}', b'{"a":1, // n\n  "env":{'),
        (b"// my settings\r", b'// my settings\n{\n  "env": {\n'),
        (b'{\r  "ui": {"theme": "x"} // mine\r}\r', b'{\n  "ui": {"theme": "x"}, // mine\n  "env": {\n'),
        (b'{"a": 1 // note\r, "b": 2\n}\n', b'{"a": 1 // note\n, "b": 2, "env": {"BAILIAN_CODING_PLAN_API_KEY": '),
    ],
    ids=["doubled line end", "comment alone", "old Mac", "one lone CR"],
)
def test_qwen_sees_all_that_is_written(tmp_path: Path, before: bytes, begins: bytes) -> None:
    """Its reader ends a comment at a line feed only: what stood behind a lone CR was part of the comment."""
    _put(tmp_path, ".qwen/settings.json", "")
    (tmp_path / ".qwen/settings.json").write_bytes(before)
    plan = plan_for(session_in(tmp_path), "qwen-code", "glm-5")
    content = plan.files[0].planned_bytes or b""
    assert content.startswith(begins)
    seen = json.loads(re.sub(rb'("(?:[^"\\]|\\.)*")|//[^\n]*', rb"\1", content))
    assert seen["model"]["name"] == "glm-5"
    assert seen["env"]["BAILIAN_CODING_PLAN_API_KEY"] == KEY
    assert "plan.repaired-commas" in _codes(plan)


def test_qwen_keeps_the_line_ends_that_it_can_read(tmp_path: Path) -> None:
    """A lone CR with no comment before it stays."""
    _put(tmp_path, ".qwen/settings.json", "")
    (tmp_path / ".qwen/settings.json").write_bytes(b'{\r  "a": 1\r}\r')
    plan = plan_for(session_in(tmp_path), "qwen-code", "glm-5")
    assert (plan.files[0].planned_bytes or b"").startswith(b'{\r  "a": 1,\r  "env": {\r')
    assert "plan.repaired-commas" not in _codes(plan)


def test_codex_prefers_its_own_file_to_the_shell(tmp_path: Path) -> None:
    """An old key in the shell does no harm, as .env beats it; so a reference needs the key gone from .env."""
    old = {"BAILIAN_CODING_PLAN_API_KEY": "sk-sp-old0123456789abcdef"}
    session = session_in(tmp_path, **old)
    plan = plan_for(session, "codex", "glm-5")
    assert _codes(plan) == {"codex.not-installed"}
    _put(tmp_path, ".codex/.env", "BAILIAN_CODING_PLAN_API_KEY=sk-sp-0123456789abcdef\nMINE=1\n")
    by_reference = Wanted("china", "glm-5", None, KeyReference("BAILIAN_CODING_PLAN_API_KEY"))
    written = planned(make_plan(session, by_reference, ["codex"]), tmp_path)
    assert written[".codex/.env"] == {"MINE": "1"}
    provider = written[".codex/config.toml"]["model_providers"]["bailian-coding-plan"]
    assert provider["env_key"] == "BAILIAN_CODING_PLAN_API_KEY"


def test_openclaws_memory_search_is_named_where_it_would_use_another_key(tmp_path: Path) -> None:
    """An exported OpenAI key is used by OpenClaw's memory search, unless that is set up otherwise."""
    session = session_in(tmp_path, OPENAI_API_KEY="sk-other")
    assert _codes(plan_for(session, "openclaw", "glm-5")) == {"openclaw.memory-key"}
    _put(tmp_path, ".openclaw/openclaw.json", "{agents: {defaults: {memorySearch: {enabled: false}}}}")
    assert _codes(plan_for(session, "openclaw", "glm-5")) == set()


def test_an_exported_key_that_beats_the_one_about_to_be_written_is_named(tmp_path: Path) -> None:
    """Qwen Code prefers the shell's key, so the plan warns before anything is written, also of a second key."""
    session = session_in(tmp_path, BAILIAN_CODING_PLAN_API_KEY="sk-sp-old0123456789abcdef")
    assert _codes(plan_for(session, "qwen-code", "glm-5")) == {"tools.exported"}
    old = {"env": {"BAILIAN_CODING_PLAN_API_KEY": "sk-sp-old0123456789abcdef"}}
    _put(tmp_path, ".qwen/settings.json", json.dumps(old))
    assert _codes(plan_for(session, "qwen-code", "glm-5")) == {"tools.exported"}
