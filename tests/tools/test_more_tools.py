"""What is particular to Kilo, Hermes, Cline's command line and Aider: files, leftovers, references and repairs."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tools.planning import plan_for, planned, session_in
from wizard.key import KeyReference
from wizard.plan.choices import Wanted
from wizard.plan.plan import Plan, PlanRefusedError
from wizard.runs.choose import make_plan
from wizard.session import Session

KEY = "sk-sp-0123456789abcdef"
VARIABLE = "ALIBABA_CODING_PLAN_API_KEY"
PROVIDERS = ".cline/data/settings/providers.json"


def _put(home: Path, place: str, text: str) -> None:
    path = home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _text(plan: Plan, home: Path, place: str) -> str:
    """The planned text of one file."""
    return next((change.planned_bytes or b"").decode() for change in plan.files if change.path == home / place)


def _by_reference(session: Session, tool: str, variable: str) -> Plan:
    return make_plan(session, Wanted("international", "glm-5", None, KeyReference(variable)), [tool])


def _state(home: Path, tool: str, **variables: str) -> Any:  # noqa: ANN401  a test picks it apart
    return session_in(home, **variables).detect(tool).state


def _codes(home: Path, tool: str, **variables: str) -> set[str]:
    return {problem.code for problem in _state(home, tool, **variables).problems}


@pytest.mark.parametrize(
    ("files", "target"),
    [
        ((), "kilo.jsonc"),
        (("kilo.json",), "kilo.json"),
        (("kilo.json", "kilo.jsonc"), "kilo.jsonc"),
        (("opencode.json",), "kilo.jsonc"),
    ],
)
def test_kilo_writes_the_file_that_is_there(tmp_path: Path, files: tuple[str, ...], target: str) -> None:
    """``kilo.jsonc``, else the ``kilo.json`` that exists; a file of OpenCode's name beside it is not taken."""
    for name in files:
        _put(tmp_path, f".config/kilo/{name}", "{}")
    plan = plan_for(session_in(tmp_path), "kilo", "glm-5")
    assert [change.path.name for change in plan.files if change.edits] == [target]


def test_kilo_follows_a_file_that_is_read_later(tmp_path: Path) -> None:
    """Another model in the ``opencode.json`` of Kilo's folder would win, so it is set there too."""
    _put(tmp_path, ".config/kilo/kilo.jsonc", "{}")
    _put(tmp_path, ".config/kilo/opencode.json", '{"model": "kilo/auto"}')
    files = planned(plan_for(session_in(tmp_path), "kilo", "glm-5"), tmp_path)
    assert files[".config/kilo/opencode.json"] == {"model": "bailian-coding-plan/glm-5"}


def test_kilos_sentences_name_kilo(tmp_path: Path) -> None:
    """What Kilo shares with OpenCode is said of Kilo."""
    plan = plan_for(session_in(tmp_path), "kilo", "glm-5")
    reasons = {edit.reason_text for change in plan.files for edit in change.edits}
    assert "the model Kilo CLI starts with" in reasons
    assert not [reason for reason in reasons if "OpenCode" in reason]


def test_hermes_keeps_the_users_file_and_drops_what_another_provider_left(tmp_path: Path) -> None:
    """Comments, order and other settings stay; a base URL that would be used for the plan goes."""
    _put(
        tmp_path,
        ".hermes/config.yaml",
        "# mine\nmodel:\n  default: gpt-5  # was fine\n  provider: custom\n  base_url: https://own.example/v1\n"
        "  context_length: 8192\nagent:\n    max_turns: 90\n",
    )
    _put(tmp_path, ".hermes/.env", "# keys\nOPENROUTER_API_KEY=x\n")
    plan = plan_for(session_in(tmp_path), "hermes", "glm-5", region="china")
    assert _text(plan, tmp_path, ".hermes/config.yaml") == (
        "# mine\nmodel:\n  default: glm-5  # was fine\n  provider: alibaba-coding-plan\n"
        "  context_length: 202752\n  max_tokens: 16384\nagent:\n    max_turns: 90\n"
    )
    assert _text(plan, tmp_path, ".hermes/.env") == (
        f"# keys\nOPENROUTER_API_KEY=x\n{VARIABLE}={KEY}\n"
        "ALIBABA_CODING_PLAN_BASE_URL=https://coding.dashscope.aliyuncs.com/v1\n"
    )


