"""How text from anywhere is shown, and how a command line is shown so that it runs."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.text.shell import command_line, quoted
from wizard.text.visible import hidden_in, visible

_TEXTS = Path(__file__).parent.parent / "wizard" / "text"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, 中文, é 😀\t.", "plain, 中文, é 😀\t."),
        ("\x00\x07\x1b[2J\r\n\x1f", "␀␇␛[2J␍␊␟"),
        ("\x7f\x80\x9b\x9f", "\\u007f\\u0080\\u009b\\u009f"),
        ("\u202a\u202e\u2066\u2069\u200e\u200f\u061c", "\\u202a\\u202e\\u2066\\u2069\\u200e\\u200f\\u061c"),
        ("\u200b\u2060\ufeff\u00ad", "\\u200b\\u2060\\ufeff\\u00ad"),
        ("\u2028\u2029\u00a0", "\\u2028\\u2029\\u00a0"),
        ("\udcff\ud800", "\\udcff\\ud800"),
        ("\U000e0041\U0010ffff", "\\U000e0041\\U0010ffff"),
    ],
)
def test_what_acts_is_written_out(text: str, shown: str) -> None:
    """Controls as pictures or numbers, what turns or hides text as numbers, all else as it is."""
    assert visible(text) == shown


@given(st.text(st.characters(codec=None)))
def test_what_is_shown_is_printable(text: str) -> None:
    """Whatever it is, nothing but printable characters and tabs is left, and showing it again changes nothing."""
    shown = visible(text)
    assert shown.replace("\t", "").isprintable()
    assert visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("China (Beijing) 中国（北京） é 😀️ 〈x〉　", None),
        ("a\x1bb", "U+001B"),
        ("a\u009b", "U+009B"),
        ("\u202e", "U+202E"),
        ("a\u200db", "U+200D"),
        ("\u061c", "U+061C"),
        ("\ufeffx", "U+FEFF"),
        ("\n", "U+000A"),
        ("\udcff", "U+DCFF"),
        ("\U000e0041", "U+E0041"),
    ],
)
def test_what_cannot_be_seen_is_found(text: str, hidden: str | None) -> None:
    """The first character that cannot be seen is named; blanks with a width, and what colours an emoji, can be."""
    assert hidden_in(text) == hidden


def test_all_words_can_be_seen() -> None:
    """The wizard's own words pass the gate unchanged."""
    for path in sorted(_TEXTS.rglob("*.toml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert visible(line) == line, path
        assert tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("/home/me", "/home/me"),
        ("my files", "'my files'"),
        ("it's", "'it'\"'\"'s'"),
        ("", "''"),
        ("~/x", "'~/x'"),
        ("=ls", "'=ls'"),
        ("$(x)", "'$(x)'"),
        ("a\x1b[2J1", "$'a\\033[2J1'"),
        ("it's\n\\", "$'it\\'s\\012\\\\'"),
        ("中\u202e文", "$'中\\342\\200\\256文'"),
        (os.fsdecode(b"\xff0\xc3"), "$'\\3770\\303'") if sys.platform != "win32" else ("x", "x"),
    ],
)
def test_a_word_of_a_command(word: str, shown: str) -> None:
    """A word that a shell takes apart is quoted, one that acts on the terminal is written out for the shell."""
    assert quoted(word) == shown


@pytest.mark.promise("command-line-shown")
@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="needs bash")
@given(st.lists(st.binary(min_size=1, max_size=12).filter(lambda word: b"\0" not in word), min_size=1, max_size=4))
def test_a_shell_reads_the_words(words: list[bytes]) -> None:
    """Whatever bytes a path has, the printable line brings the same bytes to the program."""
    line = command_line(["printf", "%s\\0", *map(os.fsdecode, words)])
    assert line.isprintable()
    done = subprocess.run(
        ["/bin/bash", "-c", line], env={"LC_ALL": "C.UTF-8"}, capture_output=True, check=True, timeout=60
    )
    assert done.stdout == b"".join(word + b"\0" for word in words)
