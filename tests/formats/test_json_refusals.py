"""What is refused, with which place and which words."""

import pytest

from wizard.formats import Delete, Edit, FormatError, Set, Value, edit, open_document

REFUSED = [
    ("json", b'{\n  "a": 1,\n}', 3, 1, "another key after the comma", "“}”"),
    ("json", b"[1,]", 1, 4, "another value after the comma", "“]”"),
    ("json", b'{\n  // c\n  "a": 1}', 2, 3, "a key in double quotes or “}”", "a comment, which strict JSON has not"),
    ("json", b'{"a": NaN}', 1, 7, "a value", "“NaN”"),
    ("json", b'{"a": -Infinity}', 1, 7, "a value", "“-Infinity”"),
    ("json", b'{"a" 1}', 1, 6, "“:”", "“1”"),
    ("json", b'{"a": 1 "b": 2}', 1, 9, "“,” or “}”", '“"”'),
    ("json", b"[1 2]", 1, 4, "“,” or “]”", "“2”"),
    ("json", b'{"a": "x', 1, 9, "the closing quote of the string", "the end of the file"),
    ("json", b'{"a": "x\ny"}', 1, 9, "the closing quote of the string", "the end of the line"),
    ("json", b'{"a": "x\ty"}', 1, 9, "a character that strings may contain", "the character U+0009"),
    ("json", b'{"a": "\\q"}', 1, 8, "a known escape such as \\n or \\u00e9", "“\\”"),
    ("json", '{"é": tru}'.encode(), 1, 7, "a value", "“tru”"),
    ("json", b'{"x": {"a": 1, 2}}', 1, 16, "a key in double quotes", "“2”"),
    ("json", b'{"x": {2}}', 1, 8, "a key in double quotes or “}”", "“2”"),
    ("json", b'{"x": {"a": 1, }}', 1, 16, "another key after the comma", "“}”"),
    ("json", b'{"x": [{"a": 1} {}]}', 1, 17, "“,” or “]”", "“{”"),
    ("json", "{\n\r\n\r  [😀]}".encode(), 4, 3, "a key in double quotes or “}”", "“[”"),
    ("json", '["😀", €]'.encode(), 1, 7, "a value", "“€”"),
    ("json", b"{} {}", 1, 4, "the end of the file", "“{”"),
    ("json", b"<<<<<<< HEAD\n{}", 1, 1, "a value", "“<”"),
    ("json", b"{a: 1}", 1, 2, "a key in double quotes or “}”", "“a”"),
    ("json", b"[01]", 1, 3, "“,” or “]”", "“1”"),
    ("jsonc", b"{} /* x", 1, 4, "the end of the file", "a comment that is never closed"),
    ("jsonc", b"[,]", 1, 2, "a value", "“,”"),
    ("jsonc", b"[1,,]", 1, 4, "a value", "“,”"),
    ("jsonc", b"{'a': 1}", 1, 2, "a key in double quotes or “}”", "“'”"),
    ("jsonc", b'{"a": 1}\n<<<<<<< HEAD\n', 2, 1, "the end of the file", "“<”"),
    ("json5", b"{a-b: 1}", 1, 3, "“:”", "“-b”"),
    ("json5", b"{a: 1,, }", 1, 7, "a key", "“,”"),
    ("json5", b"{1a: 1}", 1, 2, "a key or “}”", "“1a”"),
    ("json5", b"{a: 'x\n'}", 1, 7, "the closing quote of the string", "the end of the line"),
    ("json5", b"{a: '\\1'}", 1, 6, "a known escape such as \\n or \\u00e9", "“\\”"),
    ("json5", b"{a: truex}", 1, 5, "a value", "“truex”"),
    ("json5", b"{a: 010}", 1, 5, "a value", "“010”"),
]


@pytest.mark.promise("cannot-read-refused")
@pytest.mark.parametrize(("format_", "source", "line", "column", "expected", "found"), REFUSED)
def test_a_fault_is_named_with_its_place(
    format_: str, source: bytes, line: int, column: int, expected: str, found: str
) -> None:
    """The sentence says line, column, what was expected and what was found; the hint says what to do."""
    with pytest.raises(FormatError) as caught:
        open_document(source, format_)
    sentence = f"Line {line}, column {column}: {expected} was expected, but {found} was found. Nothing was changed."
    assert caught.value.message == sentence
    assert caught.value.hint == (
        "Correct the file at that place and try again; or “apply --start-fresh” begins with a new file "
        "(the old content is kept for undo)."
    )


@pytest.mark.parametrize(
    ("source", "line", "column", "found"),
    [
        (b'{\n "a": "\xff"}', 2, 8, "the byte 0xFF"),
        (b'{"a": "\xed\xa0\x80"}', 1, 8, "the byte 0xED"),
        (b'\xef\xbb\xbf{"a": \x00}', 1, 7, "the byte 0x00"),
        ('{"a": 1}'.encode("utf-16"), 1, 1, "UTF-16 text"),
        ('{"a": 1}'.encode("utf-16-le"), 1, 2, "the byte 0x00"),
        (b'{"a": "' + b"x" * 2_000_000 + b"\xe2\x82", 1, 2_000_008, "the byte 0xE2"),
    ],
    ids=["byte", "surrogate", "NUL", "UTF-16", "UTF-16 without mark", "cut off"],
)
def test_what_is_no_utf8_is_refused(source: bytes, line: int, column: int, found: str) -> None:
    """Other encodings and binary rubbish are named, in all three formats."""
    for format_ in ("json", "jsonc", "json5"):
        with pytest.raises(FormatError) as caught:
            open_document(source, format_)
        sentence = f"Line {line}, column {column}: the file is not UTF-8 text; {found} was found. Nothing was changed."
        assert caught.value.message == sentence


