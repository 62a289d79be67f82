"""Set-ups and messages that have nothing to do with the plan: the doctor stays silent."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.tools.planning import session_in
from wizard.doctor.diagnose import diagnose
from wizard.doctor.examine import examine

_PROVIDERS = {
    "anthropic": "https://api.anthropic.com",
    "openai": "https://api.openai.com/v1",
    "openrouter": "https://openrouter.ai/api/v1",
    "deepseek": "https://api.deepseek.com/anthropic",
    "zai": "https://api.z.ai/api/anthropic",
    "moonshot": "https://api.moonshot.ai/anthropic",
    "volcengine": "https://ark.cn-beijing.volces.com/api/coding/v3",
    "ollama": "http://localhost:11434/v1",
    "gateway": "https://llm.corp.example/v1",
    "dashboard": "https://coding.dashboards.example.com/v1",
}
_MODELS = ("claude-opus-4-6", "gpt-5.4", "deepseek-v3.2", "kimi-k2", "glm-4.6", "qwen3-coder:30b", "llama4")
_MAIN = (
    ".claude/settings.json",
    ".config/opencode/opencode.json",
    ".qwen/settings.json",
    ".openclaw/openclaw.json",
    ".codex/config.toml",
)
_MESSAGES = (Path(__file__).parent / "unrelated_messages.txt").read_text(encoding="utf-8").splitlines()


def _unrelated_homes() -> Iterator[dict[str, object]]:
    """Files of the five tools for other services, many times, each time put together anew (the same every run)."""
    draw = random.Random(58)  # noqa: S311  nothing secret is drawn
    for _ in range(40):
        name, url = draw.choice(list(_PROVIDERS.items()))
        model, key = (
            f"{draw.choice(_MODELS)}{draw.choice(('', '-latest', '-preview', '@eu'))}-{draw.randrange(10**6):06}",
            f"{draw.choice(('sk-ant-', 'sk-', 'sk-proj-', 'key-'))}{draw.randrange(10**16)}",
        )
        settings: dict[str, object] = {"permissions": {"allow": [f"Bash(make-{draw.randrange(10**6)}:*)"]}}
        if draw.random() < 0.7:
            settings["env"] = {"ANTHROPIC_BASE_URL": url, "ANTHROPIC_AUTH_TOKEN": key, "ANTHROPIC_MODEL": model}
        if draw.random() < 0.3:
            settings["apiKeyHelper"] = "/bin/key"
        provider = {
            "npm": "@ai-sdk/openai-compatible",
            "options": {"baseURL": url, "apiKey": key},
            "models": {model: {}},
        }
        rows = [{"id": model, "baseUrl": url, "envKey": "OTHER_KEY"}]
        claw: dict[str, object] = {"models": {"providers": {name: {"baseUrl": url, "apiKey": key, "models": []}}}}
        claw["agents"] = {"defaults": {"model": draw.choice([{"primary": f"{name}/{model}"}, f"{name}/{model}"])}}
        claw["auth"] = {"profiles": {f"{name}:default": {"provider": name, "mode": "api_key"}}}
        yield {
            ".claude/settings.json": settings,
            ".claude.json": {"numStartups": draw.randrange(99)},
            ".config/opencode/opencode.json": {"model": f"{name}/{model}", "provider": {name: provider}},
            ".local/share/opencode/auth.json": {name: {"type": "api", "key": key}},
            ".qwen/settings.json": {"model": {"name": model}, "modelProviders": {"openai": rows}},
            ".qwen/oauth_creds.json": {"access_token": key},
            ".openclaw/openclaw.json": claw,
            ".openclaw/agents/main/agent/auth-profiles.json": {"profiles": {f"{name}:default": {"provider": name}}},
            ".openclaw/agents/main/agent/auth.json": {name: {"type": "oauth"}},
            ".codex/config.toml": f'model = "{model}"\nmodel_provider = "{name}"\n[model_providers.{name}]\n'
            f'base_url = "{url}"\nenv_key = "OTHER"\nwire_api = "responses"\n',
            ".zshrc": f"export ANTHROPIC_API_KEY={key}\nexport OPENAI_API_KEY={key}\n",
        }


@pytest.mark.parametrize("number", range(40))
def test_other_services_are_none_of_our_business(tmp_path: Path, number: int) -> None:
    """Five tools set up for something else: 200 configurations, no finding."""
    files = list(_unrelated_homes())[number]
    for place, content in files.items():
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        path.chmod(0o644)
    session = session_in(tmp_path, ANTHROPIC_API_KEY="sk-ant-0123456789", OPENAI_API_KEY="sk-0123456789")
    assert [finding.code for finding in examine(session.detect_all()).findings] == []


def test_the_unrelated_set_ups_are_200_different_configurations() -> None:
    """Forty homes with a main file of five tools each, no two of them alike."""
    contents = [json.dumps(home[place]) for home in _unrelated_homes() for place in _MAIN]
    assert len(set(contents)) == len(contents) == 200


def test_other_errors_are_not_recognised(tmp_path: Path) -> None:
    """Over 200 different messages of other programs, plain, coloured, in JSON and in frames: no diagnosis."""
    assert len(set(_MESSAGES)) == len(_MESSAGES) >= 200
    session = session_in(tmp_path)
    examination = examine(session.detect_all())
    now = datetime(2026, 11, 25, tzinfo=UTC)
    forms = ("{}", "\x1b[31m{}\x1b[0m", '{{"error": {{"message": "{}"}}}}', "│ {} │")
    texts = [form.format(message) for message in _MESSAGES for form in forms]
    alarms = {text: [said.code for said in diagnose(text, examination, session.environment, now)] for text in texts}
    assert {text: codes for text, codes in alarms.items() if codes} == {}


@pytest.mark.parametrize("text", ["asdf", "\x00\x01", "401", "429", "error", "{" * 5000, "a" * 300_000, "。" * 100])
def test_nonsense_is_not_recognised(tmp_path: Path, text: str) -> None:
    """Noise of any length gets no diagnosis and no crash."""
    session = session_in(tmp_path)
    assert diagnose(text, examine(session.detect_all()), session.environment, datetime(2026, 11, 25, tzinfo=UTC)) == ()
