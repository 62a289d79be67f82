"""The tables of settings: every one of them has its words, and what may be wrong with it is known."""

from pathlib import Path

import pytest

from tests.doctor.set_ups import SetUp
from wizard.doctor import knowledge
from wizard.plan.detect import detect
from wizard.text import has
from wizard.tools import built_in_folders, tool
from wizard.tools.table import Setting, TableTool, Want, case_of

TABLES = [name for name in built_in_folders() if isinstance(tool(name), TableTool)]


def _settings(home: Path, name: str, model: str = "qwen3.7-plus") -> list[Setting]:
    """The settings of a tool as ``apply`` leaves it."""
    session = SetUp.good(home, name, model).session
    detected = detect(name, session.catalog, session.environment)
    assert isinstance(detected.tool, TableTool)
    return list(detected.tool.settings(case_of(detected.view, detected.state)))


@pytest.mark.parametrize("name", TABLES)
def test_every_setting_has_its_words(tmp_path: Path, name: str) -> None:
    """The reason of each edit is a text, and each finding is one the doctor knows."""
    for setting in _settings(tmp_path, name):
        assert not setting.reason or has(setting.reason), setting.path
        for told in (setting.missing, setting.wrong):
            assert told is None or (has(told.code) and told.code in knowledge.findings()), setting.path


@pytest.mark.parametrize("name", TABLES)
def test_a_setting_stands_once(tmp_path: Path, name: str) -> None:
    """No two settings write one place, and what is written is in order as it is."""
    places = []
    for each in _settings(tmp_path, name):
        if not isinstance(each.value, Want):
            places.append((each.role, each.path))
            assert each.fault(each.value) is None, each.path
    assert len(places) == len(set(places))