def test_hermes_short_form_of_a_model_is_written_out(tmp_path: Path) -> None:
    """``model: name`` has no place for a provider, so it becomes a mapping."""
    _put(tmp_path, ".hermes/config.yaml", "model: gpt-5 # old\n")
    text = _text(plan_for(session_in(tmp_path), "hermes", "glm-5"), tmp_path, ".hermes/config.yaml")
    assert text == (
        "model: # old\n  default: glm-5\n  provider: alibaba-coding-plan\n"
        "  context_length: 202752\n  max_tokens: 16384\n"
    )


@pytest.mark.parametrize("tool", ["hermes", "cline-cli"])
def test_a_key_reference_works_by_the_clients_own_variable_only(tmp_path: Path, tool: str) -> None:
    """The variable that the client reads needs no entry; any other is refused with the right name."""
    session = session_in(tmp_path)
    plan = _by_reference(session, tool, VARIABLE)
    assert not [change for change in plan.files if b"sk-sp-" in (change.planned_bytes or b"")]
    with pytest.raises(PlanRefusedError) as refused:
        _by_reference(session, tool, "MY_KEY")
    assert VARIABLE in str(refused.value.failures[0].error)


@pytest.mark.parametrize(
    ("config", "dotenv", "codes"),
    [
        ("model: {default: glm-5, provider: alibaba-coding-plan}\n", "", {"tools.key-missing"}),
        (
            "model: {default: glm-5, provider: openrouter}\n",
            f"{VARIABLE}={KEY}\nALIBABA_CODING_PLAN_BASE_URL=https://coding-intl.dashscope.aliyuncs.com/v1\n",
            {"hermes.other-provider"},
        ),
        (
            "model: {default: GLM-5, provider: alibaba_coding, base_url: https://own.example}\n",
            f"{VARIABLE}={KEY}\n",
            {"tools.model-misspelt", "hermes.left-over"},
        ),
        (
            "model: {default: glm-5, provider: alibaba-coding-plan}\n",
            f"{VARIABLE}={KEY}\nALIBABA_CODING_PLAN_BASE_URL=https://own.example/v1\n",
            {"hermes.other-host"},
        ),
    ],
)
def test_hermes_problems_are_seen(tmp_path: Path, config: str, dotenv: str, codes: set[str]) -> None:
    """A missing key, another provider, a misspelt model, leftovers and another host each have their finding."""
    _put(tmp_path, ".hermes/config.yaml", config)
    _put(tmp_path, ".hermes/.env", dotenv)
    assert _codes(tmp_path, "hermes") == codes


def test_hermes_without_a_base_url_is_international(tmp_path: Path) -> None:
    """Hermes goes to the international host where the variable is not set, so that is the region shown."""
    _put(tmp_path, ".hermes/config.yaml", "model: {default: glm-5, provider: alibaba-coding-plan}\n")
    _put(tmp_path, ".hermes/.env", f"{VARIABLE}={KEY}\n")
    state = _state(tmp_path, "hermes")
    assert (state.configured, state.region, state.model) == (True, "international", "glm-5")


def test_cline_changes_the_region_and_keeps_other_providers(tmp_path: Path) -> None:
    """The provider of the other region goes, others and their order stay."""
    other = {"settings": {"provider": "anthropic", "apiKey": "x"}, "updatedAt": "2026-01-01T00:00:00Z"}
    old = {"settings": {"provider": "alibaba-coding-plan"}, "updatedAt": "2026-01-01T00:00:00Z"}
    _put(
        tmp_path,
        PROVIDERS,
        json.dumps({"version": 1, "modes": {}, "providers": {"anthropic": other, "alibaba-coding-plan": old}}),
    )
    content = planned(plan_for(session_in(tmp_path), "cline-cli", "glm-5", region="china"), tmp_path)[PROVIDERS]
    assert list(content["providers"]) == ["anthropic", "alibaba-coding-plan-cn"]
    assert content["providers"]["anthropic"] == other
    assert content["lastUsedProvider"] == "alibaba-coding-plan-cn"


def test_cline_gets_the_shape_it_asks_for(tmp_path: Path) -> None:
    """A file that Cline would reset, for a comment or a missing member, is made whole."""
    _put(
        tmp_path, PROVIDERS, '{\n  // mine\n  "providers": {"alibaba-coding-plan": {"settings": {"apiKey": "x"}}},\n}\n'
    )
    assert "cline-cli.shape" in _codes(tmp_path, "cline-cli")
    content = planned(plan_for(session_in(tmp_path), "cline-cli", "glm-5"), tmp_path)[PROVIDERS]
    assert content["version"] == 1
    assert content["modes"] == {}
    entry = content["providers"]["alibaba-coding-plan"]
    assert entry["settings"]["apiKey"] == KEY
    assert entry["updatedAt"].endswith("Z")


