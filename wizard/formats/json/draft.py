"""All edits of one call, taken in order and gathered before a byte is changed: what becomes of each value."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from wizard.formats.edits import Delete, DocumentPath, Edit, FormatError, Set, Value
from wizard.formats.expected import apply_edits
from wizard.formats.json.listing import Listing
from wizard.formats.json.text import JsonText
from wizard.formats.paths import DEPTH, no_path, path_text
from wizard.text import say

_COMMENT: Final = re.compile(r"[\s,\[\]{}](?://|/\*)")
"""Where a comment may begin: not within a URL."""


@dataclass
class Draft:
    """A value and what becomes of it.

    ``start`` and ``end`` are its offsets in the source, -1 where it has none. Either it is ``replaced`` by
    ``new``, or it is a container that is edited ``inside``, or it stays.
    """

    start: int
    end: int
    replaced: bool = False
    new: Value = None
    inside: "Items | None" = None

    def put(self, value: Value) -> None:
        """Let it become ``value``."""
        self.replaced, self.new, self.inside = True, value, None


@dataclass
class Items:
    """An edited container: drafts and deletions by item, new members by key, new rows in order at the end."""

    listing: Listing
    drafts: dict[int, Draft] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    added: dict[str, Draft] = field(default_factory=dict)
    rows: list[Draft] | None = None
    """The rows left, in order, once one was deleted or appended; those with offsets are in ``drafts`` too."""

    def draft(self, index: int) -> Draft:
        """The draft of item ``index``."""
        if index not in self.drafts:
            self.drafts[index] = Draft(self.listing.starts[index], self.listing.ends[index])
        return self.drafts[index]


@dataclass(frozen=True)
class EditTree:
    """Takes edits into a draft of a document; ``listing_at`` gives the container that begins at an offset."""

    source: JsonText
    listing_at: Callable[[int], Listing]

    def add(self, root: Draft, edit: Edit) -> None:
        """Let ``edit`` hold in ``root``.

        Raises:
            FormatError: it cannot be done: ``formats.path`` or ``formats.type``.
        """
        require_path(edit.path)
        current = root
        for depth, step in enumerate(edit.path):
            if current.replaced or self._is_null(current):
                self._edit_new(current, edit, depth)
                return
            items = self._items(current, edit.path, depth)
            rest = edit.path[depth + 1 :]
            if isinstance(step, str):
                following = self._member(items, step, edit, rest)
            else:
                following = self._row(items, step, edit, depth)
            if following is None:
                return
            current = following
        if isinstance(edit, Set) and not self._put_inside(root, current, edit):
            current.put(edit.value)

    def _put_inside(self, root: Draft, draft: Draft, edit: Set) -> bool:
        """Whether the container of ``draft`` became ``edit``'s part by part, since comments in it would be lost."""
        if draft.start < 0 or draft.replaced or not _COMMENT.search(self.source.text, draft.start, draft.end):
            return False
        kind = self.source.kind(draft.start)
        if isinstance(edit.value, Mapping) and edit.value and kind == "object":
            present = self._items(draft, (*edit.path, ""), len(edit.path)).listing.last
            parts: list[Edit] = [Delete((*edit.path, key)) for key in present if key not in edit.value]
            parts += [Set((*edit.path, key), value) for key, value in edit.value.items()]
        elif isinstance(edit.value, list | tuple) and edit.value and kind == "list":
            items = self._items(draft, (*edit.path, 0), len(edit.path))
            count = len(items.listing) if items.rows is None else len(items.rows)
            parts = [Set((*edit.path, index), value) for index, value in enumerate(edit.value)]
            parts += [Delete((*edit.path, index)) for index in range(count - 1, len(edit.value) - 1, -1)]
        else:
            return False
        for part in parts:
            self.add(root, part)
        return True

    def _is_null(self, draft: Draft) -> bool:
        return draft.start < 0 or (draft.inside is None and self.source.scan[draft.start] == "n")

    def _edit_new(self, draft: Draft, edit: Edit, depth: int) -> None:
        """Edit a value that is new, null or missing, as plain Python."""
        rest = edit.path[depth:]
        before = draft.new if draft.replaced else None
        try:
            after = apply_edits(before, [Set(rest, edit.value) if isinstance(edit, Set) else Delete(rest)])
        except LookupError:
            raise no_path(edit.path, "index") from None
        except TypeError:
            offset = max(draft.start, self.source.start)
            raise FormatError(
                "formats.type",
                **self.source.place(offset),
                where=path_text(edit.path[:depth]),
                found=say("formats.kind.set-before"),
                expected=say(f"formats.kind.{'object' if isinstance(edit.path[-1], str) else 'list'}"),
            ) from None
        if isinstance(edit, Set) or draft.replaced:
            draft.put(after)

    def _items(self, draft: Draft, path: DocumentPath, depth: int) -> Items:
        if draft.inside is None:
            needed = "object" if isinstance(path[depth], str) else "list"
            if self.source.kind(draft.start) != needed:
                raise self.source.wrong_type(draft.start, path[:depth], needed)
            draft.inside = Items(self.listing_at(draft.start))
        elif draft.inside.listing.is_object != isinstance(path[depth], str):
            raise self.source.wrong_type(
                draft.start, path[:depth], "list" if draft.inside.listing.is_object else "object"
            )
        return draft.inside

    def _member(self, items: Items, key: str, edit: Edit, rest: DocumentPath) -> Draft | None:
        """The draft to go on with; None where ``edit`` is done."""
        listing = items.listing
        index = listing.last.get(key, -1)
        there = index >= 0 and index not in items.deleted
        if isinstance(edit, Delete):
            if there and not rest:
                items.deleted.update((index, *listing.repeated.get(key, ())))
                items.drafts.pop(index, None)
                return None
            if there:
                return items.draft(index)
            if not rest:
                items.added.pop(key, None)
                return None
            return items.added.get(key)
        if index < 0:
            return items.added.setdefault(key, Draft(-1, -1))
        if not there:  # deleted by an earlier edit: what is set now takes its place
            items.deleted.discard(index)
            items.draft(index).put(None)
        return items.draft(index)

    def _row(self, items: Items, step: int, edit: Edit, depth: int) -> Draft | None:
        count = len(items.listing) if items.rows is None else len(items.rows)
        is_last_step = depth + 1 == len(edit.path)
        if isinstance(edit, Delete):
            if step >= count:
                return None
            if not is_last_step:
                return items.draft(step) if items.rows is None else items.rows[step]
            rows = self._rows(items)
            row = rows.pop(step)
            if row.start >= 0:
                # From the end, where rows that are too many go.
                index = next(index for index, draft in reversed(items.drafts.items()) if draft is row)
                items.deleted.add(index)
                del items.drafts[index]
            return None
        if step > count:
            raise no_path(edit.path, "index")
        if step < count:
            return items.draft(step) if items.rows is None else items.rows[step]
        row = Draft(-1, -1)
        self._rows(items).append(row)
        return row

    def _rows(self, items: Items) -> list[Draft]:
        if items.rows is None:
            items.rows = [items.draft(index) for index in range(len(items.listing))]
        return items.rows


def require_path(path: DocumentPath) -> None:
    """Raise unless ``path`` can name a value to edit.

    Raises:
        FormatError: ``formats.path`` (empty, negative, or a step of another type) or ``formats.depth``.
    """
    if not path:
        raise no_path(path, "empty")
    if len(path) > DEPTH:
        raise FormatError("formats.depth", where=path_text(path[:3]), limit=DEPTH)
    for step in path:
        if isinstance(step, bool) or not isinstance(step, str | int):
            raise no_path(path, "step")
        if isinstance(step, int) and step < 0:
            raise no_path(path, "negative")


def collect_edits(source: JsonText, root: Draft, edits: Sequence[Edit], listing_at: Callable[[int], Listing]) -> None:
    """Let all ``edits``, in order, hold in ``root``."""
    drafting = EditTree(source, listing_at)
    for edit in edits:
        drafting.add(root, edit)
