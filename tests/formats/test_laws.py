"""The laws of editing, held against generated sources of every format.

What only one format can be held to stands in ``test_json_laws``, ``test_env_laws`` and ``test_yaml_small``.
"""

import warnings

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import MantissaNoDotYAML1_1Warning, YAMLError

from tests.formats.kinds import Env, Kind, Toml, Yaml
from wizard.formats import (
    Delete,
    DocumentPath,
    Edit,
    FormatError,
    Replacement,
    Set,
    Value,
    apply_edits,
    edit,
    open_document,
    patched,
)

pytestmark = pytest.mark.thorough

JSON, TOML, YAML_, ENV = Kind(), Toml(), Yaml(), Env()
every_kind = pytest.mark.parametrize("kind", [JSON, TOML, YAML_, ENV], ids=["json", "toml", "yaml", "env"])
kinds_of_tables = pytest.mark.parametrize("kind", [TOML, YAML_], ids=["toml", "yaml"])

# Sources are built from many draws, which a busy machine takes its time for.
law = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


def drawn_source(kind: Kind, data: st.DataObject) -> tuple[bytes, str]:
    """A source, and the one of the kind's formats that it has."""
    format_ = data.draw(st.sampled_from(kind.formats))
    return data.draw(kind.sources(format_)), format_


def changes(source: bytes, format_: str, one: Edit) -> tuple[Replacement, ...]:
    """What ``one`` replaces."""
    return patched(source, format_, [one]).replacements


def require_refusal(kind: Kind, error: FormatError) -> None:
    """A refusal is one of those the kind has, and says why."""
    assert error.code in kind.refusals | kind.guarded, error.code
    assert error.message


@st.composite
def some_path(draw: st.DrawFn, kind: Kind, value: Value) -> DocumentPath:
    """A path that exists, or one that leaves an existing one for new steps."""
    existing: list[DocumentPath] = [(), *(path for path, _ in kind.paths(value))]
    path: DocumentPath = draw(st.sampled_from(existing))
    stays: bool = draw(st.booleans())
    if path and stays:
        return path
    steps: list[str | int] = [*kind.names, 0, 1, 2]
    further: list[str | int] = draw(st.lists(st.sampled_from(steps), min_size=1, max_size=3))
    return (*path, *further)


@st.composite
def some_edits(draw: st.DrawFn, kind: Kind, value: Value) -> list[Edit]:
    """One to four edits of ``value``."""
    edits: list[Edit] = []
    for _ in range(draw(st.integers(1, 4))):
        path = draw(some_path(kind, value))
        edits.append(Set(path, draw(kind.wanted)) if draw(st.integers(0, 2)) else Delete(path))
    return edits


@pytest.mark.promise("setting-there-changes")
@every_kind
@settings(law, max_examples=100)
@given(data=st.data())
def test_setting_what_is_there_changes_nothing(kind: Kind, data: st.DataObject) -> None:
    """Every value of a source, set to itself, leaves the bytes alone, but where its readers differ (law 1)."""
    source, format_ = drawn_source(kind, data)
    for one in kind.settings(source, format_):
        try:
            made = changes(source, format_, one)
        except FormatError as error:
            require_refusal(kind, error)
            if not kind.reads_differently(source):
                raise
            continue
        assert all(kind.reads_differently(source, change) for change in made), one.path


@pytest.mark.promise("after-edit-value")
@kinds_of_tables
@settings(law, max_examples=250)
@given(data=st.data())
def test_the_result_reads_as_the_edits_say(kind: Kind, data: st.DataObject) -> None:
    """Another reader sees the old value with the edits made, and a second run has nothing to do (laws 1, 2, 7)."""
    source, format_ = drawn_source(kind, data)
    before = kind.read(source, format_)
    edits = data.draw(some_edits(kind, before))
    after: Value = None
    is_possible = True
    try:
        after = apply_edits(before, edits)
    except (LookupError, TypeError):
        is_possible = False
    try:
        result = edit(source, format_, edits)
    except FormatError as error:
        require_refusal(kind, error)
        if is_possible and not kind.may_refuse(error, source):
            raise
        return
    assert is_possible
    assert kind.same(kind.read(result, format_), after)
    last = edits[-1]
    if isinstance(last, Set):
        assert changes(result, format_, last) == ()
        assert kind.same(open_document(result, format_).get(last.path), last.value)
        assert kind is not YAML_ or kind.same(read_as_1_2(result, last.path, last.value), last.value)
    else:
        assert not open_document(result, format_).has(last.path) or isinstance(last.path[-1], int)


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


@kinds_of_tables
@settings(law, max_examples=200)
@given(data=st.data())
def test_adding_and_removing_gives_the_same_bytes(kind: Kind, data: st.DataObject) -> None:
    """New settings, set one by one and deleted again, leave no trace (law 8)."""
    source, format_ = drawn_source(kind, data)
    result = source
    undo: list[Edit] = []
    for _ in range(data.draw(st.integers(1, 3))):
        value = kind.read(result, format_)
        path = data.draw(some_path(kind, value))
        top = kind.first_missing(value, path)
        assume(top is not None)
        assert top is not None
        try:
            result = edit(result, format_, [Set(path, data.draw(kind.wanted))])
        except FormatError as error:
            require_refusal(kind, error)
            continue
        undo.insert(0, Delete(top))
    for one in data.draw(st.permutations(undo)):
        result = edit(result, format_, [one])
    assert result == source


@pytest.mark.promise("every-byte-outside")
@every_kind
@settings(law, max_examples=120)
@given(data=st.data())
def test_new_settings_leave_every_old_byte(kind: Kind, data: st.DataObject) -> None:
    """What is set anew is inserted between the old bytes; none of them goes (law 3)."""
    source, format_ = drawn_source(kind, data)
    value = kind.read(source, format_)
    path = (data.draw(st.sampled_from(kind.names)),) if kind is ENV else data.draw(some_path(kind, value))
    assume(kind.first_missing(value, path))
    try:
        made = changes(source, format_, Set(path, data.draw(kind.wanted)))
    except FormatError as error:
        require_refusal(kind, error)
        return
    assert made
    assert all(change.start == change.end for change in made)


@pytest.mark.promise("every-byte-outside")
@every_kind
@settings(law, max_examples=120)
@given(data=st.data())
def test_a_changed_value_keeps_all_around_it(kind: Kind, data: st.DataObject) -> None:
    """A value that is set anew changes its own bytes in one stretch, and none before or behind it (laws 3, 5)."""
    source, format_ = drawn_source(kind, data)
    known = kind.changeable(source, format_)
    assume(known)
    path, value = data.draw(st.sampled_from(known))
    try:
        made = changes(source, format_, Set(path, "other"))
    except FormatError as error:
        require_refusal(kind, error)
        return
    assert len(made) == 1
    assert edit(source, format_, [Set(path, "other")]).endswith(source[made[0].end :])
    kind.require_own_bytes(source, format_, made[0], value)
