"""Where the wizard keeps its own files."""

from pathlib import Path

import pytest

from tests.apply.homes import NOW
from wizard.apply.change import FileWrite
from wizard.apply.state import StateFolder
from wizard.apply.writer import apply
from wizard.errors import WriteError
from wizard.files import take


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, "/home/ada/.local/state/coding-plan-wizard"),
        ("linux", {"XDG_STATE_HOME": "/var/state"}, "/var/state/coding-plan-wizard"),
        ("linux", {"XDG_STATE_HOME": "relative"}, "/home/ada/.local/state/coding-plan-wizard"),
        ("linux", {"XDG_STATE_HOME": ""}, "/home/ada/.local/state/coding-plan-wizard"),
        ("darwin", {"XDG_STATE_HOME": "/x"}, "/home/ada/Library/Application Support/coding-plan-wizard"),
        ("win32", {"LOCALAPPDATA": "/data"}, "/data/coding-plan-wizard"),
        ("win32", {}, "/home/ada/AppData/Local/coding-plan-wizard"),
    ],
)
def test_the_place(platform: str, variables: dict[str, str], expected: str) -> None:
    """Each system's own place, moved only by the variable that system has for it."""
    assert StateFolder.of(Path("/home/ada"), variables, platform).path == Path(expected)


def test_a_file_in_its_way(tmp_path: Path) -> None:
    """A state folder that cannot be made is an error with its path, before any file is touched."""
    (tmp_path / ".local").touch()
    state = StateFolder.of(tmp_path, {}, "linux")
    write = FileWrite(take(tmp_path / "settings.json"), b"{}", 0o600)
    with pytest.raises(WriteError) as caught:
        apply([write], state=state, command="apply", tools=[], summary={}, now=NOW)
    assert caught.value.message.startswith(f"{tmp_path / '.local/state'}: ")
    assert [place.name for place in tmp_path.iterdir()] == [".local"]
