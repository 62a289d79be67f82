"""YAML sources and values meant to break a reader: each is refused in a sentence, and nothing hangs."""

from itertools import pairwise

import pytest
import yaml

from wizard.formats import Delete, DocumentPath, FormatError, Set, Value, edit, open_document
from wizard.formats.yaml import values

NAMES = "abcdefghijk"
BOMB = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{b}, *{b}, *{b}, *{b}]\n" for b, c in pairwise(NAMES))


@pytest.mark.promise("huge-deeply-nested")
@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        (BOMB.encode(), "formats.yaml-unfolds", 10, 20),
        (b"a: &a [*a]\n", "formats.yaml-endless", 1, 8),
        (b"x: 1\na: " + b"[" * 101 + b"]" * 101, "formats.deep", 2, 103),
        (b"- " * 300 + b"1\n", "formats.deep", 1, 201),
        (b"a: 1\n--- \n", "formats.yaml-documents", 2, 1),
        (b"a: \xff\n", "formats.encoding", 1, 4),
        ("é: 1\n".encode() + b"b: \xe9\n", "formats.encoding", 2, 4),
        (b"\xff\xfea\x00", "formats.encoding", 1, 1),
        (b"a: 1\nb: \x00\n", "formats.syntax", 2, 4),
        (b"a: *none\n", "formats.syntax", 1, 4),
        (b'a: "open\n', "formats.syntax", 2, 1),
        (b"a: b: c\n", "formats.syntax", 1, 5),
        (b"? [a]\n: 1\n? {b: c}\n: 2\n", "formats.syntax", 1, 3),
        (b"a: !!int x\n", "formats.syntax", 1, 4),
        (b"a: !!float x\n", "formats.syntax", 1, 4),
        (b"b: 1\na: " + b"1" * 5000 + b"\n", "formats.syntax", 2, 4),
        (b"<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n", "formats.syntax", 2, 2),
    ],
)
def test_a_hostile_source_is_refused_at_its_place(source: bytes, code: str, line: int, column: int) -> None:
    """Bombs, endless values, depth, other encodings and broken syntax are named with line and column."""
    with pytest.raises(FormatError) as caught:
        open_document(source, "yaml")
    assert (caught.value.code, caught.value.values["line"], caught.value.values["column"]) == (code, line, column)
    assert caught.value.message
    assert caught.value.hint


def test_a_long_chain_of_merges_is_a_sentence() -> None:
    """Mappings that each merge the one before, nearly a thousand of them: more than the reader follows."""
    chain = "".join(f"- &a{number} {{<<: *a{number - 1}}}\n" for number in range(1, 995))
    with pytest.raises(FormatError) as caught:
        open_document(f"x:\n- &a0 {{k: 1}}\n{chain}<<: *a994\n".encode(), "yaml")
    assert caught.value.message


def test_a_file_beyond_all_sense_is_refused() -> None:
    """More than a megabyte is not read."""
    with pytest.raises(FormatError) as caught:
        open_document(b"#" * (2**20 + 1), "yaml")
    assert caught.value.code == "formats.yaml-large"
    assert (caught.value.values["size"], caught.value.values["limit"]) == (2, 1)
    assert open_document(b"#" * 2**20, "yaml").get(()) == {}


@pytest.mark.parametrize("source", [b"key: sk-sp-secret: oops\n", b"a: [sk-sp-secret\n", b"\tsk-sp-secret\n"])
def test_an_error_tells_nothing_of_the_file(source: bytes) -> None:
    """Sentence and values hold one character of the source at most."""
    with pytest.raises(FormatError) as caught:
        open_document(source, "yaml")
    assert "secret" not in f"{caught.value.message} {caught.value.hint} {caught.value.values}"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("\ud800", "formats.value"),
        (b"bytes", "formats.value"),
        ({1: 2}, "formats.value"),
        (object(), "formats.value"),
        (10**5000, "formats.value"),
    ],
    ids=["surrogate", "bytes", "number as key", "object", "long number"],
)
def test_a_value_that_cannot_be_written_is_refused(value: Value, code: str) -> None:
    """Half a character, bytes and other objects are named, and the source is as it was."""
    with pytest.raises(FormatError) as caught:
        edit(b"a: 1\n", "yaml", [Set(("a",), value)])
    assert caught.value.code == code
    assert caught.value.message


