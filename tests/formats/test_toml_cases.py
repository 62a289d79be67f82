"""The hand-made TOML cases, byte for byte, and what no file of text can show."""

import pytest

from tests.formats.cases import case, names
from wizard.formats import FormatError, Set, edit, patched


@pytest.mark.promise("new-text-looks")
@pytest.mark.parametrize("name", names("toml"))
def test_case(name: str) -> None:
    """The edits of a case give its exact bytes, or its refusal; a second run changes nothing."""
    known = case("toml", name)
    if known.after is None:
        with pytest.raises(FormatError) as caught:
            edit(known.before, "toml", known.edits)
        error = caught.value
        place = [str(error.values[key]) for key in ("line", "column") if key in error.values]
        assert (error.code, *place) == known.refused, known.shows
        assert error.message
        return
    assert edit(known.before, "toml", known.edits) == known.after, known.shows
    settings = [one for one in known.edits if isinstance(one, Set)]
    if len(settings) == len(known.edits):
        assert patched(known.after, "toml", settings).replacements == (), known.shows


def test_mixed_line_ends_are_those_of_the_line_before() -> None:
    """In a file of both kinds a new line ends as the one above it, and old ones are as they were."""
    source = b"a = 1\r\n[t]\nx = 1\n\r\n[u]\r\ny = 1\r\n"
    edits = [Set(("b",), 2), Set(("t", "z"), 3), Set(("u", "z"), 4)]
    assert edit(source, "toml", edits) == b"a = 1\r\nb = 2\r\n[t]\nx = 1\nz = 3\n\r\n[u]\r\ny = 1\r\nz = 4\r\n"
