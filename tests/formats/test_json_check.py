"""The check lets the right result through and nothing else."""

import pytest

from wizard.formats import Delete, Edit, FormatError, Set
from wizard.formats.check import verify

BEFORE = b'{"a": 1, "list": [1, 2], "keep": {"x": [1.0, "\\u0041"]}}'
LARGE = b'{"a": 1, "filler": "' + b"x" * 300_000 + b'", "keep": {"x": [1.0, "\\u0041"]}}'

WRONG: list[tuple[str, tuple[bytes, bytes], Edit]] = [
    ("nothing was done", (b"", b""), Set(("a",), 2)),
    ("true is not one", (b'"a": 1', b'"a": true'), Set(("a",), 1)),
    ("text is no number", (b'"a": 1', b'"a": "2"'), Set(("a",), 2)),
    ("another value was changed too", (b'"a": 1', b'"A": 2'), Set(("a",), 2)),
    ("a value off the path was spelled anew", (b"1.0", b"1"), Set(("a",), 1)),
    ("an escape off the path was spelled anew", (b"\\u0041", b"A"), Set(("a",), 1)),
    ("a comma dangles", (b'"a": 1, ', b", "), Delete(("a",))),
    ("a comma is missing", (b'"a": 1,', b'"a": 2'), Set(("a",), 2)),
    ("too much was deleted", (b', "keep": {"x": [1.0, "\\u0041"]}', b""), Delete(("b",))),
    ("something was added", (b'"a": 1', b'"a": 1, "b": 2'), Set(("a",), 1)),
    ("a later duplicate hides the value", (b'"keep"', b'"a": 3, "keep"'), Set(("a",), 1)),
    ("a number got a digit", (b'"a": 1', b'"a": 12'), Delete(("b",))),
    ("text got a letter", (b'"keep": {"x": [1.0, "\\u0041', b'"keep": {"x": [1.0, "\\u0041B'), Delete(("b",))),
    ("the end is missing", (b"}}", b"}"), Set(("a",), 1)),
    ("something follows the end", (b"}}", b"}}}"), Set(("a",), 1)),
]


@pytest.mark.promise("edit-whose-result")
@pytest.mark.parametrize("format_", ["json", "jsonc", "json5"])
@pytest.mark.parametrize("before", [BEFORE, LARGE], ids=["small", "large"])
@pytest.mark.parametrize(("why", "change", "each"), WRONG, ids=[why for why, _, _ in WRONG])
def test_a_wrong_result_is_caught(
    format_: str, before: bytes, why: str, change: tuple[bytes, bytes], each: Edit
) -> None:
    """A result that is not exactly the old value with the edit made is refused, whatever the size."""
    after = before.replace(*change, 1) if change[0] else before
    with pytest.raises(FormatError) as caught:
        verify(before, after, format_, [each])
    assert caught.value.code == "formats.check", why


@pytest.mark.parametrize("format_", ["json", "jsonc", "json5"])
@pytest.mark.parametrize("before", [BEFORE, LARGE], ids=["small", "large"])
def test_a_right_result_passes(format_: str, before: bytes) -> None:
    """The edits of one call, made in any layout, pass."""
    after = before.replace(b'"a": 1', b'"b":{ "c" : [true,\n null] }', 1)
    verify(before, after, format_, [Delete(("a",)), Set(("b", "c"), [True, None])])


def test_a_comment_that_swallows_a_member_is_caught() -> None:
    """What a line comment hides is not there."""
    before = b'{"a": 1, "b": 2}'
    with pytest.raises(FormatError):
        verify(before, b'{"a": 3} //, "b": 2}', "jsonc", [Set(("a",), 3)])


def test_json_with_a_comment_is_no_result() -> None:
    """Strict JSON stays strict."""
    with pytest.raises(FormatError):
        verify(b'{"a": 1}', b'{"a": 2 /* x */}', "json", [Set(("a",), 2)])
    with pytest.raises(FormatError):
        verify(b'{"a": 1}', b'{"a": 2,}', "json", [Set(("a",), 2)])
