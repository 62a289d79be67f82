"""The step that takes the key in."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from wizard.catalog import Catalog
from wizard.errors import WizardError
from wizard.key import Credential, Secret, taken_in
from wizard.text import say
from wizard.text.names import region_name
from wizard.tui.screens.step import ON, Step, Way
from wizard.tui.widgets.complaint import Complaint
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.prose import Prose
from wizard.tui.widgets.rail import Progress


class KeyInput(Field):
    """A masked field that gives nothing back: what is in it cannot be copied or cut out."""

    def action_copy(self) -> None:
        """Nothing: the key does not go to the clipboard."""

    def action_cut(self) -> None:
        """Nothing, for the same reason."""


class KeyStep(Step):
    """The plan's key; a known one is offered masked and kept where the field stays empty.

    ``begun`` is what stood in the field when the step was last left without taking it in. With a ``title`` it stands
    outside the steps, for a repair.
    """

    name_of_step = "key"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "reveal", "tui.keys.reveal"),
    ]

    def __init__(
        self,
        progress: Progress,
        catalog: Catalog,
        region: str,
        offered: Credential | None,
        begun: Secret | None = None,
        complaint: str = "",
        title: str = "",
    ) -> None:
        super().__init__(progress, complaint)
        self.title_words = title
        self.with_rail = not title
        self.catalog = catalog
        self.region_id = region
        self.offered = offered
        self.begun = begun
        self.answer: Credential | None = None
        self._length = 0
        """How long the text in the field was; what makes it longer by more than one character was pasted."""

    def doing(self) -> str:
        """What is being done."""
        return self.title_words or super().doing()

    def body(self) -> ComposeResult:
        """The field, what is known already, where keys are made."""
        region = self.catalog.regions[self.region_id]
        page = Content.assemble(
            (say("steps.key.page", region=region_name(region.name)), "$wizard-dim"),
            "\n",
            (region.key_page, "$secondary underline"),
            "\n\n",
            (say("steps.key.note"), "$wizard-dim"),
        )
        with Vertical(id="body"):
            yield Static(Prose(say("steps.key.offered", key=self.offered.masked) if self.offered else ""), id="offered")
            yield KeyInput(password=True, placeholder=say("steps.key.placeholder"), id="key")
            yield Complaint(self.complaint)
            yield Static(Prose(page), id="note")

    def on_mount(self) -> None:
        """Start in the field."""
        self.query_one("#offered").display = self.offered is not None
        field = self.query_one(KeyInput)
        field.value = self.begun.get_secret_value() if self.begun else ""
        field.cursor_position = self._length = len(field.value)
        field.cursor_blink = False
        field.focus()

    def leave(self, way: Way) -> None:
        """Keep what was begun."""
        value = self.query_one(KeyInput).value
        self.begun = Secret(value) if value and self.answer is None else None
        super().leave(way)

    def action_reveal(self) -> None:
        """Show or hide what was typed."""
        field = self.query_one(KeyInput)
        field.password = not field.password

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        pasted = len(event.value) > self._length + 1
        self._length = len(event.value)
        if pasted:
            self._checked(event.value)
        elif not event.value or self.query_one(Complaint).has_class("-good"):
            self.complain("")

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        self._checked(event.value)

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        if not event.value.strip() and self.offered:
            self.leave(ON)
            return
        key = self._checked(event.value or " ")
        if key:
            self.answer = key
            self.leave(ON)

    def _checked(self, value: str) -> Credential | None:
        if not value:
            self.complain("")
            return None
        try:
            key = taken_in(value, self.catalog.key)
        except WizardError as error:
            self.complain(error.text)
            return None
        self.query_one(Complaint).show(say("steps.key.fits", key=key.masked), good=True)
        return key
