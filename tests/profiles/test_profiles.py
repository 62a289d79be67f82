"""Profiles: saved, listed, used as one previewed change over all tools, deleted; never with a key in them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import KEY, Ran, contents, wizard

_OFFICE = "sk-sp-00ff1ce000000000"
_TOOLS = ("claude-code", "opencode", "qwen-code", "openclaw")
_ALL = [word for tool in _TOOLS for word in ("--tool", tool)]
_FILE = ".config/coding-plan-wizard/profiles.toml"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home where four tools are on the plan of the home."""
    ran = wizard(tmp_path, "apply", "--yes", "--region", "china", "--model", "glm-5", "--thinking", "off", *_ALL)
    assert ran.code == 0, ran.err
    return tmp_path


def _done(home: Path, *arguments: str, **variables: str) -> Ran:
    ran = wizard(home, "profile", *arguments, key=None, **variables)
    assert ran.code == 0, ran.err
    return ran


def _states(home: Path) -> dict[str, dict[str, Any]]:
    tools = wizard(home, "status", "--json", key=None).json["tools"]
    return {tool["id"]: tool for tool in tools if tool["configured"]}


def _values(home: Path) -> dict[str, Any]:
    return {name: json.loads(text) for name, text in contents(home).items() if name.endswith(".json")}


def _write(home: Path, text: str) -> Path:
    path = home / _FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.promise("profile-holds-no")
