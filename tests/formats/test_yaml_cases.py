"""The hand-made YAML cases, byte for byte."""

import pytest

from tests.formats.cases import case, names
from wizard.formats import Delete, FormatError, Set, edit, patched


@pytest.mark.parametrize("name", names("yaml"))
def test_case(name: str) -> None:
    """The edits of a case give its exact bytes, or its refusal; a second run changes nothing."""
    known = case("yaml", name)
    if known.after is None:
        with pytest.raises(FormatError) as caught:
            edit(known.before, "yaml", known.edits)
        error = caught.value
        place = [str(error.values[key]) for key in ("line", "column") if key in error.values]
        assert (error.code, *place) == known.refused, known.shows
        assert error.message
        return
    assert edit(known.before, "yaml", known.edits) == known.after, known.shows
    settings = [one for one in known.edits if isinstance(one, Set)]
    if len(settings) == len(known.edits):
        assert patched(known.after, "yaml", settings).replacements == (), known.shows


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
