"""Commands that are shown reach what this run reaches, in every front end: the same home folder, the same catalog."""

import re
from pathlib import Path

import pexpect
import pytest

from tests.faults.program import Program
from tests.stories.terminal import spawned
from tests.tui.piloted import app_in, go, shown, to_review
from wizard.text.own_command import own_command, reach

CHOSEN = ("--region", "china", "--model", "glm-5", "--tool", "opencode")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program over a home whose name needs quotes and has braces."""
    home = tmp_path / "my {home}"
    home.mkdir()
    return Program(home, monkeypatch, capsys)


def shown_without(text: str, home: Path) -> list[str]:
    """The commands in ``text`` that do not name ``home``, each with what follows it on its line."""
    found = re.findall(r"coding-plan-wizard (?:[^\n“”]*)", text)
    return [command for command in found if f"--home '{home}'" not in command]


def test_every_command_that_is_shown(program: Program) -> None:
    """Errors with their next steps, findings, answers, the way back: as text and in JSON."""
    asked = [
        ("doctor",),
        ("switch", "glm-5"),
        ("undo",),
        ("profile", "list"),
        ("profile", "use", "none"),
        ("apply", "--yes", *CHOSEN),
        ("switch", "glm-6"),
        ("plan", "--scope", "project", *CHOSEN),
        ("doctor", "--message", "404 model not found"),
        ("doctor", "--message", "403 invalid api-key"),
        ("doctor", "--list", "401"),
        ("undo", "no-such-change"),
        ("history",),
    ]
    named = 0
    for command in asked:
        for more in ((), ("--json",)):
            ran = program(*command, *more)
            text = ran.out + ran.err
            assert shown_without(text, program.home) == [], command
            named += text.count("coding-plan-wizard ")
    assert named > 10
    config = program.home / ".config/opencode/opencode.json"
    config.write_text(config.read_text().replace('"glm-5"', '"glm5"'))
    ran = program("doctor")
    assert f"coding-plan-wizard --home '{program.home}' doctor --fix" in ran.out
    assert shown_without(ran.out + ran.err, program.home) == []


def test_the_next_run_names_nothing_of_it(program: Program) -> None:
    """What one run was about is forgotten at its end."""
    assert program("history").code == 0
    assert own_command("undo") == "coding-plan-wizard undo"


def test_plain(tmp_path: Path) -> None:
    """At the end the way back names the home folder."""
    home = tmp_path / "home"
    home.mkdir()
    child = spawned(tmp_path, "--plain", "--home", str(home))
    for question, answer in (
        ("In which region", "china"),
        ("Which tools", "opencode"),
        ("Which model", "glm-5"),
        ("Shall the model", "on"),
    ):
        child.expect(question)
        child.expect(r"\]: ")
        child.sendline(answer)
    child.expect("not shown")
    child.sendline("sk-sp-0123456789abcdef")
    child.expect("Write this")
    child.sendline("y")
    child.expect(rf"coding-plan-wizard undo [0-9a-f-]+ --home {re.escape(str(home))}\s")
    child.expect(pexpect.EOF)
    child.close()


async def test_the_last_screen(tmp_path: Path) -> None:
    """The way back and the command that does the run again name the home folder."""
    reach("--home", "/h")
    try:
        async with app_in(tmp_path).run_test(size=(120, 36)) as pilot:
            await to_review(pilot)
            await go(pilot, "w", "DoneScreen")
            commands = re.findall(r"coding-plan-wizard .*", shown(pilot))
    finally:
        reach()
    assert len(commands) >= 2
    assert [command for command in commands if "--home /h" not in command] == []
