"""The program over a home whose files hold an old key."""

from pathlib import Path

import pytest

from tests.faults.program import Program

OLD = "sk-sp-old0000111122223333444455556666"
NEW = "sk-sp-new7777888899990000aaaabbbbcccc"
TOOLS = ("claude-code", "opencode", "qwen-code", "openclaw")
CHOSEN = ("--region", "international", *(word for tool in TOOLS for word in ("--tool", tool)))


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program over a home that was set up with the old key."""
    home = tmp_path / "home"
    home.mkdir()
    started = Program(home, monkeypatch, capsys)
    assert started("apply", "--yes", *CHOSEN, key=OLD).code == 0
    return started


def leaked(text: str) -> list[str]:
    """The keys of which ``text`` holds more than a mask: their first eight characters after the prefix, or all."""
    return [key for key in (OLD, NEW) if key in text or key[6:14] in text]
