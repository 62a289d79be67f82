"""YAML sources of a line or few, each with edits and what must come of them."""

import pytest

from wizard.formats import Delete, Edit, FormatError, Set, edit, patched


@pytest.mark.promise("new-text-looks")
@pytest.mark.parametrize(
    ("before", "edits", "after"),
    [
        ("a: |+\n  t\nb: 1\n", [Set(("a",), "x")], "a: x\nb: 1\n"),
        ("l: [a,\n  b]\n", [Set(("l", 2), "c")], "l: [a,\n  b, c]\n"),
        ("a: |\n  t\n     \nb: 1\n", [Set(("a",), "x")], "a: x\nb: 1\n"),
        ("a: | #\n  t\n", [Set(("a",), "x")], "a: x #\n"),
        ("a: &x |  # c\n  t\n", [Set(("a",), "x")], "a: &x x # c\n"),
        ("1: one\n", [Set(("1",), 2)], '1: one\n"1": 2\n'),
        ("a: 1\n  \nb: 2\n", [Delete(("b",))], "a: 1\n"),
        ("? a\n? b\n", [Delete(("a",))], "? b\n"),
        ("# one\n\n# two\n# three\n", [Set(("a",), 1)], "# one\n\n# two\n# three\n\na: 1\n"),
        ("--- # one\n# two\n\n# three\n...\n", [Set(("a",), 1)], "--- # one\n# two\n\n# three\n\na: 1\n...\n"),
        ('b: "w"\nc: z\n', [Set(("d",), "v")], 'b: "w"\nc: z\nd: v\n'),
        ('c: z\nb: "w"\n', [Set(("d",), "v")], 'c: z\nb: "w"\nd: "v"\n'),
        ('m: {"a":1}\n', [Set(("m", "b"), 2)], 'm: {"a":1,"b":2}\n'),
        ('m: {"a":1}\n', [Set(("m", "b"), [1, {"c": 2}])], 'm: {"a":1,"b":[1,{"c":2}]}\n'),
        ("m: {a: 1}\nn: [1,2]\n", [Set(("m", "b"), 2), Set(("n", 2), 3)], "m: {a: 1, b: 2}\nn: [1,2,3]\n"),
        ('{"a":1,  "b":2}\n', [Set(("c",), 3)], '{"a":1,  "b":2,  "c":3}\n'),
        ("a: # c\n  - 1\nb: 2\n", [Set(("a",), None)], "a: # c\nb: 2\n"),
        ("a: [1]\n", [Set(("a",), None)], "a: null\n"),
        ("-\n  - 1\n- 2\n", [Set((0,), None)], "- null\n- 2\n"),
        ("a: 1\n\nb: 2\n", [Delete(("a",))], "b: 2\n"),
        ("a: 1\n\nb: 2\n", [Delete(("b",))], "a: 1\n"),
        ("a: 1\n\nb: 2\n\nc: 3\n", [Delete(("b",))], "a: 1\n\nc: 3\n"),
        ("# h\na: 1\nb: 2\n", [Delete(("a",))], "# h\nb: 2\n"),
        ("# h\n\n# a\na: 1\nb: 2\n", [Delete(("a",))], "# h\n\n# a\nb: 2\n"),
        ("# h\n\n# a\na: 1\n\nb: 2\n", [Delete(("a",))], "# h\n\nb: 2\n"),
        ("\na: 1\n\nb: 2\n", [Delete(("a",))], "\n\nb: 2\n"),
        ("a: |+\n  t\n\nb: 2\n", [Delete(("b",))], "a: |+\n  t\n\n"),
        ("a: |+\n  t\n\nb: 2\n\nc: 3\n", [Delete(("b",))], "a: |+\n  t\n\nc: 3\n"),
        ("a: |\n  t\n\n\nb: 2\n", [Delete(("b",))], "a: |\n  t\n\n"),
        ("a: 1\n\nb: 2", [Delete(("b",))], "a: 1"),
        ("a: |\n  t\nb: 2", [Delete(("b",))], "a: |\n  t\n"),
        ("---\na: 1", [Delete(("a",))], "---"),
        ("x:\n  a: 1\n\n  b: 2\n", [Delete(("x", "b"))], "x:\n  a: 1\n"),
        ("x:\n  a: 1\n  # b\n  b: 2\n# y\ny: 1\n", [Delete(("x", "b"))], "x:\n  a: 1\n# y\ny: 1\n"),
        ("a: 1\nb: 2\n...\n", [Delete(("b",))], "a: 1\n...\n"),
        ("a: 1\n...\n", [Delete(("a",))], "{}\n...\n"),
        ("---\na: 1\n...\n", [Delete(("a",))], "---\n...\n"),
        (
            "m: {\n  a: 1, # one\n  b: 2 # two\n}\n",
            [Set(("m", "c"), 3)],
            "m: {\n  a: 1, # one\n  b: 2, # two\n  c: 3\n}\n",
        ),
        (
            "m: {\n  a: 1, # one\n  b: 2, # two\n}\n",
            [Set(("m", "c"), 3)],
            "m: {\n  a: 1, # one\n  b: 2, # two\n  c: 3,\n}\n",
        ),
        ("m: {\n  a: 1\n}\n", [Delete(("m", "a"))], "m: {\n}\n"),
        ("m: {\n}\n", [Set(("m", "a"), 1)], "m: {\n  a: 1\n}\n"),
        ("m: {\n  # none\n}\n", [Set(("m", "a"), 1)], "m: {\n  # none\n  a: 1\n}\n"),
        ("m: [ # none\n  ]\n", [Set(("m", 0), 1)], "m: [ # none\n    1\n  ]\n"),
        ("m: {\n  # none\n  }\n", [Set(("m", "a"), 1)], "m: {\n  # none\n    a: 1\n  }\n"),
        ("l: [a, b, c]\n", [Delete(("l", 1))], "l: [a, c]\n"),
        ("l: [a,\n  b, c]\n", [Delete(("l", 1))], "l: [a,\n  c]\n"),
        ("l: [a,\n  b,\n  c]\n", [Delete(("l", 2))], "l: [a,\n  b\n  ]\n"),
        ("l: [a, b # x\n  , c]\n", [Delete(("l", 1))], "l: [a, c]\n"),
        ("l: [ a ]\n", [Delete(("l", 0))], "l: [ ]\n"),
        ("l: [\n  a ]\n", [Delete(("l", 0))], "l: [\n   ]\n"),
        ("l: [a, b, ]\n", [Delete(("l", 1))], "l: [a, ]\n"),
        ("l: [a, # x\n b]\n", [Delete(("l", 1))], "l: [a # x\n ]\n"),
        ("l: [a, b]\n", [Delete(("l", 0))], "l: [b]\n"),
        ("m: {a: , b: 1}\n", [Delete(("m", "b"))], "m: {a: }\n"),
        (
            "x:\n  a: 1\n\n  b: 2\n\n  c: 3\ny: 1\n",
            [Set(("x", "d"), 4)],
            "x:\n  a: 1\n\n  b: 2\n\n  c: 3\n  d: 4\ny: 1\n",
        ),
        ("a: 1\n\nb: 2\n", [Set(("c",), 3)], "a: 1\n\nb: 2\n\nc: 3\n"),
        ("a: 1\nb: 2\n\n# end\n", [Set(("c",), 3)], "a: 1\nb: 2\nc: 3\n\n# end\n"),
        (
            "a: 1\n  # deeper\nb: 2\n  # deeper\n# end\n",
            [Set(("c",), 3)],
            "a: 1\n  # deeper\nb: 2\n  # deeper\nc: 3\n# end\n",
        ),
        (
            "a:\n    b:\n        c: 1\n",
            [Set(("a", "d"), {"e": {"f": 1}})],
            "a:\n    b:\n        c: 1\n    d:\n        e:\n            f: 1\n",
        ),
        (
            "a:\n- 1\nb:\n    c: 1\n",
            [Set(("d",), [1]), Set(("e",), {"f": 1})],
            "a:\n- 1\nb:\n    c: 1\nd:\n- 1\ne:\n    f: 1\n",
        ),
        (
            "l:\n-   a: 1\n    b: 2\n",
            [Set(("l", 1), {"a": 3, "b": 4}), Set(("l", 0, "c"), 5)],
            "l:\n-   a: 1\n    b: 2\n    c: 5\n-   a: 3\n    b: 4\n",
        ),
        ("a: 'x'\nb: 1\n", [Set(("c",), "it's")], "a: 'x'\nb: 1\nc: 'it''s'\n"),
        ("a: 'x'\n", [Set(("a",), "two\nlines")], 'a: "two\\nlines"\n'),
        ('"a": "x"\n', [Set(("b",), "y")], '"a": "x"\n"b": "y"\n'),
        ("a: x\nb: 'a: b'\n", [Set(("c",), "y")], "a: x\nb: 'a: b'\nc: \"y\"\n"),
        ("a: &x\n  b: 1\n", [Set(("a",), 2)], "a: &x 2\n"),
        ("a: &x # c\n  b: 1\nd: 1\n", [Set(("a",), {"e": 1})], "a: &x # c\n  e: 1\nd: 1\n"),
        ("a: # c\n  - 1\n  - 2\n  # end\nb: 1\n", [Set(("a",), "t")], "a: t # c\nb: 1\n"),
        ("a: |- # c\n  text\nb: 1\n", [Set(("a",), {"x": 1})], "a: # c\n  x: 1\nb: 1\n"),
        ("a: >\n  text\n\n  more\n", [Set(("a",), "u")], "a: u\n"),
        ("- a\n- b: 1\n", [Set((0,), {"c": 1, "d": 2})], "- c: 1\n  d: 2\n- b: 1\n"),
        ("- &x a\n", [Set((0,), {"c": 1})], "- &x\n  c: 1\n"),
        ("- [1]\n-\n", [Set((1,), [2, 3])], "- [1]\n- - 2\n  - 3\n"),
        ("- a: 1\n  b: 2\n", [Delete((0, "a"))], "- b: 2\n"),
        ("- a: 1\n\n  # c\n  b: 2\n", [Delete((0, "a"))], "- # c\n  b: 2\n"),
        ("x:\n  a: 1\n", [Delete(("x", "a"))], "x: {}\n"),
        ("x: # c\n  - 1\ny: 1\n", [Delete(("x", 0))], "x: [] # c\ny: 1\n"),
        ("? a\n: 1\nb: 2\n", [Set(("a",), 3)], "? a\n: 3\nb: 2\n"),
        ("a:\r\n  b: 1\r\n", [Set(("a", "c"), {"d": 1})], "a:\r\n  b: 1\r\n  c:\r\n    d: 1\r\n"),
        ("a: 1\rb: 2\r", [Set(("c",), 3), Delete(("a",))], "b: 2\rc: 3\r"),
        (
            "a: x\n",
            [Set(("b",), {"k l": 1, "yes": 2, "": 3, "1": 4, "m:n": 5})],
            'a: x\nb:\n  k l: 1\n  "yes": 2\n  "": 3\n  "1": 4\n  m:n: 5\n',
        ),
        ("a: [x]\n", [Set(("a", 1), "m:n"), Set(("a", 2), "p, q")], 'a: [x, "m:n", "p, q"]\n'),
        ("a: {}\n", [Set(("a",), {"b": {"c": []}})], "a:\n  b:\n    c: []\n"),
    ],
)
def test_a_small_source(before: str, edits: list[Edit], after: str) -> None:
    """New text in the look of its surroundings, blank lines and comments where they belong, nothing else touched."""
    assert edit(before.encode(), "yaml", edits).decode() == after
    settings = [each for each in edits if isinstance(each, Set)]
    assert patched(after.encode(), "yaml", settings).replacements == ()


