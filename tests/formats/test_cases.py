"""The hand-made cases of ``tests/corpus``, byte for byte."""

import pytest

from tests.formats.cases import case, names
from wizard.formats import FormatError, Set, edit, patched

ROOMS = {"json": 160, "toml": 110, "yaml": 75, "env": 70}
"""The rooms of the corpus, and how many cases each has at least: a folder that is not found would pass silently."""


@pytest.mark.promise("new-text-looks")
@pytest.mark.parametrize(("room", "name"), [(room, name) for room in ROOMS for name in names(room)])
def test_case(room: str, name: str) -> None:
    """The edits of a case give its exact bytes, or its refusal; made again they change nothing."""
    known = case(room, name)
    if known.after is None:
        with pytest.raises(FormatError) as caught:
            edit(known.before, known.format, known.edits)
        error = caught.value
        place = [str(error.values[key]) for key in ("line", "column") if key in error.values]
        assert (error.code, *place) == known.refused, known.shows
        assert error.message
        return
    assert edit(known.before, known.format, known.edits) == known.after, known.shows
    # What a deletion names may be another row by then; a variable has but one name.
    if room == "env" or all(isinstance(one, Set) for one in known.edits):
        assert patched(known.after, known.format, known.edits).replacements == (), known.shows


@pytest.mark.parametrize("room", ROOMS)
def test_the_corpus_is_there(room: str) -> None:
    """Every room has its cases."""
    assert len(names(room)) >= ROOMS[room]
