"""The laws of editing, held against generated YAML sources."""

import warnings
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import MantissaNoDotYAML1_1Warning, YAMLError

from tests.formats.yaml_documents import READ_DIFFERENTLY, paths, sources
from wizard.formats import (
    Delete,
    DocumentPath,
    Edit,
    FormatError,
    Set,
    Value,
    apply_edits,
    edit,
    equal,
    open_document,
    patched,
)
from wizard.formats.yaml.check import read_yaml

pytestmark = pytest.mark.thorough

STEPS = ("a", "b", "new", "e f", "model.x", "", "yes", "1")
# Aliases, values that aliases use, a block of text without line end, a pair without braces, ``? key`` alone.
GUARDED = {
    "formats.yaml-alias",
    "formats.yaml-shared",
    "formats.yaml-block-end",
    "formats.yaml-pair",
    "formats.yaml-no-value",
}
scalars: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(st.sampled_from("ab :#'\"\\\n\r\té😀,{}[]-&*!|>%@`?=~<.0_\x00\x7f\x85\u2028\ufeff"), max_size=8),
    st.sampled_from(
        ["yes", "~", "1e3", "12:30", "0o17", "2001-12-14", "a: b", "a #b", "- a", "<<", "=", "https://h/v1"]
    ),
)
wanted: st.SearchStrategy[Value] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(STEPS), inner, max_size=3),
    max_leaves=5,
)

# Sources are built from many draws, which a busy machine takes its time for.
law = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


def is_plain(value: object) -> bool:
    """Whether an edit can hold ``value``: text keys only, no dates and no tags."""
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and is_plain(member) for key, member in value.items())
    if isinstance(value, list):
        return all(map(is_plain, value))
    return value is None or isinstance(value, bool | int | float | str)


def _require_refusal(error: FormatError) -> None:
    assert error.code in {"formats.path", "formats.type", *GUARDED}, error.code
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


@settings(law, max_examples=80)
@given(sources())
def test_setting_what_is_there_changes_nothing(source: bytes) -> None:
    """Every value of a source, set to itself, leaves the bytes alone, but where 1.1 and 1.2 differ (law 1)."""
    differs = any(text in source.decode() for text in READ_DIFFERENTLY)
    for path, value in paths(read_yaml(source)):
        if not is_plain(value):
            continue
        try:
            made = patched(source, "yaml", [Set(path, value)]).replacements
        except FormatError as error:
            _require_refusal(error)
            if not differs:
                raise
            continue
        for one in made:
            old = source[one.start : one.end].decode()
            assert old in READ_DIFFERENTLY or (differs and old.startswith("*")), path


@settings(law, max_examples=250)
@given(st.data())
def test_the_result_reads_as_the_edits_say(data: st.DataObject) -> None:
    """Another reader sees the old value with the edits made, and a second run has nothing to do (laws 1, 2, 7)."""
    source = data.draw(sources())
    before = read_yaml(source)
    edits = data.draw(some_edits(before))
    after: Value = None
    is_possible = True
    try:
        after = apply_edits(before, edits)
    except (LookupError, TypeError):
        is_possible = False
    try:
        result = edit(source, "yaml", edits)
    except FormatError as error:
        _require_refusal(error)
        if is_possible and error.code not in GUARDED and b"!" not in source:
            raise
        return
    assert is_possible
    # A document that was null is so again without its last value.
    assert equal(read_yaml(result), after) or (after in ({}, []) and read_yaml(result) is None)
    last = edits[-1]
    if isinstance(last, Set):
        assert patched(result, "yaml", [last]).replacements == ()
        assert equal(open_document(result, "yaml").get(last.path), last.value)
        assert equal(read_as_1_2(result, last.path, last.value), last.value)
    else:
        assert not open_document(result, "yaml").has(last.path) or isinstance(last.path[-1], int)


def read_as_1_2(source: bytes, path: DocumentPath, default: Value) -> Value:
    """What ruamel.yaml, which keeps to YAML 1.2, sees at ``path``; ``default`` where it reads no such thing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MantissaNoDotYAML1_1Warning)  # it reads them all the same
            value: Value = YAML(typ="safe", pure=True).load(source.decode().removeprefix("\ufeff"))
    except (YAMLError, ValueError, NotImplementedError, AttributeError):
        return default
    for step in path:
        try:
            value = value[step]  # type: ignore[index]  # the error is what tells
        except (LookupError, TypeError):
            return default
    return value


@settings(law, max_examples=200)
@given(st.data())
def test_adding_and_removing_gives_the_same_bytes(data: st.DataObject) -> None:
    """New settings, set one by one and deleted again, leave no trace (law 8)."""
    source = data.draw(sources())
    result = source
    undo: list[Edit] = []
    for _ in range(data.draw(st.integers(1, 3))):
        value = read_yaml(result)
        path = data.draw(some_path(value))
        top = first_missing(value, path)
        assume(top is not None)
        assert top is not None
        try:
            result = edit(result, "yaml", [Set(path, data.draw(wanted))])
        except FormatError as error:
            _require_refusal(error)
            continue
        undo.insert(0, Delete(top))
    for one in data.draw(st.permutations(undo)):
        result = edit(result, "yaml", [one])
    assert result == source


def first_missing(value: Value, path: DocumentPath) -> DocumentPath | None:
    """The shortest start of ``path`` that is not in ``value``; None where a null is filled, which cannot come back."""
    known = dict(paths(value))
    for length in range(1, len(path) + 1):
        if path[:length] not in known:
            return path[:length]
        if known[path[:length]] is None:
            return None
    return None


@settings(law, max_examples=120)
@given(st.data())
def test_new_settings_leave_every_old_byte(data: st.DataObject) -> None:
    """What is set anew is inserted between the old bytes; none of them goes (law 3)."""
    source = data.draw(sources())
    value = read_yaml(source)
    path = data.draw(some_path(value))
    assume(first_missing(value, path))
    try:
        made = patched(source, "yaml", [Set(path, data.draw(wanted))]).replacements
    except FormatError:
        return
    assert all(replacement.start == replacement.end for replacement in made)


@settings(law, max_examples=120)
@given(st.data())
def test_a_changed_scalar_keeps_all_around_it(data: st.DataObject) -> None:
    """A scalar that is set anew leaves what stands before and behind it, its comment included (laws 3, 5)."""
    source = data.draw(sources())
    known = [path for path, value in paths(read_yaml(source)) if isinstance(value, str)]
    assume(known)
    try:
        made = patched(source, "yaml", [Set(data.draw(st.sampled_from(known)), "other")]).replacements
    except FormatError as error:
        _require_refusal(error)
        return
    assert len(made) == 1
    gone = source[made[0].start : made[0].end]
    assert b"\n" not in gone.strip() or gone.lstrip(b" ")[:1] in b"|>p"
    assert b"# same line" not in gone
