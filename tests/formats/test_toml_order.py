"""Tables in odd orders: what readers that are stricter than ``tomllib`` take stays so.

Codex 0.80.0 and smol-toml 1.9.1 refuse a file in which a dotted key extends a table that a header made, or mentioned on
the way to one of its own; ``tomllib`` reads the latter.
"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.formats.toml_documents import is_valid
from wizard.formats import Delete, DocumentPath, Edit, FormatError, Set, edit
from wizard.formats.check import verify
from wizard.formats.toml.document import TomlDocument

NAMES = ("a", "b", "c")
keys = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3)
lines = st.one_of(
    keys.map(lambda found: f"[{'.'.join(found)}]"),
    keys.map(lambda found: f"{'.'.join([*found, 'x'])} = 1"),
    keys.map(lambda found: f"[[{'.'.join([*found, 'r'])}]]"),
)


@st.composite
def orders(draw: st.DrawFn) -> str:
    """Headers and dotted keys in any order in which ``tomllib`` reads them."""
    text = ""
    for line in draw(st.lists(lines, max_size=8)):
        if is_valid(f"{text}{line}\n"):
            text += f"{line}\n"
    return text


def is_taken(text: str) -> bool:
    """Whether a stricter reader takes ``text``, of one header or ``key = value`` a line."""
    made: dict[tuple[str, ...], int] = {}
    header: tuple[str, ...] = ()
    for number, line in enumerate(filter(None, text.split("\n"))):
        is_header = line.startswith("[")
        found = tuple(line.strip("[]").split(".") if is_header else line.split(" = ")[0].split("."))
        if is_header:
            header, begins = found, number
            if line.startswith("[["):
                # A new row: nothing below it is made yet.
                made = {path: at for path, at in made.items() if path[: len(found)] != found}
            for length in range(1, len(found) + 1):
                made.setdefault(found[:length], -1)
            continue
        for length in range(1, len(found)):
            path = (*header, *found[:length])
            if made.setdefault(path, begins if header else 0) != (begins if header else 0):
                return False
    return True


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("[a.b.c]\nx=1\n[a]\nb.y=2\n", False),
        ("[a]\nb.y=2\n[a.b.c]\nx=1\n", True),
        ("a.b.y=2\n[a.b.c]\nx=1\n", True),
        ("[a.b]\nx=1\n[a]\ny=2\n", True),
        ("[a]\nb.c.d=1\n[a.b.e]\nd=1\n", True),
        ("[a]\nb.c=1\nb.d=2\nq=1\nb.e=3\n", True),
        ("[[a]]\nb.c=1\n[a.b.e]\nx=1\n", True),
        ("[a.b]\n[[a.c]]\n[a]\nx=1\n", True),
        ("[a.b.c]\n[a.b]\nx=1\n", True),
        ("[[a]]\n[a.b.c]\nx=1\n[[a]]\nb.y=2\n", True),
    ],
)
def test_what_stricter_readers_take(text: str, taken: bool) -> None:  # noqa: FBT001  written out, not passed
    """As Codex and smol-toml were seen to answer."""
    assert TomlDocument(text.encode()).is_strict(text.encode()) == taken


def test_a_result_that_they_would_refuse_is_none() -> None:
    """``tomllib`` sees what was asked for, and still nothing is written."""
    before = b"[a.b.c]\nx = 1\n[a]\n"
    with pytest.raises(FormatError) as caught:
        verify(before, before + b"b.y = 2\n", "toml", [Set(("a", "b", "y"), 2)])
    assert caught.value.code == "formats.check"


@given(orders(), st.data())
def test_what_they_take_stays_so(text: str, data: st.DataObject) -> None:
    """A setting that comes in anywhere, or goes, leaves a file that they take, or is refused with the place."""
    assume(is_taken(text))
    path: DocumentPath = tuple(data.draw(st.lists(st.sampled_from((*NAMES, "y")), min_size=1, max_size=4)))
    for each in (Set((*path, "z"), 1), Delete(path)):
        after, refusal = _edited(text, each)
        assert refusal is None or refusal.code in {"formats.toml-order", "formats.type"}
        assert refusal is None or refusal.values["line"]
        assert is_taken(after)


def _edited(text: str, each: Edit) -> tuple[str, FormatError | None]:
    """The edited text; the same and the reason where the edit is refused."""
    try:
        return edit(text.encode(), "toml", [each]).decode(), None
    except FormatError as error:
        return text, error
