"""The whole content of every file, written out by hand from what the real clients were seen to need.

Nothing here is read from the catalog: the numbers stand here a second time on purpose.
"""

from typing import Any

KEY = "sk-sp-0123456789abcdef"
HOSTS = {"china": "coding.dashscope.aliyuncs.com", "international": "coding-intl.dashscope.aliyuncs.com"}

# id: context window, longest output, OpenCode: output limit and thinking budget, thinks, images, Cursor: spelling
MODELS: dict[str, tuple[int, int, int, int | None, bool, bool, str]] = {
    "qwen3.7-plus": (1_000_000, 65_536, 65_536, 8192, True, True, "qwen3.7-plus"),
    "qwen3.6-plus": (1_000_000, 65_536, 65_536, 8192, True, True, "qwen3.6-plus"),
    "qwen3.5-plus": (1_000_000, 65_536, 65_536, 8192, True, True, "qwen3.5-plus"),
    "kimi-k2.5": (262_144, 32_768, 24_576, 8192, True, True, "kimi-k2-5"),
    "glm-5": (202_752, 16_384, 8_192, 8192, True, False, "glm-5-0"),
    "glm-4.7": (202_752, 16_384, 8_192, 8192, True, False, "glm-4-7"),
    "MiniMax-M2.5": (196_608, 24_576, 24_576, None, True, False, "MiniMax-M2.5"),
    "qwen3-max-2026-01-23": (262_144, 65_536, 32_768, 8192, True, False, "qwen3-max-2026-01-23"),
    "qwen3-coder-next": (262_144, 65_536, 65_536, None, False, False, "qwen3-coder-next"),
    "qwen3-coder-plus": (1_000_000, 65_536, 65_536, None, False, False, "qwen3-coder-plus"),
}
CLAUDE_OUTPUT = {"glm-5": "16384", "glm-4.7": "16384", "MiniMax-M2.5": "24576"}
TOOLS = (
    "claude-code", "opencode", "qwen-code", "openclaw", "codex", "cursor", "cline", "kilo", "hermes", "cline-cli",
    "aider", "continue-cli", "qoder", "qwenpaw", "chatbox", "cherry-studio",
)  # fmt: skip
BY_HAND = ("cursor", "cline", "qoder", "qwenpaw", "chatbox", "cherry-studio")

Content = dict[str, Any]


def files(tool: str, region: str, model: str) -> dict[str, Content]:
    """The parsed content of each file below the home folder, by relative path."""
    contents = {
        "claude-code": _claude,
        "opencode": _opencode,
        "qwen-code": _qwen,
        "openclaw": _openclaw,
        "codex": _codex,
        "kilo": _kilo,
        "hermes": _hermes,
        "cline-cli": _cline_cli,
        "aider": _aider,
        "continue-cli": _continue_cli,
    }
    return contents[tool](HOSTS[region], model)


def values(tool: str, region: str, model: str) -> dict[str, str]:
    """The values to copy for a tool that is set up by hand."""
    name = MODELS[model][6] if tool == "cursor" else model
    return {"base_url": f"https://{HOSTS[region]}/v1", "model": name, "api_key": "sk-sp-…cdef"}


def _claude(host: str, model: str) -> dict[str, Content]:
    env = {
        "ANTHROPIC_BASE_URL": f"https://{host}/apps/anthropic",
        "ANTHROPIC_AUTH_TOKEN": KEY,
        "ANTHROPIC_MODEL": model,
        "ANTHROPIC_DEFAULT_OPUS_MODEL": model,
        "ANTHROPIC_DEFAULT_SONNET_MODEL": model,
        "ANTHROPIC_DEFAULT_HAIKU_MODEL": model,
        "ANTHROPIC_DEFAULT_FABLE_MODEL": model,
        "CLAUDE_CODE_SUBAGENT_MODEL": model,
        "CLAUDE_CODE_MAX_CONTEXT_TOKENS": str(MODELS[model][0]),
    }
    if model in CLAUDE_OUTPUT:
        env["CLAUDE_CODE_MAX_OUTPUT_TOKENS"] = CLAUDE_OUTPUT[model]
    return {
        ".claude/settings.json": {"env": env, "alwaysThinkingEnabled": MODELS[model][4]},
        ".claude.json": {"hasCompletedOnboarding": True},
    }


def _opencode(host: str, model: str) -> dict[str, Content]:
    models: Content = {}
    for name, (context, _, output, budget, _, images, _) in MODELS.items():
        models[name] = {
            "name": name,
            "limit": {"context": context, "output": output},
            "modalities": {"input": ["text", "image"] if images else ["text"], "output": ["text"]},
        }
        if budget is not None:
            models[name]["options"] = {"thinking": {"type": "enabled", "budgetTokens": budget}}
    provider = {
        "npm": "@ai-sdk/anthropic",
        "name": "Model Studio Coding Plan",
        "options": {"baseURL": f"https://{host}/apps/anthropic/v1", "apiKey": KEY},
        "models": models,
    }
    return {
        ".config/opencode/opencode.json": {
            "$schema": "https://opencode.ai/config.json",
            "model": f"bailian-coding-plan/{model}",
            "provider": {"bailian-coding-plan": provider},
        }
    }


