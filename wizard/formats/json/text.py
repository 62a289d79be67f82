"""The source as text whose offsets are byte offsets, and the errors that name a place in it."""

import codecs
import re
from dataclasses import dataclass, field
from typing import Final

from wizard.formats.edits import BYTE_ORDER_MARK, DocumentPath, FormatError
from wizard.formats.json.dialect import Dialect, dialect
from wizard.formats.json.mask import mask
from wizard.formats.paths import decode, found_at, path_text, place
from wizard.text import say

MARK: Final = BYTE_ORDER_MARK.decode("latin-1")
_CHUNK: Final = 1 << 20
_WORD = re.compile(r"[A-Za-z0-9_$+.\-]{2,24}")


@dataclass(frozen=True)
class JsonText:
    """A source that is UTF-8 and free of NULs.

    ``text`` is its latin-1 view. ``scan`` has the same length; for ``jsonc`` its comments and trailing commas
    are blanks, so that it is read as strict JSON. ``start`` is the offset behind a byte order mark.

    ``ends`` remembers where large values end, by their starts, so that none is read twice; ``by_library`` holds
    those of them that the standard library has read.
    """

    text: str
    scan: str
    start: int
    dialect: Dialect
    ends: dict[int, int] = field(default_factory=dict, repr=False)
    by_library: dict[int, int] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, source: bytes, format_name: str) -> "JsonText":
        """The text of ``source``.

        Raises:
            FormatError: it is not UTF-8, or has NUL bytes.
        """
        text = source.decode("latin-1")
        grammar = dialect(format_name)
        start = len(MARK) if text.startswith(MARK) else 0
        whole = cls(text, text, start, grammar)
        _require_utf8(source, whole)
        if format_name != "jsonc":
            return whole
        return cls(text, mask(text, start), start, grammar)

    def after_blank(self, position: int) -> int:
        """The first offset from ``position`` on that is neither white space nor comment."""
        return self.dialect.after_blank(self.text, position)

    def characters(self, start: int, end: int) -> str:
        """The characters, not bytes, of ``[start, end)``."""
        return self.text[start:end].encode("latin-1").decode("utf-8")

    def place(self, offset: int) -> dict[str, int]:
        """``line`` and ``column`` of an offset, both from 1, the column in characters."""
        before = self.text[:offset].encode("latin-1").decode("utf-8", "replace")
        return place(before, len(before))

    def error(self, offset: int, expected: str) -> FormatError:
        """``formats.syntax`` at ``offset``; ``expected`` is the name of a phrase below ``formats.expect``."""
        return FormatError(
            "formats.syntax",
            **self.place(offset),
            expected=say(f"formats.expect.{expected}"),
            found=self._found(offset),
        )

    def wrong_type(self, offset: int, path: DocumentPath, expected: str) -> FormatError:
        """``formats.type`` for the value at ``offset``; ``expected`` names a phrase below ``formats.kind``."""
        return FormatError(
            "formats.type",
            **self.place(offset),
            where=path_text(path),
            found=say(f"formats.kind.{self.kind(offset)}"),
            expected=say(f"formats.kind.{expected}"),
        )

    def kind(self, offset: int) -> str:
        """The name of the kind of value that begins at ``offset``, as below ``formats.kind``."""
        first = self.text[offset]
        kinds = {
            "{": "object",
            "[": "list",
            '"': "string",
            "'": "string",
            "t": "boolean",
            "f": "boolean",
            "n": "null",
        }
        return kinds.get(first, "number")

    def _found(self, offset: int) -> str:
        if self.text.startswith(("//", "/*"), offset):
            opened = self.dialect.comments and not self.dialect.comment.match(self.text, offset)
            return say("formats.found.open-comment" if opened else "formats.found.comment")
        if word := _WORD.match(self.text, offset):
            return say("formats.found.text", text=word[0])
        tail = self.text[offset : offset + 4].encode("latin-1")
        return found_at(tail.decode("utf-8", "replace"), 0)


def _require_utf8(source: bytes, whole: JsonText) -> None:
    """Raise at the first byte that is not UTF-8, and at a NUL: UTF-16 and UTF-32 have one or the other."""
    if not source.isascii():
        # In pieces, since the whole text may need four times the memory.
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for begin in range(0, len(source), _CHUNK):
                decoder.decode(source[begin : begin + _CHUNK], final=begin + _CHUNK >= len(source))
        except UnicodeDecodeError:
            decode(source)  # tells the place
    if (nul := source.find(b"\0")) >= 0:
        found = say("formats.found.byte", code="00")
        raise FormatError("formats.encoding", **whole.place(nul), found=found)
