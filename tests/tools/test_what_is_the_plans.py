"""``remove`` tells what is the plan's from what only has its name: nothing else goes, and nothing of the plan stays."""

import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.tools.planning import KEY, plan_for, session_in
from wizard.key import KeyReference
from wizard.plan.choices import Wanted
from wizard.runs.choose import make_plan
from wizard.runs.take_back import plan_removal
from wizard.runs.write import write_plan

NOW = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)
HOSTS = ("coding.dashscope.aliyuncs.com", "coding-intl.dashscope.aliyuncs.com")
OTHER = "sk-sp-fedcba9876543210"

OWN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "hermes url": (
        "hermes",
        {
            ".hermes/.env": "A=1\nALIBABA_CODING_PLAN_BASE_URL=https://own.example/v1\nB=2\n",
            ".hermes/config.yaml": "model:\n  default: glm-5\n  provider: alibaba-coding-plan\n",
        },
    ),
    "hermes key": ("hermes", {".hermes/.env": "A=1\nALIBABA_CODING_PLAN_API_KEY=my-own-key-1234567\n"}),
    "codex": (
        "codex",
        {
            ".codex/.env": "A=1\nBAILIAN_CODING_PLAN_API_KEY=my-own-key-1234567\n",
            ".codex/config.toml": 'model = "glm-5"\nmodel_provider = "bailian-coding-plan"\n\n'
            '[model_providers.bailian-coding-plan]\nname = "mine"\nbase_url = "https://own.example/v1"\n',
        },
    ),
    "aider": (
        "aider",
        {
            ".aider.conf.yml": "model: openai/glm-5\nopenai-api-base: https://own.example\nopenai-api-key: sk-mine\n"
            "set-env:\n- OPENAI_BASE_URL=https://own.example\n",
            ".aider.model.metadata.json": '{"openai/glm-5": {"max_input_tokens": 1000}}\n',
        },
    ),
    "claude-code": (
        "claude-code",
        {
            ".claude/settings.json": '{"env": {"ANTHROPIC_MODEL": "glm-5", "ANTHROPIC_AUTH_TOKEN": "t",\n'
            '  "ANTHROPIC_BASE_URL": "https://own.example"}, "alwaysThinkingEnabled": false}\n'
        },
    ),
    "opencode": (
        "opencode",
        {
            ".config/opencode/opencode.json": '{"model": "bailian-coding-plan/glm-5", "provider":\n'
            '  {"bailian-coding-plan": {"options": {"baseURL": "https://own.example", "apiKey": "mine"}}}}\n'
        },
    ),
    "kilo": (
        "kilo",
        {
            ".config/kilo/kilo.jsonc": '{"provider": {"bailian-coding-plan": {"options": {\n'
            '  "baseURL": "https://own.example", "apiKey": "mine"}}}}\n'
        },
    ),
    "qwen-code": (
        "qwen-code",
        {
            ".qwen/settings.json": '{"env": {"BAILIAN_CODING_PLAN_API_KEY": "mine"}, "model": {"name": "glm-5"},\n'
            '  "modelProviders": {"openai": [{"id": "glm-5", "envKey": "BAILIAN_CODING_PLAN_API_KEY",\n'
            '  "baseUrl": "https://own.example/v1"}]}, "security": {"auth": {"selectedType": "openai"}}}\n'
        },
    ),
    "openclaw": (
        "openclaw",
        {
            ".openclaw/openclaw.json": '{"models": {"providers": {"bailian": {\n'
            '  "baseUrl": "https://dashscope.aliyuncs.com/compatible-mode/v1",\n'
            '  "apiKey": "sk-1234567890abcdef1234567890abcdef", "models": [{"id": "qwen-max", "name": "mine"}]}}},\n'
            '  "agents": {"defaults": {"model": {"primary": "bailian/qwen-max"}}}}\n'
        },
    ),
    "cline-cli": (
        "cline-cli",
        {
            ".cline/data/settings/providers.json": '{"version": 1, "lastUsedProvider": "alibaba-coding-plan",\n'
            '  "modes": {}, "providers": {"alibaba-coding-plan": {"settings": {"provider": "alibaba-coding-plan",\n'
            '  "apiKey": "mine", "model": "glm-5", "baseUrl": "https://own.example/v1"},\n'
            '  "updatedAt": "2026-01-01T00:00:00.000Z", "tokenSource": "manual"}}}\n'
        },
    ),
    "continue-cli": (
        "continue-cli",
        {
            ".continue/config.yaml": "name: m\nversion: 1.0.0\nschema: v1\nmodels:\n- name: Coding Plan glm-5\n"
            "  provider: openai\n  model: mine\n  apiBase: https://own.example\n",
            ".continue/index/globalContext.json": '{"cliSelectedModel": "mine"}\n',
        },
    ),
}
"""By case: a tool, and files of the user's own in which the plan's names stand for something else."""

TOOLS = sorted({tool for tool, _ in OWN.values()})

