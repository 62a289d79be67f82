"""A home, and changes made in it."""

import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from wizard.apply.change import Change, FileWrite
from wizard.apply.state import StateFolder
from wizard.apply.writer import apply
from wizard.files import take
from wizard.plan.plan import Plan
from wizard.plan.undo import undo_plan

NOW = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)
MINE = b"\xef\xbb\xbf{ }\r\n"


class Home:
    """A home, and changes made in it at a clock of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state = StateFolder.of(path, {}, "linux")
        self.now = NOW

    def write(self, name: str, content: bytes | None, mode: int | None = 0o600) -> Change:
        """Change one file."""
        place = self.path / name
        return self.make(FileWrite(take(place), content, None if content is None else mode))

    def make(self, *writes: FileWrite, command: str = "apply", summary: Mapping[str, str] | None = None) -> Change:
        """Make a change."""
        return apply(writes, state=self.state, command=command, tools=[], summary=summary or {}, now=self.now)

    def plan(self, change: Change, *, force: bool = False, skip_failing: bool = False) -> Plan:
        """The plan that takes a change back."""
        return undo_plan(self.state, {}, change, force=force, skip_failing=skip_failing)

    def undo(self, change: Change, *, force: bool = False, skip_failing: bool = False) -> Change:
        """Take a change back."""
        plan = self.plan(change, force=force, skip_failing=skip_failing)
        return self.make(*(FileWrite(file.snapshot, file.planned_bytes, file.planned_mode) for file in plan.files),
                         command="undo", summary=plan.summary)  # fmt: skip

    def look(self, name: str) -> tuple[bytes, int] | None:
        """Content and permission bits of a file."""
        place = self.path / name
        return (place.read_bytes(), stat.S_IMODE(place.stat().st_mode)) if place.exists() else None


def home_in(folder: Path) -> Home:
    """A home with one file of the user's own in it."""
    (folder / "mine.json").write_bytes(MINE)
    (folder / "mine.json").chmod(0o644)
    return Home(folder)
