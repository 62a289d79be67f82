"""A home with one change to make in it, and what it must look like before and after that change.

The change updates a linked file of a dotfiles repository, creates two files in folders that do not exist,
and deletes a file in folders the wizard made.
"""

import os
import stat
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from wizard.apply import recovery
from wizard.apply.change import Change, FileWrite
from wizard.apply.reach import Reach
from wizard.apply.recovery import Recovery
from wizard.apply.state import StateFolder
from wizard.apply.writer import apply
from wizard.catalog import Catalog
from wizard.environment import Environment
from wizard.files import take
from wizard.plan.reach import reach_of
from wizard.plugins import built_in_catalog

NOW = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)
STATE = ".local/state/coding-plan-wizard"
FIRST_ID = "20260301-1200-1388"
SECOND_ID = "20260301-1200-1389"
KEY = "sk-sp-planted0000000000000000000000"

BEFORE = {
    ".claude": "folder 0755",
    ".claude/settings.json": "link ../dotfiles/claude.json",
    ".old": "folder 0700",
    ".old/tool": "folder 0700",
    ".old/tool/config.toml": "file 0600 key = 'old'\n",
    "dotfiles": "folder 0755",
    "dotfiles/claude.json": 'file 0644 {"hooks": []}\r\n',
}
AFTER = {
    ".claude": "folder 0755",
    ".claude/settings.json": "link ../dotfiles/claude.json",
    ".codex": "folder 0700",
    ".codex/deep": "folder 0700",
    ".codex/deep/.env": f"file 0600 KEY={KEY}\n",
    ".codex/deep/config.toml": "file 0640 model = 'glm-5'\n",
    "dotfiles": "folder 0755",
    "dotfiles/claude.json": f'file 0600 {{"hooks": [], "key": "{KEY}"}}\r\n',
}
NEW_FILES = {
    ".codex": "folder 0700",
    ".codex/deep": "folder 0700",
    ".codex/deep/.env": f"file 0600 KEY={KEY}\n",
    ".codex/deep/config.toml": "file 0640 model = 'glm-5'\n",
}
# What the state folder holds; contents by the first four digits of their digests.
STATE_BEFORE = [".gitignore", "backups/bf6a", f"history/{FIRST_ID}.json", "lock"]
STATE_AFTER = [
    ".gitignore",
    "backups/0339",
    "backups/6b92",
    "backups/8ab2",
    "backups/bf6a",
    "backups/e96c",
    f"history/{FIRST_ID}.json",
    f"history/{SECOND_ID}.json",
    "lock",
]


def state_of(home: Path) -> StateFolder:
    """The state folder of the scene."""
    return StateFolder.of(home, {}, "linux")


def prepare(home: Path) -> None:
    """Bring ``home`` into its state before the change."""
    for name, mode, content in (
        ("dotfiles/claude.json", 0o644, b'{"hooks": []}\r\n'),
        (".claude/settings.json", 0o644, None),
    ):
        path = home / name
        path.parent.mkdir(parents=True)
        path.parent.chmod(0o755)
        if content is None:
            path.symlink_to("../dotfiles/claude.json")
        else:
            path.write_bytes(content)
            path.chmod(mode)
    old = FileWrite(take(home / ".old/tool/config.toml"), b"key = 'old'\n", 0o600)
    apply([old], state=state_of(home), command="apply", tools=["old"], summary={}, now=NOW)


def planned(home: Path) -> list[FileWrite]:
    """The change, planned from what is in ``home`` now."""
    return [
        FileWrite(take(home / ".claude/settings.json"), b'{"hooks": [], "key": "' + KEY.encode() + b'"}\r\n', 0o600),
        FileWrite(take(home / ".codex/deep/config.toml"), b"model = 'glm-5'\n", 0o640),
        FileWrite(take(home / ".codex/deep/.env"), b"KEY=" + KEY.encode() + b"\n", 0o600),
        FileWrite(take(home / ".old/tool/config.toml"), None, None),
    ]


def new_files(home: Path) -> list[FileWrite]:
    """The part of the change that only makes new files."""
    return [write for write in planned(home) if ".codex" in write.snapshot.path.parts]


def make_change(home: Path, writes: list[FileWrite] | None = None) -> Change:
    """Make the change."""
    return apply(
        planned(home) if writes is None else writes,
        state=state_of(home),
        command="switch",
        tools=["claude-code", "codex"],
        summary={"model": "glm-5"},
        now=NOW,
        reach=lambda: reach(home),
    )


def apply_one(home: Path, path: Path) -> Change:
    """Make one new file."""
    return make_change(home, [FileWrite(take(path), b"new", 0o600)])


def recover(home: Path) -> Recovery | None:
    """The next start."""
    return recovery.recover(state_of(home), reach(home))


def reach(home: Path) -> Reach:
    """All files of tools, and those made up for the tests."""
    known = reach_of(_catalog(), Environment(home, {}, "linux"))
    made_up = {(home / name).resolve() for name in [*BEFORE, *AFTER, "first", "second"]}
    return replace(known, files=frozenset({*known.files, *made_up}))


@cache
def _catalog() -> Catalog:
    return built_in_catalog()


def tree(home: Path) -> dict[str, str]:
    """Everything in ``home`` but the state folder: kind, permission bits and content or target."""
    return {
        str(path.relative_to(home)): _look(path)
        for path in sorted(home.rglob("*"))
        if path.relative_to(home).parts[0] != ".local"
    }


def state_tree(home: Path) -> list[str]:
    """The files in the state folder; the names of backups shortened."""
    root = home / STATE
    names = [str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir()]
    return sorted(name[:12] if name.startswith("backups/") and "." not in name else name for name in names)


def _look(path: Path) -> str:
    if path.is_symlink():
        return f"link {os.readlink(path)}"  # noqa: PTH115  the text of the link as it is
    mode = f"{stat.S_IMODE(path.stat().st_mode):04o}"
    return f"folder {mode}" if path.is_dir() else f"file {mode} {path.read_bytes().decode()}"
