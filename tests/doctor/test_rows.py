"""Rows that go while setting up moves others: the right ones go, wherever they stand."""

from pathlib import Path
from typing import Any

from tests.doctor.set_ups import SetUp


def _ids(set_up: SetUp) -> list[str]:
    return [row["id"] for row in set_up.content()["modelProviders"]["openai"]]


def test_a_misspelt_row_gives_way_to_the_right_one(tmp_path: Path) -> None:
    """A first row and a model in the wrong case, with the right row behind: the wrong one goes, the right one stays."""
    set_up = SetUp.good(tmp_path, "qwen-code", "qwen3.6-plus")
    good = set_up.content()

    def damage(content: Any) -> None:  # noqa: ANN401  a test picks it apart
        rows = content["modelProviders"]["openai"]
        rows.insert(0, {**rows[0], "id": "Qwen3.6-Plus"})
        content["model"]["name"] = "Qwen3.6-Plus"

    set_up.change(damage)
    set_up.repair()
    assert set_up.findings() == ()
    assert set_up.content() == good


def test_a_misspelt_row_alone_is_put_right(tmp_path: Path) -> None:
    """With no other row of the plan, the wrong id becomes the right one where it stands, and no other row comes."""
    set_up = SetUp.good(tmp_path, "qwen-code", "qwen3.6-plus")
    row = set_up.content()["modelProviders"]["openai"][0]

    def damage(content: Any) -> None:  # noqa: ANN401  a test picks it apart
        content["modelProviders"]["openai"] = [{**row, "id": "Qwen3.6-Plus"}]
        content["model"]["name"] = "Qwen3.6-Plus"

    set_up.change(damage)
    set_up.repair()
    assert set_up.findings() == ()
    assert set_up.content()["modelProviders"]["openai"] == [row]
    assert set_up.content()["model"] == {"name": "qwen3.6-plus"}


def test_the_row_of_a_model_outside_the_plan_goes(tmp_path: Path) -> None:
    """A chosen model that the plan does not have gives way to the usual one, and its row to none."""
    set_up = SetUp.good(tmp_path, "qwen-code")
    good = set_up.content()

    def damage(content: Any) -> None:  # noqa: ANN401  a test picks it apart
        rows = content["modelProviders"]["openai"]
        rows.insert(0, {**rows[0], "id": "qwen3.7-max"})
        content["model"]["name"] = "qwen3.7-max"

    set_up.change(damage)
    set_up.repair()
    assert set_up.findings() == ()
    assert set_up.content() == good


def test_an_unknown_row_before_the_chosen_one(tmp_path: Path) -> None:
    """The chosen model's row moves into the place of an unknown one, and stays when that goes."""
    set_up = SetUp.good(tmp_path, "qwen-code", "glm-5")

    def damage(content: Any) -> None:  # noqa: ANN401  a test picks it apart
        rows = content["modelProviders"]["openai"]
        del rows[0]["generationConfig"]
        rows.insert(0, {**rows[0], "id": "glm-9"})

    set_up.change(damage)
    set_up.repair()
    assert set_up.findings() == ()
    assert _ids(set_up)[0] == "glm-5"
    assert "glm-9" not in _ids(set_up)
    assert len(_ids(set_up)) == 10
