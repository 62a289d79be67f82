"""Which packages announce tools. Cheap where none does, as every command asks."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from wizard.files.snapshot import FileRefusedError, content_of

GROUP: Final = "coding_plan_wizard.tools"
"""The entry point group of tools."""
_METADATA: Final = (".dist-info", ".egg-info")
_MOST_BYTES: Final = 1024 * 1024


class Announced(NamedTuple):
    """An entry point of the group: the tool's id, the module that is named, and the package it comes from."""

    tool_id: str
    module: str
    package: str


def announced(search_path: Sequence[str] | None = None) -> tuple[Announced, ...]:
    """All tools that packages on ``search_path`` (``sys.path`` where None) announce, by id."""
    places = sys.path if search_path is None else search_path
    files = [file for file in _entry_point_files(places) if _mentions_group(file)]
    if not files:
        return ()
    return tuple(sorted({found for file in files for found in _announced_in(Path(file).parent)}))


def _announced_in(metadata: Path) -> Iterator[Announced]:
    """The tools of the package that the folder ``metadata`` describes; one without a name where that is damaged."""
    # Only now: importing this takes longer than everything a short command does without it.
    from importlib.metadata import Distribution

    try:
        package = Distribution.at(metadata)
        name = package.name or metadata.stem
        yield from [Announced(entry.name, entry.module, name) for entry in package.entry_points.select(group=GROUP)]
    except Exception:  # noqa: BLE001  whatever a damaged description makes of its reader
        yield Announced("", "", metadata.stem)


def _entry_point_files(places: Iterable[str]) -> Iterable[str]:
    for place in places:
        try:
            with os.scandir(place or ".") as entries:
                yield from (os.path.join(e.path, "entry_points.txt") for e in entries if e.name.endswith(_METADATA))  # noqa: PTH118  a Path for each of some hundred files costs a millisecond
        except OSError:  # a zip file, or a folder that is not there
            continue


def _mentions_group(path: str) -> bool:
    try:
        return GROUP.encode() in (content_of(path, max_bytes=_MOST_BYTES) or b"")
    except FileRefusedError:
        return False
