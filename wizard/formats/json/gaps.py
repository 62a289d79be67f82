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


@dataclass(frozen=True, slots=True)
class Tail:
    """The rest of a line: it has comments up to ``end``, and ``line_end`` is its line break, or -1."""

    end: int
    line_end: int
    line_comment: bool


@dataclass(frozen=True, slots=True)
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

    def stop(self, index: int) -> int:
        """The offset behind item ``index`` and its comma; behind the opening bracket for -1."""
        if index < 0:
            return self.listing.start + 1
        comma = self.comma(index)
        return comma + 1 if comma >= 0 else self.listing.ends[index]

    def head(self, index: int) -> int:
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

    def tail(self, index: int) -> Tail:
        """The rest of the line behind item ``index``."""
        text = self.source.text
        end = self.stop(index)
        while True:
            position = self._behind_space(end)
            comment = self.source.dialect.comment.match(text, position)
            if comment is None:
                return Tail(end, position if NEWLINE.match(text, position) else -1, line_comment=False)
            end = comment.end()
            if comment[0].startswith("//"):
                return Tail(end, end, line_comment=True)

    def boundary(self, index: int) -> int:
        """Behind what belongs to item ``index``: its comma, and its comments if the line ends with them."""
        tail = self.tail(index)
        ends_there = tail.line_end >= 0 or index + 1 == len(self.listing)
        return tail.end if ends_there else self.stop(index)

    def own_line(self, index: int) -> bool:
        """Whether item ``index`` (or the closing bracket) stands on another line than the item before it."""
        start, head = self.stop(index - 1), self.head(index)
        return any(NEWLINE.search(self.source.text, *space) for space in self._spaces(start, head))

    def line_break(self, index: int) -> tuple[str, str]:
        """The last line break before item ``index`` and the space behind it; for one with ``own_line``."""
        for start, end in reversed(self._spaces(self.stop(index - 1), self.head(index))):
            breaks = list(NEWLINE.finditer(self.source.text, start, end))
            if breaks:
                newline = breaks[-1][0] if breaks[-1][0].isascii() else "\n"  # not the two of Unicode
                return newline, self.source.characters(breaks[-1].end(), end)
        return "\n", ""

    def lead(self, index: int, *, above: bool = True) -> int:
        """The line break before item ``index`` and the comments right above it; for one with ``own_line``.

        Without ``above`` the comments on the item's own line alone.
        """
        text, first = self.source.text, self.head(index)
        boundary = self.boundary(index - 1)
        comments = self.comments(boundary, first)
        while comments and len(NEWLINE.findall(text, comments[-1][1], first)) <= above:
            first = comments.pop()[0]
        begin = comments[-1][1] if comments else boundary
        breaks = list(NEWLINE.finditer(text, begin, first))
        return breaks[-1].start() if breaks else first

    def is_headed(self, index: int) -> bool:
        """Whether a comment or a blank line stands between item ``index`` and the line of the item before it."""
        boundary, head = self.boundary(index - 1), self.head(index)
        return bool(self.comments(boundary, head)) or len(NEWLINE.findall(self.source.text, boundary, head)) > 1

    def owns_comments(self, index: int, stop: int) -> bool:
        """Whether the comments above item ``index`` head nothing that is left when all up to item ``stop`` go."""
        following = index + 1
        while following <= stop and not self.is_headed(following):
            following += 1
        return following <= stop or following == len(self.listing) or self.is_headed(following)

    def blank_line_lead(self, index: int, lead: int) -> int:
        """``lead``, the line break before item ``index``, or the first of the line breaks there if lines are empty."""
        boundary = self.boundary(index - 1)
        return boundary if index > 0 and not self.source.text[boundary:lead].strip(" \t\r\n") else lead

    def blank_line_behind(self, index: int) -> bool:
        """Whether an empty line, or the line of the closing bracket, follows the line of item ``index``."""
        line_end = self.tail(index).line_end
        if line_end < 0:
            return False
        rest = self.source.text[line_end : self.head(index + 1)]
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
        comments = self.comments(self.stop(index - 1), start)
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

    def inline_lead(self, index: int) -> int:
        """Where item ``index``, without ``own_line``, begins with its comments before it on the line."""
        head = self.head(index)
        if index == 0 or self.trailing_comma:
            return head
        return self.inline_comments(index)

    def inline_comments(self, index: int) -> int:
        """Where the comments before item ``index``, without ``own_line``, begin."""
        head = self.head(index)
        comments = self.comments(self.stop(index - 1), head)
        return comments[0][0] if comments else head

    def inline_stop(self, index: int) -> int:
        """Where item ``index`` ends if the next one, without ``own_line``, goes and nothing moves up."""
        start = self.stop(index)
        if index >= 0 and not self.trailing_comma:
            return start
        comments = self.comments(start, self.head(index + 1))
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
