"""Members and rows of block style: where they begin and end with their comments, and putting new ones below."""

from wizard.formats.edits import DocumentPath, Splice, Value
from wizard.formats.lines import (
    comment_column,
    is_blank,
    line_before,
    line_break,
    line_end,
    line_start,
    next_line,
    with_comments_above,
)
from wizard.formats.paths import refused
from wizard.formats.yaml.render import Style, block, child_column, inline, is_inline, member_lines, row_lines
from wizard.formats.yaml.tree import Container, Entry, Scalar, Tree, last_leaf


def end_of_entry(tree: Tree, entry: Entry, column: int) -> int:
    """The end of the last line of ``entry``; comments behind it, indented deeper than ``column``, are its own."""
    end = line_end(tree.text, entry.end)
    start = next_line(tree.text, end)
    while start < tree.stop:
        if not is_blank(tree.text, start):
            found = comment_column(tree.text, start)
            if found is None or found <= column:
                break
            end = line_end(tree.text, start)
        start = next_line(tree.text, start)
    return end


def keeps_blank_lines(tree: Tree, entry: Entry) -> bool:
    """Whether blank lines behind ``entry`` are content of its last text (``|+``)."""
    return "+" in _block_header(tree, entry)


def ends_in_block_text(tree: Tree, entry: Entry) -> bool:
    """Whether ``entry`` ends in a block text whose last line break is content (all but ``|-``)."""
    header = _block_header(tree, entry)
    return bool(header) and "-" not in header


def _block_header(tree: Tree, entry: Entry) -> str:
    """The sign and the marks that begin the block text which ``entry`` ends in; empty where it ends otherwise."""
    leaf = last_leaf(entry.value)
    if not isinstance(leaf, Scalar) or leaf.style not in {"|", ">"}:
        return ""
    return tree.text[leaf.body : line_end(tree.text, leaf.body)].partition("#")[0]


def append(
    tree: Tree, home: Container, step: str | int, value: Value, path: DocumentPath, style: Style
) -> list[Splice]:
    """A new last member or row of the block ``home``.

    Raises:
        FormatError: the text ends inside a block text without a line break, which a new line would change.
    """
    last = home.entries[-1]
    column = tree.column(home.entries[0].start)
    end = end_of_entry(tree, last, column)
    if end == len(tree.text) and ends_in_block_text(tree, last):
        raise refused("formats.yaml-block-end", tree.text, last.start, path)
    if isinstance(step, str):
        lines = member_lines(step, value, column, style)
    else:
        lines = row_lines(value, column, style, _gap(tree, last))
    if _is_set_apart(tree, home, end):
        lines = ["", *lines]
    return [Splice(end, end, _below(tree, end, lines))]


def write_first(tree: Tree, lines: list[str]) -> list[Splice]:
    """``lines`` as the first of a document with no value, below its comments and parted from them."""
    line_feed = line_break(tree.text, tree.begin)
    last: int | None = None
    start = next_line(tree.text, tree.begin) if tree.begin else 0
    while start < tree.stop:
        if not is_blank(tree.text, start):
            last = start
        start = next_line(tree.text, start)
    if last is not None:
        end = line_end(tree.text, last)
        return [Splice(end, end, _below(tree, end, ["", *lines]))]
    if tree.begin:
        end = line_end(tree.text, tree.begin)
        return [Splice(end, end, _below(tree, end, lines))]
    return [Splice(0, 0, line_feed.join([*lines, ""]))]


