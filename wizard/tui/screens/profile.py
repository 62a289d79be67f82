"""Saving what is set up as a profile: its name, and where its key comes from."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from wizard.key import masked_text
from wizard.key_source import KeySource
from wizard.profiles.read import LONGEST_NAME, named_well
from wizard.steps.profiles import source_of
from wizard.text import say
from wizard.tui.screens.frame import BACK_KEYS, Frame
from wizard.tui.widgets.complaint import Complaint
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.prose import Prose

Named = tuple[str, KeySource | None]
"""The name of a profile and the place of its key; None where the tools' present key stays."""


class ProfileScreen(Frame[Named | None]):
    """Decides for a name and the place of the key; None to go back. ``begun`` is what was given before."""

    help_key = "tui.profile"
    BINDINGS: ClassVar[list[BindingType]] = BACK_KEYS

    def __init__(self, begun: Named | None = None, complaint: str = "") -> None:
        super().__init__()
        self.begun = begun
        self.complaint = complaint

    def doing(self) -> str:
        """What is being done."""
        return say("tui.profile.title")

    def content(self) -> ComposeResult:
        """Two fields, one below the other."""
        yield Static(Prose(say("tui.profile.question")), id="question")
        with Vertical(id="body"):
            yield Static(Prose(say("tui.profile.name")), classes="field-name")
            yield Field(placeholder=say("tui.profile.name-like"), id="name")
            yield Static(Prose(say("tui.profile.place")), classes="field-name")
            yield Field(placeholder=say("tui.profile.place-like"), id="place")
            yield Complaint(self.complaint)
            yield Static(Prose(Content.styled(say("tui.profile.note"), "$wizard-dim")), id="note")

    def on_mount(self) -> None:
        """Start with the name; what was given before stands there, and does not count as typed."""
        name, key = self.begun or ("", None)
        for field, value in zip(self.query(Field), (name, key.place if key else ""), strict=True):
            field.cursor_blink = False
            with self.prevent(Input.Changed):
                field.value = value
            field.cursor_position = len(value)
        self.query_one("#name", Field).focus()

    def action_back(self) -> None:
        """From the place of the key to the name, from there to the start."""
        if self.query_one("#place").has_focus:
            self.query_one("#name").focus()
        else:
            self.finish(None)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if masked_text(event.value) != event.value:
            event.input.value = ""
            self._complain(say("tui.profile.no-key-here"))
        elif event.value:
            self._complain("")

    @on(Input.Submitted, "#name")
    def _name_given(self) -> None:
        if self._good_name():
            self.query_one("#place").focus()

    @on(Input.Submitted, "#place")
    def _place_given(self, event: Input.Submitted) -> None:
        name, key = self._good_name(), source_of(event.value)
        if key and not key.named_well():
            self._complain(say("cli.variable-name", flag=say("tui.profile.place")))
        elif name:
            self.finish((name, key))

    def _good_name(self) -> str:
        """The name in its field; empty where it is none, which is then said."""
        name = self.query_one("#name", Field).value.strip()
        if named_well(name):
            return name
        self._complain(say("profiles.name", longest=LONGEST_NAME))
        self.query_one("#name").focus()
        return ""

    def _complain(self, words: str) -> None:
        self.query_one(Complaint).show(words)
