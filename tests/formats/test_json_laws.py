"""The laws of editing that are held against JSON, JSONC and JSON5 documents alone."""

import json
from collections.abc import Iterator

import json5
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.formats.json_documents import KEYS, NEW_KEYS, Written, documents, values
from wizard.formats import Delete, DocumentPath, Edit, FormatError, Set, Value, apply_edits, edit, open_document

pytestmark = pytest.mark.thorough

EXAMPLES = settings(max_examples=80, deadline=None)


def paths(value: Value, path: DocumentPath = ()) -> Iterator[DocumentPath]:
    """The paths of ``value`` and of all values in it."""
    yield path
    if isinstance(value, dict):
        for key, member in value.items():
            yield from paths(member, (*path, key))
    elif isinstance(value, list):
        for index, row in enumerate(value):
            yield from paths(row, (*path, index))


def at(value: Value, path: DocumentPath) -> Value:
    """The value at ``path``."""
    for step in path:
        value = value[step]  # type: ignore[index]  # the path was found in this value
    return value


def containers(value: Value) -> list[DocumentPath]:
    """The paths of all objects and lists."""
    return [path for path in paths(value) if isinstance(at(value, path), dict | list)]


def canonical(value: Value) -> str:
    """A text that is the same for the same value, and tells ``true`` from ``1``; no order of members."""
    return json.dumps(value, sort_keys=True)


def read(source: bytes, format_: str) -> Value:
    """What another reader sees."""
    text = source.decode("utf-8-sig")
    value: Value = json.loads(text) if format_ == "json" else json5.loads(text)
    return value


@EXAMPLES
@given(documents())
def test_every_value_is_found(written: Written) -> None:
    """``get`` gives each value that was written, at its path, and the document as a whole."""
    document = open_document(written.source, written.format)
    for path in paths(written.value):
        assert canonical(document.get(path)) == canonical(at(written.value, path))
        assert document.has(path)
    assert document.get(("missing", "a"), "none") == "none"


def drawn_edits(written: Written, data: st.DataObject) -> tuple[list[Edit], Value]:
    """Some edits that are possible one after the other, and the value they lead to."""
    value: Value = written.value
    edits: list[Edit] = []
    for _ in range(data.draw(st.integers(1, 4))):
        found = [path for path in paths(value) if path]
        kind = data.draw(st.sampled_from(["set", "delete", "add", "add below"]))
        if kind in {"set", "delete"} and found:
            path = data.draw(st.sampled_from(found))
            each: Edit = Set(path, data.draw(values())) if kind == "set" else Delete(path)
        else:
            parent = data.draw(st.sampled_from(containers(value)))
            inside = at(value, parent)
            keys = [key for key in NEW_KEYS + KEYS if isinstance(inside, dict) and key not in inside]
            step = data.draw(st.sampled_from(keys)) if isinstance(inside, dict) else len(inside)  # type: ignore[arg-type]  # a list
            below: DocumentPath = data.draw(st.sampled_from([("q",), ("q", "r"), (0,), (0, "z")]))
            each = Set((*parent, step, *(below if kind == "add below" else ())), data.draw(values()))
        edits.append(each)
        value = apply_edits(value, [each])
    return edits, value


@pytest.mark.promise("after-edit-value")
@EXAMPLES
@given(documents(), st.data())
def test_edits_do_what_they_say(written: Written, data: st.DataObject) -> None:
    """Laws 2 and 7: another reader sees exactly the old value with the edits made, at once or one by one."""
    edits, expected = drawn_edits(written, data)
    at_once = edit(written.source, written.format, edits)
    assert canonical(read(at_once, written.format)) == canonical(expected)
    one_by_one = written.source
    for each in edits:
        one_by_one = edit(one_by_one, written.format, [each])
    assert canonical(read(one_by_one, written.format)) == canonical(expected)


