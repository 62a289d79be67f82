r"""The laws of editing, held against generated .env sources, and other programs' reading of what is written.

What is written was read back in November 2026 by Codex 0.80.0, python-dotenv 1.2.4, dotenv 18.0.10 and
``util.parseEnv`` of Node.js, and by dash, bash and zsh 5.9 that source the file with ``set -a``: 2,000 readings of
values made of quotes, blanks and shell signs, all alike. They part ways over what others wrote, which is left alone:

- an assignment given twice: the last counts everywhere (Codex sets one after the other);
- a byte order mark: none of the seven finds the name on the first line;
- ``A = 1``: no assignment to a shell; ``A.B=1`` and ``A: 1`` to Node.js only;
- ``A=it's``: Codex and the shells lose all that follows; Codex also behind ``A=1  # it's`` with two blanks;
- ``A='x'#c``: ``x`` to the two dotenvs, ``x#c`` to Codex and the shells; ``A=x#c``: ``x`` to Node.js alone;
- ``"\n"``: a line end to the dotenvs and Codex, two characters to a shell; ``"\t"``: no value at all to Codex.
"""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.formats.codex_dotenv import read_as_codex
from wizard.formats import Delete, Edit, FormatError, Set, edit, open_document, splice
from wizard.formats.env_check import read_env
from wizard.formats.expected import applied

NAMES = ("A", "B", "_c", "API_KEY")
VALUES = (
    "", "1", "x y", "'1'", '"2"', "'x # y'", '"a\\"b"', '"l1\nl2"', "'l1\nl2'", "a#b", "x=y", "'a'b",
    "C:\\p", "$HOME", "é", "`t`", "\\", '"a\\nb\\rc\\td"', '"\\\\"',
)  # fmt: skip
OPEN = ("1 #'", "'open", '"open', "it's", "'\\'", "1  # it's", '"a" "')
blanks = st.sampled_from(["", "", " ", "\t", "  "])


@st.composite
def sources(draw: st.DrawFn, values: tuple[str, ...] = VALUES) -> bytes:
    """A .env source of up to eight lines, foreign ones among them."""
    lines: list[str] = []
    for _ in range(draw(st.integers(0, 8))):
        if draw(st.integers(0, 3)):
            export = draw(st.sampled_from(["", "", "export ", "export\t "]))
            head = f"{draw(blanks)}{export}{draw(st.sampled_from(NAMES))}{draw(blanks)}={draw(blanks)}"
            lines.append(
                head + draw(st.sampled_from(values)) + draw(st.sampled_from(["", "", " ", " # c", "#c", "\t# d"]))
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
    """The plain reader and Codex see the variables as edited; a second run has nothing to do (laws 1, 2, 7)."""
    try:
        result = edit(source, "env", edits)
    except FormatError as error:
        # The generated names and texts leave no other reason.
        if error.code != "formats.env-quotes":
            raise
        return
    expected = applied(read_env(source), edits)
    assert read_env(result) == expected
    assert splice(result, "env", edits) == ()
    assert isinstance(expected, dict)
    seen = read_as_codex(result)
    for one in edits:
        name = str(one.path[0])
        changed = expected.get(name) != read_env(source).get(name)  # type: ignore[union-attr]  # a dict
        assert not changed or seen.get(name) == expected.get(name)


@settings(max_examples=300)
@given(sources((*VALUES, *OPEN)), edits_of_names)
def test_what_an_open_quote_would_hide_is_not_written(source: bytes, edits: list[Edit]) -> None:
    """Where a quote runs on, Codex still sees what is set, or the edit is refused (laws 2, 6)."""
    refusal, result = _edited(source, edits)
    if refusal:
        assert refusal.code in {"formats.env-quotes", "formats.env-open-quote", "formats.check"}
        assert (refusal.code == "formats.env-open-quote") == ({"line", "column"} <= refusal.values.keys())
        return
    before, seen = read_env(source), read_as_codex(result)
    for name, value in read_env(result).items():  # type: ignore[union-attr]  # a dict
        assert before.get(name) == value or seen[name] == value  # type: ignore[union-attr]  # a dict


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


@settings(max_examples=200)
@given(sources((*VALUES, *OPEN)))
def test_a_line_above_an_open_quote_leaves_no_trace(source: bytes) -> None:
    """New variables are one stretch between old bytes, wherever it is, and deleted they are gone (laws 3, 8)."""
    refusal, result = _edited(source, [Set(("NEW",), "v")])
    if refusal:
        assert refusal.code == "formats.env-open-quote"
        return
    made = splice(source, "env", [Set(("NEW",), "v")])
    assert [one.end - one.start for one in made] == [0]
    assert edit(result, "env", [Delete(("NEW",))]) == source


@given(sources(), st.sampled_from(NAMES))
def test_setting_a_value_keeps_every_other_byte(source: bytes, name: str) -> None:
    """One stretch of one line changes, and it held the value (law 3)."""
    assume(open_document(source, "env").has((name,)))
    made = splice(source, "env", [Set((name,), "other")])
    assert len(made) == 1
    assert source[: made[0].start].rstrip(b" \t").endswith(b"=")
    # A comment behind the closing quote is parted from it.
    gap = b" " if source[made[0].end : made[0].end + 1] == b"#" else b""
    assert made[0].text in {quote + b"other" + quote + gap for quote in (b"", b"'", b'"')}


@settings(max_examples=200)
@given(sources(), st.data())
def test_mutated_bytes_are_refused_or_edited_right(source: bytes, data: st.DataObject) -> None:
    """After bytes are overwritten, the edit holds and Codex sees it, or the file is refused with a sentence."""
    start = data.draw(st.integers(0, len(source)))
    source = source[:start] + data.draw(st.binary(max_size=3)) + source[start + data.draw(st.integers(0, 3)) :]
    edits: list[Edit] = [Set(("NEW",), "v"), Delete(("A",))]
    refusal, result = _edited(source, edits)
    if refusal:
        assert refusal.message
        has_place = {"line", "column"} <= refusal.values.keys()
        # Quotes that are open may pair anew when a line goes, which the check after the edit sees.
        odd = refusal.code == "formats.check" and (source.count(b"'") % 2 or source.count(b'"') % 2)
        assert odd or (refusal.code in {"formats.encoding", "formats.env-open-quote"} and has_place)
        return
    assert read_env(result) == applied(read_env(source), edits)
    assert read_as_codex(result)["NEW"] == "v"


def _edited(source: bytes, edits: list[Edit]) -> tuple[FormatError | None, bytes]:
    """The refusal, or the edited source."""
    try:
        return None, edit(source, "env", edits)
    except FormatError as error:
        return error, b""
