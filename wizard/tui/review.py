"""The review: every file that would change, with its diff; and the screen after the yes."""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from wizard.cli import as_text
from wizard.plan.diff import diff_of, visible
from wizard.plan.plan import FileChange, Plan
from wizard.text import say
from wizard.tui.step import Step, Way

_COLORS = {"same": "", "removed": "red", "added": "green"}
_MARKS = {"same": " ", "removed": "-", "added": "+"}


class ReviewStep(Step):
    """The plan as it will be written. Writing takes its own key, so that Enter alone never writes."""

    name_of_step = "review"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", say("tui.keys.write")),
        Binding("n", "file(1)", say("tui.keys.next-file")),
        Binding("p", "file(-1)", say("tui.keys.previous-file")),
    ]

    def __init__(self, rail: dict[str, str], plan: Plan) -> None:
        super().__init__(rail)
        self.plan = plan
        self.pages = [*plan.pending, *([None] if _notes(plan).plain else [])]

    def body(self) -> ComposeResult:
        """Files on the left, the diff of the one under the cursor on the right."""
        with Horizontal(id="body"):
            yield OptionList(*(Option(_entry(page)) for page in self.pages), id="files")
            with VerticalScroll(id="diff"):
                yield Static(id="diff-text")

    def on_mount(self) -> None:
        """Start on the first file."""
        files = self.query_one("#files", OptionList)
        files.highlighted = 0 if self.pages else None
        files.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that work now are offered."""
        del parameters
        if action == "write":
            return bool(self.plan.pending)
        return len(self.pages) > 1 if action == "file" else True

    def action_write(self) -> None:
        """Write what is shown."""
        self.dismiss(Way.ON)

    def action_file(self, step: int) -> None:
        """To the next or previous file."""
        files = self.query_one("#files", OptionList)
        if self.pages:
            files.highlighted = ((files.highlighted or 0) + step) % len(self.pages)

    @on(OptionList.OptionHighlighted)
    def _shown(self, event: OptionList.OptionHighlighted) -> None:
        page = self.pages[event.option_index]
        text = _notes(self.plan) if page is None else _diff(page, self.plan)
        self.query_one("#diff-text", Static).update(text)
        self.query_one("#diff", VerticalScroll).scroll_home(animate=False)


class DoneScreen(Screen[None]):
    """What was done, what to do next, how to take it back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,q,escape", "leave", say("tui.keys.leave"))]

    def __init__(self, plan: Plan, change: str | None, repeat: str) -> None:
        super().__init__()
        self.plan = plan
        self.change = change
        self.repeat = repeat

    def compose(self) -> ComposeResult:
        """Everything in one scrolling text."""
        text = Text()
        title = say("tui.done.title", count=len(self.plan.pending)) if self.change else say("cli.nothing-to-change")
        text.append(f"{title}\n\n", "bold green")
        for change in self.plan.pending:
            text.append(f"  {as_text.file_heading(change)}\n")
        for line in (*as_text.by_hand(self.plan), *as_text.notices(self.plan)):
            text.append(f"{line}\n")
        if self.plan.next_steps:
            text.append(f"\n{say('tui.done.next')}\n", "bold")
        for number, step in enumerate(self.plan.next_steps, 1):
            text.append(f"  {number}. {step}\n")
        if self.change:
            text.append(f"\n{say('tui.done.undo')}\n", "bold")
            text.append(f"  coding-plan-wizard undo {self.change}\n")
        text.append(f"\n{say('tui.done.repeat')}\n", "bold")
        text.append(f"  {self.repeat}\n")
        with VerticalScroll(id="done"):
            yield Static(text)
        yield Footer(show_command_palette=False)

    def action_leave(self) -> None:
        """Leave the wizard."""
        self.dismiss(None)


def _entry(change: FileChange | None) -> Content:
    if change is None:
        return Content(say("tui.review.notes"))
    diff = diff_of(change)
    return Content(
        f"{change.tool}: {change.path.name}\n  {say(f'cli.plan.{change.action}')}  +{diff.added} -{diff.removed}"
    )


def _diff(change: FileChange, plan: Plan) -> Text:
    text = Text()
    text.append(f"{as_text.file_heading(change)}\n", "bold")
    for reason in as_text.reasons(change):
        text.append(f"  · {reason}\n", "dim")
    for hunk in diff_of(change, plan.secrets).hunks:
        text.append(f"{hunk.header}\n", "cyan")
        for line in hunk.lines:
            text.append(f"{_MARKS[line.kind]} {line.text}\n", _COLORS[line.kind])
    return text


def _notes(plan: Plan) -> Text:
    lines = [*as_text.notices(plan), *as_text.by_hand(plan)]
    return Text(visible("\n".join(lines)).replace("␊", "\n"))
