"""What was changed, and when."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from wizard.apply import entry
from wizard.apply.backups import backup
from wizard.apply.change import Change
from wizard.apply.state import StateFolder
from wizard.errors import WizardError

__all__ = ["History", "backup", "changes", "load", "next_id", "record"]

_VERSION: Final = 1
_MAX_BYTES: Final = 4 * 1024 * 1024
"""Of one entry; a change of all tools takes some ten thousand."""


@dataclass(frozen=True)
class History:
    """All changes, newest first, and the files of those entries that cannot be read."""

    changes: tuple[Change, ...]
    damaged: tuple[Path, ...]


def load(state: StateFolder) -> History:
    """Read the history; a damaged entry, or one that others could have written, is named, never an error.

    Raises:
        StateRefusedError: the folder it is in is not the user's alone, or cannot be read.
    """
    state.require_own()
    found: list[Change] = []
    damaged: list[Path] = []
    for id in reversed(_ids(state)):  # noqa: A001  the change's own word
        place = state.history / f"{id}.json"
        try:
            value = json.loads(state.read(place, max_bytes=_MAX_BYTES) or b"")
            change = entry.change_from_json(value["change"])
            if value["version"] != _VERSION or change.id != id:
                raise ValueError(id)
        except (WizardError, *entry.DAMAGE):
            damaged.append(place)
        else:
            found.append(change)
    return History(tuple(found), tuple(damaged))


def changes(state: StateFolder) -> tuple[Change, ...]:
    """All changes that can be read, newest first (``load`` names the others).

    Raises:
        StateRefusedError: as ``load``.
    """
    return load(state).changes


def record(state: StateFolder, change: Change) -> None:
    """Enter ``change``; with that it counts as made. The lock must be held.

    Raises:
        OSError: it could not be written.
    """
    value = {"version": _VERSION, "change": entry.change_to_json(change)}
    state.write(state.history / f"{change.id}.json", json.dumps(value, indent=1).encode())


def next_id(state: StateFolder, now: datetime) -> str:
    """An id for a change at ``now`` (aware): day, minute, and the milliseconds of that minute as four digits.

    It is free and sorts after every id there is, also where the clock was put back.
    """
    milliseconds = now.second * 1000 + now.microsecond // 1000
    wanted = f"{now:%Y%m%d-%H%M}-{milliseconds:04x}"
    taken = _ids(state)
    return wanted if not taken or wanted > taken[-1] else _successor(taken[-1])


def _ids(state: StateFolder) -> list[str]:
    """The ids of all entries, oldest first."""
    try:
        return sorted(place.stem for place in state.history.iterdir() if place.suffix == ".json")
    except OSError:
        return []


def _successor(id: str) -> str:  # noqa: A002  the change's own word
    """The next id in sorting order: one more, or one digit more where there is no higher number."""
    head, _, tail = id.rpartition("-")
    try:
        number = int(tail, 16) + 1
    except ValueError:  # not a name of ours; anything behind it sorts after it
        return f"{id}-0000"
    wider = f"{number:0{len(tail)}x}"
    return f"{head}-{wider}" if len(wider) == len(tail) else f"{id}0"
