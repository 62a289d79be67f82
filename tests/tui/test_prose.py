"""Long sentences in two languages, broken where a reader expects it."""

from itertools import pairwise
from pathlib import Path

import pytest
from textual.content import Content

from tests.tui.piloted import app_in, go, shown
from wizard.text import use
from wizard.tui.widgets.cells import line_breaks
from wizard.tui.widgets.prose import broken


def _rows(text: str, width: int) -> list[str]:
    edges = [0, *line_breaks(text, width), len(text)]
    return [text[start:end].rstrip() for start, end in pairwise(edges)]


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("地域决定所有工具访问的域名。", 10, ["地域决定所", "有工具访问", "的域名。"]),
        (
            "API Key 只在自己的地域有效，用另一地域的会返回 401。",
            30,
            ["API Key 只在自己的地域有效，用", "另一地域的会返回 401。"],
        ),
        ("配置中的 budgetTokens 超过上限", 16, ["配置中的", "budgetTokens 超", "过上限"]),
        ("这样即可。", 8, ["这样即", "可。"]),
        ("请按“开”", 6, ["请按", "“开”"]),
        ("one two three", 8, ["one two", "three"]),
        ("sk-sp-0123456789 键", 10, ["sk-sp-0123", "456789 键"]),
        ("  https://key.page/在此", 12, ["  https://ke", "y.page/在此"]),
        ("", 10, [""]),
        ("两", 1, ["两"]),
    ],
)
def test_rows_are_filled_and_marks_stay_with_their_words(text: str, width: int, rows: list[str]) -> None:
    """A row ends beside any wide character or at a blank, begins with no closing mark, ends with no opening one."""
    assert _rows(text, width) == rows


def test_nothing_is_lost_and_styles_stay() -> None:
    """The same characters in the same styles, with line ends between them; without wide characters it is left alone."""
    content = Content.assemble(("套餐的模型\n", "bold"), "都会设置到每个工具中")
    rows = broken(content, 8)
    assert rows.plain == "套餐的模\n型\n都会设置\n到每个工\n具中"
    assert [rows.plain[span.start : span.end] for span in rows.spans] == ["套餐的模", "型"]
    english = Content("Every limit moves with it … and “this” too.")
    assert broken(english, 8) is english


@pytest.mark.promise("english-chinese-every")
async def test_chinese_fills_its_rows_on_the_screen(tmp_path: Path) -> None:
    """The help of a step at 60x20: each row but the last one of a paragraph leaves no room for another word."""
    use("zh")
    try:
        async with app_in(tmp_path).run_test(size=(60, 20)) as pilot:
            await go(pilot, "RegionStep", "question_mark", "Help")
            rows = [row.split("│")[1].strip() for row in shown(pilot).splitlines() if row.count("│") == 2]
            first = next(index for index, row in enumerate(rows) if row.startswith("地域决定"))
            assert rows[first : first + 2] == [
                "地域决定所有工具访问的域名。API Key 只在",
                "自己的地域有效，用另一地域的会返回 401。",
            ]
    finally:
        use("en")
