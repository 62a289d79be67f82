"""TOML sources that are broken, enormous or deep end in a result or a sentence, never in a crash."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.toml_documents import sources
from wizard.formats import Delete, DocumentPath, Edit, FormatError, Set, Value, apply_edits, edit, open_document
from wizard.formats.toml.check import read_toml

CODES = {"formats.syntax", "formats.encoding", "formats.deep", "formats.type", "formats.toml-row"}


@pytest.mark.thorough
@settings(max_examples=200)
@given(sources(), st.data())
def test_mutated_bytes_are_refused_or_edited_right(source: bytes, data: st.DataObject) -> None:
    """After bytes are dropped, doubled or overwritten, the edit holds or the file is refused with a place."""
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(source)))
        end = data.draw(st.integers(start, min(len(source), start + 8)))
        junk = data.draw(
            st.sampled_from([b"", b"[", b"]", b'"', b"'", b"=", b"\n", b"\r", b"\x00", b"\xff", b",", b"{"])
        )
        source = source[:start] + junk + source[end:]
    edits: list[Edit] = [Set(("a", "new"), 1), Set(("model",), "m"), Delete(("b",))]
    try:
        result = edit(source, "toml", edits)
    except FormatError as error:
        _require_place(error)
        return
    # As text, because one nan is not equal to the other.
    assert repr(read_toml(result)) == repr(apply_edits(read_toml(source), edits)) or _unordered(result, source)


def _require_place(error: FormatError) -> None:
    assert error.code in CODES, error.code
    assert {"line", "column"} <= error.values.keys()
    assert error.message


def _unordered(result: bytes, source: bytes) -> bool:
    """Whether the two differ in the order of their keys alone."""
    expected = apply_edits(read_toml(source), [Set(("a", "new"), 1), Set(("model",), "m"), Delete(("b",))])
    return _sorted(read_toml(result)) == _sorted(expected)


def _sorted(value: Value) -> str:
    if isinstance(value, dict):
        return str(sorted((key, _sorted(member)) for key, member in value.items()))
    return str([_sorted(row) for row in value]) if isinstance(value, list) else repr(value)


@pytest.mark.promise("huge-deeply-nested")
@pytest.mark.parametrize(
    "source",
    [
        b"a = " + b"[" * 100_000,
        b"a = " + b"[" * 100_000 + b"]" * 100_000,
        b"a = " + b"{a = " * 100_000,
        b".".join([b"a"] * 100_000) + b" = 1\n",
        b"[" + b".".join([b"a"] * 100_000) + b"]\n",
    ],
)
def test_deep_nesting_is_a_sentence(source: bytes) -> None:
    """100,000 levels are refused with the limit and the place."""
    with pytest.raises(FormatError) as caught:
        open_document(source, "toml")
    assert caught.value.code == "formats.deep"
    assert "100 levels" in caught.value.message


@pytest.mark.parametrize(
    ("before", "deep", "after"),
    [(b"a = ", b"[", b"]\n"), (b"", b"a.", b"a = 1\n"), (b"[", b"a.", b"a]\n"), (b"a = ", b"{a = ", b"1}\n")],
)
def test_nesting_up_to_the_limit_is_edited(before: bytes, deep: bytes, after: bytes) -> None:
    """100 levels stay as they are while another key is set; 101 are refused."""
    closers = {b"]\n": b"]" * 98, b"1}\n": b"1" + b"}" * 98}.get(after, b"")
    source = before + deep * 99 + closers + after.removeprefix(b"1" if closers else b"")
    new = b"b = 1\n" if before == b"a = " or not before else b"b = 1\n\n"
    result = edit(source, "toml", [Set(("b",), 1)])
    assert result == (new + source if before == b"[" else source + new)
    with pytest.raises(FormatError) as caught:
        open_document(source.replace(deep, deep * 2, 1), "toml")
    assert caught.value.code == "formats.deep"


@pytest.mark.parametrize("path", [("a",) * 101, ("a",) * 60 + (0,) * 60, ("a",) * 3000, ("a",) + (0,) * 3000])
def test_a_path_that_is_too_long_is_refused(path: DocumentPath) -> None:
    """No edit writes what the next one could not open."""
    with pytest.raises(FormatError) as caught:
        edit(b"x = 1\n", "toml", [Set(path, 1)])
    assert caught.value.code == "formats.toml-deep-value"


def test_the_longest_path_is_written_and_opened_again() -> None:
    """100 keys in each other are a header of 99 and a key."""
    path = ("a",) * 100
    result = edit(b"", "toml", [Set(path, 1)])
    assert result == b"[" + b".".join([b"a"] * 99) + b"]\na = 1\n"
    assert open_document(result, "toml").get(path) == 1


def test_a_value_nested_too_deeply_is_refused() -> None:
    """A wanted value beyond the limit is refused before anything is changed."""
    value: Value = 1
    for _ in range(500):
        value = [value]
    with pytest.raises(FormatError) as caught:
        edit(b"", "toml", [Set(("a",), value)])
    assert caught.value.code == "formats.toml-deep-value"


@pytest.mark.promise("huge-deeply-nested")
def test_a_huge_file_is_a_sentence() -> None:
    """Beyond a megabyte the file is refused, with its size."""
    with pytest.raises(FormatError) as caught:
        open_document(b"#" * (2**20 + 1), "toml")
    assert caught.value.code == "formats.toml-large"
    assert "2 MB" in caught.value.message
    assert open_document(b"#" * 2**20, "toml").get(()) == {}


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        (b"a = 1\nb = 'x\xff'\n", 2, 7),
        ("a = 1\n".encode("utf-16"), 1, 1),
        (b"\xef\xbb\xbfa = '\xc3\xa9\xff'\n", 1, 7),
    ],
)
def test_bytes_that_are_no_utf8_are_refused_with_their_place(source: bytes, line: int, column: int) -> None:
    """The place counts characters, and a byte order mark is none."""
    with pytest.raises(FormatError) as caught:
        open_document(source, "toml")
    assert (caught.value.code, caught.value.values["line"], caught.value.values["column"]) == (
        "formats.encoding",
        line,
        column,
    )


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, b"bytes", object(), [None], {"a": {"b": None}}])
def test_what_toml_cannot_hold_is_refused(value: Value) -> None:
    """Half characters, other types, and null inside a list or table."""
    with pytest.raises(FormatError) as caught:
        edit(b"x = 1\n", "toml", [Set(("a",), value)])
    assert caught.value.code in {"formats.toml-surrogate", "formats.toml-value", "formats.toml-null"}


def test_an_error_repeats_no_value_of_the_file() -> None:
    """A key of the plan in a broken file is not told in the sentence."""
    with pytest.raises(FormatError) as caught:
        open_document(b'api_key = "sk-sp-secret" oops\n', "toml")
    assert "secret" not in caught.value.message
    assert "line 1, column 26" in caught.value.message.lower()


def test_get_and_has() -> None:
    """Values come in plain types, dates as their text, and what is missing as the default."""
    document = open_document(b'a.b = [1, {c = 1979-05-27T07:32:00Z}]\n"d.e" = inf\n', "toml")
    assert document.get(()) == {"a": {"b": [1, {"c": "1979-05-27T07:32:00+00:00"}]}, "d.e": float("inf")}
    assert document.get(("a", "b", 0)) == 1
    assert document.get(("a", "b", 2), "none") == "none"
    assert document.get(("a", "b", -1), "none") == "none"
    assert document.get(("a", 0), "none") == "none"
    assert document.has(("d.e",))
    assert not document.has(("d", "e"))


def test_the_reader_keeps_dates_apart_from_texts() -> None:
    """A date and a text of the same look are two values to the check after an edit."""
    assert read_toml(b"a = 1979-05-27\n") != read_toml(b'a = "1979-05-27"\n')
    assert read_toml(b"\xef\xbb\xbfa = [nan]\n") == read_toml(b"a = [ nan ]\n")
    with pytest.raises(tomllib.TOMLDecodeError):
        read_toml(b"a = \n")


def test_a_number_python_cannot_write_is_refused() -> None:
    """An integer of 5,000 digits, in the edit and in the file."""
    with pytest.raises(FormatError) as caught:
        edit(b"", "toml", [Set(("a",), 10**5000)])
    assert caught.value.code == "formats.toml-value"
    with pytest.raises(FormatError) as caught:
        open_document(b"a = 1\nb = " + b"1" * 5000 + b"\n", "toml")
    assert (caught.value.values["line"], caught.value.values["column"]) == (2, 5)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (b"a = \n", "the end of the line"),
        (b"a =", "the end of the file"),
        (b"a = \x07\n", "U+0007"),
        (b"a = ,\n", "“,”"),
    ],
)
def test_the_sentence_names_what_was_found(source: bytes, found: str) -> None:
    """A line end, the end of the file, a control character by its number, and a character as itself."""
    with pytest.raises(FormatError) as caught:
        open_document(source, "toml")
    assert found in caught.value.message


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (b"1979-05-27", "a date"), (b"07:32:00", "a date"), (b"-1.5", "a number"), (b"true", "true or false"),
        (b"'x'", "text"), (b"[1]", "a list"),
    ],
)  # fmt: skip
def test_the_sentence_names_the_type_that_is_in_the_way(value: bytes, found: str) -> None:
    """A value of every kind where a table is needed."""
    with pytest.raises(FormatError) as caught:
        edit(b"a = " + value + b"\n", "toml", [Set(("a", "b"), 1)])
    assert f"a is {found}" in caught.value.message
