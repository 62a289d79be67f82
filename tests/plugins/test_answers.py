"""What a package's tool answers is put together anew: all that counts is there, and nothing of the wrong kind."""

from typing import Any

import pytest

from tests.plugins.example.sample_agent_plan import SampleAgent
from wizard.formats import Delete
from wizard.plugins.answers import NotInOrderError, own_state
from wizard.plugins.guard import Guarded
from wizard.tools.base import FileEdits, Notice, PlannedEdit, Tool, ToolState


class Word(str):
    """A text of the package's own class."""

    __slots__ = ()


def test_a_notice_keeps_what_its_repair_needs() -> None:
    """The settings it is about and the edits that it carries are still there, as plain values."""
    setting = ("config", ("llm", "models", 0))
    mends = (FileEdits("config", (PlannedEdit(Delete(("llm",)), "tools.withdraw"),)),)
    given = Notice(Word("tools.key-missing"), mends=mends, about=frozenset({(Word("config"), setting[1])}))
    (notice,) = own_state(ToolState(problems=(given,))).problems
    assert notice == Notice("tools.key-missing", mends=mends, about=frozenset({setting}))
    assert {type(role) for role, _ in notice.about} == {str}


@pytest.mark.parametrize("wrong", [("config", "llm"), ("config", (None,)), (3, ("llm",))])
def test_a_setting_of_the_wrong_kind_is_not_in_order(wrong: Any) -> None:  # noqa: ANN401  whatever a package says
    """What is no role and path of a setting is the package's mistake."""
    with pytest.raises(NotInOrderError):
        own_state(ToolState(problems=(Notice("tools.key-missing", about=frozenset({wrong})),)))


def test_all_that_a_tool_says_of_itself_is_known() -> None:
    """Each value that a tool's class sets is there when the tool is held at arm's length."""

    class OwnTool(SampleAgent):
        """Other values than the usual ones."""

        has_small_model = True
        needs_version = True
        has_project_file = True
        refers_to_variable = False
        noted = (("seen", "*", 0),)
        frame = (("version",),)

    said = {name: getattr(OwnTool, name) for name in Tool.__annotations__}
    assert [name for name, value in said.items() if getattr(Tool, name, None) == value] == []
    held = Guarded(OwnTool(), "own-package")
    assert {name: getattr(held, name) for name in said} == said