def commented(names: list[str], *, trailing_comma: bool) -> bytes:
    """A file in which each member has a comment above it and one behind it."""
    text = "{\n"
    for name in names:
        comma = "," if trailing_comma or name != names[-1] else ""
        text += f'  // above {name}\n  "{name}": 1{comma} // behind {name}\n'
    return (text + "}\n").encode()


@pytest.mark.promise("every-byte-outside")
@EXAMPLES
@given(st.integers(1, 5), st.sets(st.integers(0, 4)), st.booleans(), st.sampled_from(["jsonc", "json5"]))
def test_comments_go_and_stay_with_their_members(count: int, gone: set[int], trailing: bool, format_: str) -> None:  # noqa: FBT001  drawn, not passed
    """Law 5: a deleted member takes its comments along, and the others keep theirs."""
    names = [f"m{number}" for number in range(count)]
    left = [name for number, name in enumerate(names) if number not in gone]
    assume(left)
    deletes = [Delete((name,)) for name in names if name not in left]
    after = edit(commented(names, trailing_comma=trailing), format_, deletes)
    assert after == commented(left, trailing_comma=trailing)


@pytest.mark.promise("adding-removing-gives")
@settings(max_examples=200, deadline=None)
@given(documents(), st.data())
def test_adding_and_removing_gives_the_original_bytes(written: Written, data: st.DataObject) -> None:
    """Law 8: new members or rows, added at once or one by one and removed likewise, leave no trace."""
    parent = data.draw(st.sampled_from(containers(written.value)))
    inside = at(written.value, parent)
    new = data.draw(st.lists(values(), min_size=1, max_size=3))
    if isinstance(inside, dict):
        steps: list[str | int] = list(NEW_KEYS[: len(new)])
        back: list[str | int] = list(data.draw(st.permutations(steps)))
    else:
        first = len(inside)  # type: ignore[arg-type]  # it is a list
        steps = list(range(first, first + len(new)))
        back = steps[::-1]
    sets = [Set((*parent, step), value) for step, value in zip(steps, new, strict=True)]
    deletes = [Delete((*parent, step)) for step in back]
    source = written.source
    for group in [sets] if data.draw(st.booleans()) else [[each] for each in sets]:
        source = edit(source, written.format, group)
    for going in [deletes] if data.draw(st.booleans()) else [[each] for each in deletes]:
        source = edit(source, written.format, going)
    assert source == written.source


@EXAMPLES
@given(documents(), st.data())
def test_another_type_on_the_path_is_refused(written: Written, data: st.DataObject) -> None:
    """Law 6: a path through a value of another type is refused with line and column, for setting and deleting."""
    wrong = [path for path in paths(written.value) if not isinstance(at(written.value, path), dict) and path]
    wrong = [path for path in wrong if at(written.value, path) is not None]
    assume(wrong)
    path = data.draw(st.sampled_from(wrong))
    for each in (Set((*path, "x"), 1), Delete((*path, "x"))):
        with pytest.raises(FormatError) as caught:
            edit(written.source, written.format, [each])
        assert caught.value.code == "formats.type"
        assert caught.value.values["line"]
        assert caught.value.values["column"]


@pytest.mark.parametrize(
    ("before", "left"),
    [
        (b"", b"{}\n"),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbf{}\n"),
        (b"// mine\n", b"// mine\n{}\n"),
        (b"/* mine */", b"/* mine */\n{}"),
        (b"null\n", b"{}\n"),
        (b'{"env": null}', b'{"env": {}}'),
    ],
)
def test_where_a_removal_leaves_an_empty_object(before: bytes, left: bytes) -> None:
    """Law 8 ends where the source held no value or null: an object stays, and later rounds leave it as it is."""
    path: DocumentPath = ("env", "A") if b"env" in before else ("A",)
    after = edit(before, "jsonc", [Set(path, "1"), Set((*path[:-1], "B"), "2")])
    assert edit(after, "jsonc", [Delete(path), Delete((*path[:-1], "B"))]) == left
    again = edit(left, "jsonc", [Set(path, "1")])
    assert edit(again, "jsonc", [Delete(path)]) == left
