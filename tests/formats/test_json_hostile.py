"""Files made to hang, to overflow or to crash: each ends in a result or a sentence, soon.

No test here measures time: the files are so large that anything but one walk through them would be felt as a hang.
"""

import pytest

from wizard.formats import Delete, Edit, FormatError, Set, edit, open_document

pytestmark = pytest.mark.thorough

_MANY = 200_000
_ITEMS = 20_000

# What is accepted in which formats; all others refuse it with a place.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "objects in objects": (b'{"k":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001, "json jsonc json5"),
    "objects in lists, never closed": (b'{"a":[' * 100_000, ""),
    "closed by the wrong bracket": (b"[" * 100_000 + b"}" * 100_000, ""),
    "blank lines": (b"{" + b"\n" * _MANY + b"}", "json jsonc json5"),
    "blanks before the end": (b'{"a": 1' + b" " * _MANY + b"}" + b"\t" * _MANY, "json jsonc json5"),
    "text of a megabyte": (b'{"a": "' + b"x" * 1_000_000 + b'"}', "json jsonc json5"),
    "escapes": (b'{"a": "' + b'\\\\\\"' * _MANY + b'"}', "json jsonc json5"),
    "text never closed": (b'{"a": "' + b'\\"' * _MANY, ""),
    "quotes": (b'{"a": ' + b'"' * _MANY + b"}", ""),
    "commas": (b"[" + b"," * _MANY + b"]", ""),
    "colons": (b'{"a"' + b":" * _MANY + b"1}", ""),
    "minus signs": (b'{"a": ' + b"-" * _MANY + b"1}", ""),
    "digits": (b'{"a": ' + b"7" * _MANY + b"}", "json jsonc json5"),
    "digits behind the point": (b'{"a": 0.' + b"0" * _MANY + b"1}", "json jsonc json5"),
    "a power without end": (b'{"a": 1e' + b"9" * 5_000 + b"}", "json jsonc json5"),
    "empty objects": (b'{"a": [' + b"{}," * _MANY + b"1]}", "json jsonc json5"),
    "rows with trailing commas": (b'{"a": [' + b"[1,]," * _MANY + b"1]}", "jsonc json5"),
    "line comments": (b"{" + b"// x\n" * _MANY + b'"a": 1}', "jsonc json5"),
    "comments in one line": (b"{" + b"/**/" * _MANY + b'"a": 1}', "jsonc json5"),
    "comments behind a comma": (b'{"a": 1,' + b"/**/" * _MANY + b"}", "jsonc json5"),
    "a comment of stars": (b"{/*" + b"*" * 1_000_000 + b'*/"a": 1}', "jsonc json5"),
    "a comment of stars, never closed": (b"{/*" + b"*" * 1_000_000, ""),
    "comments opened again and again": (b'{"a": 1,' + b"/*" * _MANY + b"}", ""),
    "half comments": (b"{" + b"/*/" * _MANY, ""),
    "slashes": (b'{"a": 1}' + b" /" * _MANY, ""),
    "commas in comments": (b'{"a": [1' + b",/*,*/1" * _MANY + b"]}", "jsonc json5"),
    "a bare key of a megabyte": (b"{" + b"a" * 1_000_000 + b": 1}", "json5"),
    "a key of escapes": (b"{" + b"\\u0061" * 20_000 + b": 1}", "json5"),
    "spaces without break": (b'{"a": 1,' + b"\xc2\xa0" * _MANY + b'"b": 1}', "json5"),
    "line separators": (b'{"a": 1, // ' + "…\u2028".encode() * 2 + b"\n" + b'"b": 1}', "jsonc"),
    "a lone surrogate": (b'{"a": "\\ud800", "\\udc00\\ud800": 1}', "json jsonc json5"),
    "no number": (b'{"a": NaN, "b": [-Infinity]}', "json5"),
}


@pytest.mark.promise("huge-deeply-nested")
@pytest.mark.parametrize("format_", ["json", "jsonc", "json5"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_result_or_a_sentence(name: str, format_: str) -> None:
    """It is refused with its place, or a setting comes, changes and goes and leaves the bytes it met."""
    source, accepted_in = HOSTILE[name]
    if format_ not in accepted_in.split():
        with pytest.raises(FormatError) as caught:
            edit(source, format_, [Set(("brand-new",), value=True)])
        assert caught.value.code == "formats.syntax"
        assert caught.value.values["line"]
        return
    after = edit(source, format_, [Set(("brand-new", "deep"), "x")])
    assert open_document(after, format_).get(("brand-new", "deep")) == "x"
    assert edit(after, format_, [Delete(("brand-new",))]) == source
    if open_document(source, format_).has(("a",)):
        changed = edit(source, format_, [Set(("a",), [None])])
        assert open_document(changed, format_).get(("a",)) == [None]
        assert len(edit(source, format_, [Delete(("a",))])) < len(source)


@pytest.mark.parametrize("format_", ["json", "jsonc", "json5"])
def test_very_many_members_and_rows(format_: str) -> None:
    """Of twenty thousand siblings one is changed, one goes and one comes; all others stay as they are."""
    members = [b'"k%d": %d' % (number, number) for number in range(_ITEMS)]
    rows = [b"[%d]" % number for number in range(_ITEMS)]
    source = b"{" + b", ".join([*members, b'"rows": [' + b", ".join(rows) + b"]"]) + b"}"
    edits: list[Edit] = [
        Set(("k7",), 0),
        Delete(("k9",)),
        Set(("rows", 7, 0), 0),
        Delete(("rows", 9)),
        Set(("rows", _ITEMS - 1), 1),
    ]
    members[7], rows[7] = b'"k7": 0', b"[0]"
    del members[9], rows[9]
    after = b"{" + b", ".join([*members, b'"rows": [' + b", ".join([*rows, b"1"]) + b"]"]) + b"}"
    assert edit(source, format_, edits) == after


@pytest.mark.parametrize("format_", ["json", "jsonc", "json5"])
def test_very_many_duplicates(format_: str) -> None:
    """The last of twenty thousand members of one name is the one that counts; all go together."""
    source = b"{" + b'"k": 1, ' * _ITEMS + b'"k": 2, "z": 3}'
    assert open_document(source, format_).get(("k",)) == 2
    assert edit(source, format_, [Set(("k",), 9)]) == b"{" + b'"k": 1, ' * _ITEMS + b'"k": 9, "z": 3}'
    assert edit(source, format_, [Delete(("k",))]) == b'{"z": 3}'


def test_a_late_fault_in_a_large_file_is_found() -> None:
    """The place of a fault behind megabytes of sound text is named."""
    source = b'{"p": [\n' + b'{"a": [1, 2, {"b": "c"}]},\n' * 50_000 + b"oops]}"
    with pytest.raises(FormatError) as caught:
        open_document(source, "json")
    assert caught.value.values["line"] == 50_002
    assert caught.value.values["column"] == 1
