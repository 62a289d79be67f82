"""The step that takes the key in."""

from typing import ClassVar

from pydantic import SecretStr
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from wizard.catalog import Catalog
from wizard.errors import WizardError
from wizard.key import Credential, taken_in
from wizard.text import say
from wizard.tui.step import Step, Way


class KeyInput(Input):
    """A masked field that gives nothing back: what is in it cannot be copied or cut out."""

    def action_copy(self) -> None:
        """Nothing: the key does not go to the clipboard."""

    def action_cut(self) -> None:
        """Nothing, for the same reason."""


class KeyStep(Step):
    """The plan's key; a known one is offered masked and kept where the field stays empty."""

    name_of_step = "key"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+r", "reveal", say("tui.keys.reveal"))]

    def __init__(
        self, rail: dict[str, str], catalog: Catalog, region: str, offered: Credential | None, begun: SecretStr | None
    ) -> None:
        super().__init__(rail)
        self.catalog = catalog
        self.region_id = region
        self.offered = offered
        self.answer: Credential | None = None
        self.begun = begun

    def body(self) -> ComposeResult:
        """The field, what is known already, where keys are made."""
        with Vertical(id="body"):
            if self.offered:
                yield Static(Text(say("tui.key.offered", key=self.offered.masked)), id="offered")
            yield KeyInput(password=True, placeholder=say("tui.key.placeholder"), id="key")
            yield Static(id="problem")
            region = self.catalog.regions[self.region_id]
            yield Static(Text(say("tui.key.note", region=region.name, page=region.key_page)), id="note")

    def on_mount(self) -> None:
        """Start in the field."""
        field = self.query_one(KeyInput)
        field.value = self.begun.get_secret_value() if self.begun else ""
        field.focus()

    def action_back(self) -> None:
        """To the step before; what was typed is kept."""
        value = self.query_one(KeyInput).value
        self.begun = SecretStr(value) if value else None
        self.dismiss(Way.BACK)

    def action_reveal(self) -> None:
        """Show or hide what was typed."""
        field = self.query_one(KeyInput)
        field.password = not field.password

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        self._checked(event.value)

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        if not event.value.strip() and self.offered:
            self.answer = self.begun = None
            self.dismiss(Way.ON)
            return
        key = self._checked(event.value or " ")
        if key:
            self.answer, self.begun = key, None
            self.dismiss(Way.ON)

    def _checked(self, value: str) -> Credential | None:
        problem = self.query_one("#problem", Static)
        if not value:
            problem.update("")
            return None
        try:
            key = taken_in(value, self.catalog.key)
        except WizardError as error:
            problem.update(Text(f"{error.message} {error.hint}".rstrip()))
            return None
        problem.update(Text(say("tui.key.fits", key=key.masked)))
        return key
