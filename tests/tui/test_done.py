"""The last screen: what there is to copy, each by one key."""

from pathlib import Path

import pytest

from tests.cli.running import contents
from tests.tui.piloted import KEY, app_in, go, paste, shown

_SIZE = (80, 40)


@pytest.mark.promise("done-changed-start")
async def test_each_value_is_copied_by_its_key(tmp_path: Path) -> None:
    """For tools set up by hand, a number copies base URL or model as the tool spells it; the key is not among them."""
    async with app_in(tmp_path).run_test(size=_SIZE) as pilot:
        await go(pilot, "RegionStep", "2", "ToolsStep", "slash", *"cursor", "escape", "space", "slash", *"cline")
        await go(pilot, "escape", "space", "enter", "ModelStep", "5", "ThinkingStep", "1", "KeyStep")
        await paste(pilot, KEY)
        await go(pilot, "enter", "DoneScreen")
        text = shown(pilot)
        assert "1 cursor, Base URL: https://coding-intl.dashscope.aliyuncs.com/v1" in text
        copied = []
        for key in "1234":
            await pilot.press(key)
            copied.append(pilot.app.clipboard)
        assert copied[0] == "https://coding-intl.dashscope.aliyuncs.com/v1"
        assert copied[1:] == ["glm-5-0", "https://coding-intl.dashscope.aliyuncs.com/v1", "glm-5"]
        await pilot.press("5", "c")
        assert "--tool cursor --tool cline" in pilot.app.clipboard
        assert KEY not in pilot.app.clipboard
    assert contents(tmp_path) == {}
