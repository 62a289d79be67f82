"""The replacements that turn a source into what its draft says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from wizard.formats.edits import FormatError, Replacement
from wizard.formats.equality import equal
from wizard.formats.json.cuts import cuts, cuts_to_empty
from wizard.formats.json.draft import Draft, Items
from wizard.formats.json.gaps import Gaps
from wizard.formats.json.listing import Listing
from wizard.formats.json.render import join, render, render_member
from wizard.formats.json.style import Style, style_of, within
from wizard.formats.json.text import JsonText
from wizard.formats.json.value import decode


@dataclass(frozen=True)
class Patch:
    """Says what changes in ``source``; ``listing_at`` gives the container that begins at an offset."""

    source: JsonText
    listing_at: Callable[[int], Listing]

    def of(self, root: Draft) -> tuple[Replacement, ...]:
        """What changes so that ``root`` holds: in order, not overlapping, none that changes nothing."""
        if root.start < 0:
            return self._document(root) if root.replaced else ()
        style = style_of(self.source, ())
        changes = sorted(self._value(root, style), key=lambda change: (change.start, change.end))
        return tuple(changes)

    def _document(self, root: Draft) -> tuple[Replacement, ...]:
        """A whole document at the end of a source that has white space and comments only."""
        text = self.source.text
        newline = style_of(self.source, ()).newline
        content = text[self.source.start :]
        before = newline if content.strip() and not content.endswith(("\n", "\r")) else ""
        style = Style(newline=newline, indent="  ", close_indent="")
        behind = "" if before and not content.endswith(newline) else newline
        whole = before + render(root.new, style) + behind
        return (Replacement(len(text), len(text), _bytes(whole)),)

    def _value(self, draft: Draft, outer: Style) -> Iterator[Replacement]:
        """What changes in the value of ``draft``, an item in the style ``outer``."""
        if draft.replaced:
            if not self._holds(draft):
                text = render(draft.new, self._style_inside(draft, outer))
                yield Replacement(draft.start, draft.end, _bytes(text))
        elif draft.inside is not None:
            yield from self._container(draft.inside, within(self.source, outer, draft.inside.listing))

    def _holds(self, draft: Draft) -> bool:
        try:
            return equal(decode(self.source, draft.start, draft.end), draft.new)
        except FormatError:  # nested deeper than anything that can be set
            return False

    def _style_inside(self, draft: Draft, outer: Style) -> Style:
        """The style of the items of what takes the place of a value: that of its old items if it has some."""
        first = self.source.text[draft.start]
        if first in "[{":
            listing = self.listing_at(draft.start)
            if len(listing):
                return within(self.source, outer, listing)
        if first in "\"'":
            return replace(outer.inner(), quote=first)
        return outer.inner()

    def _row_style(self, items: Items, style: Style) -> Style:
        """The style of the items of a new row: that of the last row's where this is a container, too."""
        last = len(items.listing) - 1
        if items.rows is None or last < 0 or self.source.text[items.listing.starts[last]] not in "[{":
            return style.inner()
        listing = self.listing_at(items.listing.starts[last])
        return within(self.source, style, listing) if len(listing) else style.inner()

    def _container(self, items: Items, style: Style) -> Iterator[Replacement]:
        for index, draft in items.drafts.items():
            if index not in items.deleted:
                yield from self._value(draft, style)
        new = [render_member(key, draft.new, style) for key, draft in items.added.items()]
        inside = self._row_style(items, style)
        new += [render(draft.new, inside) for draft in items.rows or () if draft.start < 0]
        gaps = Gaps(self.source, items.listing)
        last = len(items.listing) - 1
        while last in items.deleted:
            last -= 1
        if items.deleted:
            if last < 0 and not new:
                yield from cuts_to_empty(gaps)
                return
            yield from cuts(gaps, items.deleted, comma_stays=bool(new))
        if not new:
            return
        if last >= 0:
            yield from self._behind(gaps, last, new, style)
        elif items.deleted:
            yield self._instead(gaps, new, style)
        else:
            yield self._first(gaps, new, style)

    def _behind(self, gaps: Gaps, last: int, new: list[str], style: Style) -> Iterator[Replacement]:
        """New items behind item ``last``."""
        tail = gaps.rest_of_line(last)
        has_comma = gaps.comma(last) >= 0
        closing = "," if style.trailing_comma else ""
        if gaps.own_line(last) or tail.line_comment:
            style = replace(style, lines=True)
            if not has_comma:
                yield _insertion(gaps.listing.ends[last], ",")
            moves_up = tail.line_end < 0 and last + 1 < len(gaps.listing)
            at = gaps.end_with_comma(last) if moves_up else tail.end
            yield _insertion(at, style.newline + style.indent + join(new, style) + closing)
            return
        if last + 1 < len(gaps.listing):
            at = gaps.inline_end(last) if not gaps.own_line(last + 1) else gaps.end_with_comments(last)
        else:
            at = tail.end
        separator = style.comma.partition(",")[2] if has_comma else style.comma
        yield _insertion(at, separator + join(new, replace(style, lines=False)) + closing)

    def _instead(self, gaps: Gaps, new: list[str], style: Style) -> Replacement:
        """New items where all old ones go."""
        closing = "," if style.trailing_comma else ""
        if gaps.own_line(0):
            newline, indent = gaps.line_break(0)
            return _insertion(gaps.line_start(0), newline + indent + join(new, style) + closing)
        at = gaps.inline_end(-1)
        return _insertion(at, self.source.characters(at, gaps.start(0)) + join(new, style) + closing)

    def _first(self, gaps: Gaps, new: list[str], style: Style) -> Replacement:
        """New items in a container that has none, put so that ``cuts_to_empty`` can tell what was there before."""
        start, close = gaps.listing.start + 1, gaps.listing.close
        text = self.source.characters(start, close)
        body = join(new, style)
        ended = body + "," if style.trailing_comma and style.lines else body
        opened = style.newline + style.indent + ended
        if not text:
            return _insertion(start, opened + style.newline + style.close_indent if style.lines else body)
        tail = gaps.rest_of_line(-1)
        if not gaps.comments(start, close):
            return _insertion(start, style.newline + opened if style.lines else text + body)
        if tail.line_comment or tail.line_end >= 0:
            return _insertion(tail.end, opened)
        return _insertion(tail.end, " " + join(new, replace(style, lines=False)))


def _insertion(at: int, text: str) -> Replacement:
    return Replacement(at, at, _bytes(text))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8")
