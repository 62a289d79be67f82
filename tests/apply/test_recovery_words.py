"""What is said about a change that was broken off, for each way it can have ended."""

from datetime import UTC, datetime
from pathlib import Path

from wizard.apply.change import Change
from wizard.apply.recovery import Recovery

_CHANGE = Change("20261125-0900-abcd", datetime(2026, 11, 25, 9, 0, tzinfo=UTC), "switch", ("opencode",), (), {})


def test_each_end_has_its_sentence() -> None:
    """Finished, taken back, taken back but for edited files, and a record that cannot be read."""
    assert Recovery(_CHANGE, finished=True).message == (
        "The last “switch” (2026-11-25 09:00 UTC) was broken off after all its files were written; "
        "it is change 20261125-0900-abcd now."
    )
    assert Recovery(_CHANGE, finished=False, files=(Path("/a"),)).message == (
        "The last “switch” (2026-11-25 09:00 UTC) was broken off. Every file is as it was before it."
    )
    assert Recovery(_CHANGE, finished=False, left=(Path("/a"), Path("/b"))).message == (
        "The last “switch” (2026-11-25 09:00 UTC) was broken off and taken back, "
        "but these files were edited since and left alone: /a, /b. "
        "“undo 20261125-0900-abcd” takes out what it wrote in them."
    )
    assert Recovery(None, finished=False).message.startswith(
        "The record of a change that was broken off cannot be read"
    )
