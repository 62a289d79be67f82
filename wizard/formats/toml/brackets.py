"""Adds members to brackets and takes them out, with the commas and blanks around them."""

import re

from wizard.formats.edits import Splice
from wizard.formats.lines import begins_line, line_start, with_comments_above
from wizard.formats.toml.lines import indentation, line_end_style
from wizard.formats.toml.tree import Brackets, Tree

_REST_OF_LINE = re.compile(r"[ \t]*+(?:#[^\n]*+)?\r?\n")


def add_member(tree: Tree, brackets: Brackets, text: str) -> list[Splice]:
    """``text`` as the new last member of ``brackets``."""
    if not brackets.spans:
        return [_first_member(tree, brackets, text)]
    source = tree.text
    start, end = brackets.spans[-1]
    trails = len(brackets.commas) == len(brackets.spans)
    line = _own_line(tree, brackets, len(brackets.spans) - 1)
    if line:
        new = indentation(tree, line[0]) + text + ("," if trails else "") + line_end_style(tree, line[1])
        comma = [] if trails else [Splice(end, end, ",")]
        return [*comma, Splice(line[1], line[1], new)]
    gap = source[brackets.commas[len(brackets.spans) - 2] + 1 : start] if len(brackets.spans) > 1 else " "
    if gap.strip(" \t"):
        gap = " "
    if trails:
        place = brackets.commas[-1] + 1
        return [Splice(place, place, gap + text + ",")]
    return [Splice(end, end, "," + gap + text)]


def _first_member(tree: Tree, brackets: Brackets, text: str) -> Splice:
    inner = tree.text[brackets.start + 1 : brackets.end - 1]
    if "\n" not in inner:
        place = brackets.start + 1
        return Splice(place, place, (" " if inner else "") + text)
    # The closing bracket's line holds only blanks before it: a comment would have hidden the bracket.
    place = line_start(tree.text, brackets.end)
    above = tree.text.rfind("\n", 0, place - 1) + 1
    if above > brackets.start and tree.text[above:place].strip(" \t\r\n"):
        indent = indentation(tree, above)
    else:
        closing = indentation(tree, place)
        indent = closing + ("\t" if closing.startswith("\t") else "  ")
    comma = "," if tree.text[brackets.start : brackets.start + 1] == "[" else ""
    return Splice(place, place, f"{indent}{text}{comma}{line_end_style(tree, place)}")


def remove_member(tree: Tree, brackets: Brackets, index: int) -> list[Splice]:  # noqa: PLR0911  one way out a case
    """Member ``index`` of ``brackets`` gone, with one comma, and its line if it has one of its own."""
    source = tree.text
    start, end = brackets.spans[index]
    has_comma = index < len(brackets.commas)
    is_last = index == len(brackets.spans) - 1
    line = _own_line(tree, brackets, index)
    if line:
        before = brackets.commas[index - 1] if index else -1
        orphan = [before] if is_last and index and not has_comma else []
        first = _comments_above(tree, brackets, index, line)
        return [*(Splice(comma, comma + 1, "") for comma in orphan), Splice(first, line[1], "")]
    if is_last and not has_comma and index:
        previous = brackets.spans[index - 1][1]
        comma = brackets.commas[index - 1]
        if not source[previous:start].strip(", \t\r\n"):
            return [Splice(previous, end, "")]
        return [Splice(comma, comma + 1, ""), Splice(start, end, "")]
    comma = brackets.commas[index] if has_comma else end
    stop = comma + has_comma
    if source[end:comma].strip(" \t"):
        # A line end or a comment stands between the member and its comma, and stays.
        return [Splice(start, end, ""), Splice(comma, stop, "")]
    if len(brackets.spans) == 1:
        padded = source[start - 1 : start] in {" ", "\t"} and source[stop : stop + 1] in {" ", "\t"}
        return [Splice(start - padded, stop, "")]
    if not is_last and not source[stop : brackets.spans[index + 1][0]].strip(" \t"):
        return [Splice(start, brackets.spans[index + 1][0], "")]
    if index and not source[brackets.commas[index - 1] + 1 : start].strip(" \t"):
        return [Splice(brackets.commas[index - 1] + 1, stop, "")]
    return [Splice(start, stop, "")]


def _comments_above(tree: Tree, brackets: Brackets, index: int, line: tuple[int, int]) -> int:
    """Where the comments right above a member's ``line`` begin, if they are surely its own.

    They head the next one too where that stands right below, and may head the list where it is the only one.
    """
    text = tree.text
    following = brackets.spans[index + 1][0] if index + 1 < len(brackets.spans) else None
    if len(brackets.spans) == 1 or (following is not None and line_start(text, following) == line[1]):
        return line[0]
    return with_comments_above(text, line[0], brackets.start + 1)


def _own_line(tree: Tree, brackets: Brackets, index: int) -> tuple[int, int] | None:
    """The whole lines that member ``index``, its comma and a comment behind them have to themselves."""
    source = tree.text
    start, end = brackets.spans[index]
    line = line_start(source, start)
    if line <= brackets.start or not begins_line(source, start):
        return None
    if index < len(brackets.commas):
        if source[end : brackets.commas[index]].strip(" \t"):
            return None
        end = brackets.commas[index] + 1
    match = _REST_OF_LINE.match(source, end)
    return (line, match.end()) if match else None
