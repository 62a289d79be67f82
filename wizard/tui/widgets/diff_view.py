"""The diff pane: only the rows in sight are drawn, so that ten thousand lines scroll like ten."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wizard.plan.diff import FileDiff
from wizard.tui.sizes import WIDE
from wizard.tui.widgets import syntax
from wizard.tui.widgets.cells import cell_len, clipped
from wizard.tui.widgets.diff_rows import Part, Row, side_by_side_rows, text_rows, unified_rows
from wizard.tui.widgets.words import word_marks

_MARKS = {"same": " ", "removed": "-", "added": "+"}
_DIVIDER = "│"


class DiffView(ScrollView, can_focus=True):
    """One file's diff, unified or side by side by the width of the window; or sentences."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "diff--heading",
        "diff--number",
        "diff--added",
        "diff--added-mark",
        "diff--added-word",
        "diff--removed",
        "diff--removed-mark",
        "diff--removed-word",
        *(f"diff--{kind}" for kind in syntax.KINDS),
    }
    unlisted_keys: ClassVar[tuple[str, ...]] = ("text",)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("space", "page_down", show=False),
        Binding("right_square_bracket", "hunk(1)", "tui.keys.next-hunk"),
        Binding("left_square_bracket", "hunk(-1)", "tui.keys.previous-hunk", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self.diff = FileDiff((), 0, 0)
        self.file_format = ""
        self.sentences: Sequence[str] = ()
        self.rows: Sequence[Row] = ()
        self.side_by_side = False
        self._laid_out_for: tuple[int, bool] | None = None

    def show_diff(self, diff: FileDiff, file_format: str, sentences: Iterable[str] = ()) -> None:
        """Show ``diff`` of a file in ``file_format``, and ``sentences`` below it."""
        self.diff, self.file_format, self.sentences = diff, file_format, tuple(sentences)
        self._laid_out_for = None
        self._lay_out()
        self.scroll_home(animate=False)

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap anew; the row at the top stays about where it was."""
        self._lay_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that do something now."""
        del parameters
        return len(self.diff.hunks) > 1 if action == "hunk" else True

    def action_hunk(self, step: int) -> None:
        """To the next or previous place that changes."""
        at = round(self.scroll_y)
        tops = [index for index, row in enumerate(self.rows) if row.heading.startswith("@@")]
        behind = [top for top in tops if top > at] if step > 0 else [top for top in reversed(tops) if top < at]
        if behind:
            self.scroll_to(y=behind[0], animate=False)

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        wide = self.app.size.width >= WIDE
        if not width or self._laid_out_for == (width, wide):
            return
        share = self.scroll_y / max(1, self.virtual_size.height)
        gutter = self._gutter()
        self.side_by_side = wide and bool(self.diff.removed)
        if self.side_by_side:
            rows = side_by_side_rows(self.diff, (width - 1) // 2 - gutter)
        else:
            rows = unified_rows(self.diff, width - gutter)
        self.rows = (*rows, *text_rows(self.sentences, width))
        self._laid_out_for = (width, wide)
        self.virtual_size = Size(width, len(self.rows))
        self.scroll_to(y=share * len(self.rows), animate=False)
        self.refresh()

    def _gutter(self) -> int:
        return self._digits() + 3

    def _digits(self) -> int:
        last = [max(line.old_number or 0, line.new_number or 0) for hunk in self.diff.hunks for line in hunk.lines[-1:]]
        return max(3, len(str(max(last, default=1))))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One row as it is drawn."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        index = y + self.scroll_offset.y
        if index >= len(self.rows):
            return Strip.blank(width, base)
        row = self.rows[index]
        if row.left is None and row.right is None:
            style = self._style("heading") if row.heading.startswith("@@") else base
            return Strip([Segment(clipped(row.heading, width), style)]).adjust_cell_length(width, base)
        if not self.side_by_side:
            return Strip(self._side(row.left, width, new=row.left is not None and row.left.line.kind != "removed"))
        half = (width - 1) // 2
        segments = [
            *self._side(row.left, half, new=False),
            Segment(_DIVIDER, self._style("number")),
            *self._side(row.right, half, new=True),
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def _side(self, part: Part | None, width: int, *, new: bool) -> list[Segment]:
        base = self.rich_style
        if part is None:
            return [Segment(" " * width, base)]
        kind = part.line.kind
        style = base if kind == "same" else self._style(kind)
        number = part.line.new_number if new else part.line.old_number
        shown = f"{number}" if number is not None and part.start == 0 else ""
        mark_style = style if kind == "same" else style + self._style(f"{kind}-mark", partial=True)
        segments = [
            Segment(f"{shown:>{self._digits()}} ", base + self._style("number", partial=True)),
            Segment(f"{_MARKS[kind]} ", mark_style),
            *self._text(part, style),
        ]
        used = sum(cell_len(segment.text) for segment in segments)
        return [*segments, Segment(" " * max(0, width - used), style)]

    def _text(self, part: Part, style: Style) -> list[Segment]:
        """The text of a part, coloured, its differing words marked."""
        kind = part.line.kind
        marks: Iterable[tuple[int, int]] = ()
        if part.mate is not None:
            gone, come = word_marks(part.text, part.mate) if kind == "removed" else word_marks(part.mate, part.text)
            marks = gone if kind == "removed" else come
        colours = syntax.spans(part.text, self.file_format)
        edges = {part.start, part.end}
        for start, end in (*marks, *((first, last) for first, last, _ in colours)):
            edges |= {start, end}
        bounds = sorted(edge for edge in edges if part.start <= edge <= part.end)
        segments: list[Segment] = []
        for start, end in pairwise(bounds):
            piece = style
            colour = next((name for first, last, name in colours if first <= start < last), None)
            if colour:
                piece += self._style(colour, partial=True)
            if any(first <= start < last for first, last in marks):
                piece += self._style(f"{kind}-word", partial=True)
            segments.append(Segment(part.text[start:end], piece))
        return segments

    def _style(self, name: str, *, partial: bool = False) -> Style:
        return self.get_component_rich_style(f"diff--{name}", partial=partial)