def test_a_value_nested_too_deeply_is_refused() -> None:
    """A value that could not be read again is not written."""
    rows: Value = 1
    members: Value = 1
    for _ in range(99):
        rows, members = [rows], {"k": members}
    for value in (rows, members):
        assert open_document(edit(b"a: 1\n", "yaml", [Set(("a",), value)]), "yaml").get(("a",)) == value
    for value in ([[rows]], {"k": {"k": members}}):
        with pytest.raises(FormatError) as caught:
            edit(b"a: 1\n", "yaml", [Set(("a",), value)])
        assert caught.value.code == "formats.depth"


@pytest.mark.parametrize("path", [(), (-1,), ("a", -1), ("a", True)])
def test_a_path_that_leads_nowhere_is_refused(path: DocumentPath) -> None:
    """An empty path, and positions before the first."""
    for one in (Set(path, 1), Delete(path)):
        with pytest.raises(FormatError) as caught:
            edit(b"a: [1]\n", "yaml", [one])
        assert caught.value.code in {"formats.path", "formats.type"}


def test_values_are_those_a_reader_sees() -> None:
    """Aliases and merges are followed, dates and tags come as text, the last of equal keys counts."""
    source = (
        b"base: &b {x: 1}\na: {<<: *b, y: *b}\nd: 2001-12-14\nt: !own text\n1: one\nd2: 1\nd2: 2\n"
        b"b: !!binary aGk=\ns: !!set {x}\nt2: !own [a, 1]\nt3: !own {k: v}\n"
        b"d3: 2001-12-14t21:59:43.10-05:00\nd4: 2001-99-99\n"
    )
    document = open_document(source, "yaml")
    assert document.get(("a",)) == {"x": 1, "y": {"x": 1}}
    assert document.get(("d",)) == "2001-12-14"
    assert document.get(("t",)) == "text"
    assert document.get(("t2",)) == ["a", 1]
    assert document.get(("t3",)) == {"k": "v"}
    assert document.get(("d3",)) == "2001-12-14t21:59:43.10-05:00"
    assert document.get(("d4",)) == "2001-99-99"
    assert document.get(("d2",)) == 2
    assert document.get(("none",), "default") == "default"
    assert document.get(("s",)) == {"x": None}
    whole = document.get(())
    assert isinstance(whole, dict)
    assert whole["1"] == "one"
    assert list(whole) == ["base", "a", "d", "t", "1", "d2", "b", "s", "t2", "t3", "d3", "d4"]
    assert not document.has(("1",))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("yes", "true or false"),
        ("1", "a number"),
        ("1.5", "a number"),
        ("text", "text"),
        ("[b]", "a list"),
        ("2001-12-14", "a date or another special value"),
        ("!own b", "a value with a tag"),
    ],
)
def test_the_sentence_names_the_type_that_is_in_the_way(value: str, found: str) -> None:
    """A value of every kind where a mapping is needed."""
    with pytest.raises(FormatError) as caught:
        edit(f"a: {value}\n".encode(), "yaml", [Set(("a", "b"), 1)])
    assert caught.value.code == "formats.type"
    assert str(caught.value.values["found"]) == found
    assert str(caught.value.values["expected"]) == "an object"


def test_where_libyaml_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own parser, which is there everywhere, reads and refuses the same."""
    monkeypatch.delattr(yaml, "CSafeLoader")
    monkeypatch.setattr(values, "_FastLoader", values._fast_loader())
    assert open_document(b"a: [1, {b: no}]\nd: 2001-12-14\n", "yaml").get(()) == {
        "a": [1, {"b": False}],
        "d": "2001-12-14",
    }
    assert edit(b"a: 1 # one\n", "yaml", [Set(("b",), "x"), Delete(("a",))]) == b"b: x\n"
    with pytest.raises(FormatError) as caught:
        open_document(b"a: [\n", "yaml")
    assert caught.value.code == "formats.syntax"
