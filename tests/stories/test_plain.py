"""The wizard by numbered questions."""

import json
import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.running import contents, wizard
from tests.stories.terminal import KEY, spawned
from tests.tui.piloted import set_up

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")


@pytest.mark.promise("plain-questions-over")
def test_questions_help_go_back_and_refuse(tmp_path: Path) -> None:
    """A number out of range is refused, ? helps, b goes back with the answer kept, q leaves with 130."""
    child = spawned(tmp_path, "--plain")
    child.expect("In which region")
    child.expect("1. China")
    child.expect(r"\[1\]: ")
    child.sendline("7")
    child.expect("no such number; the last one is 2")
    child.sendline("?")
    child.expect("refused with 401")
    child.sendline("international")
    child.expect("Which tools")
    child.sendline("b")
    child.expect("In which region")
    child.expect(r"\[2\]: ")
    child.sendline("q")
    child.expect("nothing was changed")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert contents(tmp_path) == {}


def test_the_key_is_not_shown_and_a_wrong_one_is_explained(tmp_path: Path) -> None:
    """A key of another service is refused without being repeated; the right one is shown masked; no writes nothing."""
    child = spawned(tmp_path, "--plain")
    for question, answer in [("region", "2"), ("tools", "2"), ("Which model", ""), ("think", "")]:
        child.expect(question)
        child.expect(r"\]: ")
        child.sendline(answer)
    child.expect("not shown")
    child.sendline("sk-0123456789abcdef")
    child.expect("belongs to another service")
    said = str(child.before)
    child.sendline(KEY)
    child.expect("…cdef has the form of a plan key")
    child.expect("Write this")
    said += str(child.before)
    child.sendline("n")
    child.expect("In which region")
    child.sendcontrol("c")
    child.expect(pexpect.EOF)
    said += str(child.before)
    child.close()
    assert child.exitstatus == 130
    assert "0123456789" not in said
    assert contents(tmp_path) == {}


def test_the_start_offers_undo(tmp_path: Path) -> None:
    """With a tool on the plan the first question shows its state, and undo takes it back after its diff."""
    set_up(tmp_path)
    child = spawned(tmp_path, "--plain", "--home", str(tmp_path))
    child.expect("OpenCode")
    child.expect("International, qwen3.7-plus, on")
    child.sendline("undo the last change")
    child.expect("delete")
    child.expect("Write this")
    child.sendline("y")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert contents(tmp_path) == {}


@pytest.mark.promise("plain-questions-over")
def test_a_screen_readers_variable_is_enough(tmp_path: Path) -> None:
    """Where ACCESSIBLE is set, the wizard asks line by line without being told to; ACCESSIBLE=0 asks for nothing."""
    child = spawned(tmp_path, TERM="dumb", ACCESSIBLE="1")
    child.expect("In which region")
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    child = spawned(tmp_path, TERM="dumb", ACCESSIBLE="0")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2


def test_plain_without_a_terminal_names_the_flags(tmp_path: Path) -> None:
    """Questions cannot be asked on a pipe: exit 2, and the flags to use instead."""
    ran = wizard(tmp_path, "--plain")
    assert ran.code == 2
    assert "--yes" in ran.err


def test_an_error_message_is_explained_and_its_cause_repaired(tmp_path: Path) -> None:
    """A pasted message with an empty line in it ends at a full stop; the repair is shown, asked about, looked at."""
    set_up(tmp_path, "claude-code")
    settings = tmp_path / ".claude/settings.json"
    settings.write_text(
        settings.read_text().replace(
            "coding-intl.dashscope.aliyuncs.com/apps/anthropic", "coding-intl.dashscope.aliyuncs.com/v1"
        )
    )
    child = spawned(tmp_path, "--plain")
    child.expect(r"\]: ")
    child.sendline("explain")
    child.expect("full stop alone: ")
    child.sendline("There's an issue with the selected model (glm-5).\n\nIt may not exist.\n.")
    child.expect("needs https://coding-intl.dashscope.aliyuncs.com/apps/anthropic")
    child.expect("Show the repair")
    child.sendline("y")
    child.expect("Write this")
    child.sendline("y")
    child.expect("Nothing is wrong")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "coding-intl.dashscope.aliyuncs.com/apps/anthropic" in settings.read_text()


