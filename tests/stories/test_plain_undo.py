"""Undoing by numbered questions, where values of the change were changed since."""

import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.running import contents
from tests.stories.terminal import spawned
from tests.tui.piloted import set_up
from tests.tui.test_undo import edited

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")


def started(home: Path) -> "pexpect.spawn[str]":
    """The questions at the one that asks what to do with the changed value."""
    child = spawned(home, "--plain", "--home", str(home))
    child.expect("OpenCode")
    child.sendline("undo the last change")
    child.expect("“model” was changed since")
    child.expect('now it is "my/model"; before it was nothing')
    child.expect("What shall become of them")
    child.expect("5. Leave all as it is")
    return child


def test_the_difference_then_the_rest(tmp_path: Path) -> None:
    """The first choice shows the diff and asks again; the second undoes all but the changed value."""
    file = edited(tmp_path)
    child = started(tmp_path)
    child.sendline("")
    child.expect('-  "model": "bailian-coding-plan/qwen3.7-plus"')
    child.expect("What shall become of them")
    child.sendline("2")
    child.expect('stays "my/model"')
    child.expect("Write this")
    child.sendline("y")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert file.read_bytes() == b'{\n  "theme": "mine",\n  "model": "my/model"\n}\n'


def test_the_changed_value_too(tmp_path: Path) -> None:
    """The third choice takes it back as well; what the user wrote beside it stays."""
    file = edited(tmp_path)
    child = started(tmp_path)
    child.sendline("3")
    child.expect("takes this back although it was changed since")
    child.expect("Write this")
    child.sendline("y")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert file.read_bytes() == b'{\n  "theme": "mine"\n}\n'


def test_the_plan_is_taken_out_instead_or_nothing_at_all(tmp_path: Path) -> None:
    """Leaving goes back to the start; the fourth choice is the removal, of which a no writes nothing."""
    file = edited(tmp_path)
    before = contents(tmp_path)
    child = started(tmp_path)
    child.sendline("5")
    child.expect("Undo the last change")
    child.sendline("history")
    child.expect("Undo which change")
    child.sendline("")
    child.expect("5. Leave all as it is")
    child.sendline("4")
    child.expect("belongs to the plan")
    child.expect("Write this")
    child.sendline("n")
    child.expect("Undo the last change")
    child.sendline("q")
    child.expect("nothing was changed")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert contents(tmp_path) == before
    assert b"my/model" in file.read_bytes()


def test_what_stays_is_said(tmp_path: Path) -> None:
    """Where nothing of the wizard's was changed the plan comes at once, with what is left alone."""
    set_up(tmp_path)
    file = tmp_path / ".config/opencode/opencode.json"
    file.write_bytes(file.read_bytes().replace(b"{", b'{\n  "theme": "mine",', 1))
    child = spawned(tmp_path, "--plain", "--home", str(tmp_path))
    child.expect("OpenCode")
    child.sendline("undo the last change")
    child.expect("OpenCode or you wrote since stays: theme.")
    child.expect("Write this")
    child.sendline("y")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert file.read_bytes() == b'{\n  "theme": "mine"\n}\n'
