"""Taking back by value, as values: the laws over generated documents, and lists row by row."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.formats.json_documents import objects, scalars, values
from wizard.formats import Delete, DocumentPath, Edit, Set, Value, apply_edits, equal
from wizard.plan.three_way import Taking
from wizard.plan.versions import ABSENT, Found, TakenBack, Versions, same, written_since

pytestmark = pytest.mark.thorough

EXAMPLES = settings(max_examples=300, deadline=None)


def taken(before: Value, wrote: Value, now: Value, *, force: bool = False) -> TakenBack:
    """What is taken back below one setting, ``x``: a document of its own is never one value."""
    return Taking(force).back(Versions({"x": before}, {"x": wrote}, {"x": now}))


def made(now: Value, back: TakenBack) -> Value:
    """``now`` with the edits made."""
    return apply_edits(now, [edit.edit for edit in back.edits])


@EXAMPLES
@given(values(), values())
def test_what_is_as_the_change_left_it_is_as_before(before: Value, wrote: Value) -> None:
    """Nothing clashes, the earlier value comes out whole, rows in their order, and the edits lead there."""
    back = taken(before, wrote, wrote)
    assert not back.clashes
    assert back.value is not ABSENT
    assert equal(back.value, {"x": before})
    assert equal(made({"x": wrote}, back), {"x": before})


@EXAMPLES
@given(values(), values(), values(), st.booleans())
def test_the_edits_lead_to_the_value(before: Value, wrote: Value, now: Value, force: bool) -> None:  # noqa: FBT001
    """Whatever stood there at the three times, the edits, made in order, give exactly the value that is promised."""
    back = taken(before, wrote, now, force=force)
    assert back.value is not ABSENT
    assert equal(made({"x": now}, back), back.value)


def trees() -> st.SearchStrategy[Value]:
    """Values without lists: a list may hold two equal rows, one of the change's and one that came since."""
    keys = st.sampled_from("abc")
    return st.recursive(scalars(), lambda inner: st.dictionaries(keys, inner, max_size=3), max_leaves=8)


@EXAMPLES
@given(trees(), trees(), trees())
def test_what_is_taken_back_stays_so(before: Value, wrote: Value, now: Value) -> None:
    """Done again, it finds nothing more to do."""
    back = taken(before, wrote, now)
    assert isinstance(back.value, dict)
    again = Taking().back(Versions({"x": before}, {"x": wrote}, back.value))
    assert equal(made(back.value, again), back.value)


def leaves(value: Value, path: DocumentPath = ()) -> Iterator[DocumentPath]:
    """The paths of all members, of objects only: a list is one value here."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield (*path, key)
            yield from leaves(member, (*path, key))


def meet(path: DocumentPath, others: Sequence[Edit]) -> bool:
    """Whether one of ``others`` is on, above or below ``path``."""
    return any(path[: len(other.path)] == other.path or other.path[: len(path)] == path for other in others)


@st.composite
def edits_apart(draw: st.DrawFn) -> tuple[Value, list[Edit], list[Edit]]:
    """A document, edits of the wizard's and of somebody else's, no two of which meet."""
    document = draw(objects())
    known = list(leaves(document))
    chosen: list[Edit] = []
    sides: tuple[list[Edit], list[Edit]] = ([], [])
    for number in range(draw(st.integers(1, 6))):
        new = (*draw(st.sampled_from([(), *known])), f"new{number}")
        path = draw(st.sampled_from([new, *known]))
        parent = at(document, path[:-1])
        if meet(path, chosen) or not isinstance(parent, dict):
            continue
        edit: Edit = Delete(path) if path in known and draw(st.booleans()) else Set(path, draw(values()))
        chosen.append(edit)
        sides[draw(st.integers(0, 1))].append(edit)
    return document, *sides


def at(value: Found, path: DocumentPath) -> Found:
    """The value at ``path``."""
    for step in path:
        value = value.get(str(step), ABSENT) if isinstance(value, dict) else ABSENT
    return value


@pytest.mark.promise("where-others-wrote")
@EXAMPLES
@given(edits_apart())
def test_only_the_change_is_taken_back(drawn: tuple[Value, list[Edit], list[Edit]]) -> None:
    """What others did on other paths stays, all the change did is undone, and nothing clashes."""
    before, ours, theirs = drawn
    wrote = apply_edits(before, ours)
    now = apply_edits(wrote, theirs)
    back = Taking().back(Versions(before, wrote, now))
    assert not back.clashes
    assert back.value is not ABSENT
    assert equal(back.value, apply_edits(before, theirs))
    assert equal(made(now, back), back.value)
    others = {edit.path for edit in theirs if not same(at(before, edit.path), at(now, edit.path))}
    assert all(any(path[: len(known)] == known for known in others) for path in written_since(
        Versions(before, wrote, back.value)
    ))  # fmt: skip


@pytest.mark.promise("where-others-wrote")
@EXAMPLES
@given(edits_apart(), st.data())
def test_what_others_changed_of_it_clashes(drawn: tuple[Value, list[Edit], list[Edit]], data: st.DataObject) -> None:
    """Exactly the values of the change's that got a third value clash; the rest is taken back; force takes them too."""
    before, ours, theirs = drawn
    sets = [edit for edit in ours if isinstance(edit, Set)]
    assume(sets)
    changed = data.draw(st.sampled_from(sets))
    third = f"third {data.draw(st.integers(0, 3))}"
    assume(not equal(changed.value, third) and not same(at(before, changed.path), third))
    wrote = apply_edits(before, ours)
    now = apply_edits(apply_edits(wrote, theirs), [Set(changed.path, third)])
    versions = Versions(before, wrote, now)
    back = Taking().back(versions)
    if same(at(before, changed.path), changed.value):
        assert not back.clashes
        return
    assert [clash.path for clash in back.clashes] == [changed.path]
    assert back.clashes[0].versions.now == third
    assert back.value is not ABSENT
    assert equal(back.value, apply_edits(apply_edits(before, theirs), [Set(changed.path, third)]))
    forced = Taking(force=True).back(versions)
    assert forced.value is not ABSENT
    assert equal(forced.value, apply_edits(before, theirs))
    assert equal(made(now, forced), forced.value)


