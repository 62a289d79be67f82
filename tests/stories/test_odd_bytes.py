"""Bytes that are no text, typed at every question line by line: each is asked again or answered with its sentence."""

import os
import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.running import contents
from tests.stories.terminal import KEY, spawned
from tests.tui.piloted import set_up

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")

_ODD = b"caf\xe9 \xff\xfe\x80 \xc3"
_START = r"Number or name \[1\]: "
_CHOICE = r"\]: "
_WAYS = {
    "steps": [
        *((_START, _ODD), (_START, b"set up tools")),
        *(("In which region", None), (_CHOICE, _ODD), (_CHOICE, b"2")),
        *(("Which tools", None), (_CHOICE, _ODD), (_CHOICE, b"opencode")),
        *(("Which model", None), (_CHOICE, _ODD), (_CHOICE, b"qwen3.7-plus")),
        *(("Shall the model", None), (_CHOICE, _ODD), (_CHOICE, b"3")),
        *(("Most tokens.*: ", _ODD), ("Most tokens.*: ", b"2000")),
        *(("not shown.*: ", _ODD), ("not shown.*: ", KEY.encode())),
        *(("Write this", _ODD), ("In which region", None)),
    ],
    "an error text": [(_START, b"explain"), ("full stop alone: ", _ODD + b"\n404 " + _ODD + b"\n."), (_START, None)],
    "a profile's name": [(_START, b"save this as"), ("Name.*: ", _ODD), ("key comes from.*: ", b""), (_START, None)],
    "a key's place": [(_START, b"save this as"), ("Name.*: ", b"home"), ("key comes from.*: ", _ODD), (_START, None)],
    "a change": [(_START, b"7"), (r"Undo which.*: ", _ODD), (_START, None)],
    "tools that leave": [(_START, b"take"), (_CHOICE, _ODD), (_CHOICE, b"1"), ("Write this", _ODD), (_START, None)],
}


@pytest.mark.promise("bytes-no-text")
@pytest.mark.parametrize("way", list(_WAYS))
def test_every_question(tmp_path: Path, way: str) -> None:
    """Each question of a way gets such a line; nothing unexpected happens, nothing is written."""
    set_up(tmp_path)
    before = contents(tmp_path)
    # As in most locales: Python's own way with such bytes is to fail.
    child = spawned(tmp_path, "--plain", size=(50, 200), PYTHONIOENCODING="utf-8:strict")
    said = ""
    for question, typed in _WAYS[way]:
        child.expect([question, pexpect.EOF])
        said += str(child.before)
        assert child.after is not pexpect.EOF, said
        if typed is not None:
            os.write(child.child_fd, typed + b"\n")
    child.sendcontrol("c")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert "Something unexpected" not in said
    assert contents(tmp_path) == before
