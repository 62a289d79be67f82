"""Law 7: an edit whose result reads otherwise than as the old value with the edits is refused, whatever went wrong."""

import pytest

from wizard.formats import (
    Delete,
    Document,
    DocumentPath,
    Edit,
    FormatError,
    Replacement,
    Set,
    Value,
    open_document,
    patched,
)


class _Faulty:
    """A document whose edits come out as they should not."""

    def __init__(self, document: Document, made: Replacement) -> None:
        self._document = document
        self._made = made

    def get(self, path: DocumentPath, default: Value = None) -> Value:
        """As it is."""
        return self._document.get(path, default)

    def has(self, path: DocumentPath) -> bool:
        """As it is."""
        return self._document.has(path)

    def replacements(self, _edits: object) -> tuple[Replacement, ...]:
        """Something else than what was asked for."""
        return (self._made,)


@pytest.mark.promise("edit-whose-result")
@pytest.mark.parametrize(
    ("format_", "source", "each", "wrong"),
    [
        ("json", b'{"a": 1, "b": 2}', Set(("a",), 3), Replacement(6, 7, b"4")),
        ("json", b'{"a": 1, "b": 2}', Set(("a",), 3), Replacement(6, 15, b"3")),
        ("json", b'{"a": 1, "b": 2}', Set(("a",), 3), Replacement(6, 7, b"3,")),
        ("jsonc", b'{"a": 1, // x\n"b": 2}', Delete(("a",)), Replacement(1, 14, b"//")),
        ("json5", b"{a: 1, b: 2}", Set(("a",), 3), Replacement(4, 5, b"3.5")),
        ("toml", b"a = 1\nb = 2\n", Set(("a",), 3), Replacement(4, 5, b'"3"')),
        ("toml", b"a = 1\n[t]\nb = 2\n", Set(("c",), 3), Replacement(15, 15, b"c = 3\n")),
        ("yaml", b"a: 1\nb: 2\n", Set(("a",), "3"), Replacement(3, 4, b"3")),
        ("yaml", b"a: 1\nb: 2\n", Set(("c",), 3), Replacement(10, 10, b"  c: 3\n")),
        ("env", b"A=1\nB=2\n", Set(("A",), "3"), Replacement(2, 3, b"3 3")),
        ("env", b"A=1\nB=2\n", Delete(("A",)), Replacement(0, 8, b"")),
    ],
    ids=range(11),
)
def test_a_wrong_result_is_refused(format_: str, source: bytes, each: Edit, wrong: Replacement) -> None:
    """Another value, another type, something lost, something in the wrong place, something that cannot be read."""
    faulty = _Faulty(open_document(source, format_), wrong)
    with pytest.raises(FormatError) as caught:
        patched(source, format_, [each], faulty)
    assert caught.value.code == "formats.check"
    assert caught.value.message
