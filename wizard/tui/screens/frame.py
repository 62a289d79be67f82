"""What all screens share: the title, the rail where there are steps, the footer, and the sentence for small windows."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from wizard.steps.offers import Offer
from wizard.text import say
from wizard.tui.sizes import LEAST_HEIGHT, LEAST_WIDTH
from wizard.tui.widgets.keys_bar import KeysBar, shown_key, words_for
from wizard.tui.widgets.listing import Listing
from wizard.tui.widgets.prose import Prose
from wizard.tui.widgets.reading import Reading

Result = TypeVar("Result")

BACK_KEYS: list[BindingType] = [
    Binding("escape", "back", "tui.keys.back"),
    Binding("shift+tab", "back", "tui.keys.back", show=False),
]
"""The keys that lead back, on every screen from which there is a way back."""

EXPLAIN_KEYS: list[BindingType] = [Binding("ctrl+e", "explain", "tui.keys.explain")]
"""The key that leads to the explanation of an error message, on every screen one starts from."""


class TitleBar(Static):
    """The top row: whose program this is, and what is being done."""

    def __init__(self, doing: str) -> None:
        super().__init__(id="title")
        self._doing = doing

    def show(self, doing: str) -> None:
        """Other words for what is being done."""
        self._doing = doing
        self.refresh()

    def render(self) -> Content:
        """Title at the left, what is being done at the right."""
        left = Content.assemble(("◆ ", "$accent"), (say("tui.title"), "bold"))
        room = self.size.width - left.cell_length
        doing = Content.styled(self._doing, "$wizard-dim")
        if not self._doing or doing.cell_length + 2 > room:
            return left
        return Content.assemble(left, " " * (room - doing.cell_length), doing)


class SearchLine(Static):
    """The row above a list: what is searched and found, else that typing searches, where there is anything."""

    def __init__(self, *, searchable: bool = True) -> None:
        super().__init__(_hint(searchable=searchable))

    def show(self, listing: Listing) -> None:
        """What ``listing`` searches now."""
        text = listing.search_text()
        self.update(Content.styled(text, "bold $accent") if text else _hint(searchable=bool(listing.offers)))


def _hint(*, searchable: bool) -> Content:
    return Content.styled(say("tui.search.hint") if searchable else "", "$wizard-dim")


class Detail(Reading):
    """The pane that says what the row under the cursor means; Tab goes there, arrows scroll it.

    Enter goes on from here as from the row, and what is typed searches the list.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "tui.keys.on"),
        Binding("slash", "search", "tui.keys.search"),
    ]

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        yield Static(id="detail-text")

    def show(self, offer: Offer | None) -> None:
        """Explain ``offer``."""
        text = explained(offer) if offer else Content("")
        self.query_one("#detail-text", Static).update(Prose(text))
        self.scroll_home(animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only where the list has something to do."""
        listing = self._listing
        if action == "go_on":
            leads_on = not isinstance(self.screen, Frame) or self.screen.leads_on(listing.offer)
            return leads_on and listing.check_action("choose", parameters)
        return listing.check_action("search", parameters) if action == "search" else True

    def on_key(self, event: events.Key) -> None:
        """A letter searches, a digit chooses."""
        if event.character and event.character.isalnum():
            self._listing.focus()
            self._listing.on_key(event)

    def action_go_on(self) -> None:
        """Choose the row that is explained."""
        self._listing.focus()
        self._listing.action_choose()

    def action_search(self) -> None:
        """Search the list."""
        self._listing.focus()
        self._listing.action_search()

    @property
    def _listing(self) -> Listing:
        return self.screen.query(Listing).first()


def explained(offer: Offer) -> Content:
    """An offer in full: its name, why it is barred, its facts, its note."""
    parts: list[Content | str | tuple[str, str]] = [(offer.label, "bold $primary")]
    if offer.current:
        parts.append((f"  ● {say('tui.current')}", "$success"))
    if offer.barred:
        parts.append(("\n\n! ", "bold $error"))
        parts.append((offer.barred, "$error"))
    for name, value in offer.facts:
        parts.append((f"\n\n{name}", "$wizard-dim"))
        parts += [f"\n  {line}" for line in value.splitlines()]
    if offer.note:
        parts.append(f"\n\n{offer.note}")
    return Content.assemble(*parts)


class Frame(Screen[None], Generic[Result]):
    """A screen with title and footer. ``help_key`` names the words that ``?`` shows."""

    help_key: ClassVar[str] = ""
    key_words: Mapping[str, str] = {}
    """Text keys of what an action is called here, where that is not what its key is called elsewhere."""
    ignores_typeahead: ClassVar[bool] = False
    """Whether keys count only from the moment the screen is seen: what was typed before is no answer to it."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "tui.keys.help"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.outcome: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        """What the user decides here; the screen stays in sight until the next one is there."""
        self.ready = False
        """Whether the screen is whole, its cursor stands, and keys are for it."""
        self._focused_last: Widget | None = None
        self.first_painted_at: float | None = None
        """When it was drawn for the first time, by the clock of Textual's messages; None as long as it was not."""

    @property
    def takes_keys(self) -> bool:
        """Whether a key that is typed now is for this screen."""
        return self.ready and not self.outcome.done()

    @property
    def too_small(self) -> bool:
        """Whether the window shows nothing but that it is too small: no key may act on what cannot be seen."""
        return self.size.width < LEAST_WIDTH or self.size.height < LEAST_HEIGHT

    def finish(self, result: Result) -> None:
        """Decide; only the first decision counts."""
        if not self.outcome.done():
            self.outcome.set_result(result)

    def compose(self) -> ComposeResult:
        """Title, the screen's own part, footer."""
        with Vertical(id="frame"):
            yield TitleBar(self.doing())
            yield from self.content()
            yield KeysBar(self._drawn)
        yield Static(id="too-small")

    def doing(self) -> str:
        """What is being done, for the title's row."""
        return ""

    def content(self) -> ComposeResult:
        """The screen's own part."""
        yield from ()

    def leads_on(self, offer: Offer | None) -> bool:
        """Whether choosing ``offer`` leads further than to its explanation."""
        return offer is not None

    def _drawn(self) -> None:
        if self.first_painted_at is None:
            self.first_painted_at = Message().time

    def action_help(self) -> None:
        """Explain the focused thing and the keys that work now."""
        from wizard.tui.screens.help import Help

        keys = [
            (shown_key(each.binding.key), words_for(self, each.binding))
            for each in self.active_bindings.values()
            if each.enabled and each.binding.description.startswith("tui.")
        ]
        self.app.push_screen(Help(self.help_title(), self.help_words(), [*keys, *self._unlisted_keys()]))

    def _unlisted_keys(self) -> Iterator[tuple[str, str]]:
        """Keys that work for the focused thing without standing in a footer, and what they do."""
        rows: Iterable[str] = getattr(self.focused, "unlisted_keys", ())
        parts = ["parts"] if len(self.focus_chain) > 1 else []
        for name in (*rows, *parts, "cancel"):
            for row in say(f"tui.help.{name}").splitlines():
                key, _, meaning = row.partition(" = ")
                yield key, meaning

    def help_title(self) -> str:
        """The heading of the help."""
        return say(f"{self.help_key}.title")

    def help_words(self) -> str:
        """The words of the help, for what has the focus."""
        return say(f"{self.help_key}.help")

    def on_resize(self, event: events.Resize) -> None:
        """Say what a window must be that is too small."""
        size = event.size
        words = say("tui.too-small", width=LEAST_WIDTH, height=LEAST_HEIGHT, now=f"{size.width}x{size.height}")
        self.query_one("#too-small", Static).update(Prose(words))
        if not self.too_small:
            self.call_after_refresh(self._focus_again)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember what has the focus: it goes when the window is too small to show it."""
        self._focused_last = event.widget

    def _focus_again(self) -> None:
        if self.focused is None and self._focused_last is not None:
            self.set_focus(self._focused_last)

    @on(Listing.Highlighted)
    def _explain(self, event: Listing.Highlighted) -> None:
        for detail in self.query(Detail):
            detail.show(event.offer)

    @on(Listing.Searched)
    def _search_told(self, event: Listing.Searched) -> None:
        for line in self.query(SearchLine):
            line.show(event.listing)
