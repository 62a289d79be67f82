"""Which packages announce tools. Cheap where none does, as every command asks."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

GROUP: Final = "coding_plan_wizard.tools"
"""The entry point group of tools."""
_METADATA: Final = (".dist-info", ".egg-info")


class Announced(NamedTuple):
    """An entry point of the group: the tool's id, the module that is named, and the package it comes from."""

    tool_id: str
    module: str
    package: str


def announced(search_path: Sequence[str] | None = None) -> tuple[Announced, ...]:
    """All tools that packages on ``search_path`` (``sys.path`` where None) announce, by id."""
    places = sys.path if search_path is None else search_path
    if not any(map(_mentions_group, _entry_point_files(places))):
        return ()
    # Only now: importing this takes longer than everything a short command does without it.
    from importlib.metadata import distributions

    found = {
        Announced(entry.name, entry.module, package.name)
        for package in distributions(path=list(places))
        for entry in package.entry_points.select(group=GROUP)
    }
    return tuple(sorted(found))


def _entry_point_files(places: Iterable[str]) -> Iterable[str]:
    for place in places:
        try:
            with os.scandir(place or ".") as entries:
                yield from (os.path.join(e.path, "entry_points.txt") for e in entries if e.name.endswith(_METADATA))  # noqa: PTH118  a Path for each of some hundred files costs a millisecond
        except OSError:  # a zip file, or a folder that is not there
            continue


def _mentions_group(path: str) -> bool:
    try:
        return GROUP.encode() in Path(path).read_bytes()
    except OSError:  # most packages announce nothing
        return False
