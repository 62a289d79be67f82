"""Set-ups and messages that have nothing to do with the plan: the doctor stays silent."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.tools.planning import session_in

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
_MESSAGES = """
Error: ENOENT: no such file or directory, open 'package.json'
npm ERR! 404 Not Found - GET https://registry.npmjs.org/left-padd - Not found
npm error code E401 npm error Unable to authenticate, need: Basic realm="GitLab"
HTTP 404: Not Found
HTTP/1.1 401 Unauthorized
remote: Invalid username or password. fatal: Authentication failed for 'https://github.com/x/y.git/'
error: failed to push some refs to 'origin'
Error response from daemon: pull access denied for foo, repository does not exist
Permission denied (publickey).
ssh: connect to host example.com port 22: Connection refused
curl: (6) Could not resolve host: example.com
psycopg2.OperationalError: connection to server at "localhost" failed: Connection refused
Traceback (most recent call last): KeyError: 'models'
TypeError: Cannot read properties of undefined (reading 'map')
SyntaxError: Unexpected token } in JSON at position 120
Segmentation fault (core dumped)
make: *** No rule to make target 'all'. Stop.
error[E0382]: borrow of moved value: `x`
cargo: could not find `Cargo.toml` in `/tmp` or any parent directory
pip: ERROR: Could not find a version that satisfies the requirement foo
WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'
429 Too Many Requests
Too many requests, please slow down
GitHub API rate limit exceeded for 1.2.3.4
API rate limit exceeded. Upgrade your Docker plan.
Disk quota exceeded
error sending request for url (https://pypi.org/simple/requests/)
stream disconnected before completion: error sending request for url (https://api.openai.com/v1/responses)
unexpected status 404 Not Found from the registry
unexpected status 401 Unauthorized: {"error": "bad credentials"}, url: https://api.openai.com/v1/responses
openai (gpt-5.4) returned a billing error
ssh: connect to host db.example.com port 22: Connection refused - a firewall may be blocking it
getaddrinfo ENOTFOUND registry.npmjs.org
Authentication failed for 'https://git.example.com/' (server returned HTTP 401)
You exceeded your current quota, please check your plan and billing details.
Quota exceeded for quota metric 'Queries' of service 'sheets.googleapis.com'
Error: Cannot find module 'react'
fatal: not a git repository (or any of the parent directories): .git
java.lang.OutOfMemoryError: Java heap space
kubectl: Error from server (NotFound): pods "x" not found
Error from server (Forbidden): secrets is forbidden
terraform: Error: Invalid provider configuration
413 Payload Too Large nginx
502 Bad Gateway
upstream connect error or disconnect/reset before headers
ECONNRESET socket hang up
certificate verify failed: self signed certificate
x509: certificate signed by unknown authority
anthropic.AuthenticationError: invalid x-api-key
Credit balance is too low to access the Anthropic API
prompt is too long: 210000 tokens > 200000 maximum
This model's maximum context length is 128000 tokens
Overloaded
The model `gpt-9` does not exist
Invalid API key · Please run /login to sign in with your Claude subscription
Please run `gh auth login` to authenticate
No module named 'numpy'
bash: qwen: command not found
zsh: command not found: claude
Unknown option: --frobnicate
Unknown model type in sklearn pipeline
Connection error while reading from the socket of the printer
connection errors seen by the load balancer today: 14
max_tokens is a parameter of many services
The weekly report is ready
The 5 hour window of the maintenance starts at 10
model train 'Flying Scotsman' is not supposed to run today
""".strip().splitlines()


def _unrelated_homes() -> Iterator[dict[str, object]]:
    """Files of the five tools for other services, many times, each time put together anew (the same every run)."""
    draw = random.Random(58)  # noqa: S311  nothing secret is drawn
    for _ in range(40):
        name, url = draw.choice(list(_PROVIDERS.items()))
        model, key = (
            draw.choice(_MODELS),
            f"{draw.choice(('sk-ant-', 'sk-', 'sk-proj-', 'key-'))}{draw.randrange(10**16)}",
        )
        settings: dict[str, object] = {"permissions": {"allow": ["Bash(ls:*)"]}}
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
    assert [finding.code for finding in session.examine().findings] == []


def test_other_errors_are_not_recognised(tmp_path: Path) -> None:
    """Over 200 messages of other programs, plain, coloured, in JSON and in frames: no diagnosis."""
    session = session_in(tmp_path)
    examination = session.examine()
    now = datetime(2026, 11, 25, tzinfo=UTC)
    forms = ("{}", "\x1b[31m{}\x1b[0m", '{{"error": {{"message": "{}"}}}}', "│ {} │")
    texts = [form.format(message) for message in _MESSAGES for form in forms]
    assert len(texts) >= 200
    alarms = {text: [said.code for said in session.diagnose(text, examination, now)] for text in texts}
    assert {text: codes for text, codes in alarms.items() if codes} == {}


@pytest.mark.parametrize("text", ["asdf", "\x00\x01", "401", "429", "error", "{" * 5000, "a" * 300_000, "。" * 100])
def test_nonsense_is_not_recognised(tmp_path: Path, text: str) -> None:
    """Noise of any length gets no diagnosis and no crash."""
    session = session_in(tmp_path)
    assert session.diagnose(text, session.examine(), datetime(2026, 11, 25, tzinfo=UTC)) == ()
