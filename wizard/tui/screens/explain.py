"""The screen that explains an error message: paste it, see the likely causes, go on to the repair."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Edit, EditResult

from wizard.doctor.diagnose import Diagnosis, where_to_look
from wizard.doctor.examine import Examination
from wizard.doctor.finding import Finding
from wizard.doctor.message import readable
from wizard.key import masked_as_typed, masked_text
from wizard.steps.findings import diagnosis_offers, to_mend, tools_of
from wizard.steps.offers import Offer
from wizard.text import say
from wizard.tui.screens.frame import BACK_KEYS, Detail, Frame, SearchLine
from wizard.tui.widgets.complaint import Complaint
from wizard.tui.widgets.listing import Listing
from wizard.tui.widgets.prose import Prose

REPAIR, ANSWERS, FINDINGS = "repair", "answers", "findings"


class PasteField(TextArea):
    """The error message. What is pasted comes in without colours; a key in it, also a typed one, is masked at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,enter", "screen.to_causes", "tui.keys.causes"),
        Binding("f1", "screen.help", "tui.keys.help"),
        Binding("ctrl+n", "screen.empty", "tui.keys.empty"),
    ]

    def __init__(self) -> None:
        super().__init__(id="pasted", soft_wrap=True, tab_behavior="focus", show_line_numbers=False, compact=True)
        self.cursor_blink = False

    async def _on_paste(self, event: events.Paste) -> None:
        # TextArea's own handler would put the text in as it came, and its key with it.
        event.prevent_default()
        event.stop()
        self.replace(masked_text(readable(event.text)), *self.selection, maintain_selection_offset=False)

    def edit(self, edit: Edit) -> EditResult:
        """Make the edit and hide what may be a key before anything is painted; undoing would show it again."""
        result = super().edit(edit)
        hidden = masked_as_typed(self.text)
        if hidden != self.text:
            before = masked_as_typed(self.get_text_range((0, 0), self.cursor_location))
            self.text = hidden
            lines = before.split("\n")
            self.move_cursor((len(lines) - 1, len(lines[-1])))
        return result

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            # The key leads on; a message of several lines is pasted.
            event.prevent_default()
            return
        await super()._on_key(event)


class PasteScreen(Frame[str]):
    """Decides for ``REPAIR``, ``ANSWERS`` or ``FINDINGS``; empty to go back.

    ``pasted`` is the message as it is shown, ``mended`` are the findings whose repair is asked for. ``explain`` gives
    the causes of a message, best first.
    """

    help_key = "tui.paste"
    BINDINGS: ClassVar[list[BindingType]] = BACK_KEYS

    def __init__(
        self,
        examination: Examination,
        explain: Callable[[str], Sequence[Diagnosis]],
        pasted: str = "",
        message: str = "",
    ) -> None:
        super().__init__()
        self.examination = examination
        self.explain = explain
        self.pasted = masked_text(readable(pasted))
        self.message = message
        self.diagnoses: Sequence[Diagnosis] = ()
        self.mended: tuple[Finding, ...] = ()

    def content(self) -> ComposeResult:
        """The field, the causes, what the one under the cursor means."""
        yield Static(Prose(say("tui.paste.question")), id="question")
        yield PasteField()
        yield Complaint(self.message)
        with Horizontal(id="body", classes="tall-list"):
            with Vertical(id="choices"):
                yield SearchLine()
                yield Listing(())
            yield Detail(id="detail")

    def doing(self) -> str:
        """What is being done."""
        return say("tui.paste.title")

    def on_mount(self) -> None:
        """Start in the field, or with the causes where a message was brought along."""
        field = self.query_one(PasteField)
        field.text = self.pasted
        self._explained()
        if self.diagnoses:
            self.query_one(Listing).focus()
        else:
            field.focus()

    def on_paste(self, event: events.Paste) -> None:
        """A paste beside the field is another message in place of the present one."""
        event.stop()
        self.query_one(PasteField).text = masked_text(readable(event.text))
        self.action_to_causes()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that do something now."""
        del parameters
        if action == "to_causes":
            return bool(self.diagnoses)
        return bool(self.pasted) if action == "empty" else True

    def leads_on(self, offer: Offer | None) -> bool:
        """A cause that no file shows leads no further."""
        return offer is not None and (offer.id in {REPAIR, ANSWERS, FINDINGS} or bool(to_mend([self._cause(offer)])))

    def action_back(self) -> None:
        """Where the user came from."""
        self.finish("")

    def action_to_causes(self) -> None:
        """From the field to the causes, where there are any."""
        self._take(self.query_one(PasteField).text)
        if self.diagnoses:
            self.query_one(Listing).focus()

    def action_empty(self) -> None:
        """Begin anew."""
        self.query_one(PasteField).text = ""

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        pasted_at_once = len(event.text_area.text) > len(self.pasted) + 1
        self._take(event.text_area.text)
        if pasted_at_once and self.diagnoses:
            self.query_one(Listing).focus()

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        if event.offer is None:
            return
        if event.offer.id in {REPAIR, ANSWERS, FINDINGS}:
            tools = tools_of(to_mend(self.diagnoses))
            self.mended = tuple(one for one in self.examination.findings if one.mendable and one.tool in tools)
            self.finish(event.offer.id)
            return
        self.mended = to_mend([self._cause(event.offer)])
        if self.mended:
            self.finish(REPAIR)
        else:
            self.query_one(Detail).focus()

    def _cause(self, offer: Offer) -> Diagnosis:
        return self.diagnoses[int(offer.id.rpartition("-")[2])]

    def _take(self, text: str) -> None:
        if text != self.pasted:
            self.pasted = text
            self.message = ""
            self._explained()

    def _explained(self) -> None:
        self.diagnoses = self.explain(self.pasted) if self.pasted.strip() else ()
        listing, offers = self.query_one(Listing), self._offers()
        listing.show_offers(offers)
        listing.highlight(offers[0].id)
        self.refresh_bindings()
        unknown = self.pasted.strip() and not self.diagnoses
        self.query_one(Complaint).show(" ".join(where_to_look(())) if unknown else self.message)

    def _offers(self) -> list[Offer]:
        rows = list(diagnosis_offers(self.examination, self.diagnoses))
        group = say("steps.start.or")
        mended = tools_of(to_mend(self.diagnoses))
        if mended:
            names = ", ".join(self.examination.found[tool].view.facts.name for tool in mended)
            label, note = say("tui.paste.repair", tools=names), say("tui.doctor.repair-note")
            rows.append(Offer(REPAIR, label, note=note, group=group))
        if self.examination.findings:
            label = say("tui.paste.findings", count=len(self.examination.findings))
            rows.append(Offer(FINDINGS, label, note=say("steps.start.doctor-note"), group=group))
        rows.append(Offer(ANSWERS, say("tui.doctor.answers"), note=say("tui.doctor.answers-note"), group=group))
        return rows