@pytest.mark.promise("error-message-explained")
def test_a_typed_key_does_not_stay_on_the_screen(tmp_path: Path) -> None:
    """A key in an error message is masked where it was typed; a terminal that cannot do that is told of it."""
    set_up(tmp_path, "claude-code")
    child = spawned(tmp_path, "--plain")
    child.expect(r"\]: ")
    child.sendline("explain")
    child.expect("full stop alone: ")
    child.sendline(f"api_key={KEY} 403 invalid api-key")
    child.expect(r"\x1b\[\dA\r\x1b\[J.*full stop alone: api_key=sk-sp-…cdef 403 invalid api-key")
    child.sendline(".")
    child.close(force=True)
    plain = spawned(tmp_path, "--plain", TERM="dumb")
    plain.expect(r"\]: ")
    plain.sendline("explain")
    plain.expect("full stop alone: ")
    plain.sendline(f"api_key={KEY} 403 invalid api-key\n.")
    plain.expect("still stands on the screen")
    plain.close(force=True)


def test_a_repair_asks_for_the_key_it_needs(tmp_path: Path) -> None:
    """A general key in the file: the start shows the problem though nothing is on the plan, the key is asked for."""
    settings = tmp_path / ".claude/settings.json"
    settings.parent.mkdir()
    settings.write_text(
        '{"env": {"ANTHROPIC_BASE_URL": "https://dashscope-intl.aliyuncs.com/apps/anthropic", '
        '"ANTHROPIC_AUTH_TOKEN": "sk-0123456789abcdef0123456789abcdef"}}'
    )
    child = spawned(tmp_path, "--plain")
    child.expect(r"Look for problems")
    child.expect(r"\[2\]: ")
    child.sendline("")
    child.expect("another kind")
    child.expect("Show the repair")
    child.sendline("y")
    child.expect("not shown")
    child.sendline(KEY)
    child.expect("Write this")
    child.sendline("y")
    child.expect("Nothing is wrong")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert KEY in settings.read_text()


def test_profiles_line_by_line(tmp_path: Path) -> None:
    """What is set up is saved under a name; later its row is used, and deleted, each after its diff."""
    set_up(tmp_path)
    place = tmp_path / ".config" / "coding-plan-wizard" / "profiles.toml"

    def answered(*answers: tuple[str, str], **variables: str) -> str:
        child = spawned(tmp_path, "--plain", "--home", str(tmp_path), size=(24, 80), **variables)
        said = ""
        for question, answer in answers:
            child.expect(question)
            said += str(child.before)
            child.sendline(answer)
        child.expect(pexpect.EOF)
        said += str(child.before)
        child.close()
        assert child.exitstatus == 0, said
        return said

    start = r"Number or name \[1\]: "
    where = "Where the key comes from"
    answered((start, "save this as a profile"), ("Name", "home"), (where, "$HOME_KEY"), ("Write this", "y"))
    assert 'model = "qwen3.7-plus"\nthinking = "on"\nkey_env = "HOME_KEY"\n' in place.read_text()
    assert wizard(tmp_path, "switch", "glm-5", "--yes").code == 0
    said = answered((start, "home"), ("Write this", "y"), HOME_KEY=KEY)
    assert "bailian-coding-plan/qwen3.7-plus" in said
    assert "coding-plan-wizard profile use home" in said
    assert KEY not in said
    answered((start, "delete profiles"), ("Which profiles", "1"), ("Write this", "y"), HOME_KEY=KEY)
    assert not place.exists()


@pytest.mark.parametrize(("answer", "stays"), [("", False), ("1", False), ("none", True)])
def test_repairs_are_offered_before_the_review(tmp_path: Path, answer: str, stays: bool) -> None:  # noqa: FBT001  written out, not passed
    """What stands in the way beside the plan's settings is named; a chosen repair is in the same diff."""
    set_up(tmp_path)
    config = tmp_path / ".config/opencode/opencode.json"
    config.write_text(json.dumps({"disabled_providers": ["bailian-coding-plan"], **json.loads(config.read_bytes())}))
    child = spawned(tmp_path, "--plain", "--home", str(tmp_path))
    child.expect(r"\]: ")
    child.sendline("set up")
    for question in ("In which region", "Which tools", "Which model", "Shall the model"):
        child.expect(question)
        child.expect(r"\]: ")
        child.sendline("")
    child.expect("not shown")
    child.sendline("")
    child.expect("Found in these tools")
    child.expect(r"“none” \[1\]: ")
    child.sendline(answer)
    if not stays:
        child.expect("Write this")
        child.sendline("y")
        child.expect("Done")
    child.expect(pexpect.EOF)
    child.close()
    assert json.loads(config.read_bytes())["disabled_providers"] == (["bailian-coding-plan"] if stays else [])
