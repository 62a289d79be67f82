"""Whole lines that come into a ``.env`` text or go from it. Offsets are in characters."""

from collections.abc import Sequence

from wizard.formats.edits import Splice


def offset_before(offset: int, made: Sequence[Splice]) -> int:
    """Where the character ``offset`` of a text with ``made`` was before."""
    for change in made:
        if offset <= change.start:
            break
        offset += change.end - change.start - len(change.text)
    return offset


def add_lines(text: str, there: int, lines: Sequence[str], *, cr_ends_line: bool) -> Splice:
    """``lines`` at ``there``, the start of a line or the end of ``text``; a final line end stays, or stays missing."""
    only_cr = "\r" in text and "\n" not in text
    end = "\r\n" if "\r\n" in text else "\r" if only_cr and cr_ends_line else "\n"
    body = end.join(lines)
    if there < len(text) or not text or text.endswith(("\n", end)):
        return Splice(there, there, body + end)
    if text.endswith("\r"):
        # What ends in a CR alone does so again, which tells it from CRLF when the lines go.
        return Splice(there, there, f"\n{body}\r")
    return Splice(there, there, end + body)