MINE, YOURS = {"name": "mine", "size": 1}, {"name": "yours", "size": 2}
OURS, ALSO = {"name": "ours", "key": "k"}, {"name": "also ours", "key": "k"}


@pytest.mark.parametrize(
    ("before", "wrote", "now", "expected"),
    [
        pytest.param([MINE], [MINE, OURS], [MINE, OURS, YOURS], [MINE, YOURS], id="a row added behind ours"),
        pytest.param([MINE], [MINE, OURS, ALSO], [YOURS, OURS, MINE], [YOURS, MINE], id="in another order, one gone"),
        pytest.param([MINE], [OURS, MINE], [OURS, {**MINE, "size": 9}], [{**MINE, "size": 9}], id="theirs edited"),
        pytest.param(
            [{**MINE, "old": 1}],
            [MINE],
            [{**MINE, "new": 2}, YOURS],
            [{**MINE, "new": 2, "old": 1}, YOURS],
            id="inside a row of theirs",
        ),
        pytest.param([YOURS, MINE], [MINE], [MINE, OURS], [MINE, OURS, YOURS], id="a row that was taken out"),
        pytest.param([YOURS, MINE], [OURS, MINE], [OURS, MINE, ALSO], [YOURS, MINE, ALSO], id="one in another's place"),
        pytest.param(
            [YOURS, ALSO, MINE],
            [OURS, {"name": "x"}, MINE],
            [OURS, {"name": "x"}, MINE, "z"],
            [YOURS, ALSO, MINE, "z"],
            id="two in the places of two",
        ),
        pytest.param(
            [{"id": "a", "t": 1}, {"id": "b"}],
            [{"id": "b", "t": 2}, {"id": "a"}],
            [{"id": "b", "t": 2}, {"id": "a"}, YOURS],
            [{"id": "a", "t": 1}, {"id": "b"}, YOURS],
            id="rows that changed places",
        ),
        pytest.param(["a"], ["a", "b", "c"], ["c", "d", "a", "b"], ["d", "a"], id="plain rows by membership"),
        pytest.param(["a", "b"], ["a"], ["d", "a"], ["d", "a", "b"], id="a plain row comes back"),
        pytest.param(["a", "b"], ["a"], ["b", "a"], ["b", "a"], id="a plain row is back already"),
        pytest.param(
            ["A=1", "B=2"], ["A=9", "B=2"], ["B=2", "A=9", "C=3"], ["B=2", "A=1", "C=3"], id="lines that assign"
        ),
        pytest.param([[1, 2]], [[1, 2], [3]], [[1, 2], [3], [4]], [[1, 2], [4]], id="lists of lists"),
        pytest.param(
            [{"a": 1}], [{"a": 1}, {"b": 2}], [{"a": 1, "c": 3}, {"b": 2}], [{"a": 1, "c": 3}], id="rows without names"
        ),
    ],
)
def test_rows(before: Value, wrote: Value, now: Value, expected: Value) -> None:
    """The change's own rows go, all others stay in their order, and what it took out comes back."""
    back = taken(before, wrote, now)
    assert not back.clashes
    assert back.value == {"x": expected}
    assert made({"x": now}, back) == {"x": expected}


