"""The last screen: what was done, how to start the tools, how to take it back, and the command that does it again."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from wizard.doctor.examine import Examination
from wizard.doctor.finding import Finding
from wizard.plan.plan import Plan
from wizard.show import as_text
from wizard.show.findings import finding_text
from wizard.steps.offers import short_path
from wizard.text import has, say
from wizard.text.own_command import own_command
from wizard.text.visible import visible
from wizard.tui.ending import LEAVE, PROBLEMS, SAVE, START, UNDO
from wizard.tui.screens.frame import Frame
from wizard.tui.widgets.cells import padded
from wizard.tui.widgets.prose import Prose
from wizard.tui.widgets.reading import Reading

_ACTION_WIDTH = 8
_MOST_VALUES = 9


class DoneScreen(Frame[str]):
    """Decides for ``LEAVE``, ``START``, ``SAVE`` (as a profile), ``PROBLEMS`` (what is still open) or ``UNDO``.

    ``repeat`` is empty where no one command does the same again. ``open_still`` is what the doctor found afterwards;
    None where it was not asked.
    """

    help_key = "tui.done"
    ignores_typeahead = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q,escape", "leave", "tui.keys.quit"),
        Binding("s", "start", "tui.keys.start"),
        Binding("u", "undo", "tui.keys.take-back"),
        Binding("d", "problems", "tui.keys.problems"),
        Binding("c", "copy", "tui.keys.copy"),
        Binding("p", "save", "tui.keys.save-profile"),
        Binding("1", "copy_value(0)", "tui.keys.copy-value"),
        *(Binding(str(index + 1), f"copy_value({index})", show=False) for index in range(1, _MOST_VALUES)),
    ]

    def __init__(
        self,
        plan: Plan,
        change: str | None,
        repeat: str,
        home: Path,
        *,
        can_save: bool = False,
        open_still: Examination | None = None,
    ) -> None:
        super().__init__()
        self.can_save = can_save
        self.open_still = open_still
        self.home = home
        self.plan = plan
        self.change = change
        self.repeat = repeat
        self.values = values_to_copy(plan)[:_MOST_VALUES]

    def content(self) -> ComposeResult:
        """Everything in one scrolling text."""
        parts: list[Content | str | tuple[str, str]] = []
        if self.change:
            parts.append((f"✓ {say('tui.done.written', count=len(self.plan.pending))}\n", "bold $success"))
        else:
            only_by_hand = self.plan.by_hand and not self.plan.files
            title = say("tui.done.by-hand" if only_by_hand else "cli.nothing-to-change")
            parts.append((f"✓ {title}\n", "bold $success"))
        parts += [
            f"\n  {padded(say(f'cli.plan.{change.action}'), _ACTION_WIDTH)} {short_path(change.path, self.home)}"
            for change in self.plan.pending
        ]
        parts += self._looked_again()
        notes = [*as_text.steps_by_hand(self.plan), *as_text.notices(self.plan)]
        if notes:
            parts.append("\n")
            parts += [f"\n{line}" for line in notes]
        if self.values:
            parts.append((f"\n\n{say('tui.done.values')}", "bold $primary"))
            for number, (tool, name, value) in enumerate(self.values, 1):
                parts += ["\n  ", (f"{number} ", "$accent"), (f"{tool}, {name}: ", "$wizard-dim"), value]
        if self.plan.next_steps:
            parts.append((f"\n\n{say('tui.done.next')}", "bold $primary"))
            parts += [f"\n  {number}. {visible(step)}" for number, step in enumerate(self.plan.next_steps, 1)]
        if self.change:
            parts.append((f"\n\n{say('tui.done.undo')}", "bold $primary"))
            parts.append(f"\n  {own_command('undo', self.change)}")
        if self.repeat:
            parts.append((f"\n\n{say('tui.done.repeat')}", "bold $primary"))
            parts.append(f"\n  {self.repeat}")
        with Reading(id="done"):
            yield Static(Prose(Content.assemble(*parts)))

    def _looked_again(self) -> list[Content | str | tuple[str, str]]:
        """What the doctor says about the written files."""
        if self.open_still is None:
            return []
        findings = self._problems()
        if not findings:
            return [(f"\n\n✓ {say('tui.done.healthy')}", "$success")]
        parts: list[Content | str | tuple[str, str]] = [(f"\n\n{say('tui.done.open')}", "bold $warning")]
        for finding in findings:
            lines = [line for line in finding_text(finding) if line]
            parts += [f"\n  {line}" for line in lines]
        return parts

    def _problems(self) -> list[Finding]:
        found = self.open_still.findings if self.open_still else ()
        return [finding for finding in found if finding.severity != "info"]

    def on_mount(self) -> None:
        """Arrows scroll."""
        self.query_one("#done").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A command or value can be copied, and a choice saved, where there is one."""
        if action == "copy_value":
            return isinstance(parameters[0], int) and parameters[0] < len(self.values)
        if action == "save":
            return self.can_save
        if action == "undo":
            return bool(self.change)
        if action == "problems":
            return bool(self._problems())
        return bool(self.repeat) if action == "copy" else True

    def action_leave(self) -> None:
        """Leave the wizard."""
        self.finish(LEAVE)

    def action_start(self) -> None:
        """To the start screen."""
        self.finish(START)

    def action_undo(self) -> None:
        """To what taking it back would write."""
        self.finish(UNDO)

    def action_problems(self) -> None:
        """To what is still open."""
        self.finish(PROBLEMS)

    def action_save(self) -> None:
        """Save what is set up now as a profile."""
        self.finish(SAVE)

    def action_copy_value(self, index: int) -> None:
        """A value that is typed in elsewhere to the clipboard."""
        value = self.values[index][2]
        self.app.copy_to_clipboard(value)
        self.notify(say("tui.done.copied-value", value=value), markup=False)

    def action_copy(self) -> None:
        """The repeating command to the clipboard; no key is in it."""
        self.app.copy_to_clipboard(self.repeat)
        self.notify(say("tui.done.copied"), markup=False)


def _value_name(name: str) -> str:
    """As the app calls it; a tool from elsewhere may have values of its own."""
    key = f"tui.done.value-{name.replace('_', '-')}"
    return say(key) if has(key) else name


def values_to_copy(plan: Plan) -> list[tuple[str, str, str]]:
    """Tool, name and value of all that is to be put in by hand; a key is none of it, as it is never given out."""
    return [
        (tool, visible(_value_name(name)), visible(value))
        for tool, hand in plan.by_hand.items()
        for name, value in hand.values.items()
        if name != "api_key"
    ]
