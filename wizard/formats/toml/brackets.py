"""Adds members to brackets and takes them out, with the commas and blanks around them."""

import re

from wizard.formats.edits import Replacement
from wizard.formats.toml.lines import indentation, line_end_style
from wizard.formats.toml.tree import Brackets, Tree

_REST_OF_LINE = re.compile(rb"[ \t]*+(?:#[^\n]*+)?\r?\n")


def add_member(tree: Tree, brackets: Brackets, text: str) -> list[Replacement]:
    """``text`` as the new last member of ``brackets``."""
    if not brackets.spans:
        return [_first_member(tree, brackets, text)]
    source = tree.source
    start, end = brackets.spans[-1]
    trails = len(brackets.commas) == len(brackets.spans)
    line = _own_line(tree, brackets, len(brackets.spans) - 1)
    if line:
        new = indentation(tree, line[0]) + text + ("," if trails else "") + line_end_style(tree, line[1])
        comma = [] if trails else [Replacement(end, end, b",")]
        return [*comma, Replacement(line[1], line[1], new.encode())]
    gap = source[brackets.commas[len(brackets.spans) - 2] + 1 : start] if len(brackets.spans) > 1 else b" "
    if gap.strip(b" \t"):
        gap = b" "
    if trails:
        place = brackets.commas[-1] + 1
        return [Replacement(place, place, gap + text.encode() + b",")]
    return [Replacement(end, end, b"," + gap + text.encode())]


def _first_member(tree: Tree, brackets: Brackets, text: str) -> Replacement:
    inner = tree.source[brackets.start + 1 : brackets.end - 1]
    if b"\n" not in inner:
        place = brackets.start + 1
        return Replacement(place, place, (" " if inner else "").encode() + text.encode())
    # The closing bracket's line holds only blanks before it: a comment would have hidden the bracket.
    place = tree.source.rfind(b"\n", 0, brackets.end) + 1
    above = tree.source.rfind(b"\n", 0, place - 1) + 1
    if above > brackets.start and tree.source[above:place].strip():
        indent = indentation(tree, above)
    else:
        closing = indentation(tree, place)
        indent = closing + ("\t" if closing.startswith("\t") else "  ")
    comma = "," if tree.source[brackets.start : brackets.start + 1] == b"[" else ""
    return Replacement(place, place, f"{indent}{text}{comma}{line_end_style(tree, place)}".encode())


def remove_member(tree: Tree, brackets: Brackets, index: int) -> list[Replacement]:  # noqa: PLR0911  one way out a case
    """Member ``index`` of ``brackets`` gone, with one comma, and its line if it has one of its own."""
    source = tree.source
    start, end = brackets.spans[index]
    has_comma = index < len(brackets.commas)
    is_last = index == len(brackets.spans) - 1
    line = _own_line(tree, brackets, index)
    if line:
        before = brackets.commas[index - 1] if index else -1
        orphan = [before] if is_last and index and not has_comma else []
        first = _comments_above(tree, brackets, index, line)
        return [*(Replacement(comma, comma + 1, b"") for comma in orphan), Replacement(first, line[1], b"")]
    if is_last and not has_comma and index:
        previous = brackets.spans[index - 1][1]
        comma = brackets.commas[index - 1]
        if not source[previous:start].strip(b", \t\r\n"):
            return [Replacement(previous, end, b"")]
        return [Replacement(comma, comma + 1, b""), Replacement(start, end, b"")]
    comma = brackets.commas[index] if has_comma else end
    stop = comma + has_comma
    if source[end:comma].strip(b" \t"):
        # A line end or a comment stands between the member and its comma, and stays.
        return [Replacement(start, end, b""), Replacement(comma, stop, b"")]
    if len(brackets.spans) == 1:
        padded = source[start - 1 : start] in {b" ", b"\t"} and source[stop : stop + 1] in {b" ", b"\t"}
        return [Replacement(start - padded, stop, b"")]
    if not is_last and not source[stop : brackets.spans[index + 1][0]].strip(b" \t"):
        return [Replacement(start, brackets.spans[index + 1][0], b"")]
    if index and not source[brackets.commas[index - 1] + 1 : start].strip(b" \t"):
        return [Replacement(brackets.commas[index - 1] + 1, stop, b"")]
    return [Replacement(start, stop, b"")]


def _comments_above(tree: Tree, brackets: Brackets, index: int, line: tuple[int, int]) -> int:
    """Where the comments right above a member's ``line`` begin, if they are surely its own.

    They head the next one too where that stands right below, and may head the list where it is the only one.
    """
    source, first = tree.source, line[0]
    following = brackets.spans[index + 1][0] if index + 1 < len(brackets.spans) else None
    if len(brackets.spans) == 1 or (following is not None and source.rfind(b"\n", 0, following) + 1 == line[1]):
        return first
    while (above := source.rfind(b"\n", 0, first - 1) + 1) > brackets.start and source[above:first].lstrip().startswith(
        b"#"
    ):
        first = above
    return first


def _own_line(tree: Tree, brackets: Brackets, index: int) -> tuple[int, int] | None:
    """The whole lines that member ``index``, its comma and a comment behind them have to themselves."""
    source = tree.source
    start, end = brackets.spans[index]
    line = source.rfind(b"\n", 0, start) + 1
    if line <= brackets.start or source[line:start].strip(b" \t"):
        return None
    if index < len(brackets.commas):
        if source[end : brackets.commas[index]].strip(b" \t"):
            return None
        end = brackets.commas[index] + 1
    match = _REST_OF_LINE.match(source, end)
    return (line, match.end()) if match else None
