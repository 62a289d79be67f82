"""Whole lines that come into a ``.env`` source or go from it, and the place of a byte in it."""

from collections.abc import Container, Iterable, Sequence

from wizard.formats.edits import FormatError, Replacement, replace
from wizard.formats.env_lines import Assignment, assignments, origin
from wizard.formats.env_quotes import open_quote, readable_line


def lines_removed(source: bytes, gone: Iterable[Assignment]) -> list[Replacement]:
    """The lines of ``gone`` go; a final line end stays, or stays missing."""
    ranges: list[tuple[int, int]] = []
    for first, last in sorted((each.first, each.last) for each in gone):
        touches = bool(ranges) and ranges[-1][1] == first
        ranges.append((ranges.pop()[0] if touches else first, last))
    if ranges and ranges[-1][1] == len(source) and not source.endswith(b"\n"):
        first = ranges.pop()[0]
        ranges.append((len(source[:first].removesuffix(b"\n").removesuffix(b"\r")), len(source)))
    return [Replacement(first, last, b"") for first, last in ranges]


def lines_added(source: bytes, made: Sequence[Replacement], added: Sequence[str]) -> Replacement:
    """``added`` come last, or above a quote that hides the last lines once the replacements ``made`` are.

    A final line end stays, or stays missing.

    Raises:
        FormatError: the line above that quote is no place either.
    """
    left = replace(source, made)
    there = readable_line(left)
    is_first = there == 0 and origin(left) > 0
    if is_first or any(each.first < there < each.last for each in assignments(left)):
        quote = open_quote(left, len(left)) or 0
        raise FormatError("formats.env-open-quote", **place(source, _unmade(quote, made)))
    end = "\r\n" if b"\r\n" in source else "\n"
    text = end.join(added)
    if not source or source.endswith(b"\n") or there < len(left):
        text += end
    elif left:
        text = end + text
    there = _unmade(there, made)
    return Replacement(there, there, text.encode())


def require_readable(source: bytes, made: Sequence[Replacement], names: Container[str]) -> None:
    """Programs read the variables ``names`` once the replacements ``made`` are.

    Raises:
        FormatError: a quote that is open where one of them stands, or in the comment behind it, hides it.
    """
    after = replace(source, made)
    for each in {each.name: each for each in assignments(after)}.values():
        if each.name not in names:
            continue
        for quote in (open_quote(after, each.start), open_quote(after, each.last)):
            if quote is not None:
                raise FormatError("formats.env-open-quote", **place(source, _unmade(quote, made)))


def _unmade(offset: int, made: Sequence[Replacement]) -> int:
    """Where the byte ``offset`` of the source with ``made`` was before."""
    for change in made:
        if offset <= change.start:
            break
        offset += change.end - change.start - len(change.text)
    return offset


def place(source: bytes, offset: int) -> dict[str, int]:
    """``line`` and ``column`` of a byte, both from 1, in characters; a byte order mark takes no column."""
    line = max(source.rfind(b"\n", 0, offset) + 1, origin(source))
    text = source[line:offset].decode(errors="replace")
    return {"line": source.count(b"\n", 0, offset) + 1, "column": len(text) + 1}