def _kilo(host: str, model: str) -> dict[str, Content]:
    content = _opencode(host, model)[".config/opencode/opencode.json"]
    content["$schema"] = "https://app.kilo.ai/config.json"
    # The lower limit of this model is OpenCode's page's.
    content["provider"]["bailian-coding-plan"]["models"]["qwen3-max-2026-01-23"]["limit"]["output"] = 65_536
    return {".config/kilo/kilo.jsonc": content}


def _hermes(host: str, model: str) -> dict[str, Content]:
    return {
        ".hermes/config.yaml": {
            "model": {
                "default": model,
                "provider": "alibaba-coding-plan",
                "context_length": MODELS[model][0],
                "max_tokens": MODELS[model][1],
            }
        },
        ".hermes/.env": {
            "ALIBABA_CODING_PLAN_API_KEY": KEY,
            "ALIBABA_CODING_PLAN_BASE_URL": f"https://{host}/v1",
        },
    }


def _cline_cli(host: str, model: str) -> dict[str, Content]:
    provider = "alibaba-coding-plan" if host == HOSTS["international"] else "alibaba-coding-plan-cn"
    return {
        ".cline/data/settings/providers.json": {
            "version": 1,
            "lastUsedProvider": provider,
            "modes": {},
            "providers": {
                provider: {
                    "settings": {"provider": provider, "apiKey": KEY, "model": model, "baseUrl": f"https://{host}/v1"},
                    "tokenSource": "manual",
                    "updatedAt": "2026-11-25T00:00:00.000Z",
                }
            },
        }
    }


def _aider(host: str, model: str) -> dict[str, Content]:
    return {
        ".aider.conf.yml": {
            "model": f"openai/{model}",
            "openai-api-base": f"https://{host}/v1",
            "openai-api-key": KEY,
            "set-env": [f"OPENAI_BASE_URL=https://{host}/v1"],
        },
        ".aider.model.metadata.json": {
            f"openai/{name}": {
                "max_input_tokens": context,
                "max_output_tokens": output,
                "litellm_provider": "openai",
                "mode": "chat",
            }
            for name, (context, output, *_) in MODELS.items()
        },
    }


def _continue_cli(host: str, model: str) -> dict[str, Content]:
    rows = []
    for name, (context, output, _, _, thinks, images, _) in MODELS.items():
        row: Content = {
            "name": f"Coding Plan {name}",
            "provider": "openai",
            "model": name,
            "apiBase": f"https://{host}/v1",
            "apiKey": KEY,
            "capabilities": ["tool_use", "image_input"] if images else ["tool_use"],
            "defaultCompletionOptions": {"contextLength": context, "maxTokens": output},
        }
        if thinks:
            row["requestOptions"] = {"extraBodyProperties": {"enable_thinking": True}}
        rows.append(row)
    return {
        ".continue/config.yaml": {"name": "Main Config", "version": "1.0.0", "schema": "v1", "models": rows},
        ".continue/index/globalContext.json": {"cliSelectedModel": f"Coding Plan {model}"},
        ".continue/.onboarding_complete": {"completed": "2026-11-25"},
    }


def _qwen(host: str, model: str) -> dict[str, Content]:
    rows = []
    for name in (model, *(other for other in MODELS if other != model)):
        context, output, _, _, thinks, images, _ = MODELS[name]
        generation: Content = {"contextWindowSize": context, "samplingParams": {"max_tokens": output}}
        if thinks:
            generation["extra_body"] = {"enable_thinking": True}
        generation["modalities"] = {"image": images}
        rows.append(
            {
                "id": name,
                "name": f"[Bailian Coding Plan] {name}",
                "baseUrl": f"https://{host}/v1",
                "envKey": "BAILIAN_CODING_PLAN_API_KEY",
                "generationConfig": generation,
            }
        )
    return {
        ".qwen/settings.json": {
            "env": {"BAILIAN_CODING_PLAN_API_KEY": KEY},
            "modelProviders": {"openai": rows},
            "security": {"auth": {"selectedType": "openai"}},
            "model": {"name": model},
            "$version": 4,
        }
    }


def _openclaw(host: str, model: str) -> dict[str, Content]:
    rows = []
    for name, (context, output, _, _, thinks, images, _) in MODELS.items():
        row: Content = {
            "id": name,
            "name": name,
            "reasoning": thinks,
            "input": ["text", "image"] if images else ["text"],
            "cost": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0},
            "contextWindow": context,
            "maxTokens": output,
        }
        if thinks:
            row["compat"] = {"thinkingFormat": "qwen"}
        rows.append(row)
    provider = {"baseUrl": f"https://{host}/v1", "apiKey": KEY, "api": "openai-completions", "models": rows}
    return {
        ".openclaw/openclaw.json": {
            "models": {"mode": "merge", "providers": {"bailian": provider}},
            "agents": {
                "defaults": {
                    "model": {"primary": f"bailian/{model}"},
                    "models": {f"bailian/{name}": {} for name in MODELS},
                }
            },
            "gateway": {"mode": "local"},
        }
    }


def _codex(host: str, model: str) -> dict[str, Content]:
    return {
        ".codex/config.toml": {
            "model": model,
            "model_provider": "bailian-coding-plan",
            "model_context_window": MODELS[model][0],
            "model_providers": {
                "bailian-coding-plan": {
                    "name": "Model Studio Coding Plan",
                    "base_url": f"https://{host}/v1",
                    "env_key": "BAILIAN_CODING_PLAN_API_KEY",
                    "wire_api": "chat",
                }
            },
        },
        ".codex/.env": {"BAILIAN_CODING_PLAN_API_KEY": KEY},
    }