@pytest.mark.parametrize(
    ("source", "each"),
    [
        ("n:\n", Set(("n", 1), 1)),
        ("a: [1]\n", Set(("a", 5), 1)),
        ("a: 1\n", Set(("b", 0, 3), 1)),
        ("a: 1\n", Set(("b", 1, 0), 1)),
    ],
)
def test_a_row_behind_the_end_is_refused(source: str, each: Edit) -> None:
    """The sentence says that the position is past the end, wherever it stands in the path."""
    with pytest.raises(FormatError) as caught:
        edit(source.encode(), "yaml", [each])
    assert caught.value.code == "formats.path"
    assert "a list position is past the end of its list" in caught.value.message


@pytest.mark.parametrize("path", [("a",), ("a", "b")])
def test_a_key_without_a_place_for_a_value(path: tuple[str, ...]) -> None:
    """A key that is written with a question mark alone gets no value."""
    with pytest.raises(FormatError) as caught:
        edit(b"b: 1\n? a\n", "yaml", [Set(path, 2)])
    assert (caught.value.code, caught.value.values["line"]) == ("formats.yaml-no-value", 2)


def test_the_line_of_the_document_marker_stays() -> None:
    """The marker of the document, with its comment, stays the first line of a file without values."""
    assert edit(b"--- # settings\n", "yaml", [Set(("a",), 1)]) == b"--- # settings\na: 1\n"
    assert edit(b"--- {a: 1} # settings\n", "yaml", [Set(("b",), 2)]) == b"--- {a: 1, b: 2} # settings\n"


def test_a_null_behind_the_document_marker_comes_back() -> None:
    """It is commented out in its line, and no comment when the last value goes."""
    for source in (b"--- null\n...\n", b"%YAML 1.1\n--- ~ # none", b"---\n\n  NULL\n# end\n"):
        filled = edit(source, "yaml", [Set(("a", "b"), 1), Set(("c",), 2)])
        assert edit(filled, "yaml", [Delete(("c",)), Delete(("a",))]) == source
    assert edit(b"--- null\n", "yaml", [Set(("a",), 1)]) == b"--- # null\na: 1\n"
