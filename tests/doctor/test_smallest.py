"""The repair of one finding changes what the finding is about, and not one line more."""

import difflib
import json
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.doctor.set_ups import FILES, SetUp
from tests.tools.planning import KEY

_HOST = "https://coding-intl.dashscope.aliyuncs.com"
_GENERAL = "sk-0123456789abcdef0123456789abcdef"


class Case(NamedTuple):
    """A file as a user wrote it, a finding in it, and the lines that its repair takes out and puts in."""

    code: str
    tool: str
    content: str
    changed: str
    place: str = ""
    beside: tuple[tuple[str, str], ...] = ()
    left: frozenset[str] = frozenset()
    """What else is wrong with the file, and stays."""


def _claude(**env: str) -> str:
    own = {"ANTHROPIC_BASE_URL": f"{_HOST}/apps/anthropic", "ANTHROPIC_AUTH_TOKEN": KEY, "ANTHROPIC_MODEL": "glm-5"}
    return json.dumps({"env": {**own, **env}, "permissions": {"allow": ["Bash(ls:*)"]}}, indent=2) + "\n"


def _opencode(model: str = "glm-5", url: str = f"{_HOST}/apps/anthropic/v1", **limits: int) -> str:
    limit = {"context": 202752, "output": 8192, **limits}
    options = {"baseURL": url, "apiKey": KEY}
    provider = {"npm": "@ai-sdk/anthropic", "options": options, "models": {"glm-5": {"limit": limit}}}
    content = {"model": f"bailian-coding-plan/{model}", "theme": "nord", "provider": {"bailian-coding-plan": provider}}
    return json.dumps({"$schema": "https://opencode.ai/config.json", **content}, indent=2)


def _qwen(model: str = "glm-5", path: str = "/v1", most: int = 16384) -> str:
    rows = [
        {
            "id": name,
            "baseUrl": f"{_HOST}{path}",
            "envKey": "BAILIAN_CODING_PLAN_API_KEY",
            "generationConfig": {"samplingParams": {"max_tokens": most}},
        }
        for name in (model, "glm-4.7")
    ]
    content = {
        "env": {"BAILIAN_CODING_PLAN_API_KEY": KEY},
        "modelProviders": {"openai": [{"id": "mine", "baseUrl": "https://own.example/v1", "envKey": "OWN"}, *rows]},
        "security": {"auth": {"selectedType": "openai"}},
        "model": {"name": model},
        "$version": 3,
    }
    return json.dumps(content, indent=2)


def _openclaw(model: str = "bailian/glm-5", key: str = KEY, host: str = _HOST, most: int = 16384) -> str:
    row = f"""{{
        id: 'glm-5', name: 'mine', reasoning: true, compat: {{ thinkingFormat: 'qwen' }},
        contextWindow: 202752,
        maxTokens: {most},
      }}"""
    return f"""// my agents
{{
  models: {{ providers: {{
    bailian: {{
      baseUrl: '{host}/v1',
      apiKey: '{key}',
      api: 'openai-completions',
      models: [{row}],
    }},
  }} }},
  agents: {{ defaults: {{
    model: {{
      primary: '{model}',
    }},
    models: {{ 'bailian/glm-5': {{}}, 'other/model': {{}} }},
  }} }},
}}
"""


def _codex(provider: str = "bailian-coding-plan", model: str = "glm-5", top: str = "", end: str = "") -> str:
    return f"""{top}model = "{model}"
model_provider = "{provider}"
approval_policy = "never"

[model_providers.bailian-coding-plan]
base_url = "{_HOST}/v1"
env_key = "BAILIAN_CODING_PLAN_API_KEY"
wire_api = "chat"
{end}"""


