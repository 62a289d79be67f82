"""Five set-ups broken as people break them, repaired from the full-screen app at 80x24 without reading the FAQ."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tui.piloted import KEY, app_in, go, paste, set_up, shown, under_cursor
from wizard.tui.screens.key import KeyInput

pytestmark = pytest.mark.thorough

_SIZE = (80, 24)
_HOST = "https://coding-intl.dashscope.aliyuncs.com"
_GENERAL_KEY = "sk-0123456789abcdef0123456789abcdef"


def _put(home: Path, place: str, content: object) -> Path:
    path = home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=2))
    path.chmod(0o600)
    return path


def _read(path: Path) -> Any:  # noqa: ANN401  a test picks it apart
    return json.loads(path.read_bytes())


@pytest.mark.promise("error-message-explained")
async def test_unexpected_charges(tmp_path: Path) -> None:
    """General key and host: the start says so though nothing is on the plan, the repair asks for the plan's key."""
    env = {
        "ANTHROPIC_BASE_URL": "https://dashscope-intl.aliyuncs.com/apps/anthropic",
        "ANTHROPIC_MODEL": "qwen3.6-plus",
    }
    settings = _put(tmp_path, ".claude/settings.json", {"env": {**env, "ANTHROPIC_AUTH_TOKEN": _GENERAL_KEY}})
    _put(tmp_path, ".claude.json", {"hasCompletedOnboarding": True})
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen")
        assert under_cursor(pilot) == "doctor"
        await go(pilot, "enter", "DoctorScreen")
        assert "pay-as-you-go" in shown(pilot)
        assert "Enter shows its repair" in shown(pilot)
        await go(pilot, *"repair", "enter", "KeyStep")
        assert "International" in shown(pilot)
        assert "another kind" in shown(pilot)
        await go(pilot, "escape", "DoctorScreen", *"repair", "enter", "KeyStep")
        assert isinstance(pilot.app.focused, KeyInput)
        await paste(pilot, KEY)
        await go(pilot, "enter", "ReviewStep", "w", "DoneScreen")
        assert "nothing is wrong with these tools" in shown(pilot)
        await go(pilot, "s", "HomeScreen")
        assert "no problems" in shown(pilot)
    written = _read(settings)["env"]
    assert written["ANTHROPIC_AUTH_TOKEN"] == KEY
    assert written["ANTHROPIC_BASE_URL"] == f"{_HOST}/apps/anthropic"
    assert written["ANTHROPIC_MODEL"] == "qwen3.6-plus"


async def test_one_problem_after_the_other(tmp_path: Path) -> None:
    """Enter on a finding repairs that alone; what is still open is one key away from the last screen."""
    settings = _put(
        tmp_path,
        ".openclaw/openclaw.json",
        {
            "models": {
                "providers": {
                    "bailian": {
                        "baseUrl": f"{_HOST}/v1",
                        "apiKey": _GENERAL_KEY,
                        "api": "openai-completions",
                        "models": [{"id": "glm-5", "name": "mine"}],
                    }
                }
            },
            "agents": {"defaults": {"model": {"primary": "bailian/glm-5"}}},
        },
    )
    before = settings.read_text()
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"look for", "enter", "DoctorScreen", "enter", "KeyStep")
        assert "Repair this problem" in shown(pilot)
        await paste(pilot, KEY)
        await go(pilot, "enter", "ReviewStep")
        assert "+1 -1" in shown(pilot)
        await go(pilot, "w", "DoneScreen")
        assert settings.read_text() == before.replace(_GENERAL_KEY, KEY)
        assert "no allow-list" in shown(pilot)
        await go(pilot, "d", "DoctorScreen", "enter", "ReviewStep", "w", "DoneScreen")
        assert "nothing is wrong with these tools" in shown(pilot)
        assert "d Problems" not in shown(pilot)
    assert next(iter(_read(settings)["agents"]["defaults"]["models"])) == "bailian/qwen3.7-plus"


async def test_error_not_found(tmp_path: Path) -> None:
    """OpenCode says “Not Found”: pasted on the start screen, the message leads to the base URL without /v1."""
    options = {"baseURL": f"{_HOST}/apps/anthropic", "apiKey": KEY}
    provider = {"npm": "@ai-sdk/anthropic", "name": "Plan", "options": options, "models": {"glm-5": {"name": "glm-5"}}}
    config = _put(
        tmp_path,
        ".config/opencode/opencode.json",
        {"model": "bailian-coding-plan/glm-5", "theme": "nord", "provider": {"bailian-coding-plan": provider}},
    )
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen")
        await paste(pilot, "\x1b[0m\n> build · glm-5\n\x1b[0m\n\x1b[91m\x1b[1mError: \x1b[0mNot Found")
        await go(pilot, "PasteScreen")
        assert "✗ OpenCode" in shown(pilot)
        await go(pilot, "enter", "ReviewStep", "w", "DoneScreen")
        assert "nothing is wrong with these tools" in shown(pilot)
    written = _read(config)
    assert written["provider"]["bailian-coding-plan"]["options"] == {**options, "baseURL": f"{_HOST}/apps/anthropic/v1"}
    assert (written["theme"], written["model"]) == ("nord", "bailian-coding-plan/glm-5")


