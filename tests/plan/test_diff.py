"""The diff shows every changed line, and no more than that and its neighbours."""

from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.formats import Replacement, replace
from wizard.plan.diff import diff_between, unified_lines

_SOURCE = st.lists(st.sampled_from(["a", "b", "cc", "d d", ""]), max_size=60).map("\n".join)
_TEXT = st.sampled_from([b"", b"x", b"\nnew", b"q\nw\n"])


def _shown(before: bytes, after: bytes, replacements: list[Replacement] | None = None, key: str = "") -> list[str]:
    return list(unified_lines(diff_between(before, after, replacements, [key])))


@settings(max_examples=200)
@given(st.data())
def test_the_hunks_lead_from_the_old_lines_to_the_new_ones(data: st.DataObject) -> None:
    """Whoever applies the shown hunks to the old lines gets exactly the new lines."""
    before = data.draw(_SOURCE).encode()
    offsets = sorted(data.draw(st.lists(st.integers(0, len(before)), max_size=6, unique=True)))
    pairs = zip(offsets[::2], offsets[1::2], strict=False)
    replacements = [Replacement(start, end, data.draw(_TEXT)) for start, end in pairs]
    after = replace(before, replacements)
    old, new = _split(before), _split(after)
    made: list[str] = []
    position = 0
    for hunk in diff_between(before, after, replacements).hunks:
        for line in hunk.lines:
            if line.old_number is not None:
                made += old[position : line.old_number - 1]
                position = line.old_number
                assert old[line.old_number - 1] == line.text
            elif line.new_number is not None:
                skipped = line.new_number - 1 - len(made)
                made += old[position : position + skipped]
                position += skipped
            if line.kind != "removed":
                made.append(line.text)
    assert [*made, *old[position:]] == new


def _split(content: bytes) -> list[str]:
    lines = content.decode().split("\n")
    return lines[:-1] if not lines[-1] else lines


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


def test_keys_and_control_characters_are_harmless() -> None:
    """Known and key-shaped secrets are masked, escape sequences and bidirectional controls are written out."""
    before = b'mine = "hunter2hunter2"\n'
    after = 'mine = "x"\napi_key = "sk-ant-0123456789"\n\x1b[31mred\u202e\n'.encode()
    shown = "\n".join(_shown(before, after, key="hunter2hunter2"))
    assert "hunter2hunter2" not in shown
    assert "sk-ant-0123456789" not in shown
    assert "␛[31mred\\u202e" in shown
