"""The built-in catalog is valid, and a user's file is laid over it under the same rules."""

import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from wizard.catalog import CatalogError, load
from wizard.catalog.load import PLAN, catalog_content
from wizard.catalog.validation import problems
from wizard.plugins import built_in_catalog, built_in_facts
from wizard.tools import built_in_folders

_NEW = """
[models."qwen9-plus"]
context_window = 2_000_000
max_output = 65_536
max_thinking_budget = 1_000
thinking = "supported"
images = true
source = "vendor page"
checked = 2026-11-20
"""


def test_the_built_in_catalog_holds_what_the_plan_offers() -> None:
    """Two regions, ten models and all tools are there, each with source and date."""
    catalog = built_in_catalog()
    assert list(catalog.regions) == ["china", "international"]
    assert len(catalog.models) == 10
    first = ["claude-code", "opencode", "qwen-code", "openclaw", "codex", "cursor", "cline"]
    assert list(catalog.tools) == [
        *first,
        "kilo",
        "hermes",
        "cline-cli",
        "aider",
        "continue-cli",
        "qoder",
        "qwenpaw",
        "chatbox",
        "cherry-studio",
    ]
    assert catalog.default_model == "qwen3.7-plus"


def test_a_users_model_joins_the_others(tmp_path: Path) -> None:
    """A model of the user's own file is offered beside the built-in ones, and one value can be corrected."""
    own = tmp_path / "catalog.toml"
    own.write_text(_NEW + '\n[models."glm-5"]\nmax_output = 32_768\n')
    catalog = load(built_in_facts(), own)
    assert catalog.models["qwen9-plus"].context_window == 2_000_000
    assert catalog.models["glm-5"].max_output == 32_768
    assert catalog.models["glm-5"].context_window == 202_752


@pytest.mark.promise("broken-catalog-named")
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[regions.china]\nhost = "http://coding.dashscope.aliyuncs.com"\n', "regions.china.host"),
        ('[regions.china]\nkey_page = "http://bailian.console.aliyun.com/"\n', "regions.china.key_page"),
        ('[regions.china]\nhost = "dashscope.aliyuncs.com"\n', "regions.china.host"),
        ('[models."glm-5"]\ncontext_window = "big"\n', "models.glm-5.context_window"),
        ('[models."glm-5"]\nthinking = "unsupported"\n', "models.glm-5"),
        ('[models."new"]\nimages = true\n', "models.new.source"),
        ('default_model = "nothing"\n', "nothing"),
        ("[models\n", "line 1"),
    ],
)
def test_a_broken_file_is_named_with_its_key(tmp_path: Path, text: str, named: str) -> None:
    """A wrong value is refused with file and key; http hosts and pay-as-you-go hosts are no region."""
    own = tmp_path / "catalog.toml"
    own.write_text(text)
    with pytest.raises(CatalogError) as refusal:
        load(built_in_facts(), own)
    assert str(own) in str(refusal.value)
    assert named in str(refusal.value)


def test_the_built_in_catalog_is_valid() -> None:
    """The schema accepts the built-in files as they are, so that no run need validate them."""
    assert problems(catalog_content(built_in_facts()), PLAN, PLAN.read_bytes()) == []


@pytest.mark.parametrize(
    ("tool", "right", "wrong", "named"),
    [
        (None, 'host = "coding.dash', 'host = "http://coding.dash', "regions.china.host"),
        (None, "max_output = 16_384", 'max_output = "much"', "models.glm-5.max_output"),
        ("codex", 'endpoint = "openai"', 'endpoint = "none"', "tools.codex.endpoint"),
        ("codex", 'newest_version = "0.80.0"', 'newest_version = "new"', "tools.codex.newest_version"),
        ("codex", "position = 50", "", "tools.codex.position"),
    ],
)
def test_a_mistake_in_a_built_in_file_is_found(tool: str | None, right: str, wrong: str, named: str) -> None:
    """The test above would name each mistake with its key; a run does where it cannot use the files."""
    text = (built_in_folders()[tool] / "facts.toml" if tool else PLAN).read_text(encoding="utf-8")
    assert right in text
    damaged = tomllib.loads(text.replace(right, wrong, 1))
    facts = {**built_in_facts(), **({tool: damaged} if tool else {})}
    content = {**catalog_content(facts), **({} if tool else damaged)}
    (problem,) = problems(content, PLAN, PLAN.read_bytes())
    assert named in str(problem)
    if not wrong:
        with pytest.raises(CatalogError) as refusal:
            load(facts)
        assert str(refusal.value) == str(problem)


def test_other_line_ends_are_the_same_catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout with CRLF line ends holds the same facts."""
    before = built_in_catalog()
    plan = Path(shutil.copy(PLAN, tmp_path))
    tools = {tool: Path(shutil.copytree(folder, tmp_path / tool)) for tool, folder in built_in_folders().items()}
    for path in tmp_path.rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr(sys.modules["wizard.catalog.load"], "PLAN", plan)
    monkeypatch.setattr("wizard.plugins.load.built_in_folders", lambda: tools)
    assert built_in_catalog() == before
