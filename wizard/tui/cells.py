"""Text measured in terminal cells, where a Chinese character takes two."""

from collections.abc import Iterator

from rich.cells import cell_len, chop_cells, set_cell_size

__all__ = ["cell_len", "clipped", "padded", "pieces"]


def clipped(text: str, width: int) -> str:
    """``text`` in at most ``width`` cells, with an ellipsis where something is left out."""
    if cell_len(text) <= width:
        return text
    return f"{set_cell_size(text, width - 1).rstrip()}…" if width > 0 else ""


def padded(text: str, width: int) -> str:
    """``text`` in exactly ``width`` cells."""
    return set_cell_size(clipped(text, width), width)


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
