"""What stands between the items of a container: which comment and which line break belongs to whom."""

import re
from dataclasses import dataclass
from typing import Final

from wizard.formats.json.dialect import NEWLINE
from wizard.formats.json.listing import Listing
from wizard.formats.json.text import JsonText

Span = tuple[int, int]
_WHITE: Final = re.compile(r"[ \t\r\n]*+")
_EMPTY_LINE: Final = re.compile(r"(?:\r\n|\n|\r)[ \t]*+[\r\n]")


@dataclass(frozen=True)
class RestOfLine:
    """The rest of a line: it has comments up to ``end``, and ``line_end`` is its line break, or -1."""

    end: int
    line_end: int
    line_comment: bool


@dataclass(frozen=True)
class Gaps:
    """The spaces between the items of one container, from the opening bracket (item -1) to the closing one.

    A comment behind an item on the same line is that item's. Those on the lines right above it are its own where what
    follows it has a comment of its own or a blank line before it, or is the closing bracket; else they head several.
    """

    source: JsonText
    listing: Listing

    def comma(self, index: int) -> int:
        """The offset of the comma behind item ``index``, or -1 where there is none."""
        position = self.source.after_blank(self.listing.ends[index])
        return position if self.source.text[position] == "," else -1

    @property
    def trailing_comma(self) -> bool:
        """Whether a comma stands behind the last item."""
        return len(self.listing) > 0 and self.comma(len(self.listing) - 1) >= 0

    def end_with_comma(self, index: int) -> int:
        """The offset behind item ``index`` and its comma; behind the opening bracket for -1."""
        if index < 0:
            return self.listing.start + 1
        comma = self.comma(index)
        return comma + 1 if comma >= 0 else self.listing.ends[index]

    def start(self, index: int) -> int:
        """Where item ``index`` begins, or the closing bracket behind the last one."""
        return self.listing.heads[index] if index < len(self.listing) else self.listing.close

    def comments(self, start: int, end: int) -> list[Span]:
        """The comments in ``[start, end)``, which has nothing but comments and white space."""
        found: list[Span] = []
        position = start
        while position < end:
            position = self._behind_space(_WHITE.match(self.source.text, position).end())  # type: ignore[union-attr]  # it matches nothing, too
            if comment := self.source.dialect.comment.match(self.source.text, position):
                found.append(comment.span())
                position = comment.end()
            elif line_break := NEWLINE.match(self.source.text, position):
                position = line_break.end()
            else:
                break
        return found

    def rest_of_line(self, index: int) -> RestOfLine:
        """The rest of the line behind item ``index``."""
        text = self.source.text
        end = self.end_with_comma(index)
        while True:
            position = self._behind_space(end)
            comment = self.source.dialect.comment.match(text, position)
            if comment is None:
                return RestOfLine(end, position if NEWLINE.match(text, position) else -1, line_comment=False)
            end = comment.end()
            if comment[0].startswith("//"):
                return RestOfLine(end, end, line_comment=True)

    def end_with_comments(self, index: int) -> int:
        """Behind what belongs to item ``index``: its comma, and its comments if the line ends with them."""
        tail = self.rest_of_line(index)
        ends_there = tail.line_end >= 0 or index + 1 == len(self.listing)
        return tail.end if ends_there else self.end_with_comma(index)

    def own_line(self, index: int) -> bool:
        """Whether item ``index`` (or the closing bracket) stands on another line than the item before it."""
        start, head = self.end_with_comma(index - 1), self.start(index)
        return any(NEWLINE.search(self.source.text, *space) for space in self._spaces(start, head))

    def line_break(self, index: int) -> tuple[str, str]:
        """The last line break before item ``index`` and the space behind it; for one with ``own_line``."""
        for start, end in reversed(self._spaces(self.end_with_comma(index - 1), self.start(index))):
            breaks = list(NEWLINE.finditer(self.source.text, start, end))
            if breaks:
                newline = breaks[-1][0] if breaks[-1][0].isascii() else "\n"  # not the two of Unicode
                return newline, self.source.characters(breaks[-1].end(), end)
        return "\n", ""

    def line_start(self, index: int, *, above: bool = True) -> int:
        """The line break before item ``index`` and the comments right above it; for one with ``own_line``.

        Without ``above`` the comments on the item's own line alone.
        """
        text, first = self.source.text, self.start(index)
        boundary = self.end_with_comments(index - 1)
        comments = self.comments(boundary, first)
        while comments and len(NEWLINE.findall(text, comments[-1][1], first)) <= above:
            first = comments.pop()[0]
        begin = comments[-1][1] if comments else boundary
        breaks = list(NEWLINE.finditer(text, begin, first))
        return breaks[-1].start() if breaks else first

    def is_headed(self, index: int) -> bool:
        """Whether a comment or a blank line stands between item ``index`` and the line of the item before it."""
        boundary, head = self.end_with_comments(index - 1), self.start(index)
        return bool(self.comments(boundary, head)) or len(NEWLINE.findall(self.source.text, boundary, head)) > 1

    def owns_comments(self, index: int, stop: int) -> bool:
        """Whether the comments above item ``index`` head nothing that is left when all up to item ``stop`` go."""
        following = index + 1
        while following <= stop and not self.is_headed(following):
            following += 1
        return following <= stop or following == len(self.listing) or self.is_headed(following)

    def blank_line_start(self, index: int, start: int) -> int:
        """``start``, the line break before item ``index``, or the first of the line breaks there if lines are empty."""
        boundary = self.end_with_comments(index - 1)
        return boundary if index > 0 and not self.source.text[boundary:start].strip(" \t\r\n") else start

    def has_blank_line_behind(self, index: int) -> bool:
        """Whether an empty line, or the line of the closing bracket, follows the line of item ``index``."""
        line_end = self.rest_of_line(index).line_end
        if line_end < 0:
            return False
        rest = self.source.text[line_end : self.start(index + 1)]
        empty_line_follows = _EMPTY_LINE.match(rest) is not None
        return empty_line_follows or (index + 1 == len(self.listing) and not rest.strip())

    def behind_comment_line(self, index: int, start: int, end: int) -> int:
        """``start`` of a cut before item ``index``, or behind the line break there if a line comment needs it.

        It does where the line would go on behind the cut, which the comment would swallow.
        """
        text = self.source.text
        line_break = NEWLINE.match(text, start)
        if line_break is None or line_break.end() > end or NEWLINE.match(text, self._behind_space(end)):
            return start
        comments = self.comments(self.end_with_comma(index - 1), start)
        ended = bool(comments) and comments[-1][1] == start and text.startswith("//", comments[-1][0])
        return line_break.end() if ended else start

    def comma_span(self, index: int) -> Span:
        """The comma behind item ``index`` and the white space before it, but no line break that ends a comment."""
        end, comma = self.listing.ends[index], self.comma(index)
        comments = self.comments(end, comma)
        begin = comments[-1][1] if comments else end
        ends_comment = bool(comments) and self.source.text.startswith("//", comments[-1][0])
        before = self.source.text[begin:comma]
        return begin + len(before.rstrip(" \t" if ends_comment else " \t\r\n")), comma + 1

    def inline_start(self, index: int) -> int:
        """Where item ``index``, without ``own_line``, begins with its comments before it on the line."""
        head = self.start(index)
        if index == 0 or self.trailing_comma:
            return head
        return self.inline_comments(index)

    def inline_comments(self, index: int) -> int:
        """Where the comments before item ``index``, without ``own_line``, begin."""
        head = self.start(index)
        comments = self.comments(self.end_with_comma(index - 1), head)
        return comments[0][0] if comments else head

    def inline_end(self, index: int) -> int:
        """Where item ``index`` ends if the next one, without ``own_line``, goes and nothing moves up."""
        start = self.end_with_comma(index)
        if index >= 0 and not self.trailing_comma:
            return start
        comments = self.comments(start, self.start(index + 1))
        return comments[-1][1] if comments else start

    def _behind_space(self, position: int) -> int:
        space = self.source.dialect.space.match(self.source.text, position)
        return space.end() if space else position

    def _spaces(self, start: int, end: int) -> list[Span]:
        """What is left of ``[start, end)`` without the comments."""
        spaces: list[Span] = []
        for begin, stop in self.comments(start, end):
            spaces.append((start, begin))
            start = stop
        return [*spaces, (start, end)]
