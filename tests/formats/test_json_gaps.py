"""Comments and line breaks at every place between tokens: edits are made, not refused, and can be taken back."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.formats import Delete, Edit, Set, edit, open_document

pytestmark = pytest.mark.thorough

_GAPS = st.sampled_from(["", " ", "\n", "// x\n", " /*y*/ ", "\n  // z\n  "])
_FORMATS = st.sampled_from(["jsonc", "json5"])


def written(gaps: list[str], opening: str, items: list[str], closing: str, *, trailing_comma: bool) -> bytes:
    """The items in brackets, with a gap at every place where one may stand."""
    gap = iter(gaps)
    text = opening + next(gap)
    for number, item in enumerate(items):
        text += item + next(gap)
        if number < len(items) - 1 or trailing_comma:
            text += "," + next(gap)
    return (text + closing + next(gap)).encode()


@settings(max_examples=250, deadline=None)
@given(st.lists(_GAPS, min_size=8, max_size=8), st.booleans(), _FORMATS)
def test_members_between_comments(gaps: list[str], trailing: bool, format_: str) -> None:  # noqa: FBT001  drawn, not passed
    """Any members can be deleted and new ones set, together or alone; a new one goes without a trace."""
    source = written(gaps, "{", ['"a": 1', '"b": 2', '"c": 3'], "}", trailing_comma=trailing)
    for count in range(1, 4):
        for gone in itertools.combinations("abc", count):
            deletes: list[Edit] = [Delete((key,)) for key in gone]
            left = {key: number for number, key in enumerate("abc", 1) if key not in gone}
            assert open_document(edit(source, format_, deletes), format_).get(()) == left
            both = edit(source, format_, [*deletes, Set(("d",), 4)])
            assert open_document(both, format_).get(()) == {**left, "d": 4}
    added = edit(source, format_, [Set(("d",), 4), Set(("e",), 5)])
    assert edit(added, format_, [Delete(("d",)), Delete(("e",))]) == source


@settings(max_examples=150, deadline=None)
@given(st.lists(_GAPS, min_size=6, max_size=6), st.booleans(), _FORMATS)
def test_rows_between_comments(gaps: list[str], trailing: bool, format_: str) -> None:  # noqa: FBT001  as above
    """The same for the rows of a list."""
    source = written(gaps, "[", ["1", '"b"'], "]", trailing_comma=trailing)
    assert open_document(edit(source, format_, [Delete((0,))]), format_).get(()) == ["b"]
    assert open_document(edit(source, format_, [Delete((1,))]), format_).get(()) == [1]
    assert open_document(edit(source, format_, [Delete((1,)), Delete((0,))]), format_).get(()) == []
    added = edit(source, format_, [Set((2,), {"x": 1}), Set((3,), 4)])
    assert open_document(added, format_).get(()) == [1, "b", {"x": 1}, 4]
    assert edit(added, format_, [Delete((3,)), Delete((2,))]) == source
