"""The promises of the program and the tests that show them: ``pytest --promises`` prints both and runs nothing."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

_FILE = Path(__file__).with_name("promises.toml")


def promises() -> dict[str, dict[str, str]]:
    """The sentences by their names, in their tables."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def shown_by(items: Iterable[pytest.Item]) -> dict[str, list[str]]:
    """The tests by the name of the promise they show, each once, however many cases it has.

    Raises:
        UsageError: a test names a promise that there is not.
    """
    known = {name for table in promises().values() for name in table}
    found: dict[str, dict[str, None]] = {}
    for item in items:
        for mark in item.iter_markers("promise"):
            if mark.args[0] not in known:
                raise pytest.UsageError(f"{item.nodeid}: there is no promise “{mark.args[0]}” in {_FILE}")
            found.setdefault(mark.args[0], {})[item.nodeid.partition("[")[0]] = None
    return {name: list(tests) for name, tests in found.items()}


def listed(items: Iterable[pytest.Item]) -> list[str]:
    """Every promise, and below it its tests, as lines."""
    shown = shown_by(items)
    lines: list[str] = []
    for title, table in promises().items():
        lines += ["", title.capitalize(), ""]
        for name, sentence in table.items():
            lines += [f"{sentence}  ({name})", *(f"    {test}" for test in shown.get(name, ["– no test –"]))]
    return lines