def test_what_is_set_up_is_saved_as_it_is(home: Path) -> None:
    """Save without choices writes what the tools are set to now, privately, and the place of the key; not the key."""
    _done(home, "save", "home", "--key-env", "HOME_KEY", "--yes", HOME_KEY=KEY)
    assert (home / _FILE).read_text() == (
        "[home]\n"
        'region = "china"\n'
        'tools = ["claude-code", "opencode", "qwen-code", "openclaw"]\n'
        'model = "glm-5"\n'
        'small_model = "glm-5"\n'
        'thinking = "off"\n'
        'key_env = "HOME_KEY"\n'
    )
    assert (home / _FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.promise("profile-used-as")
def test_two_plans_are_switched_as_one_change_over_all_tools(home: Path) -> None:
    """Using a profile sets region, model, thinking and key of every tool in one change; one undo takes it back."""
    before = contents(home)
    place = home / "office key"
    place.write_text(f"{_OFFICE}\n")
    choices = ("--region", "international", "--model", "kimi-k2.5", "--thinking", "on")
    _done(home, "save", "office", *choices, "--key-file", str(place), "--yes")
    _done(home, "save", "home", "--key-env", "HOME_KEY", "--yes", HOME_KEY=KEY)
    shown = _done(home, "use", "office", "--dry-run")
    assert {name: text for name, text in contents(home).items() if name in before} == before
    assert _OFFICE not in shown.out + shown.err
    used = _done(home, "use", "office", "--yes", "--json").json
    assert used["choices"] == {
        "region": "international",
        "tools": list(_TOOLS),
        "model": "kimi-k2.5",
        "thinking": "on",
    }
    for name, state in _states(home).items():
        assert (state["region"], state["model"], state["key"]) == ("international", "kimi-k2.5", "sk-sp-…0000"), name
    assert _OFFICE not in (home / _FILE).read_text()
    current = {one["name"]: one["current"] for one in used["profiles"]}
    assert current == {"office": True, "home": False}
    assert len(wizard(home, "history", "--json").json["changes"]) == 4
    assert wizard(home, "undo", "--yes").code == 0
    kept = {name: text for name, text in contents(home).items() if name in before}
    assert kept == before
    assert _done(home, "use", "home", "--yes", HOME_KEY=KEY).code == 0
    assert {state["key"] for state in _states(home).values()} == {"sk-sp-…cdef"}


def test_tools_with_other_models_come_back_as_they_were(home: Path) -> None:
    """A tool that has another model and thinking than the rest keeps them in the profile."""
    wizard(home, "switch", "qwen3.7-plus", "--thinking", "8000", "--tool", "opencode", "--yes")
    before = _values(home)
    _done(home, "save", "mixed", "--yes")
    assert '[mixed.tool.opencode]\nmodel = "qwen3.7-plus"\nthinking = 8000\n' in (home / _FILE).read_text()
    wizard(home, "switch", "kimi-k2.5", "--yes")
    assert _done(home, "use", "mixed", "--yes", "--json").json["profiles"][0]["current"]
    assert _values(home) == before


def test_a_second_model_belongs_to_the_profile(home: Path) -> None:
    """Claude Code's model for quick work is saved, and comes back; a profile's own flag --model leads it along."""
    settings, small = home / ".claude" / "settings.json", "ANTHROPIC_DEFAULT_HAIKU_MODEL"
    _done(home, "save", "one", "--yes")
    wizard(home, "switch", "glm-5", "--small-model", "qwen3-coder-next", "--yes", key=None)
    _done(home, "save", "two", "--yes")
    for name, model in (("one", "glm-5"), ("two", "qwen3-coder-next")):
        profiles = _done(home, "use", name, "--yes", "--json").json["profiles"]
        assert json.loads(settings.read_text())["env"][small] == model
        assert {one["name"]: one["current"] for one in profiles} == {"one": name == "one", "two": name == "two"}
    _done(home, "use", "one", "--yes")
    _done(home, "use", "one", "--model", "kimi-k2.5", "--yes")
    assert json.loads(settings.read_text())["env"][small] == "kimi-k2.5"
    _done(home, "use", "two", "--tool", "opencode", "--yes")


def test_apply_takes_a_profile_and_flags_go_before_it(home: Path) -> None:
    """With plan, --profile shows what is due with exit code 3; a flag beside it replaces that one choice."""
    _done(home, "save", "home", "--yes")
    assert wizard(home, "plan", "--profile", "home", "--exit-code", key=None).code == 0
    wizard(home, "switch", "kimi-k2.5", "--yes", key=None)
    assert wizard(home, "plan", "--profile", "home", "--exit-code", key=None).code == 3
    ran = wizard(home, "apply", "--profile", "home", "--model", "glm-4.7", "--tool", "opencode", "--yes", key=None)
    assert ran.code == 0, ran.err
    models = {name: state["model"] for name, state in _states(home).items()}
    assert models == {
        "claude-code": "kimi-k2.5",
        "opencode": "glm-4.7",
        "qwen-code": "kimi-k2.5",
        "openclaw": "kimi-k2.5",
    }


def test_a_profile_may_leave_things_open(home: Path) -> None:
    """A profile of a region and a key alone keeps each tool's model, and takes all tools on the plan."""
    wizard(home, "switch", "kimi-k2.5", "--tool", "opencode", "--yes", key=None)
    _write(home, '[office]  # by hand\nregion = "international"\nkey_env = "OFFICE"\n')
    _done(home, "use", "office", "--yes", OFFICE=_OFFICE)
    states = _states(home)
    assert {state["region"] for state in states.values()} == {"international"}
    assert (states["opencode"]["model"], states["qwen-code"]["model"]) == ("kimi-k2.5", "glm-5")


def test_a_tool_that_the_profile_does_not_name_is_told_of(home: Path) -> None:
    """Tools on the plan that stay as they are are named in a warning."""
    _done(home, "save", "one", "--tool", "opencode", "--model", "kimi-k2.5", "--yes")
    warnings = _done(home, "use", "one", "--yes", "--json").json["warnings"]
    assert [one["code"] for one in warnings] == ["profiles.others-stay"]
    assert "claude-code, qwen-code, openclaw" in warnings[0]["message"]


def test_saving_again_keeps_comments_and_the_place_of_the_key(home: Path) -> None:
    """Only what differs changes in the file; other profiles and comments stay byte for byte."""
    path = _write(home, '# mine\n[a]  # first\nmodel = "glm-5"\nkey_env = "A"\n\n[b]\nregion = "china"\n')
    _done(home, "save", "a", "--tool", "opencode", "--model", "kimi-k2.5", "--yes")
    text = path.read_text()
    assert text.startswith('# mine\n[a]  # first\nmodel = "kimi-k2.5"\nkey_env = "A"\n')
    assert text.endswith('\n[b]\nregion = "china"\n')
    _done(home, "delete", "a", "--yes")
    assert path.read_text() == '# mine\n\n[b]\nregion = "china"\n'


def test_the_last_profile_takes_its_file_along_and_undo_brings_it_back(home: Path) -> None:
    """Deleting the only profile leaves no file; undo restores it."""
    _done(home, "save", "home", "--yes")
    saved = (home / _FILE).read_bytes()
    _done(home, "delete", "home", "--yes")
    assert not (home / _FILE).exists()
    assert wizard(home, "undo", "--yes").code == 0
    assert (home / _FILE).read_bytes() == saved


def test_the_list_names_everything_and_marks_the_one_in_use(home: Path) -> None:
    """For people a star and the place of the key; as JSON every value, and why one cannot be used."""
    _done(home, "save", "home", "--key-env", "HOME_KEY", "--yes", HOME_KEY=KEY)
    path = home / _FILE
    path.write_text(path.read_text() + '\n[old]\nmodel = "qwen-gone"\nkey_ref = "OLD"\n')
    assert _done(home, HOME_KEY=KEY).out.splitlines() == [
        "* home  china, glm-5, off; key: variable HOME_KEY",
        "    claude-code, opencode, qwen-code, openclaw",
        "  old  –, qwen-gone, –; key: the tools refer to $OLD",
        "    ! The model “qwen-gone” is not in the Coding Plan.",
    ]
    home_one, old = _done(home, "list", "--json").json["profiles"]
    assert home_one == {
        "name": "home",
        "region": "china",
        "tools": list(_TOOLS),
        "model": "glm-5",
        "small_model": "glm-5",
        "thinking": "off",
        "key": {"from": "env", "place": "HOME_KEY"},
        "by_tool": {},
        "current": False,
        "errors": [],
    }
    assert [error["code"] for error in old["errors"]] == ["choices.model-unknown"]
    refused = wizard(home, "profile", "use", "old", "--yes", key=None)
    assert (refused.code, "qwen-gone" in refused.err, str(path) in refused.err) == (1, True, True)


@pytest.mark.promise("profile-holds-no")
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[a]\nkey = "sk-sp-0123456789abcdef"\n', "a.key: a profile never holds a key"),
        ('[a]\napi_key = "sk-sp-0123456789abcdef"\n', "a.api_key: a profile never holds a key"),
        ('[a]\nkey_env = "sk-sp-0123456789abcdef"\n', "a.key_env: the name of an environment variable"),
        ('[a]\nkey_file = "sk-sp-0123456789abcdef"\n', "a.key_file: the path of a file"),
        ('[a]\nkey_env = "A"\nkey_ref = "B"\n', "a.key_ref: only one place"),
        ('[a]\nkey_command = "pass show plan"\n', "a.key_command: a profile never holds a key"),
        ('[a]\nmodle = "glm-5"\n', "a.modle: there is no such setting"),
        ("[a]\nmodel = 5\n", "a.model: a text"),
        ('[a]\ntools = "opencode"\n', "a.tools: a list"),
        ('[a]\nthinking = "much"\n', "a.thinking: “on”"),
        ("[a]\nthinking = true\n", "a.thinking: “on”"),
        ("a = 1\n", "a: a table"),
        ('[a.tool.opencode]\nregion = "china"\n', "a.tool.opencode.region: there is no such setting"),
        ("[a\n", "not valid TOML"),
        ('["sk-sp-0123456789abcdef"]\n', "A profile's name"),
    ],
)
def test_a_broken_file_is_named_without_what_may_be_a_key(home: Path, text: str, names: str) -> None:
    """Whatever is wrong in the file is a sentence with its place; nothing is written and no key is repeated."""
    path = _write(home, text)
    for arguments in (("list",), ("use", "a", "--yes"), ("save", "a", "--yes")):
        ran = wizard(home, "profile", *arguments, key=None)
        assert (ran.code, str(path) in ran.err, names in ran.err) == (1, True, True), ran.err
        assert "0123456789" not in ran.out + ran.err
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("arguments", "code", "names"),
    [
        (("use", "nobody"), 2, "There is no profile “nobody”. There are: home."),
        (("delete", "nobody"), 2, "There is no profile “nobody”"),
        (("use",), 2, "needs the name"),
        (("list", "home"), 2, "takes no name"),
        (("delete", "home", "--model", "glm-5"), 2, "--model does not go with profile delete"),
        (("save", "x", "--key-stdin"), 2, "--key-stdin does not go with profile save"),
        (("save", "x", "--model", "GLM-5"), 1, "case"),
        (("save", "x", "--model", "qwen3-coder-plus", "--thinking", "on"), 1, "does not support thinking"),
        (("save", "x", "--region", "mars"), 2, "There is no region"),
        (("save", " "), 1, "A profile's name"),
        (("save", "x", "--key-env", "a b"), 2, "name of an environment variable"),
        (("save", "x", "--key-env", "FOREIGN"), 1, "sk-"),
        (("use", "home"), 2, "The key of the profile “home” is not there. The variable GONE"),
    ],
)
def test_what_cannot_be_done_is_refused(home: Path, arguments: tuple[str, ...], code: int, names: str) -> None:
    """A wrong name, flag, choice or key: the exit code, a sentence with the next step, and nothing written."""
    _write(home, '[home]\nmodel = "glm-5"\nkey_env = "GONE"\n')
    before = contents(home)
    ran = wizard(home, "profile", *arguments, "--yes", key=None, FOREIGN="sk-0123456789abcdef0123")
    if arguments[0] == "list":
        ran = wizard(home, "profile", *arguments, key=None)
    assert (ran.code, names in ran.err) == (code, True), ran.err
    assert contents(home) == before


