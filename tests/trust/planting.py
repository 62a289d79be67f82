"""A journal and backups as somebody else could leave them in a state folder."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STATE = ".local/state/coding-plan-wizard"
CONTENT = b"# planted by somebody else\n"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
ID = "20261128-0000-beef"
CODEX = ".codex/config.toml"


@dataclass
class Plant:
    """A change that was broken off after its file ``path`` was removed: taking it back writes CONTENT there."""

    path: str
    resolved_path: str = ""
    mode: int = 0o600
    temporary: str = ""
    owner: list[int] | None = None
    id: str = ID
    new_backups: list[str] = field(default_factory=list)
    emptied_folders: list[list[Any]] = field(default_factory=list)
    created_folders: list[str] = field(default_factory=list)

    def value(self, home: Path | None = None) -> dict[str, Any]:
        """The journal; the second file, one of Codex's in ``home``, keeps the change from counting as made."""
        folder = os.path.dirname(self.resolved_path or self.path)  # noqa: PTH120  the text as it is, dots and all
        home = home or Path(self.path).parents[1]
        first = _file(self.path, self.resolved_path or self.path, DIGEST, None, self.mode, None)
        first["created_folders"] = self.created_folders
        second = _file(str(home / ".codex/.env"), str(home / ".codex/.env"), None, "0" * 64, None, 0o600)
        steps = [
            {"temporary": self.temporary or f"{folder}/.coding-plan-wizard-00000000.tmp", "owner": self.owner},
            {"temporary": str(home / ".codex/.coding-plan-wizard-00000001.tmp"), "owner": None},
        ]
        change = {
            "id": self.id,
            "time": "2026-11-28T00:00:00+00:00",
            "command": "apply",
            "tools": ["codex"],
            "summary": {},
            "files": [first, second],
        }
        return {
            "version": 1,
            "change": change,
            "steps": steps,
            "new_backups": self.new_backups,
            "emptied_folders": self.emptied_folders,
        }


def _file(
    path: str, resolved: str, before: str | None, after: str | None, before_mode: int | None, after_mode: int | None
) -> dict[str, Any]:
    return {
        "path": path,
        "resolved_path": resolved,
        "before_digest": before,
        "after_digest": after,
        "before_mode": before_mode,
        "after_mode": after_mode,
        "created_folders": [],
    }


def plant(home: Path, journal: dict[str, Any], *, history: bool = False) -> None:
    """Leave ``journal``, or its change as one that was made, in the state folder of ``home``, as private as ours is."""
    state = home / STATE
    for folder in (state, state / "backups", state / "history"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    place = state / "history" / f"{ID}.json" if history else state / "journal.json"
    value = {"version": 1, "change": journal["change"]} if history else journal
    for path, content in ((place, json.dumps(value).encode()), (state / "backups" / DIGEST, CONTENT)):
        path.write_bytes(content)
        path.chmod(0o600)


def everything(folder: Path) -> dict[str, str]:
    """All that lies below ``folder``: kind, permission bits, owner, content."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        what = "folder" if path.is_dir() else os.readlink(path) if path.is_symlink() else ""  # noqa: PTH115  as written
        content = path.read_bytes().hex() if path.is_file() and not path.is_symlink() else ""
        found[str(path.relative_to(folder))] = f"{what} {status.st_mode:o} {status.st_uid} {content}"
    return found
