"""A YAML file whose settings can be changed while every other byte stays."""

from collections.abc import Sequence
from typing import Final, cast

from wizard.formats.edits import BYTE_ORDER_MARK, Delete, DocumentPath, Edit, FormatError, Replacement, Set, Value
from wizard.formats.equality import equal
from wizard.formats.expected import look
from wizard.formats.paths import SIZE_LIMIT, decode, require_size
from wizard.formats.yaml.core import load_core
from wizard.formats.yaml.delete import delete
from wizard.formats.yaml.draft import Draft
from wizard.formats.yaml.set import put
from wizard.formats.yaml.values import load, plain

_UNREAD: Final = object()


class YamlDocument:
    """A parsed YAML source of one document; implements ``wizard.formats.Document``.

    Raises:
        FormatError: the source is not YAML, with line and column, or it is too large, nested too deeply, or holds
            several documents.
    """

    def __init__(self, source: bytes) -> None:
        require_size(source, "formats.yaml-large", SIZE_LIMIT)
        self._source = source
        self._text = decode(source.removeprefix(BYTE_ORDER_MARK))
        self._values = load(self._text)
        self._core: object = _UNREAD

    def get(self, path: DocumentPath, default: Value = None) -> Value:
        """The value at ``path`` as a reader sees it, aliases and merges followed; dates come as their text."""
        found, value = look(self._values, path)
        return plain(value) if found else default

    def has(self, path: DocumentPath) -> bool:
        """Whether there is a value at ``path``."""
        return look(self._values, path)[0]

    def is_read_alike(self, path: DocumentPath) -> bool:
        """Whether readers of YAML 1.2 see the same value at ``path``; True where that cannot be told."""
        if self._core is _UNREAD:
            try:
                self._core = load_core(self._text)
            except FormatError:
                self._core = None
        found, core = look(self._core, path)
        return not found or equal(cast("Value", core), self.get(path))

    def replacements(self, edits: Sequence[Edit]) -> tuple[Replacement, ...]:
        """The bytes that change so that all ``edits``, taken in order, hold; in order, not overlapping.

        A mapping or list that is set keeps the members that are equal already.

        Raises:
            FormatError: another type or an alias stands on a path, an alias uses what would change, an index is out
                of range, or YAML has no such value.
        """
        draft = Draft(self._source, self._values)
        for edit in edits:
            if isinstance(edit, Set):
                put(draft, edit.path, edit.value)
            elif isinstance(edit, Delete):
                delete(draft, edit.path)
        return draft.replacements()
