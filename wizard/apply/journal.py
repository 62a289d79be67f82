"""What a change under way is about to do, on the disk before it does it: enough to finish it or take it back.

It holds paths, digests, permission bits and the names of temporary files, never contents.
"""

import json
from pathlib import Path
from typing import Any, Final, NamedTuple

from wizard.apply import entry
from wizard.apply.change import Change, ChangedFile
from wizard.apply.state import StateFolder

_VERSION: Final = 1
_MAX_BYTES: Final = 16 * 1024 * 1024


class Step(NamedTuple):
    """One file of the change: where it is staged, and to whom the file belongs (None: nobody special)."""

    changed: ChangedFile
    temporary: Path
    owner: tuple[int, int] | None


class Journal(NamedTuple):
    """A change and what undoing it half-way needs.

    ``new_backups`` are the digests that were not kept before; ``emptied_folders`` with their permission
    bits are the folders of the wizard's own making that may be removed, outermost first. ``is_taken_back``: all is
    undone but files that somebody edited since, and only the entry in the history is missing, if anything.
    """

    change: Change
    steps: tuple[Step, ...]
    new_backups: tuple[str, ...]
    emptied_folders: tuple[tuple[Path, int], ...]
    is_taken_back: bool = False


def write(state: StateFolder, journal: Journal) -> None:
    """Put the journal on the disk.

    Raises:
        OSError: it could not be written.
    """
    value = {
        "version": _VERSION,
        "change": entry.change_to_json(journal.change),
        "steps": [{"temporary": str(step.temporary), "owner": step.owner} for step in journal.steps],
        "new_backups": list(journal.new_backups),
        "emptied_folders": [[str(folder), mode] for folder, mode in journal.emptied_folders],
        "is_taken_back": journal.is_taken_back,
    }
    state.write(state.journal, json.dumps(value).encode())


def read(state: StateFolder) -> Journal | None:
    """The journal of the change under way, or None where there is none.

    Raises:
        StateRefusedError, FileRefusedError: as ``StateFolder.read``.
        ValueError, KeyError, TypeError, AttributeError, RecursionError: it is damaged (``entry.DAMAGE``).
    """
    content = state.read(state.journal, max_bytes=_MAX_BYTES)
    if content is None:
        return None
    value = json.loads(content)
    if value["version"] != _VERSION:
        raise ValueError(value["version"])
    change = entry.change_from_json(value["change"])
    return Journal(
        change=change,
        steps=tuple(
            Step(changed, entry.place(step["temporary"]), _owner(step["owner"]))
            for changed, step in zip(change.files, value["steps"], strict=True)
        ),
        new_backups=tuple(entry.digest(name) for name in value["new_backups"]),
        emptied_folders=tuple((entry.place(folder), entry.mode(mode)) for folder, mode in value["emptied_folders"]),
        is_taken_back=value.get("is_taken_back") is True,
    )


def _owner(value: Any) -> tuple[int, int] | None:  # noqa: ANN401  read from a file, checked here
    if value is None:
        return None
    user, group = value
    return entry.number(user), entry.number(group)
