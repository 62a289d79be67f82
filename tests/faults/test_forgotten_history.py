"""What ``history --prune`` forgot takes nothing from the way out: the plan and its key leave all the same."""

from pathlib import Path

import pytest

from tests.doctor.set_ups import FILES
from tests.faults.program import KEY, Program


@pytest.mark.promise("remove-takes-nothing")
@pytest.mark.parametrize("tool", list(FILES))
def test_the_first_change_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tool: str
) -> None:
    """Where the oldest content that is kept holds the plan itself, it is no content from before the wizard."""
    program = Program(tmp_path, monkeypatch, capsys)
    mine = tmp_path / "mine.txt"
    mine.write_text(KEY)
    assert program("apply", "--tool", tool, "--region", "china", "--model", "glm-5", "--yes").code == 0
    assert program("switch", "glm-4.7", "--yes").code == 0
    assert program("switch", "glm-5", "--yes").code == 0
    assert program("history", "--prune", "--keep", "2", "--yes").code == 0
    assert program("remove", "--tool", tool, "--yes").code == 0
    status = program("status", "--json").json["tools"]
    assert [each["configured"] for each in status if each["id"] == tool] == [False]
    holding = [
        path.relative_to(tmp_path).as_posix()
        for path in tmp_path.rglob("*")
        if path.is_file() and ".local" not in path.parts and KEY in path.read_text()
    ]
    assert holding == ["mine.txt"]
    assert program("undo", "--yes").code == 0
    status = program("status", "--json").json["tools"]
    assert [each["configured"] for each in status if each["id"] == tool] == [True]