@pytest.mark.parametrize(
    ("before", "wrote", "now", "places", "forced"),
    [
        pytest.param([], [OURS], [{**OURS, "key": "z"}], [("x", 0)], [], id="a row of ours was edited"),
        pytest.param([], [OURS], [{**OURS, "name": "z"}], [("x", 0)], [], id="a row of ours was renamed"),
        pytest.param([MINE], [{**MINE, "size": 2}], [{**MINE, "size": 3}], [("x", 0, "size")], [MINE], id="its value"),
        pytest.param([MINE], [{**MINE, "size": 2}], [], [("x", 0)], [MINE], id="a row we changed is gone"),
        pytest.param(["A=1"], ["A=2"], ["A=3"], [("x", 0)], ["A=1"], id="a line that assigns"),
        pytest.param([{"a": 1}], [{"a": 2}], [{"a": 3}, {"b": 1}], [("x",)], [{"a": 1}], id="no telling which"),
        pytest.param(
            [], [{"id": 1, "k": 1}], [{"id": 1, "k": 2}, {"id": 1, "k": 3}], [("x",)], [], id="two of one name"
        ),
        pytest.param(1, [OURS], [OURS, YOURS], [("x",)], 1, id="no room beside what was before"),
        pytest.param({"a": 1}, {"a": 2}, "text", [("x",)], {"a": 1}, id="another kind by now"),
    ],
)
def test_what_cannot_be_sorted_out_clashes(
    before: Value, wrote: Value, now: Value, places: list[DocumentPath], forced: Value
) -> None:
    """A row that is not as it was written, or that cannot be told from others, is never taken out unasked."""
    back = taken(before, wrote, now)
    assert [clash.path for clash in back.clashes] == places
    assert back.value == {"x": now}
    assert not back.edits
    assert taken(before, wrote, now, force=True).value == {"x": forced}


def test_what_others_put_into_a_container_of_ours_keeps_it() -> None:
    """A container that the change made goes once it is empty, and stays while others have something in it."""
    wrote: Value = {"env": {"URL": "plan", "KEY": "k"}, "list": ["ours"]}
    assert Taking().back(Versions({}, wrote, wrote)).value == {}
    now: Value = {"env": {"URL": "plan", "KEY": "k", "THEIRS": "1"}, "list": ["ours", "theirs"]}
    back = Taking().back(Versions({}, wrote, now))
    assert back.value == {"env": {"THEIRS": "1"}, "list": ["theirs"]}
    assert list(written_since(Versions({}, wrote, back.value))) == [("env", "THEIRS"), ("list", 0)]


@pytest.mark.parametrize(("before", "expected"), [({"env": {}}, {}), ({"env": None}, None), ({"env": "no"}, "no")])
def test_an_emptied_container_is_what_it_was(before: Value, expected: Value) -> None:
    """What held nothing, null or a single value before holds just that again."""
    wrote = {"env": {"KEY": "k"}}
    assert Taking().back(Versions(before, wrote, {**wrote, "more": 1})).value == {"env": expected, "more": 1}


def test_what_was_taken_out_comes_back_beside_what_came_since() -> None:
    """Of a content that the change deleted whole and that is there again: what is missing comes back."""
    before = {"providers": {"a": {"key": "1"}, "b": {"key": "2"}}}
    back = Taking().back(Versions(before, ABSENT, {"providers": {"b": {"key": "2"}, "c": {"key": "3"}}}))
    assert back.value == {"providers": {"a": {"key": "1"}, "b": {"key": "2"}, "c": {"key": "3"}}}
    back = Taking().back(Versions(before, ABSENT, {"providers": {"b": {"key": "9"}}}))
    assert [clash.path for clash in back.clashes] == [("providers", "b", "key")]


def test_what_a_program_notes_itself_is_nobodys_edit() -> None:
    """Another value at such a path does not clash, whatever it is."""
    wrote = {"all": {"one": {"at": "then", "key": "k"}}}
    now = {"all": {"one": {"at": "now", "key": "k"}}}
    taking = Taking(noted=(("all", "*", "at"),))
    assert taking.back(Versions({}, wrote, now)) == TakenBack({}, taking.back(Versions({}, wrote, now)).edits)
    assert Taking().back(Versions({}, wrote, now)).clashes
