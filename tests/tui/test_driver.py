"""What a terminal sends, taken apart: keys and reports as Textual knows them, and nothing for what means nothing."""

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("the driver is for other systems", allow_module_level=True)

from textual import events

from tests.stories.malformed import WRONG
from wizard.tui.driver import Parser
from wizard.tui.pastes import Pastes


def told(*pieces: str) -> list[str]:
    """What becomes of ``pieces``, one read each: keys by name, pastes by their text, all else by its kind."""
    parser = Parser()
    messages = [message for piece in pieces for message in parser.feed(piece)]
    return [
        message.key
        if isinstance(message, events.Key)
        else message.text
        if isinstance(message, events.Paste)
        else type(message).__name__
        for message in messages
    ]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("w中\r", ["w", "中", "enter"]),
        ("\x1b[A\x1bOP\x1b[15~\x1b[[A", ["up", "f1", "f5", "f1"]),
        ("\x1b[99;5u\x1b[27u\x1b[13;1u\x1b[97;;97u", ["ctrl+c", "escape", "enter", "a"]),
        ("\x03\x1c\x1a", ["ctrl+c", "ctrl+backslash", "ctrl+z"]),
        ("\x1b[200~a w\x1b[201~", ["a w"]),
        ("\x1b[<0;5;6M\x1b[<0;5;6m\x1b[<35;7;8M", ["MouseDown", "MouseUp", "MouseMove"]),
        ("\x1b[I\x1b[O", ["AppFocus", "AppBlur"]),
        ("\x1b[?2026;2$y", ["TerminalSupportsSynchronizedOutput"]),
        ("\x1b[48;40;100;800;1000t", ["Resize"]),
        ("\x1b[12;40R", ["CursorPosition"]),
    ],
)
def test_what_textual_knows(sent: str, expected: list[str]) -> None:
    """Keys in all their forms, pastes, the mouse, the reports that were asked for: whole, and a character a read."""
    assert told(sent) == expected
    assert told(*sent) == expected


@pytest.mark.parametrize(
    "sent",
    [
        "\x1b[?64;1;2w",
        "\x1b[>1;7600;0c",
        "\x1b[3;1w",
        "\x1b[1$w",
        "\x1b[99999999999u",
        "\x1b[1:2;3u",
        "\x1b[97;1;99999999999u",
        "\x1b[?99999;1$y",
    ],
)
def test_what_means_nothing_presses_no_key(sent: str) -> None:
    """A whole report that nobody asked for, or whose numbers are absurd: not one of its letters becomes a key."""
    assert told(sent, "x") == ["x"]
    assert told(*sent, "x") == ["x"]


def taken_out(*pieces: str) -> list[str]:
    """``pieces``, one read each, without their pastes, which stand in brackets."""
    pastes = Pastes()
    found = [each for piece in pieces for each in pastes.feed(piece)] + [pastes.flush()]
    return [f"[{each.text}]" if isinstance(each, events.Paste) else each for each in found if each]


@pytest.mark.parametrize(
    "pasted", ["a w", "\x1b[31mError: 3 \x1b[0m", "\x1b[A\x1bOP\x1b", "中\x00文\r\n1", "\x1b[200", "2" * 5000, ""]
)
def test_what_is_pasted_presses_no_key(pasted: str) -> None:
    """A paste is one text, whatever stands in it and however it comes in pieces; what is typed around it stays."""
    expected = f"1[{pasted.replace(chr(0), '')}]2\x1b[A"
    assert "".join(taken_out(f"1\x1b[200~{pasted}\x1b[201~2\x1b[A")) == expected
    assert "".join(taken_out("1", "\x1b[2", "00", "~", *pasted, *"\x1b[201~", "2\x1b[A")) == expected


def test_a_key_is_not_held_back() -> None:
    """Escape alone, and the beginning of another sequence, go on at once; so does what was no paste in the end."""
    pastes = Pastes()
    assert list(pastes.feed("\x1b")) == ["\x1b"]
    assert list(pastes.feed("a\x1b[")) == ["a\x1b["]
    assert list(pastes.feed("b\x1b[20")) == ["b"]
    assert pastes.flush() == "\x1b[20"
    assert pastes.flush() == ""


@pytest.mark.parametrize("wrong", list(WRONG))
def test_what_is_wrong_stops_nothing(wrong: str) -> None:
    """Behind any wrong input the next key is heard."""
    assert told(WRONG[wrong].decode("utf-8", "replace"), "\x1b[201~", "\x1b[24~")[-1] == "f12"
