"""The laws of editing, held against generated TOML sources."""

import math
from collections.abc import Mapping
from datetime import date, datetime, time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.formats.toml_documents import paths, sources
from wizard.formats import (
    Delete,
    DocumentPath,
    Edit,
    FormatError,
    Set,
    Value,
    apply_edits,
    edit,
    open_document,
    patched,
)
from wizard.formats.toml.check import read_toml

pytestmark = pytest.mark.thorough

STEPS = ("a", "b", "new", "e f", "model.x", "")
REFUSED = {"formats.path", "formats.type", "formats.toml-row", "formats.toml-order"}
scalars: st.SearchStrategy[Value] = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(codec="utf-8"), max_size=8),
)
wanted: st.SearchStrategy[Value] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(STEPS), inner, max_size=3),
    max_leaves=5,
)


def has_date(value: Value) -> bool:
    """Whether a date is in ``value``, which the plain values of an edit cannot hold."""
    if isinstance(value, Mapping):
        return any(map(has_date, value.values()))
    if isinstance(value, list):
        return any(map(has_date, value))
    return isinstance(value, date | datetime | time)


def same(one: object, other: object) -> bool:
    """Equality of read sources, type for type."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return type(one) is type(other) and one == other


def _require_refusal(error: FormatError) -> None:
    assert error.code in REFUSED, error.code
    assert error.message


@st.composite
def some_path(draw: st.DrawFn, value: Value) -> DocumentPath:
    """A path that exists, or one that leaves an existing one for new steps."""
    existing: list[DocumentPath] = [(), *(path for path, _ in paths(value))]
    path: DocumentPath = draw(st.sampled_from(existing))
    stays: bool = draw(st.booleans())
    if path and stays:
        return path
    steps: list[str | int] = [*STEPS, 0, 1, 2]
    further: list[str | int] = draw(st.lists(st.sampled_from(steps), min_size=1, max_size=3))
    return (*path, *further)


@st.composite
def some_edits(draw: st.DrawFn, value: Value) -> list[Edit]:
    """One to four edits of ``value``."""
    edits: list[Edit] = []
    for _ in range(draw(st.integers(1, 4))):
        path = draw(some_path(value))
        edits.append(Set(path, draw(wanted)) if draw(st.integers(0, 2)) else Delete(path))
    return edits


@settings(max_examples=80)
@given(sources())
def test_setting_what_is_there_changes_nothing(source: bytes) -> None:
    """Every value of a source, set to itself, leaves the bytes alone (law 1)."""
    for path, value in paths(read_toml(source)):
        if not has_date(value):
            assert patched(source, "toml", [Set(path, value)]).replacements == (), path


@pytest.mark.promise("after-edit-value")
@settings(max_examples=200)
@given(st.data())
def test_the_result_reads_as_the_edits_say(data: st.DataObject) -> None:
    """A strict reader sees the old value with the edits made, and a second run has nothing to do (laws 1, 2, 7)."""
    source = data.draw(sources())
    before = read_toml(source)
    edits = data.draw(some_edits(before))
    try:
        after = apply_edits(before, edits)
    except (LookupError, TypeError):
        after = None
    try:
        result = edit(source, "toml", edits)
    except FormatError as error:
        _require_refusal(error)
        # Nothing but a row that TOML cannot write where it stands, or a key that some readers would not take there, may
        # be refused of what is well defined.
        refused_a_good_edit = after is not None and error.code not in {"formats.toml-row", "formats.toml-order"}
        if refused_a_good_edit:
            raise
        return
    assert after is not None
    assert same(read_toml(result), after)
    last = edits[-1]
    if isinstance(last, Set):
        assert patched(result, "toml", [last]).replacements == ()
        assert same(open_document(result, "toml").get(last.path), last.value)


@settings(max_examples=150)
@given(st.data())
def test_adding_and_removing_gives_the_same_bytes(data: st.DataObject) -> None:
    """New settings, set one by one and deleted again, leave no trace (law 8)."""
    source = data.draw(sources())
    result = source
    undo: list[Edit] = []
    for _ in range(data.draw(st.integers(1, 3))):
        value = read_toml(result)
        path = data.draw(some_path(value))
        top = first_missing(value, path)
        assume(top is not None)
        assert top is not None
        try:
            result = edit(result, "toml", [Set(path, data.draw(wanted))])
        except FormatError as error:
            _require_refusal(error)
            continue
        undo.insert(0, Delete(top))
    for one in data.draw(st.permutations(undo)):
        result = edit(result, "toml", [one])
    assert result == source


def first_missing(value: Value, path: DocumentPath) -> DocumentPath | None:
    """The shortest start of ``path`` that is not in ``value``."""
    known = {known_path for known_path, _ in paths(value)}
    return next((path[:length] for length in range(1, len(path) + 1) if path[:length] not in known), None)


@pytest.mark.promise("every-byte-outside")
@settings(max_examples=100)
@given(st.data())
def test_new_settings_leave_every_old_byte(data: st.DataObject) -> None:
    """What is set anew is inserted between the old bytes; none of them goes (law 3)."""
    source = data.draw(sources())
    value = read_toml(source)
    path = data.draw(some_path(value))
    assume(first_missing(value, path))
    try:
        made = patched(source, "toml", [Set(path, data.draw(wanted))]).replacements
    except FormatError:
        return
    assert all(replacement.start == replacement.end for replacement in made)
