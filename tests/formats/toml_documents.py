"""Generated TOML sources: every way to write a table, a key, a value, a comment and a blank."""

import tomllib
from collections.abc import Iterator

from hypothesis import strategies as st

from wizard.formats import DocumentPath, Value

KEYS = ("a", "b", "c-d", '"e f"', "'g.h'", "i_1", '"\\u006a"', "1")
SCALARS = (
    "1", "-0", "+7", "0xFF", "1_000", "9007199254740993", "1.0", "1e3", "-0.0", "6.02E+23", "inf", "nan", "true",
    "false", '""', '"x # y"', "'C:\\p'", '"\\u00e9\\t\\""', '"""\n# no comment\n\\\n  [t]\n"""', "'''\nk = 1\n\n'''",
    '""""q"""', "1979-05-27T07:32:00Z", "1979-05-27 07:32:00", "1979-05-27", "07:32:00",
)  # fmt: skip
blanks = st.sampled_from(["", " ", "  ", "\t"])


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    """A value, up to ``depth`` brackets deep; arrays in all their layouts."""
    kind = draw(st.integers(0, 5)) if depth else 5
    if kind == 0:
        rows = draw(st.lists(values(depth - 1), max_size=3))
        return draw(_arrays(rows))
    if kind == 1:
        names = draw(st.lists(st.sampled_from(["a", "b.x", "b.y", "'c'"]), unique=True, max_size=3))
        members = [f"{name}{draw(blanks)}={draw(blanks)}{draw(values(depth - 1))}" for name in names]
        pad = draw(blanks)
        return f"{{{pad}{f'{draw(blanks)},{draw(blanks)}'.join(members)}{pad if members else ''}}}"
    return draw(st.sampled_from(SCALARS))


@st.composite
def _arrays(draw: st.DrawFn, rows: list[str]) -> str:
    layout = draw(st.sampled_from(["inline", "lines", "mixed"]))
    trailing = draw(st.booleans()) and bool(rows)
    if layout == "inline":
        pad = draw(blanks)
        return f"[{pad}{f',{draw(blanks)}'.join(rows)}{',' if trailing else ''}{pad}]"
    if layout == "lines":
        indent = draw(st.sampled_from(["  ", "\t", "    ", ""]))
        text = "[\n"
        for index, row in enumerate(rows):
            comment = draw(st.sampled_from(["", " # r", "#[1,"]))
            above = draw(st.sampled_from(["", f"{indent}# above\n", "\n"]))
            text += f"{above}{indent}{row}{',' if index < len(rows) - 1 or trailing else ''}{comment}\n"
        return text + draw(st.sampled_from(["]", "  ]", "# last\n]"]))
    gaps = st.sampled_from(["", " ", "\n", " # g\n", "\n\n "])
    text = "[" + draw(gaps)
    for index, row in enumerate(rows):
        text += row + draw(gaps) + ("," + draw(gaps) if index < len(rows) - 1 or trailing else "")
    return text + "]"


@st.composite
def _entries(draw: st.DrawFn, indent: str) -> str:
    name = ".".join(draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=2)))
    comment = draw(st.sampled_from(["", "", " # same line", "#x = 1"]))
    return f"{indent}{name}{draw(blanks)}={draw(blanks)}{draw(values())}{draw(blanks)}{comment}\n"


@st.composite
def sources(draw: st.DrawFn) -> bytes:
    """A valid TOML source of up to about a dozen statements."""
    text = ""
    indent = draw(st.sampled_from(["", "", "  ", "\t"]))
    for _ in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(["entry", "entry", "entry", "table", "row", "blank", "comment"]))
        line = "\n"
        if kind == "entry":
            line = draw(_entries(indent))
        elif kind == "comment":
            line = draw(st.sampled_from(["# note\n", "  # [no] table\n", "#a = 1\n", "# é\t\n"]))
        elif kind != "blank":
            name = f"{draw(blanks)}.{draw(blanks)}".join(
                draw(st.lists(st.sampled_from(KEYS[:5]), min_size=1, max_size=3))
            )
            pad = draw(blanks)
            line = f"[[{pad}{name}{pad}]]\n" if kind == "row" else f"[{pad}{name}{pad}] # t\n"
        if is_valid(text + line):
            text += line
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode()


def is_valid(text: str) -> bool:
    """Whether ``tomllib`` reads ``text``."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def paths(value: Value, path: DocumentPath = ()) -> Iterator[tuple[DocumentPath, Value]]:
    """Every path of a read source with the value there, the root's excluded."""
    members: list[tuple[str | int, Value]] = []
    if isinstance(value, dict):
        members = list(value.items())
    elif isinstance(value, list):
        members = list(enumerate(value))
    for step, member in members:
        yield (*path, step), member
        yield from paths(member, (*path, step))
