"""What no case of the corpus shows of .env files."""

import pytest

from wizard.formats import FormatError, Set, edit, open_document


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [(b"A=1\nB=\xff\n", 2, 3), ("A=1\n".encode("utf-16"), 1, 1), (b"\xef\xbb\xbfA=\xc3\xa9\xff", 1, 4)],
)
def test_bytes_that_are_no_utf8_are_refused_with_their_place(source: bytes, line: int, column: int) -> None:
    """The place counts characters, and a byte order mark is none."""
    with pytest.raises(FormatError) as caught:
        open_document(source, "env")
    error = caught.value
    assert (error.code, error.values["line"], error.values["column"]) == ("formats.encoding", line, column)
    assert ("UTF-16" in error.message) == source.startswith(b"\xff\xfe")


def test_get_and_has() -> None:
    """The last assignment counts, quotes are taken off, and all variables come for the empty path."""
    document = open_document(b"A=1\nexport A = \"x\\ny\" # c\nB='\\n'\n", "env")
    assert document.get(("A",)) == "x\ny"
    assert document.get(("B",)) == "\\n"
    assert document.get(()) == {"A": "x\ny", "B": "\\n"}
    assert document.get(("C",), "none") == "none"
    assert document.get(("A", 0), "none") == "none"
    assert document.has(("A",))
    assert not document.has(("C",))


def test_a_refusal_does_not_repeat_the_value() -> None:
    """A key that cannot be written is not told in the sentence."""
    with pytest.raises(FormatError) as caught:
        edit(b"", "env", [Set(("K",), "sk-sp-secret\n")])
    assert "secret" not in caught.value.message


def test_a_value_over_several_lines_may_be_set_to_itself() -> None:
    """What could not be written anew is no reason to refuse a file that holds it."""
    source = b'A="x\r\ny"\r\n'
    assert edit(source, "env", [Set(("A",), "x\ny")]) == source


def test_the_sentence_names_the_place_that_is_none() -> None:
    """A path with a second level is told as people write it."""
    with pytest.raises(FormatError) as caught:
        edit(b"", "env", [Set(("A", "b"), "x")])
    assert "A.b is not such a place" in caught.value.message
