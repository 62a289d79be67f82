"""A tool of another package works everywhere; a broken one is named and left out."""

import json
from pathlib import Path

import pytest

from tests.cli.running import KEY, Ran, contents, wizard
from tests.plugins.placing import EXAMPLE, files_of, place

pytestmark = pytest.mark.thorough

_TOOL = "sample_agent_plan/__init__.py"
_FACTS = "sample_agent_plan/facts.toml"
_WORDS = "sample_agent_plan/en.toml"
_CHOSEN = ("--region", "china", "--tool", "sample-agent", "--model", "glm-5")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def _changed(name: str, old: str, new: str) -> dict[str, str]:
    files = files_of(EXAMPLE)
    assert old in files[name]
    return {**files, name: files[name].replace(old, new, 1)}


def test_the_example_goes_the_whole_path(tmp_path: Path, home: Path) -> None:
    """Plan, apply, status, switch, doctor, undo and remove of the example's tool, beside a built-in one."""
    site = str(place(files_of(EXAMPLE), tmp_path / "site"))
    config = home / ".sample-agent" / "config.json"
    config.parent.mkdir()
    original = '{"theme": "dark",  "llm": {"timeout": 30}}\n'
    config.write_text(original)

    def ran(*arguments: str, key: str | None = None) -> Ran:
        result = wizard(home, *arguments, "--json", key=key, PYTHONPATH=site)
        assert (result.code, result.json["warnings"]) == (0, []), result.out
        return result

    planned = ran("plan", *_CHOSEN, key=KEY).json["files"]
    assert [(file["tool"], file["path"], file["action"]) for file in planned] == [
        ("sample-agent", str(config), "modify")
    ]
    ran("apply", "--yes", *_CHOSEN, "--tool", "opencode", key=KEY)
    assert json.loads(config.read_text()) == {
        "theme": "dark",
        "llm": {
            "timeout": 30,
            "baseUrl": "https://coding.dashscope.aliyuncs.com/v1",
            "apiKey": KEY,
            "model": "glm-5",
        },
    }
    ran("switch", "kimi-k2.5", "--yes")
    states = {tool["id"]: tool for tool in ran("status").json["tools"]}
    assert list(states)[-1] == "sample-agent"
    assert (states["sample-agent"]["region"], states["sample-agent"]["model"]) == ("china", "kimi-k2.5")
    assert states["sample-agent"]["key"] == "sk-sp-…cdef"
    ran("undo", "--yes")
    assert json.loads(config.read_text())["llm"]["model"] == "glm-5"
    assert ran("doctor").json["findings"] == []
    right = config.read_text()
    config.write_text(right.replace("https://coding.dashscope", "https://dashscope"))
    found = wizard(home, "doctor", "--json", key=None, PYTHONPATH=site)
    assert [(one["tool"], one["code"]) for one in found.json["findings"]] == [("sample-agent", "tools.foreign-host")]
    config.write_text(right)
    ran("remove", "--yes")
    assert contents(home) == {".sample-agent/config.json": original.encode()}


def test_its_own_error_has_its_own_words(tmp_path: Path, home: Path) -> None:
    """An error of the tool is said with the package's sentence and hint."""
    site = place(files_of(EXAMPLE), tmp_path / "site")
    ran = wizard(home, "plan", *_CHOSEN, "--key-ref", "MINE", PYTHONPATH=str(site))
    assert ran.code == 1
    assert "Sample Agent takes its key only in clear, so it cannot refer to $MINE." in ran.err


