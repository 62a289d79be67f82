"""Ctrl+C when the files are written already: never the sentence that nothing was changed, nor its exit code."""

from pathlib import Path
from typing import Any

import pytest

from tests.doctor.set_ups import SetUp
from tests.faults.program import KEY, Program
from wizard.cli.main import run
from wizard.doctor.examine import Examination, examine
from wizard.plan.plan import Plan
from wizard.runs.write import write_plan
from wizard.session import Session


@pytest.mark.promise("signals-nothing-written")
def test_while_the_doctor_looks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After its repair the doctor asks every client once more, which takes long enough to be broken off."""
    set_up = SetUp.good(tmp_path, "opencode")
    set_up.change(lambda content: content.update(disabled_providers=["bailian-coding-plan"]))
    look, looks = examine, list[None]()

    def impatient(*arguments: Any) -> Examination:  # noqa: ANN401  as they come
        looks.append(None)
        if "bailian-coding-plan" not in set_up.content()["disabled_providers"]:
            raise KeyboardInterrupt
        return look(*arguments)

    monkeypatch.setattr("wizard.cli.doctor.examine", impatient)
    assert run(["doctor", "--fix", "--yes", "--home", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert "Too late to cancel: the change is made. To take it back: coding-plan-wizard undo 2" in said
    assert "nothing was changed" not in said
    assert set_up.content()["disabled_providers"] == []
    assert len(looks) > 1


_CHOSEN = ("--region", "china", "--tool", "opencode", "--model", "glm-5")


@pytest.fixture
def too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C in the very moment after the files are written."""
    write = write_plan

    def interrupted(session: Session, plan: Plan, **named: Any) -> None:  # noqa: ANN401  handed on
        write(session, plan, **named)
        raise KeyboardInterrupt

    for front in ("wizard.cli.call", "wizard.plain.run"):
        monkeypatch.setattr(f"{front}.write_plan", interrupted)


@pytest.mark.usefixtures("too_late")
def test_in_the_moment_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is said of the change: the sentence and the code tell that it is made, for people and as JSON."""
    program = Program(tmp_path, monkeypatch, capsys)
    ran = program("apply", *_CHOSEN, "--yes")
    assert ran.code == 0
    assert (
        f"Too late to cancel: the change is made. To take it back: coding-plan-wizard undo --home {tmp_path}" in ran.err
    )
    assert "nothing was changed" not in ran.err
    ran = program("switch", "kimi-k2.5", "--yes", "--json")
    assert (ran.code, ran.json["ok"], ran.json["errors"]) == (0, True, [])
    assert ran.json["warnings"][0]["code"] == "cli.too-late"


@pytest.mark.usefixtures("too_late")
def test_in_the_moment_after_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same where every choice was asked for."""
    program = Program(tmp_path, monkeypatch, capsys)
    monkeypatch.setattr("wizard.show.asking.hidden", lambda _ask: KEY)
    ran = program("--plain", answers=["china", "opencode", "glm-5", "", "y"])
    assert ran.code == 0
    assert "Too late to cancel: the change is made." in ran.err
    assert "nothing was changed" not in ran.err
