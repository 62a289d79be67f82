"""Every visible string stands in the text files, and every one of them is used."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from wizard.plugins import built_in_catalog
from wizard.text import LANGUAGES, use
from wizard.text.names import region_name, service_name, short_region_name
from wizard.tools import built_in_folders

_ROOT = Path(__file__).parent.parent / "wizard"


def _files(language: str = "en") -> dict[str, Path]:
    """The text files of a language by the first part of their keys; a tool's stands in its folder."""
    shared = {path.stem: path for path in sorted((_ROOT / "text" / language).glob("*.toml"))}
    return shared | {tool: folder / f"{language}.toml" for tool, folder in built_in_folders().items()}


@cache
def _known(language: str = "en") -> dict[str, str]:
    """All strings of a language by key."""
    found: dict[str, str] = {}

    def walk(prefix: str, table: dict[str, object]) -> None:
        for name, value in table.items():
            if isinstance(value, dict):
                walk(f"{prefix}.{name}", value)
            else:
                found[f"{prefix}.{name}"] = str(value)

    for name, path in _files(language).items():
        walk(name, tomllib.loads(path.read_text(encoding="utf-8")))
    return found


@cache
def _used() -> tuple[set[str], set[str]]:
    """Whole keys written in the code, and the fixed beginnings of those put together from parts."""
    rooms = "|".join(map(re.escape, _files()))
    shape = re.compile(rf"(?:{rooms})\.[a-z0-9.-]+")
    whole: set[str] = set()
    begun: set[str] = set()
    for path in sorted(_ROOT.rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        put_together = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in nodes:
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
            elif id(node) in put_together:
                continue
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and shape.fullmatch(node.value):
                whole.add(node.value)
    return whole, begun


def test_every_error_and_text_has_its_string() -> None:
    """A key used in the code is in the text files."""
    whole, _ = _used()
    missing = {key for key in whole if key not in _known() and not key.endswith((".toml", ".json", ".jsonc"))}
    # A screen names the table of its words and asks for its title, question and help.
    missing = {key for key in missing if f"{key}.title" not in _known()}
    assert not missing


def test_every_string_is_used() -> None:
    """A string of the text files is asked for somewhere in the code."""
    whole, begun = _used()
    prefixes = tuple(prefix for prefix in begun if "." in prefix)
    screens = {"steps", "tui"}  # each screen asks for <table>.title, .question and .help
    unused = {
        key
        for key in _known()
        if key.removesuffix("-hint").removesuffix("-steps") not in whole
        and not key.startswith(prefixes)
        and not key.endswith(".withdraw")  # asked for by the id of a tool that is set up by hand
        and not (key.split(".")[0] in screens and key.rsplit(".", 1)[-1] in {"title", "question", "help"})
    }
    assert not unused


def test_every_string_can_be_filled() -> None:
    """The fields of every string are well formed."""
    for path in _files().values():
        for value in re.findall(r'= "(.*)"', path.read_text(encoding="utf-8")):
            plain = value.replace("{{", "").replace("}}", "")
            assert plain.count("{") == plain.count("}"), value


@pytest.mark.promise("english-chinese-every")
@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_every_language_has_the_same_strings_and_fields(language: str) -> None:
    """No string is missing or left over in another language, and each names the same fields."""
    english, other = _known(), _known(language)
    assert english.keys() ^ other.keys() == set()
    fields = re.compile(r"\{\w+")
    assert [key for key in english if set(fields.findall(english[key])) != set(fields.findall(other[key]))] == []


@pytest.mark.promise("english-chinese-every")
def test_names_of_the_catalog_are_translated() -> None:
    """Every region and service of the built-in catalog has its Chinese name, and a user's own name stays as it is."""
    catalog = built_in_catalog()
    services = {entry.service for entry in catalog.foreign_hosts.values()}
    services |= {entry.service for entry in catalog.key.foreign.values()}
    brands = {"Token Plan", "Qwen OAuth", "ModelScope"}
    use("zh")
    try:
        assert [region_name(region.name) for region in catalog.regions.values()] == [
            "中国站（北京）",
            "国际站（新加坡）",
        ]
        assert {service for service in services if service_name(service) == service} == brands
        assert short_region_name("China (Beijing)") == "中国站"
        assert region_name("My own region") == "My own region"
    finally:
        use("en")
    assert short_region_name("China (Beijing)") == "China"
    english = {text for name, text in _known().items() if name.startswith("names.region")}
    assert english == {region.name for region in catalog.regions.values()}
