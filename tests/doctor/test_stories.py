"""Five broken set-ups, repaired from the command line as a user would."""

import json
from pathlib import Path
from typing import Any

from tests.cli.running import KEY, contents, wizard

_GENERAL = "sk-0123456789abcdef0123456789abcdef"


def _apply(home: Path, *tools: str) -> None:
    words = [word for tool in tools for word in ("--tool", tool)]
    assert wizard(home, "apply", "--yes", "--region", "international", *words).code == 0


def _codes(ran: Any) -> set[str]:  # noqa: ANN401  a run of the program
    return {finding["code"] for finding in ran.json["findings"]}


def test_unexpected_charges(tmp_path: Path) -> None:
    """A general key and host in Claude Code: found, explained, repaired with the key of the usual variable, undone."""
    _apply(tmp_path, "claude-code")
    settings = tmp_path / ".claude/settings.json"
    text = settings.read_text().replace(KEY, _GENERAL)
    settings.write_text(text.replace("coding-intl.dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com"))
    broken = contents(tmp_path)
    looked = wizard(tmp_path, "doctor", "--json", key=None)
    assert looked.code == 3
    assert {"tools.foreign-host", "tools.key-foreign"} <= _codes(looked)
    assert "Unexpected charges with a Coding Plan" in {finding["faq"] for finding in looked.json["findings"]}
    without_key = wizard(tmp_path, "doctor", "--fix", "--yes", "--json", key=None)
    assert without_key.code == 3
    assert _codes(without_key) == {"tools.key-foreign"}
    mended = wizard(tmp_path, "doctor", "--fix", "--yes", "--json")
    assert mended.code == 0
    assert mended.json["findings"] == []
    assert KEY not in mended.out + mended.err
    assert _GENERAL not in mended.out + mended.err
    assert json.loads(settings.read_text())["env"]["ANTHROPIC_AUTH_TOKEN"] == KEY
    assert wizard(tmp_path, "undo", "--yes").code == wizard(tmp_path, "undo", "--yes").code == 0
    assert contents(tmp_path) == broken


def test_openclaw_after_qwen_portal(tmp_path: Path) -> None:
    """Routing and logins of the old service go, other credentials stay, and undo brings all back."""
    _apply(tmp_path, "openclaw")
    config = tmp_path / ".openclaw/openclaw.json"
    content = json.loads(config.read_text())
    content["agents"]["defaults"]["model"]["primary"] = "qwen-portal/coder-model"
    content["models"]["providers"]["qwen-portal"] = {"baseUrl": "https://portal.qwen.ai/v1", "models": []}
    content["auth"] = {"profiles": {"qwen-portal:default": {"provider": "qwen-portal", "mode": "oauth", "apiKey": "x"}}}
    config.write_text(json.dumps(content, indent=2))
    agent = tmp_path / ".openclaw/agents/main/agent"
    agent.mkdir(parents=True)
    token = "abcdefghijklmnopqrstuvwxyz0123456789"
    (agent / "auth.json").write_text(json.dumps({"qwen-portal": {"type": "oauth", "access": token, "refresh": token}}))
    (agent / "auth-profiles.json").write_text(
        json.dumps(
            {
                "profiles": {
                    "bailian:default": {"type": "api_key", "provider": "bailian", "key": KEY},
                    "anthropic:default": {"type": "token", "provider": "anthropic", "token": "other-service-token"},
                }
            }
        )
    )
    (agent / "models.json").write_text('{"providers": {"bailian": {"baseUrl": "https://dashscope.aliyuncs.com/v1"}}}')
    broken = contents(tmp_path)
    said = wizard(tmp_path, "doctor", "--message", "OAuth token refresh failed for qwen-portal", "--json")
    assert said.json["diagnoses"][0]["code"] == "oauth-refresh.old-login"
    mended = wizard(tmp_path, "doctor", "--fix", "--yes", "--json", key=None)
    assert mended.code == 0
    assert token not in mended.out + mended.err
    assert not (agent / "auth.json").exists()
    profiles = json.loads((agent / "auth-profiles.json").read_text())["profiles"]
    assert list(profiles) == ["anthropic:default"]
    assert "openclaw gateway restart" in " ".join(mended.json["next_steps"])
    assert wizard(tmp_path, "undo", "--yes").code == 0
    assert contents(tmp_path) == broken


