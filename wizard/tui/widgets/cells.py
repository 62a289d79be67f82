"""Text measured in terminal cells, where a Chinese character takes two."""

from collections.abc import Iterator

from rich.cells import cell_len, chop_cells, set_cell_size

__all__ = ["cell_len", "clipped", "line_breaks", "padded", "pieces"]

_NEVER_FIRST = frozenset("、。，．：；！？）】》〉」』”’…％·,.:;!?)]}%")
_NEVER_LAST = frozenset("（【《〈「『“‘([{")


def clipped(text: str, width: int) -> str:
    """``text`` in at most ``width`` cells, with an ellipsis where something is left out."""
    if cell_len(text) <= width:
        return text
    return f"{set_cell_size(text, width - 1).rstrip()}…" if width > 0 else ""


def padded(text: str, width: int) -> str:
    """``text`` in exactly ``width`` cells."""
    return set_cell_size(clipped(text, width), width)


def line_breaks(text: str, width: int) -> Iterator[int]:
    """Where one line of ``text`` goes on in the next row of ``width`` cells: after blanks, and beside wide characters.

    No row begins with a closing mark or ends with an opening one. A word that is longer than a row is cut.
    """
    start = used = last = 0
    for index, character in enumerate(text):
        size = cell_len(character)
        if index and _may_break(text[index - 1], character) and not text[start:index].isspace():
            last = index
        while used + size > width and index > start and character != " ":
            start = last if last > start else index
            used = cell_len(text[start:index])
            yield start
        used += size


def _may_break(before: str, after: str) -> bool:
    if after == " " or before == " ":
        return after != " "
    if after in _NEVER_FIRST or before in _NEVER_LAST or not cell_len(after):
        return False
    return cell_len(before) > 1 or cell_len(after) > 1


def pieces(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Start and end (as character indexes) of the pieces of ``text`` that fit into ``width`` cells each."""
    if text.isascii():
        for start in range(0, max(1, len(text)), width):
            yield start, min(len(text), start + width)
        return
    start = 0
    for piece in chop_cells(text, width) or [""]:
        yield start, start + len(piece)
        start += len(piece)
