"""JSON, JSONC and JSON5: the value at a path, and the bytes an edit changes."""

from collections.abc import Sequence

from wizard.formats.edits import DocumentPath, Edit, Replacement, Set, Value
from wizard.formats.json.draft import Draft, collect_edits, require_path
from wizard.formats.json.listing import Listing, list_items
from wizard.formats.json.patch import Patch
from wizard.formats.json.reader import Known
from wizard.formats.json.scan import value_end
from wizard.formats.json.text import JsonText
from wizard.formats.json.value import decode
from wizard.formats.writable import require_writable


class JsonDocument:
    """A parsed source of the format ``json``, ``jsonc`` or ``json5``, as ``Document`` promises.

    The whole source is checked when it is opened; containers are listed only where a path leads through them.

    Raises:
        FormatError: the source is not well formed, with line and column.
    """

    def __init__(self, source: bytes, format_name: str) -> None:
        self._source = JsonText.of(source, format_name)
        self._listings: dict[int, Listing] = {}
        self._start = self._source.after_blank(self._source.start)
        self._end = self._start
        if self._start == len(self._source.text):
            self._start = -1
            return
        if self._source.scan[self._start] in "{[":
            self._end = self._listing(self._start).end
        else:
            self._end = value_end(self._source, self._start)
        behind = self._source.after_blank(self._end)
        if behind < len(self._source.text):
            raise self._source.error(behind, "end")

    def get(self, path: DocumentPath, default: Value = None) -> Value:
        """The value at ``path``, or ``default`` where there is none; ``()`` is the whole document.

        Raises:
            FormatError: the value is nested too deep to be built (``formats.deep``).
        """
        span = self._find(path)
        return decode(self._source, *span) if span else default

    def has(self, path: DocumentPath) -> bool:
        """Whether there is a value at ``path``; ``null`` is one."""
        return self._find(path) is not None

    def replacements(self, edits: Sequence[Edit]) -> tuple[Replacement, ...]:
        """The bytes that change so that all ``edits``, taken in order, hold.

        Raises:
            FormatError: an edit cannot be done safely (``formats.type``, ``.path``, ``.value``, ``.depth``).
        """
        is_json5 = self._source.dialect.name == "json5"
        for edit in edits:
            require_path(edit.path)
            if isinstance(edit, Set):
                require_writable(edit.value, edit.path, is_yaml=False, is_finite=not is_json5)
        root = Draft(self._start, self._end)
        collect_edits(self._source, root, edits, self._listing)
        return Patch(self._source, self._listing).of(root)

    @property
    def known(self) -> Known:
        """What the check of an edit need not find out again."""
        return Known(self._source.text, self._source.by_library if self._source.scan is self._source.text else {})

    def _listing(self, start: int) -> Listing:
        if start not in self._listings:
            self._listings[start] = list_items(self._source, start)
        return self._listings[start]

    def _find(self, path: DocumentPath) -> tuple[int, int] | None:
        """The span of the value at ``path``."""
        if self._start < 0:
            return None
        start, end = self._start, self._end
        for step in path:
            kind = "object" if isinstance(step, str) else "list"
            if self._source.kind(start) != kind:
                return None
            listing = self._listing(start)
            index = listing.last.get(step, -1) if isinstance(step, str) else step
            if not 0 <= index < len(listing):
                return None
            start, end = listing.starts[index], listing.ends[index]
        return start, end
