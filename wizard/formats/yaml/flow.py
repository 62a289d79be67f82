"""Members and rows between brackets: putting new ones behind the last, and taking some out."""

from wizard.formats.edits import Splice, Value
from wizard.formats.lines import (
    begins_line,
    break_before,
    line_break,
    line_end,
    line_start,
    next_line,
    with_comments_above,
)
from wizard.formats.yaml.blanks import after_blank
from wizard.formats.yaml.render import Style, inline, key_text
from wizard.formats.yaml.tree import Container, Entry, Tree


def append(tree: Tree, home: Container, step: str | int, value: Value, style: Style) -> list[Splice]:
    """A new last member or row of ``home``."""
    text = inline(value, style)
    if isinstance(step, str):
        text = key_text(step, style) + style.colon + text
    if not home.entries:
        return _first(tree, home, text, style)
    last = home.entries[-1]
    end = last.end if last.comma is None else last.comma + 1
    if not begins_line(tree.text, last.start) or not _ends_line(tree, end):
        # Behind a key without a value, some readers need the blank before the comma.
        stands_bare = last.value.start == last.value.end and tree.text[last.end] == " "
        end = last.end + stands_bare
        return [Splice(end, end, style.comma + text)]
    # On a line of its own, behind the comment of the last one.
    line = line_end(tree.text, end)
    indent = tree.text[line_start(tree.text, last.start) : last.start]
    trailing = "" if last.comma is None else ","
    below = Splice(line, line, f"{line_break(tree.text, line)}{indent}{text}{trailing}")
    return [below] if trailing else [Splice(last.end, last.end, ","), below]


def remove(tree: Tree, home: Container, entry: Entry) -> list[Splice]:
    """``home`` without ``entry``."""
    index = next(i for i, known in enumerate(home.entries) if known is entry)
    before = home.entries[index - 1] if index else None
    end = entry.end if entry.comma is None else entry.comma + 1
    is_last = entry.comma is None or index == len(home.entries) - 1
    if begins_line(tree.text, entry.start) and _ends_line(tree, end):
        return [*_comma_gone(before, entry), _lines(tree, home, entry, end)]
    if len(home.entries) == 1:
        return [Splice(home.body + 1 if _is_one_line(tree, home) else entry.start, end, "")]
    if is_last and before:
        if _is_blank(tree.text[_behind(before) : entry.start]):
            stands_bare = before.value.start == before.value.end
            return [Splice(_comma_of(before) if stands_bare else before.end, entry.end, "")]
        return [*_comma_gone(before, entry), Splice(entry.start, end, "")]
    following = home.entries[index + 1]
    if before is None or begins_line(tree.text, entry.start):
        same_line = _is_blank(tree.text[end : following.start])
        return [Splice(entry.start, following.start if same_line else end, "")]
    return [Splice(_behind(before), end, "")]


def _first(tree: Tree, home: Container, text: str, style: Style) -> list[Splice]:
    inner = tree.text[home.body + 1 : home.end - 1]
    if _is_blank(inner):
        return [Splice(home.body + 1, home.body + 1, inner + text)]
    closing = line_start(tree.text, home.end - 1)
    before_closing = tree.text[closing : home.end - 1]
    if before_closing.strip(" "):
        return [Splice(home.end - 1, home.end - 1, text)]
    indent = before_closing + " " * style.step
    return [Splice(closing, closing, f"{indent}{text}{line_break(tree.text, break_before(tree.text, closing))}")]


def _lines(tree: Tree, home: Container, entry: Entry, end: int) -> Splice:
    """The lines of ``entry`` with the comments right above it, unless they head the one on the next line too."""
    first = line_start(tree.text, entry.start)
    last = next_line(tree.text, end)
    if any(line_start(tree.text, other.start) == last for other in home.entries):
        return Splice(first, last, "")
    return Splice(with_comments_above(tree.text, first, home.body + 1, tree.column(entry.start)), last, "")


def _comma_gone(before: Entry | None, entry: Entry) -> list[Splice]:
    """The comma before the last entry goes with it, where none stands behind it."""
    if before is None or before.comma is None or entry.comma is not None:
        return []
    return [Splice(before.comma, before.comma + 1, "")]


def _comma_of(entry: Entry) -> int:
    return entry.end if entry.comma is None else entry.comma


def _behind(entry: Entry) -> int:
    return entry.end if entry.comma is None else entry.comma + 1


def _ends_line(tree: Tree, end: int) -> bool:
    """Whether nothing but a comment stands between ``end`` and the end of its line."""
    return after_blank(tree.text[: line_end(tree.text, end)], end) == line_end(tree.text, end) < len(tree.text)


def _is_one_line(tree: Tree, home: Container) -> bool:
    return line_start(tree.text, home.body) == line_start(tree.text, home.end)


def _is_blank(text: str) -> bool:
    return not text.strip(" \t")