def test_a_users_catalog_corrects_its_facts(tmp_path: Path, home: Path) -> None:
    """A user's file may correct the facts of a package's tool, and --check knows it."""
    site, own = place(files_of(EXAMPLE), tmp_path / "site"), tmp_path / "own.toml"
    own.write_text('[tools.sample-agent]\nname = "Our Agent"\n')
    assert wizard(home, "catalog", "--check", str(own), PYTHONPATH=str(site)).code == 0
    assert wizard(home, "catalog", "--check", str(own)).code == 1
    shown = wizard(home, "status", "--catalog", str(own), PYTHONPATH=str(site))
    assert "Our Agent (not found)" in shown.out


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (_changed(_TOOL, '"""Sample Agent on', '1 / 0\n"""'), "ZeroDivisionError"),
        (_changed(_TOOL, "import say", "import nothing_like_it"), "ImportError"),
        (_changed(_TOOL, "TOOL = ", "OTHER = "), "no TOOL"),
        (_changed(_TOOL, 'id = "sample-agent"', 'id = "other"'), "no TOOL"),
        (_changed(_FACTS, 'endpoint = "openai"', 'endpoint = "soap"'), "there is no endpoint “soap”"),
        (_changed(_FACTS, "position = 900\n", ""), "“position”"),
        (_changed(_FACTS, 'name = "', "name = "), "not valid TOML"),
        (_changed(_WORDS, 'next = "', "next = "), "The texts or findings"),
        (_changed("pyproject.toml", "sample-agent = ", "codex = "), "already"),
        (_changed("pyproject.toml", "sample-agent = ", "cli = "), "already"),
        (_changed("pyproject.toml", '"sample_agent_plan"\n', '"not_there"\n'), "ModuleNotFoundError"),
    ],
)
def test_a_broken_package_is_named_and_left_out(tmp_path: Path, home: Path, files: dict[str, str], reason: str) -> None:
    """Whatever is wrong with a package is one warning with its name; the tools of the wizard work as ever."""
    site = place(files, tmp_path / "site")
    ran = wizard(home, "plan", "--region", "china", "--tool", "opencode", "--json", PYTHONPATH=str(site))
    assert ran.code == 0, ran.err
    (warning,) = ran.json["warnings"]
    assert (warning["code"], warning["tool"]) == ("plugins.left-out", None)
    assert "sample-agent-plan" in warning["message"]
    assert reason in warning["message"]
    assert "sample-agent-plan" in ran.err
    assert wizard(home, "plan", *_CHOSEN, PYTHONPATH=str(site)).code == 2


@pytest.mark.parametrize(
    ("method", "wrong"),
    [
        ("files", "raise ValueError(environment)"),
        ("files", "return ('config.json',)"),
        ("files", "return (ToolFile('config', '/tmp/config.json', 'json'),)"),
        ("files", "return (ToolFile('config', environment.home, 'xml'),)"),
        ("files", "return (ToolFile('a', environment.home, 'json'),) * 2"),
        ("files", "exit(3)"),
        ("state", "return None"),
        ("state", "return ToolState(problems=(Notice('sample-agent.no-such-text'),))"),
    ],
)
def test_a_tool_that_cannot_be_looked_at_disturbs_no_other(tmp_path: Path, home: Path, method: str, wrong: str) -> None:
    """A mistake while looking is a problem of that tool in status, and others can be set up."""
    site = place(_with_line(method, wrong), tmp_path / "site")
    ran = wizard(home, "status", "--json", PYTHONPATH=str(site))
    assert ran.code == 0, ran.err
    states = {tool["id"]: tool for tool in ran.json["tools"]}
    assert "sample-agent-plan, which made a mistake" in states["sample-agent"]["problems"][0]["message"]
    assert wizard(home, "apply", "--yes", "--region", "china", "--tool", "opencode", PYTHONPATH=str(site)).code == 0
    assert wizard(home, "apply", "--yes", *_CHOSEN, PYTHONPATH=str(site)).code == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "return 1 / 0",
        "return None",
        "return Proposal((FileEdits('elsewhere', ()),))",
        "return Proposal(files=3)",
        "return Proposal((FileEdits('config', ('llm',)),))",
        "return Proposal((FileEdits('config', tuple(sets('sample-agent.settings', {'llm': 1}))),))",
        "return Proposal((FileEdits('config', tuple(sets('sample-agent.settings', {('llm',): object()}))),))",
        "return Proposal((FileEdits('config', tuple(sets('sample-agent.no-such-text', {('llm',): 1}))),))",
    ],
)
def test_a_tool_that_cannot_propose_is_an_error_without_the_key(tmp_path: Path, home: Path, wrong: str) -> None:
    """A mistake while proposing refuses the run, names the package, writes nothing and shows no key."""
    site = place(_with_line("configure", wrong), tmp_path / "site")
    chosen = ("--region", "china", "--tool", "sample-agent", "--tool", "opencode")
    ran = wizard(home, "apply", "--yes", *chosen, PYTHONPATH=str(site))
    assert ran.code == 1
    assert "sample-agent-plan, which made a mistake" in ran.err
    assert "apply --region china --tool opencode" in ran.err
    assert KEY not in ran.out + ran.err
    assert contents(home) == {}


