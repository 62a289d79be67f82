"""The laws of editing, held against generated .env sources, and other programs' reading of what is written."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wizard.formats import Delete, Edit, FormatError, Set, edit, open_document, splice
from wizard.formats.env_check import read_env
from wizard.formats.expected import applied

NAMES = ("A", "B", "_c", "API_KEY")
VALUES = (
    "", "1", "x y", "'1'", '"2"', "'x # y'", '"a\\"b"', '"l1\nl2"', "'l1\nl2'", "a#b", "x=y", "'open", '"open', "'a'b",
    "C:\\p", "$HOME", "é", "`t`", "\\", "'\\'", '"\\\\"',
)  # fmt: skip
blanks = st.sampled_from(["", "", " ", "\t", "  "])


@st.composite
def sources(draw: st.DrawFn) -> bytes:
    """A .env source of up to eight lines, foreign ones among them."""
    lines: list[str] = []
    for _ in range(draw(st.integers(0, 8))):
        if draw(st.integers(0, 3)):
            export = draw(st.sampled_from(["", "", "export ", "export\t "]))
            head = f"{draw(blanks)}{export}{draw(st.sampled_from(NAMES))}{draw(blanks)}={draw(blanks)}"
            lines.append(
                head + draw(st.sampled_from(VALUES)) + draw(st.sampled_from(["", "", " ", " # c", "#c", "\t#'"]))
            )
        else:
            lines.append(draw(st.sampled_from(["", "  ", "# A=1", "A", "A: 1", "=", "1=2", "export A", "\t# 'q"])))
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n"]))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode()


wanted = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=6)
edits_of_names: st.SearchStrategy[list[Edit]] = st.lists(
    st.builds(Set, st.sampled_from([*NAMES, "NEW"]).map(lambda name: (name,)), wanted)
    | st.builds(Delete, st.sampled_from([*NAMES, "NEW"]).map(lambda name: (name,))),
    min_size=1,
    max_size=4,
)


@given(sources())
def test_the_two_readers_agree(source: bytes) -> None:
    """The editor and the plain reader that checks it see the same variables."""
    assert open_document(source, "env").get(()) == read_env(source)


@given(sources())
def test_setting_what_is_there_changes_nothing(source: bytes) -> None:
    """Every variable set to its own value leaves the bytes alone (law 1)."""
    values = read_env(source)
    assert isinstance(values, dict)
    for name, value in values.items():
        assert splice(source, "env", [Set((name,), value)]) == ()


@settings(max_examples=300)
@given(sources(), edits_of_names)
def test_the_result_reads_as_the_edits_say(source: bytes, edits: list[Edit]) -> None:
    """The plain reader sees the old variables with the edits made; a second run has nothing to do (laws 1, 2, 7)."""
    refusal = ""
    result = b""
    try:
        result = edit(source, "env", edits)
    except FormatError as error:
        refusal = error.code
    if refusal:
        # A quote that is open may be closed by what comes new, which the check after the edit sees.
        assert refusal == "formats.env-quotes" or (refusal == "formats.check" and b"open" in source)
        return
    assert read_env(result) == applied(read_env(source), edits)
    assert splice(result, "env", edits) == ()


@settings(max_examples=300)
@given(sources(), st.lists(st.sampled_from(["NEW", "NEW2", "NEW3"]), min_size=1, unique=True), st.data())
def test_adding_and_removing_gives_the_same_bytes(source: bytes, names: list[str], data: st.DataObject) -> None:
    """New variables come behind all old bytes, and deleted in any order they leave no trace (laws 3, 8)."""
    result = edit(source, "env", [Set((name,), "v") for name in names])
    assert result.startswith(source)
    deletes = data.draw(st.permutations([Delete((name,)) for name in names]))
    if data.draw(st.booleans()):
        assert edit(result, "env", deletes) == source
        return
    for one in deletes:
        result = edit(result, "env", [one])
    assert result == source


@given(sources(), st.sampled_from(NAMES))
def test_setting_a_value_keeps_every_other_byte(source: bytes, name: str) -> None:
    """One stretch of one line changes, and it held the value (law 3)."""
    assume(open_document(source, "env").has((name,)) and b"open" not in source)
    made = splice(source, "env", [Set((name,), "other")])
    assert len(made) == 1
    assert source[: made[0].start].rstrip(b" \t").endswith((b"=", b"= "))
    assert made[0].text.strip(b"'\"") == b"other"


@settings(max_examples=200)
@given(sources(), st.data())
def test_mutated_bytes_are_refused_or_edited_right(source: bytes, data: st.DataObject) -> None:
    """After bytes are overwritten, the edit holds or the file is refused with a place."""
    start = data.draw(st.integers(0, len(source)))
    source = source[:start] + data.draw(st.binary(max_size=3)) + source[start + data.draw(st.integers(0, 3)) :]
    refusal: FormatError | None = None
    result = b""
    try:
        result = edit(source, "env", [Set(("NEW",), "v"), Delete(("A",))])
    except FormatError as error:
        refusal = error
    if refusal:
        assert refusal.code == "formats.encoding"
        assert {"line", "column"} <= refusal.values.keys()
        return
    assert read_env(result) == applied(read_env(source), [Set(("NEW",), "v"), Delete(("A",))])
