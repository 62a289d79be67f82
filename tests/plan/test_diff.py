"""The diff shows every changed line, and no more than that and its neighbours."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.formats import Replacement, replace
from wizard.plan.diff import NO_LINE_END, diff_between, unified_lines

_SOURCE = st.lists(st.sampled_from(["a", "b", "cc", "d d", ""]), max_size=60).map("\n".join)
_TEXT = st.sampled_from([b"", b"x", b"\nnew", b"q\nw\n"])


def _shown(before: bytes, after: bytes, replacements: list[Replacement] | None = None, key: str = "") -> list[str]:
    return list(unified_lines(diff_between(before, after, replacements, [key])))


def _patched(before: str, diff: list[str]) -> str:
    """``before`` with a unified diff applied as ``patch`` does it, strictly."""
    old = before.splitlines(keepends=True)
    made: list[str] = []
    position = 0
    kind = ""
    for line in diff:
        if header := re.fullmatch(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@", line):
            first = int(header[1]) - (int(header[2]) > 0)
            made += old[position:first]
            position = first
            assert len(made) == int(header[3]) - (int(header[4]) > 0)
        elif line == NO_LINE_END:
            if kind != "-":
                made[-1] = made[-1].removesuffix("\n")
        else:
            kind, text = line[0], line[1:]
            if kind != "+":
                assert old[position].removesuffix("\n") == text
                position += 1
            if kind != "-":
                made.append(f"{text}\n")
    return "".join([*made, *old[position:]])


@settings(max_examples=200, deadline=None)
@given(_SOURCE, _SOURCE)
def test_the_whole_diff_leads_from_one_content_to_the_other(before: str, after: str) -> None:
    """Applied to the old content, the diff of two contents gives the new one, final line end or none included."""
    assert _patched(before, _shown(before.encode(), after.encode())) == after


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_the_diff_of_edits_leads_from_one_content_to_the_other(data: st.DataObject) -> None:
    """So does the diff that looks only around the replacements; its counts are those of its lines."""
    before = data.draw(_SOURCE)
    offsets = sorted(data.draw(st.lists(st.integers(0, len(before)), max_size=6, unique=True)))
    pairs = zip(offsets[::2], offsets[1::2], strict=False)
    replacements = [Replacement(start, end, data.draw(_TEXT)) for start, end in pairs]
    after = replace(before.encode(), replacements)
    diff = diff_between(before.encode(), after, replacements)
    shown = list(unified_lines(diff))
    assert _patched(before, shown) == after.decode()
    assert diff.added == sum(line.startswith("+") for line in shown)
    assert diff.removed == sum(line.startswith("-") for line in shown)


def test_a_change_of_the_final_line_end_is_shown() -> None:
    """The format's own words say which side ends without a line end."""
    assert _shown(b"{}", b"{}\n") == ["@@ -1,1 +1,1 @@", "-{}", NO_LINE_END, "+{}"]
    assert _shown(b"a\n{}\n", b"a\n{}") == ["@@ -1,2 +1,2 @@", " a", "-{}", "+{}", NO_LINE_END]
    assert _shown(b"{}", b"{}\n", [Replacement(2, 2, b"\n")]) == ["@@ -1,1 +1,1 @@", "-{}", NO_LINE_END, "+{}"]
    assert _shown(b"a\nb", b"c\nb") == ["@@ -1,2 +1,2 @@", "-a", "+c", " b", NO_LINE_END]


def test_a_byte_order_mark_is_shown() -> None:
    """A mark that comes or goes is written out."""
    assert _shown(b"{}\n", b"\xef\xbb\xbf{}\n") == ["@@ -1,1 +1,1 @@", "-{}", "+\\ufeff{}"]


def test_changed_line_ends_are_shown_and_steady_ones_are_not() -> None:
    """Where lines change between CRLF and LF each CR is shown; in a file that has CRLF throughout it is not."""
    assert _shown(b"a\r\nb\r\n", b"a\nb\r\n") == ["@@ -1,2 +1,2 @@", "-a␍", "+a", " b␍"]
    assert _shown(b"a\r\nb\r\n", b"c\r\nb\r\n") == ["@@ -1,2 +1,2 @@", "-a", "+c", " b"]


def test_a_change_far_along_a_long_line_is_seen() -> None:
    """Of a line of a megabyte the part with the change is shown, and no half of a key at its edges."""
    key = b"sk-sp-0123456789abcdef0123456789abcdef"
    for gap in range(900, 1100, 7):
        before = (
            b'{"a":"'
            + b"x y" * 300_000
            + b'","k":"'
            + key
            + b'","f":"'
            + b"z " * (gap // 2)
            + b'","n":1,'
            + b'"m":0,' * 2_000
        )
        start = before.index(b'"n":1') + 4
        _, removed, _, added, _ = _shown(
            before, before[:start] + b"2" + before[start + 1 :], [Replacement(start, start + 1, b"2")]
        )
        assert '"n":1,' in removed
        assert '"n":2,' in added
        assert "0123456789abcdef" not in removed + added
        assert "cdef0123" not in removed + added
        assert len(removed) < 2_100


def test_edits_of_one_line_are_shown_once() -> None:
    """Two replacements on neighbouring lines are one block: what goes, then what comes."""
    before = b'{\n  "a": 1\n}\n'
    edits = [Replacement(9, 10, b"2"), Replacement(10, 10, b',\n  "b": 3')]
    assert _shown(before, replace(before, edits), edits) == [
        "@@ -1,3 +1,4 @@",
        " {",
        '-  "a": 1',
        '+  "a": 2,',
        '+  "b": 3',
        " }",
    ]


@pytest.mark.promise("text-from-file")
def test_keys_and_control_characters_are_harmless() -> None:
    """Known and key-shaped secrets are masked, escape sequences and bidirectional controls are written out."""
    before = b'mine = "hunter2hunter2"\n'
    after = 'mine = "x"\napi_key = "sk-ant-0123456789"\n\x1b[31mred\u202e\n'.encode()
    shown = "\n".join(_shown(before, after, key="hunter2hunter2"))
    assert "hunter2hunter2" not in shown
    assert "sk-ant-0123456789" not in shown
    assert "␛[31mred\\u202e" in shown
