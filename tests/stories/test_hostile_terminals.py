"""A home full of text that takes hold of terminals, by the front ends that ask: every byte the terminal gets."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

from tests.doctor.set_ups import FILES
from tests.key_leaks.hostile import OWNED, home_in, odd_in, spoil
from tests.plugins.placing import EXAMPLE, files_of, place
from tests.stories.terminal import KEY, spawned
from tests.tui.piloted import set_up

if TYPE_CHECKING:
    from tests.stories.forked import Server

pytestmark = [pytest.mark.thorough, pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")]

_SIZE = (50, 160)
_DOWN = "\x1b[B"
_END = "\x1b[F"
_ESCAPE = "\x1b[27u"
"""As terminals tell it that leave no doubt whether more will come."""
_SHOWN = "␛]0;owned␇␛[2J"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of a hostile name with hostile files of tools, profiles, history and start-up files."""
    home = home_in(tmp_path)
    set_up(home, "claude-code", "opencode", "openclaw", "kilo")
    for tool, how in (("claude-code", "models"), ("openclaw", "models"), ("kilo", "names"), ("opencode", "names")):
        spoil(home / FILES[tool], how)
    (home / ".qwen").mkdir()
    (home / ".qwen/settings.json").write_text(f'{{"{OWNED}": 1 \x1b[31m}}')
    (home / ".bashrc").write_text(f"export ANTHROPIC_BASE_URL='{OWNED}'\nexport OPENAI_API_KEY={KEY}\n")
    odd = json.dumps(OWNED)
    (home / ".config/coding-plan-wizard").mkdir()
    (home / ".config/coding-plan-wizard/profiles.toml").write_text(f"[odd]\nregion = {odd}\nmodel = {odd}\n")
    (entry,) = (home / ".local/state/coding-plan-wizard/history").glob("*.json")
    change = json.loads(entry.read_bytes())
    change["change"]["summary"]["model"] = OWNED
    entry.write_text(json.dumps(change))
    return home


@pytest.mark.promise("whatever-comes-from")
def test_the_full_screen(home: Path, loaded: "Server") -> None:
    """Start, help, palette, doctor, an answer, a repair's diff, history, removal, profiles, steps, a write, the end."""
    run = loaded.run(home, size=_SIZE)
    run.expect_exact("\x1b[?2004h")
    for keys, words in (
        ("", "Tools on the plan"),
        (_DOWN * 12, "odd"),
        ("?", "Keys that work"),
        (f"{_ESCAPE}\x10", "What shall be done"),
        (f"{_ESCAPE}/problems\r", "Answers to common"),
        (_DOWN * 25, "files can repair"),
        ("/repair what\r", "Press w"),
        (f"\t{_END}n{_END}n{_END}n", "kilo.jsonc"),
        (_END, "not in the plan"),
        (_ESCAPE, "Answers to common"),
        (f"{_ESCAPE}/history\r", "newest first"),
        (f"{_DOWN}{_ESCAPE}/take the\r", "shall leave the plan"),
        ("\r", "Press w"),
        (f"nnn{_ESCAPE}", "shall leave the plan"),
        (f"{_ESCAPE}/save\r", "under a name"),
        (f"\x1b[200~{OWNED}\x1b[201~\r", "visible characters"),
        (f"{_ESCAPE}/problems\r/explain\r", "Paste an error"),
        (f"\x1b[200~404 {OWNED} model not found\x1b[201~", "not found"),
        (f"{_ESCAPE * 2}/opencode\r", "Which model"),
        ("2", "Press w"),
        ("w", "Files written"),
    ):
        run.send(keys)
        assert run.expect([words, pexpect.EOF], timeout=30) == 0, (keys, run.printed.text[-3000:])
        if words in {"Press w", "kilo.jsonc"}:  # the review takes no key before it stands still
            run.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=0.5)
    run.send("\r")
    run.expect(pexpect.EOF)
    run.awaited()
    assert odd_in(run.printed.text.encode("utf-8", "surrogatepass"), full_screen=True) == set()
    assert _SHOWN in run.printed.text
    run.close()


@pytest.mark.promise("whatever-comes-from")
def test_line_by_line(home: Path) -> None:
    """Start, doctor and its repair, an error text, history, profiles, removal, steps and a write, by questions."""
    child = spawned(home, "--plain", size=_SIZE)
    printed = bytearray()
    start, yes_no = r"Number or name \[\d+\]: ", r"Write this\? \[y/N\] "
    for question, answer in (
        *((start, "look for problems"), ("Show the repair.* ", "y"), (yes_no, "n")),
        *((start, "explain"), ("full stop alone: ", "404 model not found\n."), (f"{start}|Show the repair.* ", "n")),
        *((start, "history"), ("Undo which .*: ", ""), (start, "leave")),
        *((start, "odd"), (start, "save this"), ("Name.*: ", "x"), ("key comes from.*: ", "$X")),
        *((start, "take the plan"), (r"\]: ", ""), (yes_no, "n")),
        *((start, "opencode"), (r"Which model[^]]*\]: ", "glm-5"), (yes_no, "y")),
    ):
        child.expect(question)
        printed += f"{child.before}{child.after}".encode("utf-8", "surrogatepass")
        child.sendline(answer)
    child.expect(pexpect.EOF)
    printed += str(child.before).encode("utf-8", "surrogatepass")
    child.close()
    assert odd_in(bytes(printed)) == set()
    assert _SHOWN.encode() in printed


def test_a_package_of_others(tmp_path: Path) -> None:
    """What a tool from elsewhere says at the end of a run, on the last screen."""
    files = files_of(EXAMPLE)
    name = "sample_agent_plan/__init__.py"
    files[name] = files[name].replace('say("sample-agent.next")', f'say("sample-agent.next") + {OWNED!r}')
    site = place(files, tmp_path / "site")
    child = spawned(home_in(tmp_path), size=_SIZE, PYTHONPATH=os.fspath(site))
    printed = bytearray()
    for words, keys in (
        ("In which region", "2"),
        ("Which tools", f"{_END} \r"),
        ("Which model", "1"),
        ("Shall the model", "1"),
        ("The plan's key", f"\x1b[200~{KEY}\x1b[201~\r"),
        ("Press w", "w"),
        ("Files written", "\r"),
        (pexpect.EOF, ""),
    ):
        child.expect([words, pexpect.EOF])
        printed += f"{child.before}{child.after if isinstance(child.after, str) else ''}".encode(
            "utf-8", "surrogatepass"
        )
        if keys:
            child.send(keys)
    assert odd_in(bytes(printed), full_screen=True) == set()
    assert _SHOWN.encode() in printed
    child.close()
