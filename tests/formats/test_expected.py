"""What edits mean in plain Python: the measure of the independent check."""

import pytest

from wizard.formats import Delete, Edit, Set, Value, apply_edits

MEANT: list[tuple[Value, Edit, Value]] = [
    ({"a": 1}, Set(("a",), 2), {"a": 2}),
    ({"a": 1}, Set(("b", "c"), 2), {"a": 1, "b": {"c": 2}}),
    ({"a": None}, Set(("a", 0, "x"), 2), {"a": [{"x": 2}]}),
    (None, Set(("a",), 1), {"a": 1}),
    ([1], Set((1,), 2), [1, 2]),
    ([1, 2], Set((0,), 3), [3, 2]),
    ({"a": 1, "b": 2}, Delete(("a",)), {"b": 2}),
    ({"a": 1}, Delete(("b", "c")), {"a": 1}),
    ({"a": {"b": 1, "c": 2}}, Delete(("a", "b")), {"a": {"c": 2}}),
    ({"a": None}, Delete(("a", "b")), {"a": None}),
    ([1, {"x": 1, "y": 2}, 3], Delete((1, "x")), [1, {"y": 2}, 3]),
    ([1, 2, 3], Delete((1,)), [1, 3]),
    ([1], Delete((1, "a")), [1]),
    ([1], Delete((-1,)), [1]),
]


@pytest.mark.parametrize(("before", "each", "after"), MEANT)
def test_an_edit_means_one_thing(before: Value, each: Edit, after: Value) -> None:
    """Sets create their parents and fill null, deletes of nothing do nothing; the old value stays whole."""
    kept = repr(before)
    assert apply_edits(before, [each]) == after
    assert repr(before) == kept


@pytest.mark.parametrize("value", ["text", 1, True, {"a": 1}])
def test_another_type_has_no_rows(value: Value) -> None:
    """A text is no list of its characters."""
    for each in (Set((0,), 1), Delete((0,))):
        with pytest.raises(TypeError):
            apply_edits(value, [each])


@pytest.mark.parametrize("value", ["text", 1, [1]])
def test_another_type_has_no_members(value: Value) -> None:
    """What is no object has no members."""
    with pytest.raises(TypeError):
        apply_edits(value, [Set(("a",), 1)])


def test_a_row_behind_the_end_is_no_place() -> None:
    """An index may be the length of its list, no more and no less than zero."""
    for index in (2, -1):
        with pytest.raises(LookupError):
            apply_edits([1], [Set((index,), 2)])