_OPEN_CLAUDE = frozenset({"claude-code.alias-missing", "claude-code.context-missing", "claude-code.output-missing"})
_ONBOARDED = ((".claude.json", '{"hasCompletedOnboarding": true}'),)
_DOTENV = ((".codex/.env", f"BAILIAN_CODING_PLAN_API_KEY={KEY}\n"),)
_CASES = [
    # A wrong path or host: the base URL alone.
    Case(
        "tools.base-url-path",
        "claude-code",
        _claude(ANTHROPIC_BASE_URL=f"{_HOST}/v1"),
        f"""
-    "ANTHROPIC_BASE_URL": "{_HOST}/v1",
+    "ANTHROPIC_BASE_URL": "{_HOST}/apps/anthropic",
""",
        beside=_ONBOARDED,
        left=_OPEN_CLAUDE,
    ),
    Case(
        "tools.foreign-host",
        "claude-code",
        _claude(ANTHROPIC_BASE_URL="https://dashscope.aliyuncs.com/apps/anthropic"),
        """
-    "ANTHROPIC_BASE_URL": "https://dashscope.aliyuncs.com/apps/anthropic",
+    "ANTHROPIC_BASE_URL": "https://coding.dashscope.aliyuncs.com/apps/anthropic",
""",
        beside=_ONBOARDED,
        left=_OPEN_CLAUDE,
    ),
    Case(
        "tools.base-url-path",
        "opencode",
        _opencode(url=f"{_HOST}/apps/anthropic"),
        f"""
-        "baseURL": "{_HOST}/apps/anthropic",
+        "baseURL": "{_HOST}/apps/anthropic/v1",
""",
    ),
    Case(
        "tools.base-url-path",
        "qwen-code",
        _qwen(path="/compatible-mode/v1"),
        f"""
-        "baseUrl": "{_HOST}/compatible-mode/v1",
+        "baseUrl": "{_HOST}/v1",
-        "baseUrl": "{_HOST}/compatible-mode/v1",
+        "baseUrl": "{_HOST}/v1",
""",
    ),
    Case(
        "tools.host-misspelt",
        "openclaw",
        _openclaw(host="https://coding-intl.dashscope.aliyun.com"),
        f"""
-      baseUrl: 'https://coding-intl.dashscope.aliyun.com/v1',
+      baseUrl: '{_HOST}/v1',
""",
    ),
    # A model in the wrong case: its id alone.
    Case(
        "tools.model-misspelt",
        "claude-code",
        _claude(ANTHROPIC_MODEL="GLM-5", ANTHROPIC_DEFAULT_HAIKU_MODEL="GLM-5"),
        """
-    "ANTHROPIC_MODEL": "GLM-5",
-    "ANTHROPIC_DEFAULT_HAIKU_MODEL": "GLM-5"
+    "ANTHROPIC_MODEL": "glm-5",
+    "ANTHROPIC_DEFAULT_HAIKU_MODEL": "glm-5"
""",
        beside=_ONBOARDED,
        left=_OPEN_CLAUDE,
    ),
    Case(
        "tools.model-misspelt",
        "opencode",
        _opencode(model="GLM-5"),
        """
-  "model": "bailian-coding-plan/GLM-5",
+  "model": "bailian-coding-plan/glm-5",
""",
    ),
    Case(
        "tools.model-misspelt",
        "qwen-code",
        _qwen(model="GLM-5"),
        """
-        "id": "GLM-5",
+        "id": "glm-5",
-    "name": "GLM-5"
+    "name": "glm-5"
""",
    ),
    Case(
        "openclaw.no-prefix",
        "openclaw",
        _openclaw(model="glm-5"),
        """
-      primary: 'glm-5',
+      primary: 'bailian/glm-5',
""",
    ),
    # A limit over the table: that number alone.
    Case(
        "tools.context-over",
        "claude-code",
        _claude(CLAUDE_CODE_MAX_CONTEXT_TOKENS="1000000"),
        """
-    "CLAUDE_CODE_MAX_CONTEXT_TOKENS": "1000000"
+    "CLAUDE_CODE_MAX_CONTEXT_TOKENS": "202752"
""",
        beside=_ONBOARDED,
        left=frozenset({"claude-code.alias-missing", "claude-code.output-missing"}),
    ),
    Case(
        "tools.context-over",
        "opencode",
        _opencode(context=1000000),
        """
-            "context": 1000000,
+            "context": 202752,
""",
    ),
    Case(
        "tools.output-over",
        "openclaw",
        _openclaw(most=131072),
        """
-        maxTokens: 131072,
+        maxTokens: 16384,
""",
    ),
    Case(
        "tools.output-over",
        "qwen-code",
        _qwen(most=64000),
        """
-            "max_tokens": 64000
+            "max_tokens": 16384
-            "max_tokens": 64000
+            "max_tokens": 16384
""",
    ),
    # A credential: its line alone.
    Case(
        "claude-code.two-keys",
        "claude-code",
        _claude(ANTHROPIC_API_KEY="sk-ant-0123456789"),
        """
-    "ANTHROPIC_MODEL": "glm-5",
-    "ANTHROPIC_API_KEY": "sk-ant-0123456789"
+    "ANTHROPIC_MODEL": "glm-5"
""",
        beside=_ONBOARDED,
        left=_OPEN_CLAUDE,
    ),
    Case(
        "tools.key-foreign",
        "openclaw",
        _openclaw(key=_GENERAL),
        f"""
-      apiKey: '{_GENERAL}',
+      apiKey: '{KEY}',
""",
    ),
    # The onboarding flag alone, in its own file.
    Case(
        "claude-code.not-onboarded",
        "claude-code",
        '{\n  "numStartups": 3\n}\n',
        """
-  "numStartups": 3
+  "numStartups": 3,
+  "hasCompletedOnboarding": true
""",
        place=".claude.json",
        beside=((".claude/settings.json", _claude(ANTHROPIC_API_KEY="sk-ant-0123456789")),),
        left=_OPEN_CLAUDE | {"claude-code.two-keys"},
    ),
    # A comment that keeps Claude Code from reading its settings.
    Case(
        "claude-code.not-strict",
        "claude-code",
        _claude().replace("{\n", "{\n  // mine\n", 1),
        """
-  // mine
""",
        beside=_ONBOARDED,
        left=_OPEN_CLAUDE,
    ),
    # Codex on another provider, and a profile that leads to one.
    Case(
        "codex.other-provider",
        "codex",
        _codex(provider="openai", model="o3"),
        """
-model = "o3"
-model_provider = "openai"
+model = "qwen3.7-plus"
+model_provider = "bailian-coding-plan"
""",
        beside=_DOTENV,
    ),
    Case(
        "codex.profile",
        "codex",
        _codex(top='profile = "old"\n', end='\n[profiles.old]\nmodel = "o3"\n'),
        """
-profile = "old"
""",
        beside=_DOTENV,
    ),
    Case(
        "codex.profile",
        "codex",
        _codex(top='profile = "old"\n', end='\n[profiles.old]\nmodel = "o3"\napproval_policy = "on-request"\n'),
        """
-model = "o3"
""",
        beside=_DOTENV,
    ),
]


