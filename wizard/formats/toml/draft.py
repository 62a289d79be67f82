"""A TOML text under edit: its tree is scanned again after each change."""

from collections.abc import Sequence

from wizard.formats.draft import EditedText
from wizard.formats.edits import Splice
from wizard.formats.toml.scan import scan
from wizard.formats.toml.tree import Tree


class Draft(EditedText):
    """An edited text and its tree."""

    def __init__(self, source: bytes, tree: Tree) -> None:
        super().__init__(source)
        self._tree: Tree | None = tree

    @property
    def tree(self) -> Tree:
        """The tree of the text as it is now; a tree taken before a change does not know of it.

        Raises:
            TooDeepError: the changes nest tables and lists too deeply.
        """
        if self._tree is None:
            self._tree = scan(self.text)
        return self._tree

    def change(self, splices: Sequence[Splice]) -> None:
        """Make ``splices``, which do not overlap, in the present text."""
        if splices:
            super().change(splices)
            self._tree = None
