"""A TOML source under edit: its tree is scanned again after each change."""

from collections.abc import Sequence

from wizard.formats.draft import EditedText
from wizard.formats.edits import Replacement
from wizard.formats.toml.scan import scan
from wizard.formats.toml.tree import Tree


class Draft(EditedText):
    """An edited source and its tree."""

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree.source)
        self._tree: Tree | None = tree

    @property
    def tree(self) -> Tree:
        """The tree of the source as it is now; a tree taken before a change does not know of it.

        Raises:
            TooDeepError: the changes nest tables and lists too deeply.
        """
        if self._tree is None:
            self._tree = scan(self.source)
        return self._tree

    def replace(self, changes: Sequence[Replacement]) -> None:
        """Make ``changes``, which are in order and do not overlap, in the present source."""
        if changes:
            super().replace(changes)
            self._tree = None
