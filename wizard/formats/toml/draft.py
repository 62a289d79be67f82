"""A TOML source under edit: its tree is scanned again after each change."""

from collections.abc import Sequence

from wizard.formats.changes import Changes
from wizard.formats.edits import Replacement
from wizard.formats.toml.scan import scan
from wizard.formats.toml.tree import Tree


class Draft:
    """The tree of a source, scanned again after each change, and what the changes come to together."""

    def __init__(self, tree: Tree) -> None:
        self._tree: Tree | None = tree
        self._changes = Changes(tree.source)

    @property
    def tree(self) -> Tree:
        """The tree of the source as it is now; a tree taken before a change does not know of it.

        Raises:
            TooDeepError: the changes nest tables and lists too deeply.
        """
        if self._tree is None:
            self._tree = scan(self._changes.source)
        return self._tree

    def change(self, changes: Sequence[Replacement]) -> None:
        """Makes ``changes``, which are in order and do not overlap, in the present source."""
        if changes:
            self._changes.make(changes)
            self._tree = None

    def replacements(self) -> tuple[Replacement, ...]:
        """What turns the first source into the present one; nothing where they are the same."""
        return self._changes.replacements()
