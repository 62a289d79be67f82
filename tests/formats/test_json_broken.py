"""Files with faults: read rightly or refused with a place, never a crash and never a wrong edit."""

import json
from typing import NoReturn

import json5
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.json_documents import Written, documents
from tests.formats.test_json_laws import canonical
from wizard.formats import Delete, FormatError, Set, Value, edit, open_document

pytestmark = pytest.mark.thorough

MARKS = [bytes([byte]) for byte in b"{}[],:\"'/*\\ \n\r\t-+.0e1xtnu_$\x00\xff\xc2"]
MARKS += [b"//", b"/*", b"*/", "\u2028".encode(), b"NaN", b"null", b"\\u12", b'\\"']


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A format, and a document in it with one to three bytes or marks changed."""
    written: Written = draw(documents())
    source = bytearray(written.source)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(source)))
        length = draw(st.integers(0, 3))
        source[place : place + length] = draw(st.sampled_from(MARKS)) if draw(st.booleans()) else b""
    return written.format, bytes(source)


def not_json(name: str) -> NoReturn:
    """Refuse NaN and the infinities."""
    raise ValueError(name)


def other_reader(source: bytes, format_: str) -> Value:
    """What the standard library or the json5 package sees.

    Raises:
        ValueError: it refuses the source.
    """
    text = source.decode("utf-8-sig")
    if format_ == "json":
        value: Value = json.loads(text, parse_constant=not_json)
        return value
    rows = json5.loads(f"[{text}\n]")
    return rows[0] if rows else None


def opened(source: bytes, format_: str) -> "Value | FormatError":
    """The whole value of ``source``, or why it is refused."""
    try:
        return open_document(source, format_).get(())
    except FormatError as error:
        return error


def edited(source: bytes, format_: str) -> bytes | FormatError:
    """``source`` with a setting more, or why that is refused."""
    try:
        return edit(source, format_, [Set(("brand-new", "deep"), [1])])
    except FormatError as error:
        return error


def others_read(source: bytes, format_: str) -> bool:
    """Whether the other reader accepts ``source``."""
    try:
        other_reader(source, format_)
    except ValueError:
        return False
    return True


@settings(max_examples=300, deadline=None)
@given(damaged())
def test_a_damaged_file_is_refused_or_read_as_others_do(case: tuple[str, bytes]) -> None:
    """What is accepted reads as the other reader reads it; strict JSON is refused exactly where that one refuses."""
    format_, source = case
    seen = opened(source, format_)
    if isinstance(seen, FormatError):
        assert seen.values["line"]
        assert seen.values["column"]
        assert seen.message
        assert format_ != "json" or b"\0" in source or not others_read(source, format_)
        return
    if format_ != "json" or source.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\n"):
        assert canonical(seen) == canonical(other_reader(source, format_))


@settings(max_examples=150, deadline=None)
@given(damaged())
def test_an_edit_of_a_damaged_file_is_right_or_refused(case: tuple[str, bytes]) -> None:
    """An edit that is accepted can be read back, is stable and can be taken back."""
    format_, source = case
    after = edited(source, format_)
    if isinstance(after, FormatError):
        assert after.code in {"formats.syntax", "formats.encoding", "formats.type"}
        return
    assert open_document(after, format_).get(("brand-new", "deep")) == [1]
    assert edit(after, format_, [Set(("brand-new", "deep"), [1])]) == after
    if open_document(source, format_).get(()) is not None:
        assert edit(after, format_, [Delete(("brand-new",))]) == source