async def test_a_model_in_the_wrong_case(tmp_path: Path) -> None:
    """Qwen Code's model and its row are misspelt, and an old version stands in the way: one repair, nothing is left."""
    row = {"id": "Qwen3.6-Plus", "baseUrl": f"{_HOST}/v1", "envKey": "BAILIAN_CODING_PLAN_API_KEY"}
    settings = _put(
        tmp_path,
        ".qwen/settings.json",
        {
            "env": {"BAILIAN_CODING_PLAN_API_KEY": KEY},
            "modelProviders": {"openai": [row]},
            "security": {"auth": {"selectedType": "openai"}},
            "codingPlan": {"region": "china", "version": "abc"},
            "model": {"name": "Qwen3.6-Plus"},
            "$version": 3,
        },
    )
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"look for", "enter", "DoctorScreen")
        assert "misspelt" in shown(pilot)
        await go(pilot, *"repair", "enter", "ReviewStep", "w", "DoneScreen")
        assert "nothing is wrong with these tools" in shown(pilot)
    written = _read(settings)
    assert written["model"]["name"] == written["modelProviders"]["openai"][0]["id"] == "qwen3.6-plus"
    assert "Qwen3.6-Plus" not in settings.read_text()
    assert written["$version"] == 3


async def test_two_credentials_and_comments(tmp_path: Path) -> None:
    """Claude Code with a comment, two keys and no onboarding: “Not logged in” leads to all of it in one diff."""
    settings = _put(
        tmp_path,
        ".claude/settings.json",
        '{\n  // mine\n  "env": {\n'
        f'    "ANTHROPIC_BASE_URL": "{_HOST}/apps/anthropic",\n    "ANTHROPIC_AUTH_TOKEN": "{KEY}",\n'
        '    "ANTHROPIC_API_KEY": "sk-ant-0123456789",\n    "ANTHROPIC_MODEL": "glm-5",\n  }\n}\n',
    )
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", "ctrl+e", "PasteScreen")
        await paste(pilot, "Not logged in · Please run /login")
        assert "The file has comments" in shown(pilot)
        await go(pilot, "enter", "ReviewStep")
        assert "+1 -2 lines" in shown(pilot)
        await go(pilot, "escape", "PasteScreen", *"repair all", "enter", "ReviewStep")
        assert ".claude.json" in shown(pilot)
        await go(pilot, "w", "DoneScreen")
        assert "nothing is wrong with these tools" in shown(pilot)
    env = _read(settings)["env"]
    assert (env["ANTHROPIC_AUTH_TOKEN"], env.get("ANTHROPIC_API_KEY")) == (KEY, None)
    assert _read(tmp_path / ".claude.json") == {"hasCompletedOnboarding": True}


async def test_openclaw_after_another_service(tmp_path: Path) -> None:
    """A placeholder for a key, a model without its prefix, leftovers of qwen-portal: one repair asks for the key."""
    bailian = {
        "baseUrl": "https://coding.dashscope.aliyuncs.com/v1",
        "apiKey": "YOUR_API_KEY",
        "api": "openai-completions",
        "models": [{"id": "qwen3.6-plus", "name": "qwen3.6-plus"}],
    }
    config = _put(
        tmp_path,
        ".openclaw/openclaw.json",
        {
            "models": {
                "mode": "merge",
                "providers": {"qwen-portal": {"baseUrl": "https://portal.qwen.ai/v1"}, "bailian": bailian},
            },
            "agents": {"defaults": {"model": {"primary": "qwen3.6-plus"}}},
            "auth": {"profiles": {"qwen-portal:default": {"provider": "qwen-portal", "mode": "oauth", "apiKey": "x"}}},
        },
    )
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"look for", "enter", "DoctorScreen", *"repair", "enter", "KeyStep")
        assert "China" in shown(pilot)
        await paste(pilot, KEY)
        await go(pilot, "enter", "ReviewStep", "w", "DoneScreen")
        assert "nothing is wrong with these tools" in shown(pilot)
        assert "openclaw gateway restart" in shown(pilot)
    written = _read(config)
    assert list(written["models"]["providers"]) == ["bailian"]
    assert written["models"]["providers"]["bailian"]["apiKey"] == KEY
    assert written["agents"]["defaults"]["model"]["primary"] == "bailian/qwen3.6-plus"
    assert "qwen-portal" not in config.read_text()


async def test_problems_of_a_chosen_tool_come_before_the_review(tmp_path: Path) -> None:
    """Setting OpenClaw up again shows what stands in the way; ticked repairs go into the same diff."""
    set_up(tmp_path, "openclaw")
    config = tmp_path / ".openclaw/openclaw.json"
    content = _read(config)
    content["auth"] = {"profiles": {"qwen-portal:default": {"provider": "qwen-portal", "mode": "oauth", "apiKey": "x"}}}
    content["models"]["providers"]["qwen-portal"] = {"baseUrl": "https://portal.qwen.ai/v1"}
    config.write_text(json.dumps(content, indent=2))
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "HomeScreen", *"set up", "enter", "RegionStep", "enter", "ToolsStep", "enter", "ModelStep")
        await go(pilot, *"glm-5", "enter", "ThinkingStep", "enter", "KeyStep", "enter", "FindingsStep")
        assert "[x] ✗ OpenClaw" in shown(pilot)
        assert "[x] ! OpenClaw" in shown(pilot)
        await go(pilot, "down", "space", "enter", "ReviewStep")
        assert "bailian/glm-5" in shown(pilot)
        await go(pilot, "w", "DoneScreen")
        assert "Still open" in shown(pilot)
        assert "qwen-portal" in shown(pilot)
    written = _read(config)
    assert written["agents"]["defaults"]["model"]["primary"] == "bailian/glm-5"
    assert written["auth"]["profiles"] == {}
    assert "qwen-portal" in written["models"]["providers"]