def test_profiles_that_differ_in_the_key_alone_are_told_apart(home: Path) -> None:
    """Of two plans in one region, the one whose key the tools hold is the one in use."""
    _write(home, '[one]\nkey_env = "ONE"\n\n[two]\nkey_env = "TWO"\n\n[three]\nkey_env = "THREE"\n')
    listed = _done(home, "list", "--json", ONE=KEY, TWO=_OFFICE).json["profiles"]
    assert {one["name"]: one["current"] for one in listed} == {"one": True, "two": False, "three": False}


def test_a_profiles_own_place_of_the_key_goes_before_the_usual_variable(home: Path) -> None:
    """A key of another kind in the usual variable is no matter where the profile says itself where its key is."""
    _write(home, '[office]\nregion = "international"\nkey_env = "OFFICE"\n\n[open]\nmodel = "kimi-k2.5"\n')
    foreign = {"CODING_PLAN_API_KEY": "sk-0123456789abcdef0123", "OFFICE": _OFFICE}
    assert wizard(home, "plan", "--profile", "office", "--exit-code", key=None, **foreign).code == 3
    _done(home, "use", "office", "--yes", **foreign)
    assert {state["key"] for state in _states(home).values()} == {"sk-sp-…0000"}
    refused = wizard(home, "profile", "use", "open", "--yes", key=None, **foreign)
    assert (refused.code, "sk-0123" in refused.err) == (1, False), refused.err


