"""A YAML source under edit: it is parsed again after each change."""

from collections.abc import Sequence
from typing import Final

import yaml

from wizard.formats.draft import EditedText
from wizard.formats.edits import FormatError, Splice
from wizard.formats.yaml.core import load_core
from wizard.formats.yaml.errors import malformed
from wizard.formats.yaml.parse import parse
from wizard.formats.yaml.tree import Tree
from wizard.formats.yaml.values import load

_UNREAD: Final = object()


class Draft(EditedText):
    """An edited source, its tree and its values."""

    def __init__(self, source: bytes, values: object) -> None:
        super().__init__(source)
        self._values = values
        self._core: object = _UNREAD
        self._tree: Tree | None = None

    @property
    def tree(self) -> Tree:
        """The tree of the text as it is now.

        Raises:
            FormatError: it is not YAML.
        """
        if self._tree is None:
            try:
                self._tree = parse(self.text)
            except yaml.MarkedYAMLError as error:
                raise malformed(self.text, error) from error
            except yaml.YAMLError as error:
                raise FormatError("formats.check") from error
        return self._tree

    @property
    def values(self) -> object:
        """What the text as it is now reads as."""
        return self._values

    @property
    def core_values(self) -> object:
        """What it reads as by YAML 1.2; None where that cannot be told."""
        if self._core is _UNREAD:
            try:
                self._core = load_core(self.text)
            except FormatError:
                self._core = None
        return self._core

    def change(self, splices: Sequence[Splice]) -> None:
        """Make ``splices``, which do not overlap, in the present text.

        Raises:
            FormatError: what comes of it is not YAML (``formats.check``); a fault of this program.
        """
        super().change(splices)
        self._tree = None
        self._core = _UNREAD
        try:
            self._values = load(self.text)
        except FormatError as error:
            raise FormatError("formats.check") from error