@pytest.mark.parametrize("wrong", ["raise KeyError(view)", "return None", "return Proposal((FileEdits('x', ()),))"])
def test_a_tool_that_cannot_be_withdrawn_leaves_the_others_alone(tmp_path: Path, home: Path, wrong: str) -> None:
    """A mistake while removing is named and refuses the run; with --skip-failing the other tools are done."""
    site = str(place(files_of(EXAMPLE), tmp_path / "site"))
    chosen = ("--region", "china", "--tool", "sample-agent", "--tool", "opencode")
    assert wizard(home, "apply", "--yes", *chosen, PYTHONPATH=site).code == 0
    broken = str(place(_with_line("withdraw", wrong), tmp_path / "broken"))
    before = contents(home)
    ran = wizard(home, "remove", "--yes", PYTHONPATH=broken)
    assert (ran.code, "sample-agent-plan, which made a mistake" in ran.err) == (1, True), ran.err
    assert KEY not in ran.out + ran.err
    assert contents(home) == before
    assert wizard(home, "remove", "--yes", "--skip-failing", PYTHONPATH=broken).code == 0
    assert set(contents(home)) == {".sample-agent/config.json"}


@pytest.mark.parametrize("wrong", ["raise OSError(key)", "return 3", "raise SystemExit(7)", "return {1, 2}"])
def test_a_mistake_in_the_list_of_models_is_named(tmp_path: Path, home: Path, wrong: str) -> None:
    """What an optional method does wrong is a sentence about the package too: no traceback, no key, nothing written."""
    files = files_of(EXAMPLE)
    method = f"    def listed_models(self, view, file):\n        key = {KEY!r}\n        {wrong}\n\n"
    files[_TOOL] = files[_TOOL].replace("    def withdraw(", f"{method}    def withdraw(")
    ran = wizard(home, "apply", "--yes", *_CHOSEN, PYTHONPATH=str(place(files, tmp_path / "site")))
    assert (ran.code, "sample-agent-plan, which made a mistake" in ran.err) == (1, True), ran.err
    assert KEY not in ran.err
    assert contents(home) == {}


def test_two_packages_with_one_name(tmp_path: Path, home: Path) -> None:
    """The second package that announces the same tool is named and left out; the first one works."""
    first = place(files_of(EXAMPLE), tmp_path / "first")
    other = {name: text.replace("sample-agent-plan", "zz-other") for name, text in files_of(EXAMPLE).items()}
    other = {name.replace("sample_agent_plan", "zz_other"): text for name, text in other.items()}
    other["pyproject.toml"] = other["pyproject.toml"].replace("sample_agent_plan", "zz_other")
    second = place(other, tmp_path / "second")
    ran = wizard(home, "plan", *_CHOSEN, "--json", PYTHONPATH=f"{first}:{second}")
    assert ran.code == 0, ran.err
    (warning,) = ran.json["warnings"]
    assert (warning["code"], "zz-other" in warning["message"]) == ("plugins.left-out", True)
    assert [file["tool"] for file in ran.json["files"]] == ["sample-agent"]


def _with_line(method: str, line: str) -> dict[str, str]:
    """The example with ``line`` as the first statement of ``method``."""
    source = files_of(EXAMPLE)[_TOOL]
    head, _, body = source.partition(f"    def {method}(")
    signature, _, rest = body.partition("\n")
    head = head.replace("    FileEdits,\n", "    FileEdits,\n    Notice,\n")
    return {**files_of(EXAMPLE), _TOOL: f"{head}    def {method}({signature}\n        {line}\n{rest}"}
