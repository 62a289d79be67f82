"""Each error of the clients on a set-up that shows why: what the files say comes first, and its repair is at hand."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.doctor.set_ups import SetUp
from tests.doctor.test_steps import installed
from tests.tools.planning import KEY
from wizard.doctor.diagnose import diagnose
from wizard.doctor.examine import examine

_NOW = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)
_WRONG_PATH = "https://coding-intl.dashscope.aliyuncs.com/compatible-mode/v1"
_GENERAL = "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"
_BAILIAN = ("models", "providers", "bailian")
_OPENCODE = ("provider", "bailian-coding-plan")
_AGENT = ".openclaw/agents/main/agent"


class Shown(NamedTuple):
    """What is broken in a good set-up of ``tool``, the text its client prints, and the cause that must come first."""

    best: str
    tool: str
    text: str
    change: Callable[[SetUp], object]
    mendable: bool = True


def _set(value: object, *path: str | int, place: str | None = None) -> Callable[[SetUp], object]:
    def change(content: Any) -> None:  # noqa: ANN401  parsed JSON
        for step in path[:-1]:
            content = content.setdefault(step, {}) if isinstance(step, str) else content[step]
        if value is None:
            del content[path[-1]]
        else:
            content[path[-1]] = value

    return lambda set_up: set_up.change(change, place)


def _put(place: str, content: object) -> Callable[[SetUp], object]:
    return lambda set_up: set_up.put(place, content)


def _text(old: str, new: str) -> Callable[[SetUp], object]:
    return lambda set_up: set_up.path.write_text(set_up.path.read_text().replace(old, new))


_PROFILE = {"profiles": {"bailian:default": {"type": "api_key", "provider": "bailian", "key": KEY}}}
_CASES = [
    Shown(
        "selected-model.path",
        "claude-code",
        "There's an issue with the selected model (qwen3.7-plus). It may not exist or you may not have access to it.",
        _set(_WRONG_PATH, "env", "ANTHROPIC_BASE_URL"),
    ),
    Shown(
        "not-logged-in.not-strict", "claude-code", "Not logged in · Please run /login", _text('"env"', '/* */ "env"')
    ),
    Shown(
        "unable-to-connect.onboarding",
        "claude-code",
        "Unable to connect to Anthropic services\nFailed to connect to api.anthropic.com: ERR_BAD_REQUEST",
        _put(".claude.json", {"numStartups": 1}),
    ),
    Shown("not-found.path", "opencode", "Error: Not Found", _set(_WRONG_PATH, *_OPENCODE, "options", "baseURL")),
    Shown("not-found.path", "kilo", "Error: Not Found", _set(_WRONG_PATH, *_OPENCODE, "options", "baseURL")),
    Shown(
        "anthropic-key-missing.no-key",
        "opencode",
        "Anthropic API key is missing. Pass it using the 'apiKey' parameter or the ANTHROPIC_API_KEY variable.",
        _set(None, *_OPENCODE, "options", "apiKey"),
    ),
    Shown(
        "provider-model.model-not-listed",
        "opencode",
        "Error: Model not found: bailian-coding-plan/qwen3.7-plus.",
        _set(None, *_OPENCODE, "models", "qwen3.7-plus"),
    ),
    Shown(
        "thinking-budget.budget",
        "opencode",
        "The thinking_budget parameter must be a positive integer and not greater than 32768",
        _set(40_000, *_OPENCODE, "models", "glm-5", "options", "thinking", "budgetTokens"),
    ),
    Shown(
        "max-tokens.limits",
        "opencode",
        "Range of max_tokens should be [1, 16384]",
        _set(32_768, *_OPENCODE, "models", "glm-5", "limit", "output"),
    ),
    Shown(
        "entity-too-large.old-opencode",
        "opencode",
        "Error: Request entity too large",
        installed("opencode", "1.2.15"),
        mendable=False,
    ),
    Shown(
        "model-not-supported.misspelt",
        "opencode",
        "model 'Qwen3.7-Plus' is not supported",
        _set("bailian-coding-plan/Qwen3.7-Plus", "model"),
    ),
    Shown(
        "selected-not-found.path",
        "openclaw",
        "The selected model was not found by the provider.",
        _set(_WRONG_PATH, *_BAILIAN, "baseUrl"),
    ),
    Shown(
        "rejected-schema.limits",
        "openclaw",
        "LLM request failed: provider rejected the request schema or tool payload.",
        _set(131_072, *_BAILIAN, "models", 4, "maxTokens"),
    ),
    Shown(
        "legacy-credentials.credential-store",
        "openclaw",
        "auth-profiles.json requires legacy credential migration",
        _put(f"{_AGENT}/auth-profiles.json", _PROFILE),
    ),
    Shown(
        "oauth-refresh.old-login",
        "openclaw",
        "OAuth token refresh failed for qwen-portal",
        _put(f"{_AGENT}/auth.json", {"qwen-portal": {"type": "oauth", "access": "abcdefghijklmnop"}}),
    ),
    Shown(
        "unknown-model.prefix",
        "openclaw",
        "Error: Unknown model: qwen/glm-5",
        _set("glm-5", "agents", "defaults", "model", "primary"),
    ),
    Shown(
        "no-api-key.placeholder",
        "openclaw",
        'No API key found for provider "bailian".',
        _set("YOUR_API_KEY", *_BAILIAN, "apiKey"),
    ),
    Shown(
        "coder-model.portal",
        "openclaw",
        "The model `coder-model` does not exist or you do not have access to it.",
        _set("qwen-portal/coder-model", "agents", "defaults", "model", "primary"),
    ),
    Shown(
        "rate-limit.general-host",
        "openclaw",
        "⚠️ API rate limit reached. Please try again later.",
        _set(_GENERAL, *_BAILIAN, "baseUrl"),
    ),
    Shown(
        "auth-profiles.profiles",
        "openclaw",
        'auth.profiles.qwen-portal:default: Unrecognized key: "apiKey"',
        _set({"provider": "qwen-portal", "mode": "oauth", "apiKey": "x"}, "auth", "profiles", "qwen-portal:default"),
    ),
    Shown(
        "failed-to-discover.harmless-discovery",
        "openclaw",
        "Failed to discover Alibaba Cloud models: 404 Not Found",
        _put(f"{_AGENT}/auth-profiles.json", {"profiles": {"alibaba-cloud:default": {"provider": "alibaba-cloud"}}}),
    ),
    Shown("no-auth-type.auth-type", "qwen-code", "No auth type is selected.", _set(None, "security")),
    Shown(
        "operator-policy.broken-settings",
        "qwen-code",
        "Cannot read operator sandbox policy from ~/.qwen/settings.json: SyntaxError: Unexpected end of JSON input",
        _put(".qwen/settings.json", '{"env": '),
        mendable=False,
    ),
    Shown(
        "wire-api.codex-too-new",
        "codex",
        'Error loading config.toml: `wire_api = "chat"` is no longer supported.',
        installed("codex", "0.169.0"),
        mendable=False,
    ),
    Shown("invalid-key.general-host", "codex", "403 invalid api-key", _text("coding-intl.dashscope", "dashscope-intl")),
    Shown("no-body.path", "codex", "404 status code (no body)", _text("aliyuncs.com/v1", "aliyuncs.com/apps/v1")),
    Shown(
        "connection.misspelt-host",
        "codex",
        "[API Error: Connection error. (cause: fetch failed)]",
        _text("coding-intl.dashscope.aliyuncs.com", "coding-intl.dashscope.aliyun.com"),
    ),
    Shown(
        "cline-reset.cline-shape",
        "cline-cli",
        "Cannot connect to API: Was there a typo in the url or port?",
        _text('"version": 1,', '"version": 1, // mine'),
    ),
]


@pytest.mark.promise("error-message-explained")
@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.best}-{case.tool}")
def test_what_the_files_show_comes_first(tmp_path: Path, case: Shown) -> None:
    """The likeliest cause is the one that is broken here; its repair is at hand where files can mend it."""
    set_up = SetUp.good(tmp_path, case.tool)
    case.change(set_up)
    session = set_up.session
    said = diagnose(case.text, examine(session.detect_all()), session.environment, _NOW, UTC)
    assert said[0].code == case.best
    assert said[0].grounds == "shown"
    assert said[0].tool == case.tool
    assert said[0].finding
    assert said[0].finding.mendable is case.mendable
    assert said[0].fix
    assert said[0].faq
