"""``catalog --check``: every problem of a user's file with line, key and reason; ``catalog --schema``."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.running import wizard
from wizard.catalog.export import json_schema
from wizard.plugins import built_in_catalog

_BAD = """# a company's file
default_model = "nothing"
removed_models = ["gone"]

[models."qwen9-plus"]
context_window = 2_000
max_output = 65_536
thinking = "supported"
images = "yes"
source = "vendor page"
checked = "2026-11-20"
colour = 3

[regions.china]
host = "http://coding.dashscope.aliyuncs.com"

[tools.claude_code]
name = "x"
"""
_MODEL = """
[models."qwen9-plus"]
context_window = 2_000_000
max_output = 65_536
max_thinking_budget = 1_000
thinking = "supported"
images = true
source = "vendor page"
checked = 2026-11-20
"""


def test_every_problem_is_listed_with_line_key_and_reason(tmp_path: Path) -> None:
    """One run names all that is wrong in the order of the lines, exit code 1."""
    path = tmp_path / "own.toml"
    path.write_text(_BAD)
    ran = wizard(tmp_path, "catalog", "--check", str(path))
    assert ran.code == 1
    assert ran.out.splitlines() == [
        f"{path}:2: default_model: there is no model “nothing”",
        f"{path}:3: removed_models: there is no model “gone”",
        f"{path}:5: models.qwen9-plus: a model whose thinking is “supported” needs a max_thinking_budget",
        f"{path}:7: models.qwen9-plus.max_output: the output limit 65,536 is larger than the context window 2,000",
        f"{path}:9: models.qwen9-plus.images: it must be true or false",
        f"{path}:11: models.qwen9-plus.checked: it must be a date such as 2026-11-23, without quotation marks",
        f"{path}:12: models.qwen9-plus.colour: there is no such key",
        f"{path}:15: regions.china.host: it must be a host name alone: no https://, no path, small letters",
        f"{path}:17: tools.claude_code: there is no tool “claude_code”; a tool is a module, not an entry alone",
    ]
    assert "9 problem(s)" in ran.err


def test_json_gives_the_same_problems(tmp_path: Path) -> None:
    """The JSON answer has one error a problem, with path, key, line and reason as values of their own."""
    path = tmp_path / "own.toml"
    path.write_text('[models."glm-5"]\nmax_output = 0\nimages = 1\n')
    ran = wizard(tmp_path, "catalog", "--check", str(path), "--json")
    assert (ran.code, ran.json["exit_code"], ran.json["ok"]) == (1, 1, False)
    assert [(error["key"], error["line"], error["reason"]) for error in ran.json["errors"]] == [
        ("models.glm-5.max_output", 2, "it must be more than 0"),
        ("models.glm-5.images", 3, "it must be true or false"),
    ]
    assert {error["path"] for error in ran.json["errors"]} == {str(path)}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'# ours\r\n[models."glm-5"]\r\nimages = maybe\r\n', 3),
        (b"[models\n", 1),
        (b'[models]\nname = """\n\n', 4),
        (b"[models]\n# \xe4\n", 2),
        (None, None),
    ],
)
def test_json_gives_the_line_where_a_file_stops_being_toml(
    tmp_path: Path, content: bytes | None, line: int | None
) -> None:
    """What is no TOML or no text has its line as a value of its own, as any other problem; a missing file has none."""
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    (error,) = wizard(tmp_path, "catalog", "--check", str(path), "--json").json["errors"]
    assert (error["key"], error["line"], error["path"]) == (None, line, str(path))


@pytest.mark.parametrize("content", [b"[models\n", b"\xff\xfe", None], ids=["no TOML", "no UTF-8", "no file"])
def test_a_file_that_cannot_be_read_is_one_problem(tmp_path: Path, content: bytes | None) -> None:
    """What is no TOML, no text or not there is refused with the file's name, exit code 1."""
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    ran = wizard(tmp_path, "catalog", "--check", str(path))
    assert (ran.code, ran.out.startswith(f"{path}: The catalog file ")) == (1, True)


