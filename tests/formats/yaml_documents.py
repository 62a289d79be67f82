"""Generated YAML sources: every way to write a mapping, a list, a scalar, a comment and a blank line."""

from collections.abc import Iterator

from hypothesis import strategies as st

from wizard.formats import DocumentPath, FormatError, Value
from wizard.formats.yaml.check import read_yaml

KEYS = ("a", "b", "c-d", '"e f"', "'g.h'", "i_1", "model", "yes", "1", '"a"', "ключ", '"\\ud83d\\ude01"')
SCALARS = (
    "1", "-0", "+7", "0xFF", "1_000", "9007199254740993", "1.0", "1e3", "1.0e+3", ".inf", ".nan", "true", "No", "~",
    "null", "", "plain", "two words", "a#b", "a:b", "http://h/p?q", '""', "''", '"x # y"', "'it''s'", "'C:\\p'",
    '"\\u00e9\\t\\""', "2001-12-14", "2001-12-14t21:59:43.10-05:00", "12:30:45", "!!str 5", "!own tag", "é 😀",
    "off", "010", "08", "0o7", ".5", "0b11", "1:30.5", "=", '"\\ud83d\\ude00"', '"\\ud83d"',
)  # fmt: skip
READ_DIFFERENTLY = ("1_000", "No", "12:30:45", "1e3", "off", "010", "08", "0o7", "0b11", "1:30.5", "1.0e+3")
"""Scalars that YAML 1.1 and 1.2 take for different values; PyYAML is asked for 1.1."""
NULLS = ("null", "~", "Null", "NULL")
BLOCKS = ("|", "|-", "|+", ">", ">-", ">+", "| # note", "|+ # note", "|2", "|2+")
comments = st.sampled_from(["", "", "", "", " # same line", "  #x: 1", "\t# tab"])


@st.composite
def flows(draw: st.DrawFn, indent: int, depth: int = 2) -> str:
    """A container in brackets, in all layouts; further lines are indented deeper than ``indent``."""
    is_list = draw(st.booleans())
    parts: list[str] = []
    for _ in range(draw(st.integers(0, 3))):
        value = draw(flows(indent, depth - 1)) if depth and not draw(st.integers(0, 3)) else _in_brackets(draw)
        key = draw(st.sampled_from(KEYS))
        colon = draw(st.sampled_from([": ", ":  ", ":" if key[0] in "\"'" and value else ": "]))
        parts.append(value or "x" if is_list else f"{key}{colon}{value}")
    opening, closing = "[]" if is_list else "{}"
    layout = draw(st.sampled_from(["inline", "inline", "lines", "mixed"]))
    trailing = draw(st.booleans()) and bool(parts)
    pad = draw(st.sampled_from(["", "", " ", "  "]))
    if layout == "inline":
        comma = draw(st.sampled_from([", ", ",", " ,  "])) if is_list else ", "
        return f"{opening}{pad}{comma.join(parts)}{',' if trailing else ''}{pad}{closing}"
    blanks = " " * (indent + draw(st.integers(1, 3)))
    text = opening + (draw(comments) + "\n" if layout == "lines" else "")
    for index, part in enumerate(parts):
        comma = "," if index < len(parts) - 1 or trailing else ""
        if layout == "lines":
            above = draw(st.sampled_from(["", "", f"{blanks}# above\n", "\n"]))
            text += f"{above}{blanks}{part}{comma}{draw(comments)}\n"
        else:
            text += f"{part}{comma}{draw(st.sampled_from([' ', chr(10) + blanks, ' # g' + chr(10) + blanks]))}"
    return text + (" " * (indent + 1) if layout == "lines" else "") + closing


def _in_brackets(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from([scalar for scalar in SCALARS if not scalar.startswith("!")]))
    return f'"{text}"' if "?" in text or ("\\" in text and not text.startswith(("'", '"'))) else text


