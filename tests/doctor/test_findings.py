"""Each finding: break a good set-up, see it, repair it, see nothing left."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.doctor.set_ups import OTHER_KEY, SetUp
from tests.doctor.test_steps import CODES, installed
from tests.tools.planning import KEY
from wizard import tools
from wizard.doctor import knowledge
from wizard.tools.table import TableTool

_TOOLS = Path(__file__).parent.parent.parent / "wizard" / "tools"
_PLAN_ONLY = {
    "aider.no-thinking-setting",
    "claude-code.no-budget",
    "claude-code.small-thinks",
    "codex.no-thinking-setting",
    "codex.not-installed",
    "codex.project-untrusted",
    "codex.version-unknown",
    "continue-cli.old-file",
    "cline-cli.no-thinking-setting",
    "hermes.no-thinking-setting",
    "openclaw.allow-restricts",
    "openclaw.include",
    "openclaw.no-budget",
    "openclaw.variable-unset",
    "qwen-code.rows-hidden",
    "opencode.budget-sum",
    "opencode.little-output",
}
"""Warnings of a plan that are no findings: they are about what is being chosen."""


_IN_PROJECTS = {
    "claude-code.shadowed",
    "codex.shadowed",
    "opencode.shadowed",
    "qwen-code.shadowed",
    "tools.shadowed-alike",
    "tools.shadowed-shared",
}
"""Findings about the files of a project, which ``test_shadows`` tests."""
_OF_CLOSED_FOLDERS = {"tools.trace-unread"}
"""Findings about folders that cannot be looked into, which ``faults/test_unreadable`` tests."""


class Broken(NamedTuple):
    """How a good set-up of ``tool`` is broken, and what the doctor must say; ``key`` is needed to repair it."""

    code: str
    tool: str
    change: Callable[[SetUp], object]
    model: str = "qwen3.7-plus"
    key: str | None = None
    also: frozenset[str] = frozenset()


def _json(change: Callable[[Any], object], place: str | None = None) -> Callable[[SetUp], object]:
    return lambda set_up: set_up.change(change, place)


def _text(old: str, new: str, place: str | None = None) -> Callable[[SetUp], object]:
    def change(set_up: SetUp) -> None:
        path = set_up.home / place if place else set_up.path
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return change


def _set(value: object, *path: str | int) -> Callable[[Any], object]:
    def change(content: Any) -> None:  # noqa: ANN401  parsed JSON
        for step in path[:-1]:
            content = content.setdefault(step, {}) if isinstance(step, str) else content[step]
        content[path[-1]] = value

    return change


def _switched(*path: str, on: bool) -> Callable[[Any], object]:
    return _set(on, *path)


def _gone(*path: str | int) -> Callable[[Any], object]:
    def change(content: Any) -> None:  # noqa: ANN401  parsed JSON
        for step in path[:-1]:
            content = content[step]
        del content[path[-1]]

    return change


def _exports(name: str, value: str) -> Callable[[SetUp], object]:
    return lambda set_up: set_up.variables.update({name: value})


_AGENT = ".openclaw/agents/main/agent"
_PROVIDER = ("provider", "bailian-coding-plan")
_BAILIAN = ("models", "providers", "bailian")
_ROWS = ("modelProviders", "openai")
_CLINE = ("providers", "alibaba-coding-plan", "settings")
_PLAN = "https://coding-intl.dashscope.aliyuncs.com/v1"
_GENERAL = "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"
_MISSPELT = "https://coding-intl.dashscope.aliyun.com/v1"
_WRONG_PATH = "https://coding-intl.dashscope.aliyuncs.com/compatible-mode/v1"
_PORTAL = {"baseUrl": "https://portal.qwen.ai/v1", "apiKey": "qwen-oauth", "models": []}
_THINKING = {"type": "enabled", "budgetTokens": 8192}
_NOISE = {"type": "api_key", "key": KEY}
_URL_AT: dict[str, tuple[str | int, ...]] = {
    "claude-code": ("env", "ANTHROPIC_BASE_URL"),
    "opencode": (*_PROVIDER, "options", "baseURL"),
    "kilo": (*_PROVIDER, "options", "baseURL"),
    "cline-cli": (*_CLINE, "baseUrl"),
    "qwen-code": (*_ROWS, 0, "baseUrl"),
    "openclaw": (*_BAILIAN, "baseUrl"),
}
_KEY_AT: dict[str, tuple[str | int, ...]] = {
    "claude-code": ("env", "ANTHROPIC_AUTH_TOKEN"),
    "kilo": (*_PROVIDER, "options", "apiKey"),
    "cline-cli": (*_CLINE, "apiKey"),
    "opencode": (*_PROVIDER, "options", "apiKey"),
    "qwen-code": ("env", "BAILIAN_CODING_PLAN_API_KEY"),
    "openclaw": (*_BAILIAN, "apiKey"),
}
_MODEL_AT: dict[str, tuple[tuple[str | int, ...], str]] = {
    "kilo": (("model",), "bailian-coding-plan/"),
    "cline-cli": ((*_CLINE, "model"), ""),
    "claude-code": (("env", "ANTHROPIC_MODEL"), ""),
    "opencode": (("model",), "bailian-coding-plan/"),
    "openclaw": (("agents", "defaults", "model", "primary"), "bailian/"),
}


def _openclaw_row(model: str, *path: str, value: object) -> Callable[[Any], object]:
    def change(content: Any) -> None:  # noqa: ANN401  parsed JSON
        row = next(row for row in content["models"]["providers"]["bailian"]["models"] if row["id"] == model)
        _set(value, *path)(row)

    return change


def _qwen_row(model: str, *path: str, value: object) -> Callable[[Any], object]:
    def change(content: Any) -> None:  # noqa: ANN401  parsed JSON
        row = next(row for row in content["modelProviders"]["openai"] if row["id"] == model)
        if value is None:
            _gone(*path)(row)
        else:
            _set(value, *path)(row)

    return change


def _general_cases() -> list[Broken]:
    cases = []
    for tool, at in _URL_AT.items():
        cases += [
            Broken("tools.foreign-host", tool, _json(_set(_GENERAL, *at))),
            Broken("tools.host-misspelt", tool, _json(_set(_MISSPELT, *at))),
            Broken("tools.base-url-path", tool, _json(_set(_WRONG_PATH, *at))),
        ]
    for tool, at in _KEY_AT.items():
        cases += [
            Broken("tools.key-missing", tool, _json(_set("", *at)), key=KEY),
            Broken("tools.key-placeholder", tool, _json(_set("YOUR_API_KEY", *at)), key=KEY),
            Broken("tools.key-placeholder", tool, _json(_set("__OPENCLAW_REDACTED__", *at)), key=KEY),
            Broken("tools.key-foreign", tool, _json(_set("sk-0123456789abcdef0123456789abcdef", *at)), key=KEY),
            Broken("tools.key-foreign", tool, _json(_set("ms-01234567-89ab-cdef-0123-456789abcdef", *at)), key=KEY),
            Broken("tools.key-malformed", tool, _json(_set("sk-sp-0123 456789", *at)), key=KEY),
            Broken("tools.key-malformed", tool, _json(_set(f" {KEY}\n", *at))),
        ]
    for tool, (at, prefix) in _MODEL_AT.items():
        cases += [
            Broken("tools.model-misspelt", tool, _json(_set(f"{prefix}GLM-5", *at)), "glm-5"),
            Broken("tools.model-misspelt", tool, _json(_set(f"{prefix} glm-5 ", *at)), "glm-5"),
            Broken("tools.model-unknown", tool, _json(_set(f"{prefix}qwen3.7-max", *at))),
        ]
    return cases


_CASES = [
    *_general_cases(),
    Broken("tools.base-url-path", "codex", _text(_PLAN, _WRONG_PATH)),
    Broken("tools.base-url-path", "hermes", _text(_PLAN, _WRONG_PATH, ".hermes/.env")),
    Broken("tools.foreign-host", "hermes", _text(_PLAN, _GENERAL, ".hermes/.env")),
    Broken("tools.key-foreign", "hermes", _text(KEY, "sk-0123456789abcdef0123456789abcdef", ".hermes/.env"), key=KEY),
    Broken("tools.model-misspelt", "hermes", _text("default: glm-5", "default: GLM-5"), "glm-5"),
    Broken("tools.foreign-host", "codex", _text("https://coding-intl.dashscope.aliyuncs.com/v1", _GENERAL)),
    Broken("tools.key-foreign", "codex", _text(KEY, "sk-0123456789abcdef0123456789abcdef", ".codex/.env"), key=KEY),
    Broken("tools.model-misspelt", "codex", _text('model = "glm-5"', 'model = "GLM-5"'), "glm-5"),
    # Limits
    Broken(
        "tools.context-over",
        "claude-code",
        _json(_set("1000000", "env", "CLAUDE_CODE_MAX_CONTEXT_TOKENS")),
        "glm-5",
    ),
    Broken("tools.context-over", "codex", _text("window = 202752", "window = 1000000"), "glm-5"),
    Broken(
        "tools.context-over",
        "opencode",
        _json(_set(1_000_000, *_PROVIDER, "models", "glm-5", "limit", "context")),
    ),
    Broken(
        "tools.context-over",
        "qwen-code",
        _json(_qwen_row("glm-5", "generationConfig", "contextWindowSize", value=300_000)),
    ),
    Broken("tools.context-over", "openclaw", _json(_openclaw_row("glm-5", "contextWindow", value=300_000))),
    Broken("tools.output-over", "claude-code", _json(_set("32000", "env", "CLAUDE_CODE_MAX_OUTPUT_TOKENS")), "glm-5"),
    Broken("tools.output-over", "opencode", _json(_set(65_536, *_PROVIDER, "models", "glm-5", "limit", "output"))),
    Broken(
        "tools.output-over",
        "qwen-code",
        _json(_qwen_row("glm-5", "generationConfig", "samplingParams", "max_tokens", value=64_000)),
    ),
    Broken("tools.output-over", "openclaw", _json(_openclaw_row("glm-5", "maxTokens", value=65_536))),
    Broken(
        "tools.budget-over",
        "opencode",
        _json(_set(40_000, *_PROVIDER, "models", "glm-5", "options", "thinking", "budgetTokens")),
        "glm-5",
    ),
    Broken(
        "tools.budget-over",
        "qwen-code",
        _json(_qwen_row("glm-5", "generationConfig", "extra_body", "thinking_budget", value=40_000)),
        "glm-5",
    ),
    Broken(
        "tools.thinking-unsupported",
        "claude-code",
        _json(_switched("alwaysThinkingEnabled", on=True)),
        "qwen3-coder-plus",
    ),
    Broken(
        "tools.thinking-unsupported",
        "qwen-code",
        _json(_qwen_row("qwen3-coder-plus", "generationConfig", "extra_body", "enable_thinking", value=True)),
    ),
    Broken(
        "tools.thinking-unsupported",
        "openclaw",
        _json(_openclaw_row("qwen3-coder-plus", "compat", "thinkingFormat", value="qwen")),
    ),
    # Claude Code
    Broken("claude-code.no-base-url", "claude-code", lambda set_up: (
        set_up.add("codex"), set_up.change(_gone("env", "ANTHROPIC_BASE_URL")))),
    Broken("claude-code.not-strict", "claude-code", _text("{", "{ // mine", ".claude/settings.json")),
    Broken("claude-code.not-strict", "claude-code", _text("{", "{ // mine", ".claude.json")),
    Broken(
        "claude-code.not-onboarded",
        "claude-code",
        _json(_switched("hasCompletedOnboarding", on=False), ".claude.json"),
    ),
    Broken("claude-code.not-onboarded", "claude-code", lambda set_up: (set_up.home / ".claude.json").unlink()),
    Broken("claude-code.key-helper", "claude-code", _json(_set("/bin/my-key", "apiKeyHelper"))),
    Broken("claude-code.two-keys", "claude-code", _json(_set("sk-ant-0123456789abcdef", "env", "ANTHROPIC_API_KEY"))),
    Broken("claude-code.key-beside", "claude-code", _exports("ANTHROPIC_API_KEY", "sk-ant-0123456789abcdef")),
    Broken("claude-code.key-beside", "claude-code", lambda set_up: set_up.put(
        ".zshrc", "# mine\nexport ANTHROPIC_API_KEY=sk-ant-0123456789abcdef\n")),
    Broken("claude-code.route-set", "claude-code", _json(_set("1", "env", "CLAUDE_CODE_USE_BEDROCK"))),
    Broken("claude-code.route-exported", "claude-code", _exports("CLAUDE_CODE_USE_VERTEX", "1")),
    Broken("claude-code.dead-name", "claude-code", _json(_set("glm-5", "env", "ANTHROPIC_SMALL_FAST_MODEL"))),
    Broken("claude-code.alias-missing", "claude-code", _json(_gone("env", "ANTHROPIC_DEFAULT_HAIKU_MODEL"))),
    Broken(
        "claude-code.alias-unknown",
        "claude-code",
        _json(_set("claude-haiku-4-5", "env", "ANTHROPIC_DEFAULT_HAIKU_MODEL")),
    ),
    Broken("claude-code.context-missing", "claude-code", _json(_gone("env", "CLAUDE_CODE_MAX_CONTEXT_TOKENS"))),
    Broken(
        "claude-code.output-missing", "claude-code", _json(_gone("env", "CLAUDE_CODE_MAX_OUTPUT_TOKENS")), "glm-5"
    ),
    # Hermes and Cline's command line
    Broken("hermes.other-host", "hermes", lambda set_up: (
        set_up.add("codex"), _text(_PLAN, "https://own.example/v1", ".hermes/.env")(set_up))),
    Broken("hermes.left-over", "hermes", _text("  provider:", "  base_url: https://own.example/v1\n  provider:")),
    Broken("cline-cli.other-host", "cline-cli", lambda set_up: (
        set_up.add("codex"), set_up.change(_set("https://own.example/v1", *_CLINE, "baseUrl")))),
    Broken("cline-cli.shape", "cline-cli", _json(_gone("version"))),
    Broken("cline-cli.shape", "cline-cli", _text(
        '"version": 1,', '"version": 1, // mine', ".cline/data/settings/providers.json")),
    # Aider
    Broken("aider.other-host", "aider", lambda set_up: (
        set_up.add("codex"), _text(_PLAN, "https://own.example/v1")(set_up))),
    Broken("aider.no-prefix", "aider", _text("openai/qwen3.7-plus", "qwen3.7-plus")),
    Broken("aider.route", "aider", _text("OPENAI_BASE_URL=", "OTHER=")),
    # Continue's command line
    Broken("continue-cli.other-host", "continue-cli", lambda set_up: (
        set_up.add("codex"), _text(_PLAN, "https://own.example/v1")(set_up))),
    Broken("continue-cli.onboarding", "continue-cli", lambda set_up: (
        set_up.home / ".continue" / ".onboarding_complete").unlink()),
    # OpenCode
    Broken("opencode.no-base-url", "opencode", lambda set_up: (
        set_up.add("codex"), set_up.change(_gone(*_PROVIDER, "options", "baseURL")))),
    Broken("opencode.no-prefix", "opencode", _json(_set("glm-5", "model"))),
    Broken("opencode.not-listed", "opencode", _json(_gone(*_PROVIDER, "models", "qwen3.7-plus"))),
    Broken("opencode.package", "opencode", _json(_set("@ai-sdk/openai-compatible", *_PROVIDER, "npm"))),
    Broken("opencode.no-schema", "opencode", _json(_gone("$schema"))),
    Broken("opencode.model-listed", "opencode", _json(_set({"name": "x"}, *_PROVIDER, "models", "deepseek-v3"))),
    Broken(
        "opencode.snake-case",
        "opencode",
        _json(
            _set({"type": "enabled", "budget_tokens": 8192}, *_PROVIDER, "models", "glm-5", "options", "thinking")
        ),
    ),
    Broken(
        "opencode.thinking-block",
        "opencode",
        _json(
            _set(
                _THINKING, *_PROVIDER, "models", "qwen3-coder-next", "options", "thinking"
            )
        ),
    ),
    Broken(
        "opencode.budget-needless",
        "opencode",
        _json(
            _set(_THINKING, *_PROVIDER, "models", "MiniMax-M2.5", "options", "thinking")
        ),
    ),
    Broken("opencode.sum-over", "opencode", _json(_set(16_384, *_PROVIDER, "models", "glm-5", "limit", "output"))),
    Broken(
        "opencode.sum-over",
        "opencode",
        _json(_set(60_000, *_PROVIDER, "models", "qwen3.7-plus", "options", "thinking", "budgetTokens")),
    ),
    Broken("opencode.second-file", "opencode", lambda set_up: set_up.put(
        ".config/opencode/config.json",
        {"model": "bailian-coding-plan/glm-5", "provider": {"bailian-coding-plan": {"npm": "x"}}})),
    Broken("opencode.login-differs", "opencode", lambda set_up: set_up.put(
        ".local/share/opencode/auth.json", {"bailian-coding-plan": {"type": "api", "key": OTHER_KEY}})),
    Broken("opencode.disabled", "opencode", _json(_set(["x", "bailian-coding-plan"], "disabled_providers"))),
    Broken("opencode.not-enabled", "opencode", _json(_set(["anthropic"], "enabled_providers"))),
    # Qwen Code
    Broken("qwen-code.no-base-url", "qwen-code", lambda set_up: (
        set_up.add("codex"), set_up.change(_gone(*_ROWS, 0, "baseUrl")))),
    Broken("qwen-code.unknown-model", "qwen-code", _json(_set("qwen3.7-max", "model", "name"))),
    Broken("qwen-code.unknown-model", "qwen-code", _json(_gone("model"))),
    Broken("qwen-code.no-auth-type", "qwen-code", _json(_gone("security"))),
    Broken("qwen-code.no-auth-type", "qwen-code", _json(_set("qwen-oauth", "security", "auth", "selectedType"))),
    Broken("qwen-code.trailing-comma", "qwen-code", _text('"$version": 4', '"$version": 4,')),
    Broken("qwen-code.foreign-version", "qwen-code", _json(
        _set({"region": "china", "version": "0123456789abcdef"}, "codingPlan"))),
    Broken("qwen-code.dotenv-key", "qwen-code", lambda set_up: set_up.put(
        ".qwen/.env", f"OTHER=1\nBAILIAN_CODING_PLAN_API_KEY={OTHER_KEY}\n")),
    Broken("qwen-code.dotenv-key", "qwen-code", lambda set_up: set_up.put(
        ".env", f"export BAILIAN_CODING_PLAN_API_KEY='{OTHER_KEY}'\n")),
    Broken("qwen-code.leftover", "qwen-code", _json(_set("sk-old-0123456789", "security", "auth", "apiKey"))),
    Broken("qwen-code.old-login", "qwen-code", lambda set_up: set_up.put(
        ".qwen/oauth_creds.json", {"access_token": "abcdefghijklmnop", "refresh_token": "qrstuvwxyz0123"})),
    Broken("qwen-code.row-url", "qwen-code", _json(
        _set("https://coding.dashscope.aliyuncs.com/v1", *_ROWS, 3, "baseUrl"))),
    Broken("qwen-code.row-url", "qwen-code", _json(
        _set("https://coding-intl.dashscope.aliyuncs.com/v1/", *_ROWS, 3, "baseUrl"))),
    Broken("qwen-code.row-unknown", "qwen-code", _json(lambda content: content["modelProviders"]["openai"].insert(
        2, {"id": "deepseek-v3", "envKey": "BAILIAN_CODING_PLAN_API_KEY",
            "baseUrl": "https://coding-intl.dashscope.aliyuncs.com/v1"}))),
    Broken("qwen-code.output-missing", "qwen-code", _json(
        _qwen_row("glm-5", "generationConfig", "samplingParams", value=None))),
    Broken("qwen-code.always-thinks", "qwen-code", _json(
        _qwen_row("MiniMax-M2.5", "generationConfig", "extra_body", "enable_thinking", value=False))),
    # OpenClaw
    Broken("openclaw.no-base-url", "openclaw", lambda set_up: (
        set_up.add("codex"), set_up.change(_gone(*_BAILIAN, "baseUrl")))),
    Broken("openclaw.no-provider", "openclaw", _json(
        lambda content: content["models"]["providers"].update(
            {"my-plan": content["models"]["providers"].pop("bailian")})), also=frozenset({"openclaw.other-provider"})),
    Broken("openclaw.no-primary", "openclaw", _json(_gone("agents", "defaults", "model"))),
    Broken("openclaw.no-prefix", "openclaw", _json(_set("glm-5", "agents", "defaults", "model", "primary"))),
    Broken("openclaw.no-prefix", "openclaw", _json(_set("modelstudio/glm-5", "agents", "defaults", "model"))),
    Broken("openclaw.portal-in-use", "openclaw", _json(
        _set("qwen-portal/coder-model", "agents", "defaults", "model", "primary"))),
    Broken("openclaw.portal-left", "openclaw", _json(_set(_PORTAL, "models", "providers", "qwen-portal"))),
    Broken("openclaw.portal-left", "openclaw", _json(
        _set(["qwen-portal/vision-model", "bailian/glm-5"], "agents", "defaults", "model", "fallbacks"))),
    Broken("openclaw.portal-left", "openclaw", lambda set_up: set_up.put(
        f"{_AGENT}/models.json", {"providers": {"qwen-portal": _PORTAL}})),
    Broken("openclaw.not-listed", "openclaw", _json(
        lambda content: content["models"]["providers"]["bailian"]["models"].pop(0))),
    Broken("openclaw.not-allowed", "openclaw", _json(
        _gone("agents", "defaults", "models", "bailian/qwen3.7-plus"))),
    Broken("openclaw.no-allow-list", "openclaw", _json(_gone("agents", "defaults", "models"))),
    Broken("openclaw.api", "openclaw", _json(_set("anthropic-messages", *_BAILIAN, "api"))),
    Broken("openclaw.row-unknown", "openclaw", _json(
        lambda content: content["models"]["providers"]["bailian"]["models"].insert(1, {"id": "deepseek-v3"}))),
    Broken("openclaw.half-thinking", "openclaw", _json(_openclaw_row("qwen3.7-plus", "compat", value={}))),
    Broken("openclaw.half-thinking", "openclaw", _json(_openclaw_row("kimi-k2.5", "reasoning", value=False))),
    Broken("openclaw.reasoning-object", "openclaw", _json(
        _openclaw_row("glm-5", "reasoning", value={"effort": "high"}))),
    Broken("openclaw.provider-compat", "openclaw", _json(_set({"thinkingFormat": "qwen"}, *_BAILIAN, "compat"))),
    Broken("openclaw.extra-reasoning", "openclaw", _json(_set(
        {"params": {"extra_body": {"reasoning": {"effort": "high"}}}},
        "agents", "defaults", "models", "bailian/glm-5"))),
    Broken("openclaw.stale-cache", "openclaw", lambda set_up: set_up.put(
        f"{_AGENT}/models.json", {"providers": {"bailian": {"baseUrl": _GENERAL, "models": []}, "x": {}}})),
    Broken("openclaw.stale-cache", "openclaw", lambda set_up: set_up.put(
        f"{_AGENT}/models.json",
        {"providers": {"bailian": {
            "baseUrl": "https://coding-intl.dashscope.aliyuncs.com/v1", "apiKey": "sk-0123456789abcdef"}}})),
    Broken("openclaw.old-cache", "openclaw", lambda set_up: (
        installed("openclaw", "2026.9.6")(set_up),
        set_up.put(f"{_AGENT}/models.json", {"providers": {"bailian": {"baseUrl": _GENERAL, "models": []}, "x": {}}}))),
    Broken("openclaw.profiles", "openclaw", lambda set_up: set_up.put(
        f"{_AGENT}/auth-profiles.json",
        {"version": 1, "profiles": {
            "bailian:default": {"type": "api_key", "provider": "bailian", "key": OTHER_KEY},
            "anthropic:default": {"type": "api_key", "provider": "anthropic", "key": "sk-ant-0123456789"}}})),
    Broken("openclaw.discovery", "openclaw", lambda set_up: set_up.put(
        f"{_AGENT}/auth-profiles.json",
        {"profiles": {"alibaba-cloud:default": {
            "type": "api_key", "provider": "alibaba-cloud", "key": KEY}}})),
    Broken("openclaw.discovery", "openclaw", lambda set_up: set_up.put(
        f"{_AGENT}/auth-profiles.json", {"profiles": {"alibaba-coding-plan:default": _NOISE}})),
    Broken("openclaw.old-login", "openclaw", lambda set_up: set_up.put(
        f"{_AGENT}/auth.json", {"qwen-portal": {"type": "oauth", "access": "abcdefghijklmnop", "refresh": "q"}})),
    Broken("openclaw.old-login", "openclaw", lambda set_up: set_up.put(
        f"{_AGENT}/auth.json",
        {"qwen-portal": {"access": "abcdefghijklmnop"}, "anthropic": {"type": "oauth", "access": "zyxwvutsrq"}})),
    Broken("openclaw.profile-invalid", "openclaw", _json(_set(
        {"provider": "qwen-portal", "mode": "qwen"}, "auth", "profiles", "qwen-portal:default"))),
    Broken("openclaw.profile-invalid", "openclaw", _json(_set(
        {"provider": "anthropic", "mode": "api_key", "apiKey": "sk-ant-0123456789"},
        "auth", "profiles", "anthropic:default"))),
    Broken("openclaw.profile-invalid", "openclaw", _json(_set(
        {"provider": "anthropic", "mode": "api-key"}, "auth", "profiles", "anthropic:default"))),
    Broken("openclaw.profile-needless", "openclaw", _json(_set(
        {"provider": "bailian", "mode": "api_key"}, "auth", "profiles", "bailian:default"))),
    # Codex
    Broken("codex.no-base-url", "codex", lambda set_up: (set_up.add("openclaw"), _text(
        'base_url = "https://coding-intl.dashscope.aliyuncs.com/v1"\n', "")(set_up))),
    Broken("codex.other-provider", "codex", _text(
        'model_provider = "bailian-coding-plan"', 'model_provider = "openai"')),
    Broken("codex.other-name", "codex", _text("bailian-coding-plan", "Model_Studio_Coding_Plan")),
    Broken("codex.profile", "codex", lambda set_up: set_up.path.write_text(
        'profile = "p"\n' + set_up.path.read_text() + '\n[profiles.p]\nmodel = "o3"\n')),
    Broken("codex.wire", "codex", _text('wire_api = "chat"', 'wire_api = "responses"')),
    # Modes
    *(
        Broken("tools.readable", tool, lambda set_up: set_up.path.chmod(0o644))
        for tool in ("claude-code", "opencode", "qwen-code", "openclaw")
    ),
    Broken("tools.readable", "codex", lambda set_up: (set_up.home / ".codex/.env").chmod(0o640)),
    Broken("tools.readable", "qwen-code", lambda set_up: set_up.put(
        ".env", f"BAILIAN_CODING_PLAN_API_KEY={KEY}\n").chmod(0o644)),
]  # fmt: skip


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.code}-{case.tool}")
def test_a_finding_is_seen_repaired_and_gone(tmp_path: Path, case: Broken) -> None:
    """The break is found, is said once with cause and fix, and after the repair nothing is left."""
    set_up = SetUp.good(tmp_path, case.tool, case.model)
    case.change(set_up)
    found = {finding.code: finding for finding in set_up.findings()}
    assert case.code in found
    said = [(finding.path, finding.cause) for finding in set_up.findings()]
    assert len(said) == len(set(said))
    finding = found[case.code]
    assert finding.cause
    assert finding.fix
    assert finding.facts.repair != "steps"
    # A table knows which of its settings a finding is about, so that the repair need not search for them.
    assert finding.notice.about or not finding.needs_setting_up or not isinstance(tools.tool(case.tool), TableTool)
    set_up.repair(key=case.key)
    assert set_up.codes() == set(case.also)


def test_every_code_that_a_tool_raises_is_known() -> None:
    """Notices of the tools are findings of the knowledge, or warnings of a plan only."""
    raised = set()
    for path in (*_TOOLS.rglob("*.py"), *(_TOOLS.parent / "doctor").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Notice":
                raised |= {part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)}
    assert raised - set(knowledge.findings()) - _PLAN_ONLY == set()


def test_every_finding_of_the_knowledge_has_a_test() -> None:
    """A code without a case here or among the steps is tested by nobody."""
    tested = {case.code for case in _CASES} | CODES | _IN_PROJECTS | _OF_CLOSED_FOLDERS
    assert set(knowledge.findings()) - tested == set()


def test_every_finding_names_an_entry_that_exists() -> None:
    """The FAQ ids of the findings are entries."""
    ids = {facts.faq for facts in knowledge.findings().values() if facts.faq}
    assert ids <= set(knowledge.faq())