def test_cline_in_use_with_another_provider_is_said(tmp_path: Path) -> None:
    """The plan's provider that is not the one in use counts as not set up."""
    session = session_in(tmp_path)
    content = planned(plan_for(session, "cline-cli", "glm-5"), tmp_path)[PROVIDERS]
    content["lastUsedProvider"] = "anthropic"
    _put(tmp_path, PROVIDERS, json.dumps(content))
    state = _state(tmp_path, "cline-cli")
    assert not state.configured
    assert {problem.code for problem in state.problems} == {"cline-cli.other-provider"}


@pytest.mark.parametrize("region", ["china", "international"])
def test_qwenpaw_names_its_provider_of_the_region(tmp_path: Path, region: str) -> None:
    """Each region has a provider of its own in QwenPaw."""
    plan = plan_for(session_in(tmp_path), "qwenpaw", "glm-5", region=region)
    assert f"Aliyun Coding Plan ({region.capitalize()})" in " ".join(plan.by_hand["qwenpaw"].steps)


def test_cherry_studio_gets_an_address_that_it_leaves_as_it_is(tmp_path: Path) -> None:
    """Without the sign at the end Cherry Studio would put another path behind the address."""
    steps = plan_for(session_in(tmp_path), "cherry-studio", "glm-5").by_hand["cherry-studio"].steps
    assert any("https://coding-intl.dashscope.aliyuncs.com/v1/chat/completions#" in step for step in steps)


def test_aider_keeps_the_users_variables_and_drops_models_the_plan_lacks(tmp_path: Path) -> None:
    """A user's own row of ``set-env`` and a model of another service stay; a weak model of OpenAI's goes."""
    _put(
        tmp_path,
        ".aider.conf.yml",
        "# mine\nmodel: gpt-5 # was\nweak-model: gpt-5-mini\neditor-model: anthropic/claude\nset-env:\n  - A=1\n",
    )
    plan = plan_for(session_in(tmp_path), "aider", "glm-5", region="china")
    assert _text(plan, tmp_path, ".aider.conf.yml") == (
        "# mine\nmodel: openai/glm-5 # was\neditor-model: anthropic/claude\nset-env:\n  - A=1\n"
        "  - OPENAI_BASE_URL=https://coding.dashscope.aliyuncs.com/v1\n"
        f"openai-api-base: https://coding.dashscope.aliyuncs.com/v1\nopenai-api-key: {KEY}\n"
    )


def test_aider_moves_its_variable_along_with_the_region(tmp_path: Path) -> None:
    """The row of the first region is changed in place, and a single text becomes a list."""
    _put(tmp_path, ".aider.conf.yml", "set-env: A=1\n")
    files = planned(plan_for(session_in(tmp_path), "aider", "glm-5", region="china"), tmp_path)
    assert files[".aider.conf.yml"]["set-env"] == ["A=1", "OPENAI_BASE_URL=https://coding.dashscope.aliyuncs.com/v1"]
    _put(tmp_path, ".aider.conf.yml", json.dumps(files[".aider.conf.yml"]))
    files = planned(plan_for(session_in(tmp_path), "aider", "glm-5"), tmp_path)
    right = "OPENAI_BASE_URL=https://coding-intl.dashscope.aliyuncs.com/v1"
    assert files[".aider.conf.yml"]["set-env"] == ["A=1", right]


def test_a_variable_that_beats_aiders_file_is_told(tmp_path: Path) -> None:
    """An exported ``AIDER_MODEL`` wins over the file."""
    warnings = plan_for(session_in(tmp_path, AIDER_MODEL="gpt-5"), "aider", "glm-5").warnings
    assert [warning.notice.code for warning in warnings] == ["tools.exported"]


def test_aider_takes_a_reference_to_its_own_variable_only(tmp_path: Path) -> None:
    """With ``OPENAI_API_KEY`` no key is written; another variable is refused with the right name."""
    plan = _by_reference(session_in(tmp_path), "aider", "OPENAI_API_KEY")
    assert not [change for change in plan.files if b"sk-sp-" in (change.planned_bytes or b"")]
    with pytest.raises(PlanRefusedError) as refused:
        _by_reference(session_in(tmp_path), "aider", "MY_KEY")
    assert "OPENAI_API_KEY" in str(refused.value.failures[0].error)
