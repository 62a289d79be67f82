r"""The laws of editing that are held against .env sources alone, and other programs' reading of what is written.

What is written was read back in November 2026 by Codex 0.80.0, python-dotenv 1.2.4, dotenv 18.0.10 and
``util.parseEnv`` of Node.js, and by dash, bash and zsh 5.9 that source the file with ``set -a``: 2,000 readings of
values made of quotes, blanks and shell signs, all alike. They part ways over what others wrote, which is left alone:

- an assignment given twice: the last counts everywhere (Codex sets one after the other);
- a byte order mark: python-dotenv from 1.2.4 on and dotenv find the name on the first line, the others do not;
- ``A = 1``: no assignment to a shell; ``A: 1`` one to dotenv only; ``A.B=1`` to all but the shells;
- ``A`` alone on a line below ``A=1``: to python-dotenv it takes the value away;
- a lone CR: the end of a line to the two dotenvs, white space to Codex and the shells;
- ``A=it's``: Codex and the shells lose all that follows; Codex also behind ``A=1  # it's`` with two blanks;
- ``A='x'#c``: ``x`` to the two dotenvs, ``x#c`` to Codex and the shells; ``A=x#c``: ``x`` to Node.js alone;
- ``"\n"``: a line end to the dotenvs and Codex, two characters to a shell; ``"\t"``: no value at all to Codex.
"""

from collections.abc import Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.formats.dotenv_readers import READ
from tests.formats.env_documents import NAMES, OPEN, VALUES, sources, wanted
from wizard.formats import Delete, Edit, FormatError, Set, edit, open_document, patched

pytestmark = pytest.mark.thorough

EVERY = st.sampled_from(sorted(READ))
edits_of_names: st.SearchStrategy[list[Edit]] = st.lists(
    st.builds(Set, st.sampled_from([*NAMES, "NEW"]).map(lambda name: (name,)), wanted)
    | st.builds(Delete, st.sampled_from([*NAMES, "NEW"]).map(lambda name: (name,))),
    min_size=1,
    max_size=4,
)


def require_edited(source: bytes, result: bytes, format_: str, edits: list[Edit]) -> None:
    """Each program sees what the edits say, and all other variables as before.

    A variable that it could not see before, because of a quote that is closed now, may come into sight.
    """
    last = {str(one.path[0]): one.value if isinstance(one, Set) else None for one in edits}
    for read in READ[format_]:
        before, after = read(source), read(result)
        for name in before.keys() | after.keys() | last.keys():
            if name in last:
                assert after.get(name) == last[name], name
            elif name in before and name.removeprefix("\ufeff") not in last:
                assert after.get(name) == before[name], name


@settings(max_examples=300)
@given(sources((*VALUES, *OPEN)), EVERY)
def test_what_is_read_is_what_the_programs_see(source: bytes, format_: str) -> None:
    """A value counts as set only where every program sees it, and a name is there where one of them does."""
    document = open_document(source, format_)
    for name in NAMES:
        seen = [read(source).get(name) for read in READ[format_]]
        value = document.get((name,))
        # Codex puts something else in place of “$NAME”; the model of it leaves such a value out.
        assert value is None or "$" in str(value) or all(each == value for each in seen), name
        # The other version of python-dotenv, which is not here, reads some quotes otherwise.
        assert value is not None or format_ != "env-dotenvy" or seen == [None], name
        assert document.has((name,)) or not any(each is not None for each in seen), name


@settings(max_examples=300)
@given(sources(), edits_of_names, EVERY)
def test_the_result_reads_as_the_edits_say(source: bytes, edits: list[Edit], format_: str) -> None:
    """The programs see the variables as edited; a second run has nothing to do (laws 1, 2, 7)."""
    try:
        result = edit(source, format_, edits)
    except FormatError as error:
        # The generated names and texts leave no other reason, but for programs that do not read the source alike.
        if error.code != "formats.env-quotes" and not differ(source, format_):
            raise
        return
    require_edited(source, result, format_, edits)
    assert patched(result, format_, edits).replacements == ()


def differ(source: bytes, format_: str) -> bool:
    """Whether the programs see different variables in ``source``."""
    document = open_document(source, format_)
    values = document.get(())
    assert isinstance(values, Mapping)
    return any(document.get((name,)) != value for name, value in values.items())


@settings(max_examples=300)
@given(sources((*VALUES, *OPEN)), edits_of_names, EVERY)
def test_what_an_open_quote_would_hide_is_not_written(source: bytes, edits: list[Edit], format_: str) -> None:
    """Where a quote runs on, the programs still see what is set, or the edit is refused (laws 2, 6)."""
    refusal, result = _edited(source, edits, format_)
    if refusal:
        assert refusal.code in {"formats.env-quotes", "formats.env-open-quote", "formats.env-readers"}
        assert (refusal.code == "formats.env-quotes") != ({"line", "column"} <= refusal.values.keys())
        assert refusal.message
        return
    require_edited(source, result, format_, edits)


@settings(max_examples=300)
@given(sources(), st.lists(st.sampled_from(["NEW", "NEW2", "NEW3"]), min_size=1, unique=True), EVERY, st.data())
def test_adding_and_removing_gives_the_same_bytes(
    source: bytes, names: list[str], format_: str, data: st.DataObject
) -> None:
    """New variables come behind all old bytes, and deleted in any order they leave no trace (laws 3, 8)."""
    # For Codex a blank or backslash at the very end leaves the last line open, as a quote does.
    assume(not source.endswith((b" ", b"\t", b"\\")))
    result = edit(source, format_, [Set((name,), "v") for name in names])
    assert result.startswith(source)
    deletes = data.draw(st.permutations([Delete((name,)) for name in names]))
    if data.draw(st.booleans()):
        assert edit(result, format_, deletes) == source
        return
    for one in deletes:
        result = edit(result, format_, [one])
    assert result == source


@settings(max_examples=200)
@given(sources((*VALUES, *OPEN)), EVERY)
def test_a_line_above_an_open_quote_leaves_no_trace(source: bytes, format_: str) -> None:
    """New variables are one stretch between old bytes, wherever it is, and deleted they are gone (laws 3, 8)."""
    refusal, result = _edited(source, [Set(("NEW",), "v")], format_)
    if refusal:
        assert refusal.code in {"formats.env-open-quote", "formats.env-readers"}
        return
    made = patched(source, format_, [Set(("NEW",), "v")]).replacements
    assert [one.end - one.start for one in made] == [0]
    assert edit(result, format_, [Delete(("NEW",))]) == source


@settings(max_examples=200)
@given(sources(), EVERY, st.data())
def test_mutated_bytes_are_refused_or_edited_right(source: bytes, format_: str, data: st.DataObject) -> None:
    """After bytes are overwritten, the edit holds and the programs see it, or the file is refused with a sentence."""
    start = data.draw(st.integers(0, len(source)))
    source = source[:start] + data.draw(st.binary(max_size=3)) + source[start + data.draw(st.integers(0, 3)) :]
    edits: list[Edit] = [Set(("NEW",), "v"), Delete(("A",))]
    refusal, result = _edited(source, edits, format_)
    if refusal:
        assert refusal.message
        assert {"line", "column"} <= refusal.values.keys()
        assert refusal.code in {"formats.encoding", "formats.env-open-quote", "formats.env-readers"}
        return
    require_edited(source, result, format_, edits)


def _edited(source: bytes, edits: list[Edit], format_: str) -> tuple[FormatError | None, bytes]:
    """The refusal, or the edited source."""
    try:
        return None, edit(source, format_, edits)
    except FormatError as error:
        return error, b""
