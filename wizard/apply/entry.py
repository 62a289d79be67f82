"""A change as JSON and back: in the history's entries and in the journal. Never holds file contents."""

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from wizard.apply.change import Change, ChangedFile

# What is read back may be damaged or planted, so each value is checked; any of these means that it is.
DAMAGE: Final = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_ID: Final = re.compile("[0-9A-Za-z-]{1,64}")
_PERMISSION_BITS: Final = 0o777


def change_to_json(change: Change) -> dict[str, Any]:
    """``change`` in plain values."""
    return {
        "id": change.id,
        "time": change.time.isoformat(),
        "command": change.command,
        "tools": list(change.tools),
        "summary": dict(change.summary),
        "files": [_file_to_json(file) for file in change.files],
    }


def change_from_json(entry: Mapping[str, Any]) -> Change:
    """The change that ``change_to_json`` wrote.

    Raises:
        ValueError, KeyError, TypeError, AttributeError, RecursionError: the entry is damaged (``DAMAGE``).
    """
    time = datetime.fromisoformat(entry["time"])
    if time.tzinfo is None:
        raise ValueError(entry["time"])
    return Change(
        id=_id(entry["id"]),
        time=time,
        command=text(entry["command"]),
        tools=tuple(text(tool) for tool in entry["tools"]),
        files=tuple(_file_from_json(file) for file in entry["files"]),
        summary={text(key): text(value) for key, value in entry["summary"].items()},
    )


def text(value: object) -> str:
    """``value``, which must be a string."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def number(value: object) -> int:
    """``value``, which must be a whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def place(value: object) -> Path:
    """``value``, which must be an absolute path that the system can be asked for, without ``..`` in it."""
    path = Path(text(value))
    if not path.is_absolute() or ".." in path.parts or b"\0" in os.fsencode(path):
        raise ValueError(value)
    return path


def mode(value: object) -> int:
    """The permission bits in ``value``; a setuid, setgid or sticky bit is never given to a file again."""
    return number(value) & _PERMISSION_BITS


def digest(value: object) -> str:
    """``value``, which must be a digest: it names a file below the backups, so nothing else may pass."""
    name = text(value)
    if not _DIGEST.fullmatch(name):
        raise ValueError(value)
    return name


def _file_to_json(file: ChangedFile) -> dict[str, Any]:
    return {
        "path": str(file.path),
        "resolved_path": str(file.resolved_path),
        "before_digest": file.before_digest,
        "after_digest": file.after_digest,
        "before_mode": file.before_mode,
        "after_mode": file.after_mode,
        "created_folders": [str(folder) for folder in file.created_folders],
    }


def _file_from_json(entry: Mapping[str, Any]) -> ChangedFile:
    return ChangedFile(
        path=place(entry["path"]),
        resolved_path=place(entry["resolved_path"]),
        before_digest=None if entry["before_digest"] is None else digest(entry["before_digest"]),
        after_digest=None if entry["after_digest"] is None else digest(entry["after_digest"]),
        before_mode=None if entry["before_mode"] is None else mode(entry["before_mode"]),
        after_mode=None if entry["after_mode"] is None else mode(entry["after_mode"]),
        created_folders=tuple(place(folder) for folder in entry["created_folders"]),
    )


def _id(value: object) -> str:
    """An id names a file below the history, so nothing else may pass."""
    name = text(value)
    if not _ID.fullmatch(name):
        raise ValueError(value)
    return name
