"""The review: every file that would change, its place, mode and backup, and its diff. Writing takes its own key."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from wizard.formats import family
from wizard.plan.diff import FileDiff, diff_of
from wizard.plan.plan import FileChange, Plan
from wizard.session import Session
from wizard.show import as_text
from wizard.steps.offers import Offer, short_path
from wizard.text import say
from wizard.text.visible import visible
from wizard.tui.screens.step import ON, Step
from wizard.tui.widgets.cells import cell_len, padded
from wizard.tui.widgets.complaint import Complaint
from wizard.tui.widgets.diff_view import DiffView
from wizard.tui.widgets.listing import Listing
from wizard.tui.widgets.prose import Prose
from wizard.tui.widgets.rail import Progress, Rail

_NOTES = "notes"


class FileList(Listing):
    """The files of a plan; letters are keys of the screen, so a search begins with a slash."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "tui.keys.read")]


class ReviewStep(Step):
    """The plan as it will be written. ``progress`` is None outside the steps: for an undo, a repair, a removal."""

    name_of_step = "review"
    ignores_typeahead = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", "tui.keys.write"),
        Binding("n", "file(1)", "tui.keys.next-file"),
        Binding("p", "file(-1)", "tui.keys.previous-file"),
    ]

    def __init__(
        self, plan: Plan, session: Session, *, progress: Progress | None = None, title: str = "", complaint: str = ""
    ) -> None:
        super().__init__(progress or Progress("review", {}), complaint)
        self.with_rail = progress is not None
        self.plan = plan
        self.names = {name: facts.name for name, facts in session.catalog.tools.items()}
        self.home = session.environment.home
        self.backups = session.state_folder.backups
        self.title_words = title
        self.notes = _notes(plan)

    def doing(self) -> str:
        """What is being done."""
        return self.title_words or super().doing()

    def content(self) -> ComposeResult:
        """The files, what happens to the one under the cursor, its diff."""
        if self.with_rail:
            yield Rail(self.progress)
        yield Static(Prose(self.question()), id="question")
        yield FileList(self._offers(), typed_search=False, id="files")
        yield Static(id="file")
        yield DiffView(id="diff")
        yield Complaint(self.complaint)

    def question(self) -> str:
        """What will be written, in numbers."""
        pending = self.plan.pending
        if not pending:
            return say("cli.nothing-to-change")
        diffs = [diff_of(change) for change in pending]
        added, removed = sum(diff.added for diff in diffs), sum(diff.removed for diff in diffs)
        return say("tui.review.question", count=len(pending), added=added, removed=removed)

    def on_mount(self) -> None:
        """Start on the first file, never on the write."""
        self.query_one(FileList).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that work now are offered."""
        del parameters
        if action == "write":
            return bool(self.plan.pending)
        return len(self._offers()) > 1 if action == "file" else True

    def action_write(self) -> None:
        """Write what is shown."""
        self.finish(ON)

    def action_file(self, step: int) -> None:
        """To the next or previous file."""
        self.query_one(FileList).action_move(step)

    def _offers(self) -> Sequence[Offer]:
        rows: list[Offer] = []
        for index, (change, counted) in enumerate(zip(self.plan.pending, _counted(self.plan.pending), strict=True)):
            path = short_path(change.path, self.home)
            tool = self.names.get(change.tool)
            # What is undone may be of several tools at once; then the file says more than all their names.
            rows.append(Offer(str(index), tool, f"{counted}  {path}") if tool else Offer(str(index), path, counted))
        if self.notes:
            rows.append(Offer(_NOTES, say("tui.review.notes"), say("tui.review.notes-count", count=len(self.notes))))
        return rows

    @on(Listing.Highlighted)
    def _shown(self, event: Listing.Highlighted) -> None:
        view, place = self.query_one(DiffView), self.query_one("#file", Static)
        if event.offer is None:
            return
        if event.offer.id == _NOTES:
            place.update(Prose(Content.styled(say("tui.review.notes-about"), "$wizard-dim")))
            view.show_diff(FileDiff((), 0, 0), "", self.notes)
            return
        change = self.plan.pending[int(event.offer.id)]
        place.update(Prose(self._place(change)))
        reasons = [f"· {reason}" for reason in as_text.reasons(change)]
        kind = family(change.format) or change.path.suffix.removeprefix(".")
        below = ["", say("tui.review.why"), *reasons] if reasons else []
        view.show_diff(diff_of(change, self.plan.secrets), kind, below)

    @on(Listing.Chosen)
    def _read(self) -> None:
        self.query_one(DiffView).focus()

    def _place(self, change: FileChange) -> Content:
        """Where the file is, what becomes of its mode, where its present content is kept."""
        path = short_path(change.path, self.home)
        if change.snapshot.linked:
            path = f"{path} → {short_path(change.resolved_path, self.home)}"
        was, becomes = change.snapshot.mode, change.planned_mode
        words = [say(f"tui.review.{change.action}")]
        if becomes is not None:
            same = was is None or was == becomes
            mode = f"{becomes:04o}" if same else f"{was:04o} → {becomes:04o}"
            words.append(say("tui.review.mode", mode=mode))
        if change.receives_key:
            words.append(say("tui.review.holds-key"))
        if change.snapshot.content is not None:
            words.append(say("tui.review.backup", place=short_path(self.backups, self.home)))
        return Content.assemble((path, "bold"), "\n", (" · ".join(words), "$wizard-dim"))


def _counted(changes: Sequence[FileChange]) -> list[str]:
    """What becomes of each file and of how many lines, in columns."""
    diffs = [diff_of(change) for change in changes]
    columns = (
        [say(f"cli.plan.{change.action}") for change in changes],
        [f"+{diff.added}" for diff in diffs],
        [f"-{diff.removed}" for diff in diffs],
    )
    actions, added, removed = (_even(column) for column in columns)
    return [f"{action}  {more} {less}" for action, more, less in zip(actions, added, removed, strict=True)]


def _even(column: Sequence[str]) -> list[str]:
    width = max(map(cell_len, column), default=0)
    return [padded(word, width) for word in column]


def _notes(plan: Plan) -> list[str]:
    lines = [line for text in (*as_text.notices(plan), *as_text.by_hand(plan)) for line in text.splitlines()]
    return [visible(line) for line in lines]