def test_opencode_thinks_too_much(tmp_path: Path) -> None:
    """A budget over the table and a block on a model without: one repair, and the two errors are explained by it."""
    _apply(tmp_path, "opencode")
    config = tmp_path / ".config/opencode/opencode.json"
    content = json.loads(config.read_text())
    models = content["provider"]["bailian-coding-plan"]["models"]
    models["glm-5"]["options"]["thinking"]["budgetTokens"] = 100_000
    models["qwen3-coder-plus"]["options"] = {"thinking": {"type": "enabled", "budgetTokens": 1024}}
    config.write_text(json.dumps(content, indent=2))
    said = wizard(tmp_path, "doctor", "--message", "-", "--json", text="thinking_budget parameter is out of range\n")
    assert said.code == 3
    assert said.json["diagnoses"][0]["path"] == str(config)
    assert wizard(tmp_path, "doctor", "--fix", "--yes", key=None).code == 0
    models = json.loads(config.read_text())["provider"]["bailian-coding-plan"]["models"]
    assert models["glm-5"]["options"]["thinking"]["budgetTokens"] == 8192
    assert "options" not in models["qwen3-coder-plus"]


def test_a_key_exported_by_the_shell(tmp_path: Path) -> None:
    """The line of the start-up file and the exact commands are told; nothing is run or written."""
    _apply(tmp_path, "qwen-code")
    rc = tmp_path / ".zshrc"
    rc.write_text("setopt x\n# plan\nexport BAILIAN_CODING_PLAN_API_KEY=sk-sp-fedcba9876543210\n")
    rc.chmod(0o600)
    before = contents(tmp_path)
    ran = wizard(tmp_path, "doctor", "--fix", "--yes", "--json")
    assert ran.code == 3
    (step,) = ran.json["manual_steps"]
    assert step["tool"] == "qwen-code"
    assert f"+3 {rc}" in step["steps"][0]
    assert "unset BAILIAN_CODING_PLAN_API_KEY" in step["steps"][1]
    assert "fedcba9876543210" not in ran.out + ran.err
    assert contents(tmp_path) == before
    shown = wizard(tmp_path, "doctor")
    assert "  1. " in shown.out
    assert "  2. " in shown.out


def test_settings_with_a_comment_and_no_onboarding(tmp_path: Path) -> None:
    """“Not logged in” leads to the comment that makes Claude Code ignore its settings; the repair makes them valid."""
    _apply(tmp_path, "claude-code")
    settings = tmp_path / ".claude/settings.json"
    settings.write_text(settings.read_text().replace("{", "{\n  // mine", 1))
    (tmp_path / ".claude.json").unlink()
    said = wizard(tmp_path, "doctor", "--message", "Not logged in · Please run /login", "--json")
    assert said.json["diagnoses"][0]["code"] == "not-logged-in.not-strict"
    assert wizard(tmp_path, "doctor", "--fix", "--yes", key=None).code == 0
    assert json.loads(settings.read_text())["env"]["ANTHROPIC_AUTH_TOKEN"] == KEY
    assert json.loads((tmp_path / ".claude.json").read_text()) == {"hasCompletedOnboarding": True}


def test_nonsense_says_where_to_look(tmp_path: Path) -> None:
    """What is not recognised ends 0, names the way on, and says so in JSON too."""
    ran = wizard(tmp_path, "doctor", "--message", "my cat sat on the keyboard")
    assert ran.code == 0
    assert "not recognised" in ran.out
    assert "--list" in ran.out
    answer = wizard(tmp_path, "doctor", "--message", "my cat sat on the keyboard", "--json").json
    assert answer["diagnoses"] == []
    assert answer["warnings"][0]["code"] == "doctor.not-recognised"
    assert wizard(tmp_path, "doctor", "--message", "  ").code == 2


def test_a_pasted_key_is_not_refused_and_not_repeated(tmp_path: Path) -> None:
    """An error text that quotes a key is explained; the key is in no output."""
    ran = wizard(tmp_path, "doctor", "--message", f"api_key={KEY} 401 Incorrect API key provided", "--json", key=None)
    assert ran.code == 0
    assert ran.json["diagnoses"]
    assert KEY not in ran.out + ran.err
