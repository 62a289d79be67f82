"""The built-in catalog is valid, and a user's file is laid over it under the same rules."""

import shutil
from pathlib import Path

import pytest

from wizard.catalog import CatalogError, load
from wizard.catalog.load import BUILT_IN, built_in_content
from wizard.catalog.validation import problems

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
    catalog = load()
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
    catalog = load(own)
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
        load(own)
    assert str(own) in str(refusal.value)
    assert named in str(refusal.value)


def _problems(built_in: Path) -> list[str]:
    plan = built_in / "plan.toml"
    return [str(problem) for problem in problems(built_in_content(built_in), plan, plan.read_bytes())]


def test_the_built_in_catalog_is_valid() -> None:
    """The schema accepts the built-in files as they are, so that no run need validate them."""
    assert _problems(BUILT_IN) == []


@pytest.mark.parametrize(
    ("file", "right", "wrong", "named"),
    [
        ("plan.toml", 'host = "coding.dash', 'host = "http://coding.dash', "regions.china.host"),
        ("plan.toml", "max_output = 16_384", 'max_output = "much"', "models.glm-5.max_output"),
        ("tools/codex.toml", 'endpoint = "openai"', 'endpoint = "none"', "tools.codex.endpoint"),
        ("tools/codex.toml", 'newest_version = "0.80.0"', 'newest_version = "new"', "tools.codex.newest_version"),
        ("tools/codex.toml", "position = 50", "", "tools.codex.position"),
    ],
)
def test_a_mistake_in_a_built_in_file_is_found(tmp_path: Path, file: str, right: str, wrong: str, named: str) -> None:
    """The test above would name each mistake with its key; a run does where it cannot use the files."""
    copy = shutil.copytree(BUILT_IN, tmp_path / "catalog")
    damaged = copy / file
    text = damaged.read_text(encoding="utf-8")
    assert right in text
    damaged.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    (problem,) = _problems(copy)
    assert named in problem
    if not wrong:
        with pytest.raises(CatalogError) as refusal:
            load(built_in=copy)
        assert str(refusal.value) == problem


def test_other_line_ends_are_the_same_catalog(tmp_path: Path) -> None:
    """A checkout with CRLF line ends holds the same facts."""
    copy = shutil.copytree(BUILT_IN, tmp_path / "catalog")
    for path in copy.rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(built_in=copy) == load()
