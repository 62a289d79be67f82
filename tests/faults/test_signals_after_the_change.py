"""Ctrl+C when the files are written already: never the sentence that nothing was changed, nor its exit code."""

from pathlib import Path
from typing import Any

import pytest

from tests.doctor.set_ups import SetUp
from wizard.cli.main import run
from wizard.doctor.examine import Examination
from wizard.session import Session


def test_while_the_doctor_looks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After its repair the doctor asks every client once more, which takes long enough to be broken off."""
    set_up = SetUp.good(tmp_path, "opencode")
    set_up.change(lambda content: content.update(disabled_providers=["bailian-coding-plan"]))
    look, looks = Session.examine, list[None]()

    def impatient(session: Session, *arguments: Any) -> Examination:  # noqa: ANN401  as they come
        looks.append(None)
        if "bailian-coding-plan" not in set_up.content()["disabled_providers"]:
            raise KeyboardInterrupt
        return look(session, *arguments)

    monkeypatch.setattr(Session, "examine", impatient)
    assert run(["doctor", "--fix", "--yes", "--home", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert "Too late to cancel: the change is made. To take it back: coding-plan-wizard undo 2" in said
    assert "nothing was changed" not in said
    assert set_up.content()["disabled_providers"] == []
    assert len(looks) > 1
