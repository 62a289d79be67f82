"""Sentences that go on in the next row at any Chinese character, where Textual breaks at blanks alone."""

from functools import lru_cache

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from wizard.tui.widgets.cells import cell_len, line_breaks


class Prose(Visual):
    """What a widget shows in place of a ``Content``: the same text, broken for the width it is drawn in."""

    def __init__(self, content: Content | str) -> None:
        self._content = Content(content) if isinstance(content, str) else content
        self._broken: tuple[int, Content] = (0, self._content)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """As a Content draws itself."""
        return self._at(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width of the longest line."""
        return self._content.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Rows in ``width`` cells."""
        return self._at(width).get_height(rules, width)

    def _at(self, width: int) -> Content:
        if self._broken[0] != width:
            self._broken = (width, broken(self._content, width))
        return self._broken[1]


def broken(content: Content, width: int) -> Content:
    """``content`` with a line end wherever a new row of ``width`` cells begins; as it is where nothing is wide."""
    if cell_len(content.plain) <= len(content.plain) or width <= 0:
        return content
    lines = []
    for line in content.split("\n", allow_blank=True):
        offsets = _breaks(line.plain, width)
        lines += [piece.rstrip() for piece in line.divide(offsets)] if offsets else [line]
    return Content("\n").join(lines)


@lru_cache(maxsize=256)
def _breaks(text: str, width: int) -> tuple[int, ...]:
    return tuple(line_breaks(text, width))
