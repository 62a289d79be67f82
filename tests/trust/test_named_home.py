"""A home folder named by hand may be anybody's: what lies in it is told, asked about, and leads nowhere else."""

from pathlib import Path

import pytest

from tests.faults.program import Program

from .planting import CODEX, Plant, everything, plant

APPLY = ("apply", "--region", "china", "--model", "glm-5", "--tool", "opencode")
CATALOG = ".config/coding-plan-wizard/catalog.toml"


@pytest.mark.parametrize(
    "command", [(*APPLY, "--yes"), ("switch", "glm-5", "--yes"), ("remove", "--tool", "codex", "--yes")]
)
def test_yes_answers_its_own_question_alone(program: Program, tmp_path: Path, command: tuple[str, ...]) -> None:
    """A yes to one change is no yes to settling another one that was broken off; the sentence says how to do it."""
    home = program.home
    plant(home, Plant(f"{home}/{CODEX}").value())
    before = everything(tmp_path)
    ran = program(*command)
    assert ran.code == 1
    assert f"Settle it first: coding-plan-wizard undo --home {home}" in ran.err
    assert everything(tmp_path) == before
    assert program("undo", "--yes").code == 0
    assert program(*command).code in {0, 1}


def test_a_catalog_that_moves_the_key(program: Program) -> None:
    """Hosts of its own are named by each command that plans; one that states other limits alone is not told of."""
    catalog = program.home / CATALOG
    catalog.parent.mkdir(parents=True)
    catalog.write_text('[regions.china]\nhost = "coding.example.net"\n')
    for command in (("plan", *APPLY[1:]), (*APPLY, "--dry-run")):
        ran = program(*command)
        assert "sends requests and the key to hosts that are not the vendor's: coding.example.net." in ran.err, command
    catalog.write_text('[models."glm-5"]\nmax_output = 16000\n')
    assert "not the vendor's" not in program("plan", *APPLY[1:]).err


def test_a_link_out_of_a_project(program: Program, victim: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``--scope project`` a project's link is not followed out of the project's folder."""
    project = program.home / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    (victim / "opencode.json").write_text("{}\n")
    (project / "opencode.json").symlink_to(victim / "opencode.json")
    before = everything(victim)
    ran = program(*APPLY, "--scope", "project", "--yes")
    assert ran.code == 1
    assert f"which is outside {project}" in ran.err
    assert everything(victim) == before
