"""Each way to spell a value is read as what it means, and each value is written in the look of its file."""

import math

import pytest

from wizard.formats import FormatError, Set, Value, edit, open_document

READ: list[tuple[str, str, Value]] = [
    ("json", r'"\"\\\/\b\f\n\r\tA\u00e9\ud83d\ude00"', '"\\/\b\f\n\r\tAé😀'),
    ("jsonc", '{"a": [1, /* two */ 2,], "b": {}, // c\n}', {"a": [1, 2], "b": {}}),
    (
        "json",
        "[-0.0, 1e2, 1E-2, 12345678901234567890, true, false, null]",
        [0, 100, 0.01, 12345678901234567890, True, False, None],
    ),
    ("json5", r"'\'\"\\\b\f\n\r\t\v\0\x41\u00e9\ud83d\ude00\q\/'", "'\"\\\b\f\n\r\t\v\0Aé😀q/"),
    ("json5", "'a\\\rb'", "ab"),
    ("json5", "[true, false, null, {aʰǅ中Ⅷ: null}]", [True, False, None, {"aʰǅ中Ⅷ": None}]),
    ("json5", "'one\\\ntwo\\\r\nthree\\\u2028four\\\u2029five'", "onetwothreefourfive"),
    (
        "json5",
        "[.5, 5., 0xfF, -0X10, +7, 1.5e+1, -Infinity, +Infinity]",
        [0.5, 5, 255, -16, 7, 15, -math.inf, math.inf],
    ),
    (
        "json5",
        "{ 'a b': 1, \"c\": [ ], d: { }, $e_1: [[2],], /* x */ f: 'x', }",
        {"a b": 1, "c": [], "d": {}, "$e_1": [[2]], "f": "x"},
    ),
    ("json5", r"{\u0061\u0062: 1, _: 2, ʰǅ中Ⅷ: 3, aͤः५‿: 4}", {"ab": 1, "_": 2, "ʰǅ中Ⅷ": 3, "aͤः५‿": 4}),
    ("json5", "{a\u200cb\u200d: 1}", {"a\u200cb\u200d": 1}),
]


@pytest.mark.parametrize(("format_", "text", "value"), READ)
def test_a_spelling_is_read_as_what_it_means(format_: str, text: str, value: Value) -> None:
    """Alone, as a member and as a row, and setting that value changes no byte."""
    assert open_document(text.encode(), format_).get(()) == value
    source = f'{{"a": {text}, "b": [{text}]}}'.encode()
    document = open_document(source, format_)
    assert document.get(("a",)) == value
    assert document.get(("b", 0)) == value
    assert edit(source, format_, [Set(("a",), value), Set(("b", 0), value)]) == source


@pytest.mark.parametrize("key", ["1a", "ͤa", "५", "a-b", "‿", "a b", "\\u0031x", "a\\u002d", "“a”"])
def test_what_is_no_identifier_is_no_bare_key(key: str) -> None:
    """JSON5 takes bare keys from identifiers of ECMAScript only."""
    with pytest.raises(FormatError):
        open_document(f"{{{key}: 1}}".encode(), "json5")


WRITTEN: list[tuple[str, str, Value, str]] = [
    ("json", '{"a": 0}', '"\\/\b\f\n\r\t\x01é😀\u2028', '{"a": "\\"\\\\/\\b\\f\\n\\r\\t\\u0001é😀\u2028"}'),
    ("json", '{"a": 0}', "\ud800", '{"a": "\\ud800"}'),
    ("json", '{"a": 0}', [1.5, True, None, {}, [], {"x": {}}], '{"a": [1.5, true, null, {}, [], {"x": {}}]}'),
    ("json5", "{a: ''}", "'\"\\\b\f\n\r\t\x01é\u2028", "{a: '\\'\"\\\\\\b\\f\\n\\r\\t\\u0001é\\u2028'}"),
    ("json5", "{a: 0}", [math.inf, -math.inf, math.nan], "{a: [Infinity, -Infinity, NaN]}"),
    ("json5", "{a: {'x-y': 'z'}}", {"b": 1, "c d": {"e": "f"}}, "{a: {'b': 1, 'c d': {'e': 'f'}}}"),
    ("json5", "{\n\ta: [\n\t\t{ b: 'c' },\n\t],\n}", [{"b": "d"}], "{\n\ta: [\n\t\t{\n\t\t\tb: 'd',\n\t\t},\n\t],\n}"),
    ("jsonc", '{\n "a": {\n  "x": 1,\n },\n}', {"y": [2]}, '{\n "a": {\n  "y": [\n   2,\n  ],\n },\n}'),
]


@pytest.mark.promise("new-text-looks")
@pytest.mark.parametrize(("format_", "before", "value", "after"), WRITTEN)
def test_a_value_is_written_in_the_look_of_its_file(format_: str, before: str, value: Value, after: str) -> None:
    """Quotes, escapes, braces, indentation and trailing commas are those of what was there."""
    assert edit(before.encode(), format_, [Set(("a",), value)]).decode() == after


@pytest.mark.parametrize("wrap", ["object", "list"])
def test_a_hundred_levels_are_written_and_read_and_no_more(wrap: str) -> None:
    """The limit is exact, for values set and for values asked for."""
    value: Value = 1
    for _ in range(100):
        value = {"k": value} if wrap == "object" else [value]
    after = edit(b"{}", "json", [Set(("a",), value)])
    assert open_document(after, "json").get(("a",)) == value
    with pytest.raises(FormatError) as caught:
        edit(b"{}", "json", [Set(("a",), {"k": value})])
    assert caught.value.code == "formats.depth"
    with pytest.raises(FormatError) as caught:
        open_document(after, "json").get(())
    assert caught.value.code == "formats.deep"


@pytest.mark.parametrize("format_", ["json", "jsonc", "json5"])
def test_what_is_nested_too_deep_is_replaced(format_: str) -> None:
    """A value that is deeper than any that could be set is never taken for the one that is asked for."""
    before = '{"a": ' + "[" * 150 + "]" * 150 + ', "b": 1}'
    assert edit(before.encode(), format_, [Set(("a",), [])]) == b'{"a": [], "b": 1}'