CUT = {
    "aider": ((".aider.conf.yml", ("openai-api-base", "openai-api-key", "OPENAI_BASE_URL=", "set-env", "model:")),),
    "claude-code": ((".claude/settings.json", ("ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_MODEL")),),
    "opencode": ((".config/opencode/opencode.json", ("baseURL", "apiKey", '"model":')),),
    "kilo": ((".config/kilo/kilo.jsonc", ("baseURL", "apiKey", '"model":')),),
    "qwen-code": ((".qwen/settings.json", ("baseUrl", "BAILIAN_CODING_PLAN_API_KEY", "envKey", '"name"')),),
    "openclaw": ((".openclaw/openclaw.json", ("baseUrl", "apiKey", "primary")),),
    "cline-cli": ((".cline/data/settings/providers.json", ("baseUrl", "apiKey", "lastUsedProvider", '"model"')),),
    "hermes": (
        (".hermes/config.yaml", ("provider", "default")),
        (".hermes/.env", ("BASE_URL", "API_KEY")),
    ),
    "codex": (
        (".codex/config.toml", ("model_provider =", "base_url", "env_key", "model =")),
        (".codex/.env", ("API_KEY",)),
    ),
    "continue-cli": ((".continue/config.yaml", ("apiBase", "apiKey", "model:")),),
}
"""By tool: its files, and what the lines say that are taken out of them one kind at a time."""
LINES = [(tool, place, word) for tool, places in CUT.items() for place, words in places for word in words]


def _put(home: Path, files: Mapping[str, str]) -> None:
    for place, text in files.items():
        path = home / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o644)


def _files(home: Path) -> dict[str, bytes]:
    """Every file below ``home`` but the wizard's own."""
    found = [path for path in home.rglob("*") if path.is_file() and ".local/state" not in str(path)]
    return {str(path.relative_to(home)): path.read_bytes() for path in found}


def _apply(home: Path, tool: str, region: str = "international") -> None:
    session = session_in(home)
    write_plan(session, plan_for(session, tool, "glm-5", region=region), now=NOW)


def _remove(home: Path, *tools: str) -> bool:
    """``remove``; whether it changed anything."""
    session = session_in(home)
    plan = plan_removal(session, tools)
    write_plan(session, plan, now=NOW)
    return bool(plan.pending)


def _plans(home: Path) -> list[str]:
    """The files that hold a key or a host of the plan."""
    signs = ("sk-sp-", *HOSTS)
    return [place for place, content in _files(home).items() if any(sign in content.decode() for sign in signs)]


def _without_lines(path: Path, word: str) -> None:
    lines = path.read_text().splitlines(keepends=True)
    left = [line for line in lines if word not in line]
    assert left != lines
    path.write_text("".join(left))


@pytest.mark.promise("remove-takes-nothing")
@pytest.mark.parametrize("case", OWN)
def test_values_of_the_users_own_under_the_same_names_stay(tmp_path: Path, case: str) -> None:
    """Where the wizard never was, ``remove`` leaves files that reach another service as they are, bits included."""
    tool, files = OWN[case]
    _put(tmp_path, files)
    before = _files(tmp_path)
    assert not _remove(tmp_path, tool)
    assert not _remove(tmp_path)
    assert _files(tmp_path) == before
    assert {stat.S_IMODE((tmp_path / place).stat().st_mode) for place in files} == {0o644}


@pytest.mark.promise("remove-takes-nothing")
@pytest.mark.parametrize("region", ["china", "international"])
@pytest.mark.parametrize("case", OWN)
def test_a_second_removal_changes_nothing(tmp_path: Path, case: str, region: str) -> None:
    """The first one gives back the bytes of the user's own set-up, and there they stay."""
    tool, files = OWN[case]
    _put(tmp_path, files)
    before = _files(tmp_path)
    _apply(tmp_path, tool, region)
    assert _remove(tmp_path, tool)
    after = _files(tmp_path)
    assert {place: after[place] for place in before} == before
    assert not _remove(tmp_path, tool)
    assert _files(tmp_path) == after


@pytest.mark.parametrize("case", OWN)
def test_values_given_back_into_an_edited_file_stay_too(tmp_path: Path, case: str) -> None:
    """What comes back beside an edit made since is the user's at the second removal as well."""
    tool, files = OWN[case]
    _put(tmp_path, files)
    _apply(tmp_path, tool)
    for place in files:
        path = tmp_path / place
        path.write_text(path.read_text() + ("\n" if ".json" in place else "# mine\n"))
    assert _remove(tmp_path, tool)
    after = _files(tmp_path)
    assert not _plans(tmp_path)
    assert not _remove(tmp_path, tool)
    assert _files(tmp_path) == after


@pytest.mark.promise("remove-takes-nothing")
@pytest.mark.parametrize(("tool", "place", "word"), LINES)
def test_nothing_of_the_plan_is_left_where_a_part_was_gone_before(
    tmp_path: Path, tool: str, place: str, word: str
) -> None:
    """One kind of setting was taken out by hand: the removal, also without a tool named, still finds the rest."""
    _apply(tmp_path, tool)
    _without_lines(tmp_path / place, word)
    if _plans(tmp_path):
        assert _remove(tmp_path)
    assert not _plans(tmp_path)
    _remove(tmp_path, tool)
    after = _files(tmp_path)
    assert not _remove(tmp_path, tool)
    assert _files(tmp_path) == after