def test_a_reference_is_saved_and_used_as_one(tmp_path: Path) -> None:
    """Tools that refer to a variable are saved so; using the profile writes the reference and reads no key."""
    chosen = ("--region", "china", "--tool", "opencode", "--tool", "qwen-code")
    assert wizard(tmp_path, "apply", "--yes", *chosen, "--key-ref", "OURS", key=None).code == 0
    _done(tmp_path, "save", "ours", "--yes")
    assert 'key_ref = "OURS"' in (tmp_path / _FILE).read_text()
    wizard(tmp_path, "remove", "--yes", key=None)
    _done(tmp_path, "use", "ours", "--yes")
    provider = json.loads((tmp_path / ".config/opencode/opencode.json").read_text())["provider"]
    assert provider["bailian-coding-plan"]["options"]["apiKey"] == "{env:OURS}"


def test_without_a_place_of_the_key_saving_says_what_that_means(home: Path) -> None:
    """No place of a key, or one that is not there now, is a warning at saving."""
    warnings = _done(home, "save", "a", "--yes", "--json").json["warnings"]
    assert [one["code"] for one in warnings] == ["profiles.no-key"]
    warnings = _done(home, "save", "a", "--key-file", "nowhere", "--yes", "--json").json["warnings"]
    assert [one["code"] for one in warnings] == ["profiles.key-not-there"]


@pytest.mark.parametrize(
    "words",
    [
        "profile save office --model glm-5 --dry-run",
        "profile save --model glm-5 office --dry-run",
        "profile --model glm-5 save --dry-run office",
        "--json profile --dry-run save office",
    ],
)
def test_flags_stand_anywhere(home: Path, words: str) -> None:
    """Action and name may have flags before, between and behind them."""
    ran = wizard(home, *words.split())
    assert (ran.code, "office" in ran.out) == (0, True), ran.err


def test_nothing_is_written_unasked(home: Path) -> None:
    """Without a terminal and --yes, saving, using and deleting end with 2 and change nothing."""
    _write(home, '[a]\nmodel = "kimi-k2.5"\n')
    before = contents(home)
    for arguments in (("save", "b"), ("use", "a"), ("delete", "a")):
        assert wizard(home, "profile", *arguments, key=None).code == 2
        assert contents(home) == before