@pytest.mark.promise("repair-finding-changes")
@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.code}-{case.tool}")
def test_only_what_a_finding_is_about_changes(tmp_path: Path, case: Case) -> None:
    """The lines that go and come are written out; what else is wrong stays as it was."""
    set_up = SetUp(tmp_path, case.tool, {})
    path = set_up.put(case.place or FILES[case.tool], case.content)
    others = {set_up.put(place, content): content for place, content in case.beside}
    assert case.code in set_up.codes()
    set_up.repair(case.code, key=KEY)
    assert _changed(case.content, path.read_text()) == case.changed.strip("\n").splitlines()
    assert {other: other.read_text() for other in others} == others
    assert set_up.codes() == set(case.left)


@pytest.mark.promise("repair-finding-changes")
@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.code}-{case.tool}")
def test_all_repairs_together_leave_nothing(tmp_path: Path, case: Case) -> None:
    """The repair of the whole set-up ends each of them."""
    set_up = SetUp(tmp_path, case.tool, {})
    set_up.put(case.place or FILES[case.tool], case.content)
    for place, content in case.beside:
        set_up.put(place, content)
    set_up.repair(key=KEY)
    assert set_up.findings() == ()


def test_a_provider_that_is_missing_comes_whole(tmp_path: Path) -> None:
    """What only works as a whole is not put in by halves: the provider has all its settings and models."""
    set_up = SetUp.good(tmp_path, "openclaw").add("codex")
    good = set_up.content()
    set_up.change(lambda content: content["models"]["providers"].clear())
    assert set_up.codes() == {"openclaw.no-provider"}
    set_up.repair("openclaw.no-provider", key=KEY)
    assert set_up.findings() == ()
    assert set_up.content() == good


def test_a_provider_under_another_name_comes_whole_too(tmp_path: Path) -> None:
    """Codex is not left with a name that no provider has."""
    set_up = SetUp.good(tmp_path, "codex")
    good = set_up.path.read_text()
    set_up.path.write_text(good.replace("bailian-coding-plan", "my-plan"))
    assert set_up.codes() == {"codex.other-name"}
    set_up.repair("codex.other-name")
    assert good[good.index("[model_providers.bailian-coding-plan]") :].strip() in set_up.path.read_text()
    assert set_up.findings() == ()


def _changed(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and not line.startswith(("---", "+++"))]
