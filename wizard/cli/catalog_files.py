"""``catalog --check`` and ``catalog --schema``: about catalog files, without a session."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from wizard.catalog.load import Checked, load
from wizard.catalog.load import check as checked
from wizard.catalog.validation import in_toml
from wizard.plugins import load_tools
from wizard.show import as_json
from wizard.show.as_json import Object
from wizard.show.output import Output
from wizard.text import say
from wizard.text.visible import visible


def check(path: Path, output: Output) -> tuple[int, Object]:
    """Every problem of the file at ``path`` (exit code 1), or what it adds to the built-in catalog and corrects."""
    found = checked(path, load_tools().facts)
    output.result("\n".join(_problems(found) if found.problems else _differences(path, found)))
    if found.problems:
        output.error(say("cli.catalog.problems", count=len(found.problems)))
    answer = {
        "path": visible(str(path)),
        "differences": [
            {"key": in_toml(one.key), "built_in": _plain(one.built_in), "value": _plain(one.value)}
            for one in found.differences
        ],
        "errors": [as_json.catalog_problem(problem) for problem in found.problems],
    }
    return (1 if found.problems else 0), answer


def schema(output: Output) -> tuple[int, Object]:
    """The JSON Schema of a catalog file of the user's own."""
    from wizard.catalog.export import json_schema

    made = json_schema(load(load_tools().facts))
    output.result(json.dumps(made, indent=2))
    return 0, {"schema": made}


def _problems(found: Checked) -> Iterator[str]:
    for one in found.problems:
        if one.code != "catalog.invalid":
            yield visible(one.message)
            continue
        line, place = one.values["line"], str(one.path)
        values = {"place": f"{place}:{line}" if line else place, "key": one.values["key"]}
        yield visible(say("cli.catalog.problem", **values, reason=one.values["reason"]))


def _differences(path: Path, found: Checked) -> Iterator[str]:
    yield say("cli.catalog.valid", path=visible(str(path)))
    if not found.differences:
        yield say("cli.catalog.same")
    for one in found.differences:
        values = {"key": in_toml(one.key), "built_in": json.dumps(_plain(one.built_in), ensure_ascii=False)}
        text = "cli.catalog.adds" if one.built_in is None else "cli.catalog.corrects"
        yield f"  {visible(say(text, **values, value=json.dumps(_plain(one.value), ensure_ascii=False)))}"


def _plain(value: object) -> object:
    """``value`` in the types of JSON; a date as in the catalog's other JSON."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
