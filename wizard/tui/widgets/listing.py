"""The list of every screen: arrows and j/k, digits, mouse and wheel, type to search; its state shows in glyphs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wizard.steps.offers import Offer
from wizard.text import say
from wizard.tui.widgets.cells import cell_len, clipped, padded

_DIGITS = "1234567890"
_CURSOR, _TICKED, _UNTICKED, _NOW = "❯", "[x]", "[ ]", "●"
_LEAST_REMARK = 6


@dataclass(frozen=True)
class _Line:
    """One row of the screen: an offer with its number among all, or a heading, or a sentence."""

    offer: Offer | None
    number: int = -1
    text: str = ""


class Listing(ScrollView, can_focus=True):
    """Rows of which one is under the cursor; with ``ticks`` any number can be ticked as well.

    Enter or a second click chooses (``Chosen``). Typing searches label and remark; Escape clears the search before it
    does anything else. Letters j and k move while nothing is searched; ``/`` begins a search that may start with them.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "listing--cursor",
        "listing--number",
        "listing--remark",
        "listing--current",
        "listing--heading",
        "listing--barred",
        "listing--match",
        "listing--tick",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear_search", "tui.keys.clear"),
        Binding("enter", "choose", "tui.keys.on"),
        Binding("space", "tick", "tui.keys.tick"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(0)", show=False),
        Binding("end", "end(-1)", show=False),
        Binding("slash", "search", "tui.keys.search"),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor came to ``offer``; None where nothing matches the search."""

        listing: "Listing"
        offer: Offer | None

    @dataclass
    class Chosen(Message):
        """``offer`` was chosen; in a list with ticks, the list as it is."""

        listing: "Listing"
        offer: Offer | None

    @dataclass
    class Searched(Message):
        """The search changed."""

        listing: "Listing"

    def __init__(
        self,
        offers: Iterable[Offer],
        *,
        at: str | None = None,
        ticks: Iterable[str] | None = None,
        typed_search: bool = True,
        id: str | None = None,  # noqa: A002  Textual's name
    ) -> None:
        super().__init__(id=id)
        self.offers: Sequence[Offer] = tuple(offers)
        self.ticked: set[str] | None = None if ticks is None else set(ticks)
        self.searched = ""
        self.searching = False
        self.typed_search = typed_search
        self._lines: list[_Line] = []
        self._label_width = 0
        self._at = at if any(offer.id == at for offer in self.offers) else None

    def on_mount(self) -> None:
        """Lay the rows out and tell where the cursor stands."""
        self._lay_out()

    def on_resize(self) -> None:
        """The row under the cursor comes in sight, with all rows before it that there is room for."""
        self.scroll_to(y=0, animate=False, force=True, immediate=True)
        self._into_sight()

    # What is shown

    @property
    def unlisted_keys(self) -> tuple[str, ...]:
        """Which rows of the help tell of the keys that stand in no footer."""
        return ("list", "letters") if self.typed_search else ("list",)

    @property
    def offer(self) -> Offer | None:
        """The row under the cursor."""
        return next((line.offer for line in self._lines if line.offer and line.offer.id == self._at), None)

    def show_offers(self, offers: Iterable[Offer]) -> None:
        """Other rows; the cursor stays on the row of the same id."""
        self.offers = tuple(offers)
        self._lay_out()

    def highlight(self, offer_id: str) -> None:
        """Put the cursor on a row."""
        if self._at != offer_id and any(line.offer and line.offer.id == offer_id for line in self._lines):
            self._at = offer_id
            self._moved()

    def search_text(self) -> str:
        """What is searched and how much of it was found, in words; empty where nothing is searched."""
        if not self.searching:
            return ""
        found = sum(1 for line in self._lines if line.offer)
        return say("tui.search.found", query=self.searched, found=found, all=len(self.offers))

    def _lay_out(self) -> None:
        words = self.searched.casefold().split()
        beside = [offer for offer in self.offers if offer.remark or offer.barred or offer.current]
        self._label_width = max((cell_len(offer.label) for offer in beside), default=0)
        lines: list[_Line] = []
        group = ""
        for number, offer in enumerate(self.offers):
            if not all(word in f"{offer.label} {offer.remark} {offer.id} {offer.words}".casefold() for word in words):
                continue
            if offer.group != group and not words:
                group = offer.group
                if lines:
                    lines.append(_Line(None))
                lines.append(_Line(None, text=group))
            lines.append(_Line(offer, number))
        shown = [line.offer for line in lines if line.offer]
        if not shown:
            lines = [_Line(None, text=say("tui.search.nothing", query=self.searched) if self.searching else "")]
        self._lines = lines
        if self._at not in {offer.id for offer in shown}:
            self._at = shown[0].id if shown else None
        self.virtual_size = Size(0, len(lines))
        self.refresh()
        self._moved()

    def _moved(self) -> None:
        self._into_sight()
        self.refresh()
        if self.is_attached:
            self.refresh_bindings()
        self.post_message(self.Highlighted(self, self.offer))

    def _into_sight(self) -> None:
        index = self._index()
        if index is not None:
            self.scroll_to_region(Region(0, index if index > 1 else 0, 1, 1 + index - (index if index > 1 else 0)),
                                  animate=False, force=True)  # fmt: skip

    def _index(self) -> int | None:
        return next((i for i, line in enumerate(self._lines) if line.offer and line.offer.id == self._at), None)

    # Keys and mouse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that do something now."""
        del parameters
        if action == "clear_search":
            return self.searching
        if action == "tick":
            return self.ticked is not None and not self.searched
        if action == "search":
            return bool(self.offers) and not self.searching
        if action == "choose":
            return self.ticked is not None or (self.offer is not None and not self.offer.barred)
        return True

    def on_key(self, event: events.Key) -> None:
        """Letters move, choose or search."""
        character = event.character
        if event.key == "backspace" and self.searching:
            self._search(self.searched[:-1])
        elif not character or not character.isprintable() or (character == " " and not self.searched):
            return
        elif self.searching:
            self._search(self.searched + character)
        elif character in "jk":
            self.action_move(1 if character == "j" else -1)
        elif character in _DIGITS:
            self._numbered(_DIGITS.index(character))
        elif not self.typed_search or character in "?/":
            return
        else:
            self._search(character)
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """The first click on a row goes there, the second one chooses it; in a list with ticks each click ticks."""
        index = event.y + self.scroll_offset.y
        offer = self._lines[index].offer if 0 <= index < len(self._lines) else None
        if offer is None:
            return
        again = offer.id == self._at
        self.highlight(offer.id)
        if self.ticked is not None:
            self.action_tick()
        elif again:
            self.action_choose()

    def action_move(self, step: int) -> None:
        """To the next or previous row, around the ends."""
        shown = [line.offer.id for line in self._lines if line.offer]
        if self._at in shown:
            self.highlight(shown[(shown.index(self._at) + step) % len(shown)])

    def action_page(self, step: int) -> None:
        """A page further, stopping at the ends."""
        shown = [line.offer.id for line in self._lines if line.offer]
        if self._at in shown:
            at = shown.index(self._at) + step * max(1, self.size.height - 1)
            self.highlight(shown[min(max(at, 0), len(shown) - 1)])

    def action_end(self, index: int) -> None:
        """To the first or last row."""
        shown = [line.offer.id for line in self._lines if line.offer]
        if shown:
            self.highlight(shown[index])

    def action_search(self) -> None:
        """Begin a search with any letter."""
        self._search("")

    def action_clear_search(self) -> None:
        """End the search; all rows are shown again."""
        self.searching = False
        self.searched = ""
        self._lay_out()
        self._told()

    def action_choose(self) -> None:
        """Choose the row under the cursor; a barred one stays."""
        offer = self.offer
        if self.ticked is None and (offer is None or offer.barred):
            return
        self.post_message(self.Chosen(self, offer))

    def action_tick(self) -> None:
        """Tick or untick the row under the cursor."""
        offer = self.offer
        if self.ticked is not None and offer and not offer.barred:
            self.ticked ^= {offer.id}
            self.refresh()

    def _numbered(self, number: int) -> None:
        if number < len(self.offers):
            self.highlight(self.offers[number].id)
            if self.ticked is None:
                self.action_choose()
            else:
                self.action_tick()

    def _search(self, query: str) -> None:
        self.searching = True
        self.searched = query
        self._at = self._best()
        self._lay_out()
        self._told()

    def _best(self) -> str | None:
        """The row to stand on: the present one, unless another one matches by its label and this one does not."""
        words = self.searched.casefold().split()
        named = [offer.id for offer in self.offers if all(word in offer.label.casefold() for word in words)]
        return self._at if self._at in named or not named else named[0]

    def _told(self) -> None:
        self.refresh_bindings()
        self.post_message(self.Searched(self))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One row as it is drawn."""
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        base = self.rich_style
        if index >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[index]
        if line.offer is None:
            style = self._style("heading")
            return Strip([Segment(clipped(f"  {line.text}", width), style)]).adjust_cell_length(width, base)
        return self._row(line.offer, line.number, width)

    def _row(self, offer: Offer, number: int, width: int) -> Strip:
        here = offer.id == self._at
        base = self._style("cursor") if here else self.rich_style
        segments = [Segment(f"{_CURSOR} " if here else "  ", base)]
        digit = _DIGITS[number] if number < len(_DIGITS) and not self.searching else " "
        segments.append(Segment(f"{digit} ", base + self._style("number", partial=True)))
        used = 4
        if self.ticked is not None:
            mark = _TICKED if offer.id in self.ticked else _UNTICKED
            segments.append(Segment(f"{mark} ", base + self._style("tick", partial=True)))
            used += 4
        label_width = self._label_width
        beside = [say("tui.current")] if offer.current and self.ticked is None else []
        remark = " ".join([*([f"{_NOW} {beside[0]}"] if beside else []), *([offer.remark] if offer.remark else [])])
        remark = offer.barred if offer.barred and self.ticked is None else remark
        room = width - used
        label = clipped(offer.label, room)
        if room - label_width >= _LEAST_REMARK and cell_len(label) < label_width:
            label = padded(label, label_width)
        style = base + self._style("barred", partial=True) if offer.barred else base
        segments += self._matched(label, style)
        room -= cell_len(label) + 2
        if remark and room >= _LEAST_REMARK:
            kind = "current" if beside and not offer.barred else "remark"
            segments.append(Segment("  ", base))
            segments.append(Segment(clipped(remark, room), base + self._style(kind, partial=True)))
        return Strip(segments).adjust_cell_length(width, base)

    def _matched(self, label: str, style: Style) -> list[Segment]:
        """The label with the first searched word marked."""
        word = next(iter(self.searched.casefold().split()), "")
        start = label.casefold().find(word) if word else -1
        if start < 0:
            return [Segment(label, style)]
        end = start + len(word)
        mark = style + self._style("match", partial=True)
        return [Segment(label[:start], style), Segment(label[start:end], mark), Segment(label[end:], style)]

    def _style(self, name: str, *, partial: bool = False) -> Style:
        return self.get_component_rich_style(f"listing--{name}", partial=partial)
