"""What is particular to Continue's command line: the user's own rows, the row it starts with, its first start."""

from datetime import UTC, datetime
from pathlib import Path

from tests.tools.planning import KEY, plan_for, planned, session_in
from wizard.key import KeyReference
from wizard.plan.choices import Wanted
from wizard.plan.plan import Plan
from wizard.runs.choose import make_plan
from wizard.runs.take_back import plan_removal
from wizard.runs.write import write_plan
from wizard.tools.base import Thinking

_NOW = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)
_OWN_ROWS = """# mine
name: Own
version: 1.0.0
schema: v1
models:
  # at home
  - name: Own # the one
    provider: openai
    model: gpt-5
    apiKey: sk-own-0123456789abcdef
rules: [be brief]
"""


def _put(home: Path, place: str, text: str) -> None:
    path = home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _text(plan: Plan, home: Path, place: str) -> str:
    """The planned text of one file."""
    return next((change.planned_bytes or b"").decode() for change in plan.files if change.path == home / place)


def test_continue_keeps_the_users_rows_and_starts_with_the_plans(tmp_path: Path) -> None:
    """The plan's rows go behind the user's; which one is used is said where Continue keeps its own choice."""
    _put(tmp_path, ".continue/config.yaml", _OWN_ROWS)
    _put(tmp_path, ".continue/index/globalContext.json", '{\n  "indexingPaused": true,\n  "cliSelectedModel": "Own"\n}')
    plan = plan_for(session_in(tmp_path), "continue-cli", "glm-5", region="china")
    before, rules = _OWN_ROWS.split("rules:")
    text = _text(plan, tmp_path, ".continue/config.yaml")
    assert text.startswith(f"{before}  - name: Coding Plan qwen3.7-plus\n")
    assert text.endswith(f"rules:{rules}")
    files = planned(plan, tmp_path)
    assert files[".continue/index/globalContext.json"] == {
        "indexingPaused": True,
        "cliSelectedModel": "Coding Plan glm-5",
    }


def test_continues_users_choice_comes_back(tmp_path: Path) -> None:
    """After the removal both files are as they were, and so they are when the user wrote in one of them since."""
    places = (".continue/config.yaml", ".continue/index/globalContext.json")
    _put(tmp_path, places[0], _OWN_ROWS)
    _put(tmp_path, places[1], '{"cliSelectedModel": "Own"}')
    for added in ("", "# since then\n"):
        session = session_in(tmp_path)
        write_plan(session, plan_for(session, "continue-cli", "glm-5"), now=_NOW)
        assert (tmp_path / ".continue/.onboarding_complete").exists()
        with (tmp_path / places[0]).open("a") as file:
            file.write(added)
        session = session_in(tmp_path)
        write_plan(session, plan_removal(session, ["continue-cli"]), now=_NOW)
        assert (tmp_path / places[0]).read_text() == _OWN_ROWS + added
        assert (tmp_path / places[1]).read_text() == '{"cliSelectedModel": "Own"}'
        assert not (tmp_path / ".continue/.onboarding_complete").exists()


def test_continues_own_mark_of_the_first_start_stays(tmp_path: Path) -> None:
    """Where Continue was started before, its file with the time of that is left alone."""
    _put(tmp_path, ".continue/.onboarding_complete", "2026-11-20T10:00:00.000Z")
    plan = plan_for(session_in(tmp_path), "continue-cli", "glm-5")
    assert {change.path.name for change in plan.files} == {"config.yaml", "globalContext.json"}
    assert plan.failures == ()


def test_continue_takes_any_variable_and_a_budget(tmp_path: Path) -> None:
    """A reference stands in every row in Continue's own form and is read back, as is a thinking budget."""
    session = session_in(tmp_path, MY_KEY=KEY)
    write_plan(
        session,
        make_plan(session, Wanted("international", "glm-5", None, KeyReference("MY_KEY")), ["continue-cli"]),
        now=_NOW,
    )
    text = (tmp_path / ".continue/config.yaml").read_text()
    assert (text.count("${{ secrets.MY_KEY }}"), "sk-sp-" in text) == (10, False)
    state = session.detect("continue-cli").state
    assert (state.credential, state.problems) == (KeyReference("MY_KEY"), ())
    thinking = Thinking(enabled=True, budget=4096)
    write_plan(session, plan_for(session, "continue-cli", "glm-5", thinking=thinking), now=_NOW)
    assert session.detect("continue-cli").state.thinking == thinking
    write_plan(session, plan_for(session, "continue-cli", "kimi-k2.5", thinking=Thinking(enabled=True)), now=_NOW)
    assert "thinking_budget" not in (tmp_path / ".continue/config.yaml").read_text()


def test_continues_older_file_is_named_where_it_would_lose_its_place(tmp_path: Path) -> None:
    """The extensions read ``config.json`` only while there is no ``config.yaml``."""
    _put(tmp_path, ".continue/config.json", '{"models": []}')
    session = session_in(tmp_path)
    plan = plan_for(session, "continue-cli", "glm-5")
    assert [warning.notice.code for warning in plan.warnings] == ["continue-cli.old-file"]
    write_plan(session, plan, now=_NOW)
    assert plan_for(session_in(tmp_path), "continue-cli", "kimi-k2.5").warnings == ()


def test_continue_gets_what_its_reader_takes_for_another_value(tmp_path: Path) -> None:
    """``yes`` and ``202_752`` are texts to Continue, which reads YAML 1.2, though YAML 1.1 has them for our values."""
    session = session_in(tmp_path)
    write_plan(session, plan_for(session, "continue-cli", "glm-5"), now=_NOW)
    config = tmp_path / ".continue/config.yaml"
    good = config.read_text()
    assert good.count("contextLength: 202752") == 2
    config.write_text(
        good.replace("contextLength: 202752", "contextLength: 202_752").replace("thinking: true", "thinking: yes")
    )
    again = plan_for(session_in(tmp_path), "continue-cli", "glm-5")
    assert _text(again, tmp_path, ".continue/config.yaml") == good
