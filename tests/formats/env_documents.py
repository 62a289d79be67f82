"""Generated ``.env`` sources: every way to write a variable, and lines that are none."""

from hypothesis import strategies as st

NAMES = ("A", "B", "_c", "API_KEY")
FOREIGN = ("M.C", "A-B", "'A'", '"B"', "A.", "é", "'B C'", "1")
VALUES = (
    "", "1", "x y", "'1'", '"2"', "'x # y'", '"a\\"b"', '"l1\nl2"', "'l1\nl2'", "a#b", "x=y", "'a'b",
    "C:\\p", "$HOME", "é", "`t`", "\\", '"a\\nb\\rc\\td"', '"\\\\"', "'\nA=in a text\n'", '"x\nexport B=in a text"',
)  # fmt: skip
OPEN = ("1 #'", "'open", '"open', "it's", "'\\'", "1  # it's", '"a" "', "'\nA=1\n' z")
blanks = st.sampled_from(["", "", " ", "\t", "  "])


@st.composite
def sources(draw: st.DrawFn, values: tuple[str, ...] = VALUES) -> bytes:
    """A .env source of up to eight lines, foreign ones among them."""
    lines: list[str] = []
    for _ in range(draw(st.integers(0, 8))):
        if draw(st.integers(0, 3)):
            export = draw(st.sampled_from(["", "", "export ", "export\t "]))
            name = draw(st.sampled_from(NAMES if draw(st.integers(0, 3)) else FOREIGN))
            head = f"{draw(blanks)}{export}{name}{draw(blanks)}={draw(blanks)}"
            lines.append(
                head + draw(st.sampled_from(values)) + draw(st.sampled_from(["", "", " ", " # c", "#c", "\t# d"]))
            )
        else:
            foreign = ["", "  ", "# A=1", "A", "A: 1", "=", "1=2", "export A", "'A'", "\t# 'q", "B # c", "x y"]
            lines.append(draw(st.sampled_from(foreign)))
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n", "\r"]))
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r\n", "\r"])))
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode()


wanted = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=6)
