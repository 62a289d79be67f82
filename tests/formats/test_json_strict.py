"""Making a commented file strict JSON."""

import json

import pytest
from hypothesis import given, settings

from tests.formats.json_documents import Written, documents
from tests.formats.test_json_laws import canonical
from wizard.formats import FormatError, replace, strict_replacements


def strict(source: bytes) -> bytes:
    """``source`` with its strict replacements made."""
    return replace(source, strict_replacements(source))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b'{"a": 1}', b'{"a": 1}'),
        (b'{\n  // own line\n  "a": 1, // same line\n  "b": 2,\n}\n', b'{\n  "a": 1,\n  "b": 2\n}\n'),
        (b'{\r\n  /* two\r\n  lines */\r\n  "a": 1 // x\r\n}', b'{\r\n  "a": 1\r\n}'),
        (b"[1 /* one */, 2, /* x */ ]", b"[1 , 2  ]"),
        (b'{"u": "https://x", "v": "/* no */,}" /* yes */ }', b'{"u": "https://x", "v": "/* no */,}"  }'),
        (b'// first\n// second\n{"a": [1,],} // last', b'{"a": [1]}'),
        (b'{"a": 1, // x\n // y\n}', b'{"a": 1\n}'),
        (b"", b""),
    ],
)
def test_comments_and_trailing_commas_go(source: bytes, expected: bytes) -> None:
    """Comments go, with their lines where nothing else is on them, and trailing commas go; all else stays."""
    assert strict(source) == expected


def test_what_is_no_jsonc_is_refused() -> None:
    """A file with other faults is not repaired."""
    with pytest.raises(FormatError):
        strict_replacements(b"{'a': 1}")


@settings(max_examples=150, deadline=None)
@given(documents(formats=("json", "jsonc")))
def test_the_result_is_strict_json_of_the_same_value(written: Written) -> None:
    """The standard library reads the result as the same value; a second time changes nothing."""
    after = strict(written.source)
    assert canonical(json.loads(after.decode("utf-8-sig"))) == canonical(written.value)
    assert strict_replacements(after) == ()
    if written.format == "json":
        assert after == written.source