def test_a_valid_file_says_what_it_adds_and_corrects(tmp_path: Path) -> None:
    """A valid file ends 0 and shows each value that differs from the built-in catalog, and no other."""
    path = tmp_path / "own.toml"
    path.write_text(_MODEL + '[models."glm-5"]\nmax_output = 32_768\ncontext_window = 202_752\n')
    ran = wizard(tmp_path, "catalog", "--check", str(path))
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"{path}: valid",
        "  adds models.qwen9-plus",
        "  models.glm-5.max_output: 16384 becomes 32768",
    ]
    differences = wizard(tmp_path, "catalog", "--check", str(path), "--json").json["differences"]
    assert differences[1] == {"key": "models.glm-5.max_output", "built_in": 16384, "value": 32768}


def test_the_file_in_the_usual_place_can_be_checked_while_it_is_broken(tmp_path: Path) -> None:
    """A broken file that stops every other command is still checked, and the others name this way."""
    usual = tmp_path / ".config" / "coding-plan-wizard" / "catalog.toml"
    usual.parent.mkdir(parents=True)
    usual.write_text('default_model = "x"\n[models."glm-5"]\nimages = 1\n')
    assert wizard(tmp_path, "catalog", "--check", str(usual)).out.count("\n") == 2
    refused = wizard(tmp_path, "plan", "--region", "china", "--tool", "opencode")
    assert refused.code == 1
    assert "catalog --check" in refused.err


def test_a_removed_model_is_not_offered(tmp_path: Path) -> None:
    """A model that the user's file removes is gone from the catalog, and cannot be chosen; the default must stay."""
    path = tmp_path / "own.toml"
    path.write_text('removed_models = ["glm-4.7"]\n')
    shown = wizard(tmp_path, "catalog", "--json", "--catalog", str(path)).json
    assert len(shown["models"]) == 9
    chosen = ("plan", "--region", "china", "--tool", "cursor", "--model", "glm-4.7", "--catalog", str(path))
    assert wizard(tmp_path, *chosen).code == 1
    path.write_text('removed_models = ["qwen3.7-plus"]\n')
    ran = wizard(tmp_path, "catalog", "--check", str(path))
    assert "default_model: the default model “qwen3.7-plus” is removed" in ran.out


def _in_json(value: Any) -> Any:  # noqa: ANN401  any TOML value
    if isinstance(value, dict):
        return {key: _in_json(inner) for key, inner in value.items()}
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (_MODEL, True),
        ('[models."glm-5"]\nmax_output = 32_768\n', True),
        ('[key.foreign.general]\nservice = "x"\n[regions.china]\nname = "x"\n', True),
        ('[foreign_hosts."*.example.com"]\nservice = "x"\nsource = "x"\nchecked = 2026-01-01\n', True),
        (_MODEL.replace("images = true\n", ""), False),
        (_MODEL.replace("65_536", '"65_536"'), False),
        (_MODEL + "colour = 3\n", False),
        ('[models."glm-5"]\nmax_output = 0\n', False),
        ('[models."a b"]\n' + _MODEL.split("\n", 2)[2], False),
        ('[regions.china]\nhost = "https://x.example.com"\n', False),
        ('[tools.emacs]\nname = "x"\n', False),
    ],
)
def test_the_json_schema_takes_what_check_takes(tmp_path: Path, text: str, fits: bool) -> None:  # noqa: FBT001  a case
    """An independent validator with the exported schema judges a user's file as the wizard does."""
    schema = json_schema(built_in_catalog())
    jsonschema.Draft202012Validator.check_schema(schema)
    path = tmp_path / "own.toml"
    path.write_text(text)
    assert jsonschema.Draft202012Validator(schema).is_valid(_in_json(tomllib.loads(text))) is fits
    assert (wizard(tmp_path, "catalog", "--check", str(path)).code == 0) is fits


def test_the_schema_is_printed(tmp_path: Path) -> None:
    """The schema alone is the output; with --json it is a key of the answer."""
    printed = wizard(tmp_path, "catalog", "--schema")
    assert printed.code == 0
    schema = json.loads(printed.out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert wizard(tmp_path, "catalog", "--schema", "--json").json["schema"] == schema