@pytest.mark.parametrize(
    ("each", "where", "found", "expected"),
    [
        (Set(("env", "A"), "x"), "env", "a list", "an object"),
        (Delete(("env", "A")), "env", "a list", "an object"),
        (Set(("name", 0), "x"), "name", "text", "a list"),
        (Set(("env", 0, "deep", "x"), 1), "env[0].deep", "true or false", "an object"),
        (Set((0,), 1), "the top level", "an object", "a list"),
    ],
)
def test_another_type_is_named(each: Edit, where: str, found: str, expected: str) -> None:
    """The sentence says which value is of which type, and which type the edit needs."""
    with pytest.raises(FormatError) as caught:
        edit(b'{"env": [{"deep": true}], "name": "n"}', "json", [each])
    assert caught.value.code == "formats.type"
    assert f"{where} is {found}, but {expected} is needed there." in caught.value.message


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("'x'", "text"),
        ('"x"', "text"),
        ("[]", "a list"),
        ("true", "true or false"),
        ("false", "true or false"),
        ("-1", "a number"),
        ("NaN", "a number"),
    ],
)
def test_each_kind_of_value_has_its_words(value: str, found: str) -> None:
    """Whatever stands where an object is needed is called by its kind."""
    with pytest.raises(FormatError) as caught:
        edit(f"{{\n  a: {value}}}".encode(), "json5", [Set(("a", "b"), 1)])
    assert (
        caught.value.message == f"Line 2, column 6: a is {found}, but an object is needed there. Nothing was changed."
    )


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ((), "the path is empty"),
        (("l", 3), "a list position is past the end of its list"),
        (("l", -1), "a list position is negative"),
        (("missing", 1), "a list position is past the end of its list"),
        (("l", True), "a step is neither a key nor a list position"),
    ],
)
def test_a_path_to_nowhere_is_refused(path: tuple[str | int, ...], problem: str) -> None:
    """A path that names no place is refused, not guessed at."""
    with pytest.raises(FormatError) as caught:
        edit(b'{"l": [1, 2]}', "json", [Set(path, 0)])
    assert caught.value.code == "formats.path"
    assert problem in caught.value.message


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), b"bytes", {1: "x"}, {"a": [object()]}, 10**5000],
    ids=["NaN", "infinity", "bytes", "key", "object", "digits"],
)
def test_a_value_json_cannot_hold_is_refused(value: Value) -> None:
    """What JSON has no way to write is refused before a byte is changed."""
    with pytest.raises(FormatError) as caught:
        edit(b"{}", "jsonc", [Set(("a",), value)])
    assert caught.value.code == "formats.value"


def test_json5_writes_nan() -> None:
    """JSON5 has NaN and the infinities."""
    assert edit(b"{a: 1}", "json5", [Set(("a",), float("-inf"))]) == b"{a: -Infinity}"


@pytest.mark.parametrize("format_", ["json", "jsonc", "json5"])
@pytest.mark.parametrize("depth", [5_000, 100_000])
def test_deep_nesting_off_the_path_is_no_matter(format_: str, depth: int) -> None:
    """A value nested thousands of levels stays as it is, can go, but is not built."""
    deep = b"[" * depth + b"]" * depth
    source = b'{"d": ' + deep + b', "a": 1}'
    assert edit(source, format_, [Set(("a",), 2)]) == b'{"d": ' + deep + b', "a": 2}'
    assert edit(source, format_, [Delete(("d",))]) == b'{"a": 1}'
    with pytest.raises(FormatError) as caught:
        open_document(source, format_).get(("d",))
    assert "nested deeper than 100 levels" in caught.value.message
    with pytest.raises(FormatError) as caught:
        open_document(b"[" * depth, format_)
    assert caught.value.values["column"] == depth + 1


def test_a_path_or_value_of_many_levels_is_refused() -> None:
    """What is to be written may have 100 levels; more is refused with that number."""
    value: Value = 1
    for _ in range(101):
        value = [value]
    for each in (Set(("a",), value), Set(("a",) * 101, 1)):
        with pytest.raises(FormatError) as caught:
            edit(b"{}", "json", [each])
        assert "more than 100 levels" in caught.value.message
    assert edit(b"{}", "json5", [Set(("a",) * 100, 1)]).count(b"a") == 100


@pytest.mark.parametrize("format_", ["json", "jsonc", "json5"])
def test_long_numbers_stay(format_: str) -> None:
    """A number of more digits than Python converts is kept as it is and can be replaced."""
    digits = b"1" * 5000
    source = b'{"n": ' + digits + b', "a": 1}'
    assert edit(source, format_, [Set(("a",), 2)]) == b'{"n": ' + digits + b', "a": 2}'
    assert edit(source, format_, [Set(("n",), 2)]) == b'{"n": 2, "a": 1}'
    assert open_document(source, format_).get(("n",)) == float("inf")
