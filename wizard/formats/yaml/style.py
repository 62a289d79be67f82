"""What new text takes from its surroundings."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from wizard.formats.yaml.render import Style, may_be_plain
from wizard.formats.yaml.tree import Container, Entry, Node, Scalar, Tree


def style_at(tree: Tree, path_nodes: list[Container], replaced: Node | None = None) -> Style:
    """The style of new text in the last of ``path_nodes`` (from the root on), or in place of ``replaced``.

    Quotes, colons and commas are those of the nearest example, in the container itself or around it.
    """
    home = path_nodes[-1] if path_nodes else None
    around = list(reversed(path_nodes))
    siblings = [entry for node in around for entry in reversed(node.entries)]
    if isinstance(replaced, Scalar) and replaced.is_string and replaced.style in {"", "'", '"'}:
        quote = replaced.style
    else:
        inside = replaced.entries if isinstance(replaced, Container) else []
        quote = _quote(entry.value for entry in (*inside, *siblings))
    key_quote = _quote(entry.key_node for entry in siblings)
    if home is None or not home.is_flow:
        step, dash = _steps(tree, home)
        return Style(step=step, dash=dash, quote=quote, key_quote=key_quote)
    flows = [node for node in around if node.is_flow]
    colon = next(filter(None, map(_colon, flows)), ": ")
    comma = next(filter(None, (_comma(tree, node) for node in flows)), ", " if colon == ": " else ",")
    return Style(quote=quote, key_quote=key_quote, colon=colon if key_quote else ": ", comma=comma, is_flow=True)


def _quote(nodes: Iterable[Node | None]) -> str:
    """The quotes of the first text among ``nodes`` that could do without, or none."""
    for node in nodes:
        is_example = isinstance(node, Scalar) and node.is_string and node.style in {"", "'", '"'}
        if is_example and isinstance(node, Scalar) and (not node.style or may_be_plain(node.text)):
            return node.style
    return ""


def _steps(tree: Tree, home: Container | None) -> tuple[int, int]:
    """The indentation of nested mappings and of lists, by the nearest examples; two blanks where there is none."""
    step: int | None = None
    dash: int | None = None
    for owner, entry in _nested(home, tree.root):
        child = entry.value
        if not isinstance(child, Container) or child.is_flow or entry.key_node is None:
            continue
        depth = tree.column(child.body) - tree.column(owner.entries[0].start)
        if child.is_list:
            dash = depth if dash is None else dash
        elif depth > 0:
            step = depth if step is None else step
    if step is None:
        step = dash or 2
    return step, step if dash is None else dash


def _nested(home: Container | None, root: Node | None) -> Iterator[tuple[Container, Entry]]:
    """The entries of blocks: those of ``home`` first, then all of the file's in order."""
    for start in (home, root):
        pending = [start] if isinstance(start, Container) and not start.is_flow else []
        while pending:
            owner = pending.pop(0)
            yield from ((owner, entry) for entry in owner.entries)
            children = (entry.value for entry in owner.entries)
            pending += [child for child in children if isinstance(child, Container) and not child.is_flow]


def _colon(home: Container) -> str | None:
    """``: `` or, where the members are written so, ``:`` alone, which only quoted keys allow; None without example."""
    for entry in home.entries:
        if isinstance(entry.key_node, Scalar) and entry.after is not None and entry.value.end > entry.value.start:
            return ":" if entry.key_node.style and entry.value.start == entry.after else ": "
    return None


def _comma(tree: Tree, home: Container) -> str | None:
    """The comma with the blanks behind it, as between the first two members that share a line; None without example."""
    for first, second in pairwise(home.entries):
        between = tree.text[(first.comma or 0) + 1 : second.start]
        if first.comma is not None and not between.strip(" "):
            return "," + between
    return None