def replace_value(
    tree: Tree, entry: Entry, column: int, value: Value, path: DocumentPath, style: Style
) -> list[Splice]:
    """``value`` in place of that of ``entry``, which stands in a block at ``column``; comments on its line stay.

    Raises:
        FormatError: the entry is a key (``? key``) that has no place for a value.
    """
    if entry.after is None:
        raise refused("formats.yaml-no-value", tree.text, entry.start, path)
    old = entry.value
    is_row = entry.key_node is None
    is_block = isinstance(old, Container) and not old.is_flow
    # Behind the colon and an anchor, which stays.
    head = entry.after
    if not isinstance(old, Scalar | Container) or old.anchor is None:
        anchor = ""
    else:
        anchor = f"&{old.anchor}"
        head = old.start + len(anchor) if not old.tagged else head
    stands_below = is_block and line_start(tree.text, old.body) > entry.after
    if is_inline(value):
        text = inline(value, style)
        if stands_below:
            end = end_of_entry(tree, entry, column)
            # Without a value below it a key is null already, as it stood before the first row came.
            is_said = value is None and not is_row and not (isinstance(old, Container) and old.tagged)
            named = [] if is_said else [Splice(head, head, f" {text}")]
            return [*named, Splice(line_end(tree.text, head), end, "")]
        return [_in_line(tree, entry, head, text)]
    child = column + _gap(tree, entry) if is_row else child_column(value, column, style)
    lines = block(value, child, style)
    if stands_below:
        end = end_of_entry(tree, entry, column)
        start = line_end(tree.text, head)
        return [Splice(start, end, _below(tree, start, lines))]
    end = line_end(tree.text, old.end)
    if is_row and not anchor:
        first, *rest = lines
        return [
            _in_line(tree, entry, head, first.lstrip(" ")),
            *([Splice(end, end, _below(tree, end, rest))] if rest else []),
        ]
    gone = [Splice(head, old.end, "")] if old.end > old.body or old.start > head else []
    if gone and isinstance(old, Scalar) and old.style in {"|", ">"}:
        header_end = line_end(tree.text, old.body)
        comment = tree.text[old.body : header_end].partition(" #")
        kept = f" #{comment[2]}" if comment[1] else ""
        return [Splice(head, end, kept + _below(tree, end, lines))]
    # Comments below a key without a value stay above its first member.
    end = end_of_entry(tree, entry, column) if isinstance(old, Scalar) and old.is_empty else end
    return [*gone, Splice(end, end, _below(tree, end, lines))]


def _in_line(tree: Tree, entry: Entry, head: int, text: str) -> Splice:
    """``text`` in place of a value that begins on the line of its key."""
    old = entry.value
    if old.end == old.body:
        return Splice(head, old.end, f" {text}")
    if isinstance(old, Scalar) and old.style in {"|", ">"}:
        header_end = line_end(tree.text, old.body)
        comment = tree.text[old.body : header_end].partition(" #")
        text += f" #{comment[2]}" if comment[1] else ""
    if head != entry.after and head < old.body:
        return Splice(old.body, old.end, text)
    return Splice(old.start, old.end, text)


def _below(tree: Tree, end: int, lines: list[str]) -> str:
    """``lines`` as they follow on the line that ends at ``end``."""
    line_feed = line_break(tree.text, end)
    return "".join(line_feed + line for line in lines)


def _gap(tree: Tree, row: Entry) -> int:
    """How far behind its dash the text of ``row`` stands."""
    start = row.value.start
    same_line = line_start(tree.text, start) == line_start(tree.text, row.start)
    return start - row.start if same_line and start > row.start + 1 else 2


def _is_set_apart(tree: Tree, home: Container, end: int) -> bool:
    """Whether the last entry has a blank line above, and below it comes one or nothing more."""
    last = home.entries[-1]
    if len(home.entries) == 1 or keeps_blank_lines(tree, last):
        return False
    start = first_line(tree, last, tree.column(home.entries[0].start))
    above = line_before(tree.text, start)
    if above is None or above <= home.entries[-2].end or not is_blank(tree.text, above):
        return False
    return not tree.text[end:].strip() or is_blank(tree.text, next_line(tree.text, end))


def first_line(tree: Tree, entry: Entry, column: int) -> int:
    """The start of the first line of ``entry``: comments right above it at ``column`` are its own."""
    return with_comments_above(tree.text, line_start(tree.text, entry.start), tree.begin, column)