@pytest.mark.parametrize(("tool", "place", "word"), LINES)
def test_without_the_history_a_part_is_enough_too(tmp_path: Path, tool: str, place: str, word: str) -> None:
    """The same where nothing is known any more of what the wizard wrote."""
    _apply(tmp_path, tool)
    _without_lines(tmp_path / place, word)
    _forget(tmp_path)
    _remove(tmp_path, tool)
    assert not _plans(tmp_path)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_set_up_behind_the_users_proxy_is_taken_out(tmp_path: Path, tool: str) -> None:
    """The key is the plan's, whatever address it goes to."""
    _apply(tmp_path, tool)
    _through_proxy(tmp_path)
    assert _remove(tmp_path, tool)
    assert not _plans(tmp_path)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_set_up_of_the_plan_from_before_goes_and_nothing_of_it_comes_back(tmp_path: Path, tool: str) -> None:
    """Another key and region of the plan stood there first, so that no earlier value is the user's to get back."""
    _apply(tmp_path, tool, "china")
    for path in _paths(tmp_path):
        path.write_text(path.read_text().replace(KEY, OTHER))
    _forget(tmp_path)
    _apply(tmp_path, tool, "international")
    for place, content in _files(tmp_path).items():
        (tmp_path / place).write_bytes(content + b"\n")
    assert _remove(tmp_path, tool)
    assert not _plans(tmp_path)
    after = _files(tmp_path)
    assert not _remove(tmp_path, tool)
    assert _files(tmp_path) == after


def test_a_key_from_a_variable_goes_by_the_history(tmp_path: Path) -> None:
    """OpenClaw's provider through a proxy holds neither host nor key of the plan; the wizard wrote it all the same."""
    session = session_in(tmp_path)
    plan = make_plan(session, Wanted("china", "glm-5", None, KeyReference("MY_KEY")), ["openclaw"])
    write_plan(session, plan, now=NOW)
    _through_proxy(tmp_path)
    assert _remove(tmp_path, "openclaw")
    assert b"bailian" not in (tmp_path / ".openclaw" / "openclaw.json").read_bytes()


def test_a_provider_that_became_the_users_own_stays(tmp_path: Path) -> None:
    """After ``apply`` the same name was given another service's address and key: it is not the plan's any more."""
    _apply(tmp_path, "openclaw")
    path = tmp_path / ".openclaw" / "openclaw.json"
    text = path.read_text().replace(HOSTS[1], "dashscope.aliyuncs.com/compatible-mode").replace(KEY, "sk-1234567890ab")
    path.write_text(text)
    assert not _remove(tmp_path, "openclaw")
    assert path.read_text() == text


def test_a_switch_that_the_user_turned_since_stays(tmp_path: Path) -> None:
    """Claude Code's own switch for thinking, written by the wizard and then turned, keeps the user's choice."""
    _apply(tmp_path, "claude-code")
    path = tmp_path / ".claude" / "settings.json"
    path.write_text(path.read_text().replace('"alwaysThinkingEnabled": true', '"alwaysThinkingEnabled": false'))
    assert _remove(tmp_path, "claude-code")
    assert path.read_text() == '{\n  "alwaysThinkingEnabled": false\n}\n'


@pytest.mark.parametrize("null", ["", " null", " ~", "  # none yet", " null # none yet"])
@pytest.mark.parametrize("edit", ["at the end", "among the rows"])
def test_a_null_comes_back_as_it_was_written(tmp_path: Path, null: str, edit: str) -> None:
    """Continue's list of models without a value is that again, not a ``null`` that nobody wrote."""
    before = f"name: m\nversion: 1.0.0\nschema: v1\nmodels:{null}\n"
    _put(tmp_path, {".continue/config.yaml": before})
    _apply(tmp_path, "continue-cli")
    path = tmp_path / ".continue" / "config.yaml"
    text = path.read_text()
    if edit == "at the end":
        path.write_text(text + "# mine\n")
        _remove(tmp_path, "continue-cli")
        assert path.read_text() == before + "# mine\n"
    else:
        path.write_text(text.replace("    provider: openai\n", "    provider: openai\n    mine: 1\n", 1))
        _remove(tmp_path, "continue-cli")
        assert path.read_text() == before.replace("~", "null")


def _paths(home: Path) -> list[Path]:
    return [home / place for place in _files(home)]


def _through_proxy(home: Path) -> None:
    for path in _paths(home):
        text = path.read_text()
        for host in HOSTS:
            text = text.replace(host, "proxy.example")
        path.write_text(text)


def _forget(home: Path) -> None:
    state = session_in(home).state_folder
    for kept in (*state.history.iterdir(), *state.backups.iterdir()):
        kept.unlink()