class _Writer:
    """Writes one source; anchors get names of their own and may be used below."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._names: list[str] = []

    def lines(self, column: int, depth: int, *, is_list: bool) -> list[str]:
        """A block mapping or list at ``column``."""
        draw, pad = self._draw, " " * column
        found: list[str] = []
        count = draw(st.integers(1, 3))
        for index in range(count):
            if draw(st.integers(0, 4)) == 0:
                found.append(draw(st.sampled_from(["", f"{pad}# above", f"{pad}  # deeper", "", "#"])))
            if is_list:
                found += self._row(column, depth)
            else:
                found += self._member(column, depth, index)
        return found

    def _row(self, column: int, depth: int) -> list[str]:
        draw, pad = self._draw, " " * column
        gap = draw(st.sampled_from([1, 1, 3]))
        if depth and draw(st.booleans()):
            first, *rest = self.lines(column + 1 + gap, depth - 1, is_list=draw(st.booleans()))
            if first.strip() and not first.strip().startswith("#"):
                return [f"{pad}-{' ' * gap}{first.strip(' ')}", *rest]
        return self._valued(f"{pad}-", column, 0)

    def _member(self, column: int, depth: int, index: int) -> list[str]:
        draw, pad = self._draw, " " * column
        key = draw(st.sampled_from(KEYS))
        if self._names and not index and not draw(st.integers(0, 5)):
            return [f"{pad}<<: *{draw(st.sampled_from(self._names))}"]
        if draw(st.integers(0, 15)) == 0:
            return [f"{pad}? {key}", f"{pad}: value"]
        return self._valued(f"{pad}{key}:", column, depth)

    def _valued(self, head: str, column: int, depth: int) -> list[str]:
        draw = self._draw
        kind = draw(st.sampled_from(["scalar"] * 4 + ["flow", "block", "alias", "map", "map", "list"]))
        anchor = ""
        if not draw(st.integers(0, 8)):
            name = f"n{len(self._names)}"
            anchor = f" &{name}"
        made: list[str]
        if kind == "flow":
            made = f"{head}{anchor} {draw(flows(column))}{draw(comments)}".split("\n")
        elif kind == "block":
            made = [
                f"{head}{anchor} {draw(st.sampled_from(BLOCKS))}",
                " " * (column + 2) + "text",
                " " * (column + 2) + "# no",
            ]
            if not draw(st.integers(0, 5)):
                made[1] = " " * (column + 2) + "\ttext"
            made += draw(st.sampled_from([[], [], [""], ["", " " * (column + 2), "   "], ["", "", " # end"]]))
        elif kind == "alias" and self._names:
            made, anchor = [f"{head} *{draw(st.sampled_from(self._names))}{draw(comments)}"], ""
        elif kind in {"map", "list"} and depth and head.endswith(":"):
            step = draw(st.sampled_from([2, 2, 4, 3])) if kind == "map" else draw(st.sampled_from([0, 2, 4]))
            made = [f"{head}{anchor}{draw(comments)}", *self.lines(column + step, depth - 1, is_list=kind == "list")]
        else:
            made = [f"{head}{anchor} {draw(st.sampled_from(SCALARS))}".rstrip(" ") + draw(comments)]
            if not draw(st.integers(0, 9)) and made[0].endswith("plain"):
                made.append(" " * (column + 2) + "goes on")
        if anchor:
            self._names.append(anchor.strip(" &"))
        return made


@st.composite
def sources(draw: st.DrawFn) -> bytes:
    """A valid YAML source of one document."""
    writer = _Writer(draw)
    head = draw(
        st.sampled_from([[], [], [], ["# file"], ["# file", ""], [""], ["---"], ["%YAML 1.1", "---"], ["--- # doc"]])
    )
    body: list[str] = []
    kind = draw(st.sampled_from(["map"] * 6 + ["list", "empty", "flow", "null"]))
    if kind == "flow":
        body = draw(flows(0)).split("\n")
    elif kind == "null":
        body = [draw(st.sampled_from(["", "", " ", "  "])) + draw(st.sampled_from(NULLS)) + draw(comments)]
    elif kind != "empty":
        column = draw(st.sampled_from([0, 0, 0, 2]))
        for _ in range(draw(st.integers(1, 2)) if column == 0 else 1):
            added = writer.lines(column, 2, is_list=kind == "list")
            if _readable("\n".join([*head, *body, *added])):
                body += added
    tails = [[], [], [], [""], ["# end"], ["", "# end"], ["  # end"], ["..."], ["  "], ["", "", "# end", ""]]
    tail = draw(st.sampled_from(tails))
    text = "".join(f"{line}\n" for line in [*head, *body, *tail])
    if not _readable(text):
        text = "".join(f"{line}\n" for line in [*head, *body])
    if not _readable(text):
        text = "a: 1\n"
    if draw(st.integers(0, 3)) == 0:
        text = text.removesuffix("\n")
    if draw(st.integers(0, 3)) == 0:
        text = text.replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if draw(st.integers(0, 3)) == 0 else b"") + text.encode()


def _readable(text: str) -> bool:
    try:
        read_yaml(text.encode())
    except FormatError:
        return False
    return True


def paths(value: object, path: DocumentPath = ()) -> Iterator[tuple[DocumentPath, Value]]:
    """Every path of text keys of a read source with the value there, the root's excluded."""
    members: list[tuple[str | int, Value]] = []
    if isinstance(value, dict):
        members = [(key, member) for key, member in value.items() if isinstance(key, str)]
    elif isinstance(value, list):
        members = list(enumerate(value))
    for step, member in members:
        yield (*path, step), member
        yield from paths(member, (*path, step))
