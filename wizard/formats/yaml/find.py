"""Follows a path through a YAML tree, and keeps edits away from what is shared by an alias."""

from dataclasses import dataclass

from wizard.formats.edits import DocumentPath
from wizard.formats.paths import no_path, refused
from wizard.formats.yaml.errors import not_a_list, wrong_type
from wizard.formats.yaml.tree import Alias, Container, Entry, Node, Scalar, Tree, nodes_in


@dataclass(frozen=True)
class Found:
    """The part of a path that is written out: the containers from the root on, and the entries taken in them.

    As many entries as steps where all is there; then ``entries[-1]`` is in ``containers[-1]``.
    """

    path: DocumentPath
    containers: list[Container]
    entries: list[Entry]

    @property
    def is_whole(self) -> bool:
        """Whether the whole path is there."""
        return len(self.entries) == len(self.path)

    @property
    def rest(self) -> DocumentPath:
        """The steps that are not there."""
        return self.path[len(self.entries) :]


def walk(tree: Tree, path: DocumentPath) -> Found:
    """What is written of ``path``. A null on the way counts as a container with nothing in it.

    Raises:
        FormatError: ``path`` is empty, an index is negative, another type stands on the path, or it leads through
            an alias or through a value that an alias uses elsewhere.
    """
    if not path:
        raise no_path(path, "empty")
    found = Found(path, [], [])
    node = tree.root
    for depth, step in enumerate(path):
        _require_step(path, step)
        if node is None and isinstance(step, int):
            raise not_a_list(tree.begin, tree.text)
        if node is None or (isinstance(node, Scalar) and node.is_null and not node.tagged):
            return found
        if isinstance(node, Alias):
            raise refused("formats.yaml-alias", tree.text, node.start, path[:depth])
        if not isinstance(node, Container) or node.tagged or node.is_list != isinstance(step, int):
            raise wrong_type(tree.text, node, path[:depth], step)
        if node.aliases:
            raise refused("formats.yaml-shared", tree.text, node.start, path[:depth], name=node.anchor)
        found.containers.append(node)
        entry = entry_of(node, step)
        if entry is None:
            return found
        found.entries.append(entry)
        node = entry.value
    return found


def _require_step(path: DocumentPath, step: object) -> None:
    if isinstance(step, bool) or not isinstance(step, str | int):
        raise no_path(path, "step")
    if isinstance(step, int) and step < 0:
        raise no_path(path, "negative")


def entry_of(node: Container, step: str | int) -> Entry | None:
    """The member or row of ``node`` at ``step``, the last one of its name, or None."""
    if isinstance(step, int):
        return node.entries[step] if step < len(node.entries) else None
    return next((entry for entry in reversed(node.entries) if entry.key == step), None)


def require_unused(tree: Tree, node: Node, path: DocumentPath) -> None:
    """Raise ``formats.yaml-shared`` where something in ``node``, which is about to go, is used outside of it."""
    for inner in nodes_in(node):
        if isinstance(inner, Alias):
            continue
        if any(not node.start <= alias < node.end for alias in inner.aliases):
            raise refused("formats.yaml-shared", tree.text, inner.start, path, name=inner.anchor)
