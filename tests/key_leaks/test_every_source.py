"""Text from every source, hostile to the terminal, by every front end: the raw bytes have nothing in them that acts."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.doctor.set_ups import FILES
from tests.faults.program import Program
from tests.key_leaks.hostile import OWNED, SPOILING, home_in, odd_in, spoil
from tests.plugins.placing import EXAMPLE, files_of, place
from tests.tui.piloted import set_up
from wizard.show.output import Output

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform == "win32", reason="such names are for other systems"),
]

_KEY = "sk-sp-0123456789abcdef"
_SHOWN = "␛]0;owned␇␛[2J␛[8;9;53mowned\\u009b31m"
_READING = (("status",), ("doctor",), ("doctor", "--fix", "--dry-run"), ("plan",), ("remove", "--dry-run"))
_IN_JSON = (("status", "--json"), ("doctor", "--json"), ("doctor", "--fix", "--dry-run", "--json"))
_FORMS = (("--color", "always", "--debug"), ("--json",))


def odd_in_text(printed: str) -> set[str]:
    """What in ``printed`` is no printable text, the program's own colours put aside."""
    return odd_in(printed.encode("utf-8", "surrogatepass"))


def odd_values_in(answer: Any) -> set[str]:  # noqa: ANN401  any part of a JSON answer
    """What is no printable text in the values of a JSON answer; the steps of a path in a file are as they are there."""
    if isinstance(answer, str):
        return odd_in_text(answer)
    inner = (
        [value for name, value in answer.items() if (name, type(value)) != ("path", list)]
        if isinstance(answer, dict)
        else answer
    )
    return set().union(*map(odd_values_in, inner)) if isinstance(inner, list) else set()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of a hostile name, with a tool on the plan."""
    home = home_in(tmp_path)
    set_up(home, "opencode")
    return home


@pytest.fixture
def program(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program over that home."""
    return Program(home, monkeypatch, capsys)


@pytest.mark.promise("whatever-comes-from")
@pytest.mark.parametrize("tool", list(FILES))
def test_files_of_tools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tool: str
) -> None:
    """Values and names in each tool's file, by each command that reads it, for people and as JSON."""
    shown = 0
    for how in SPOILING:
        home = tmp_path / how
        home.mkdir()
        set_up(home, tool)
        spoil(home / FILES[tool], how)
        program = Program(home, monkeypatch, capsys)
        for command in (*_READING, ("switch", "glm-5", "--dry-run"), *_IN_JSON):
            ran = program(*command, "--color", "always", key=_KEY)
            assert odd_in_text(ran.out + ran.err) == set(), (how, command)
            shown += _SHOWN in ran.out + ran.err
            if "--json" in command:
                assert odd_values_in(ran.json) == set(), (how, command)
    assert shown


def ran(home: Path, *arguments: str, **variables: str) -> bytes:
    """All that the real program prints for ``arguments``, colours and all."""
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "--color", "always", "--debug", *arguments],
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "CODING_PLAN_API_KEY": _KEY, **variables},
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    printed = done.stdout + done.stderr
    assert b"unexpected happened" not in printed
    return printed


@pytest.mark.parametrize(
    "command",
    [
        ("--help",),
        ("plan", "--help"),
        (OWNED,),
        ("plan", f"--{OWNED}"),
        ("plan", "--thinking", OWNED),
        ("plan", "--lang", OWNED),
        ("plan", "--region", OWNED, "--tool", OWNED, "--model", OWNED),
        ("apply", "--key-env", OWNED),
        ("apply", "--key-file", OWNED),
        ("apply", "--key-ref", OWNED),
        ("plan", "--catalog", OWNED),
        ("catalog", "--check", OWNED),
        ("undo", OWNED),
        ("history", "--prune", "--keep", OWNED),
        ("profile", "use", OWNED),
        ("profile", "save", OWNED),
        ("profile", "delete", OWNED),
        ("doctor", "--list", OWNED),
        ("doctor", "--message", f"404 {OWNED}"),
        ("switch", OWNED),
        ("switch", "glm-5", "--yes", "--tool", "opencode"),
        ("undo", "--yes"),
        ("remove", "--yes"),
        ("history",),
        ("status",),
        ("plan", "--tool", "opencode", "--model", "glm-5"),
        ("--completion", OWNED),
    ],
    ids=lambda command: " ".join(command)[:24].encode("ascii", "replace").decode(),
)
def test_the_command_line(program: Program, command: tuple[str, ...]) -> None:
    """Words of the command line, in results and in complaints."""
    for form in _FORMS:
        ran = program(*command, *form)
        assert odd_in_text(ran.out + ran.err) == set()


def test_the_home(home: Path) -> None:
    """A home whose name acts on a terminal and has bytes that are no text: in its files, in the commands to repeat."""
    for command in (("status",), ("switch", "glm-5", "--yes"), ("history",), ("undo",), ("undo", "--yes"), ("doctor",)):
        assert odd_in(ran(home, *command)) == set(), command
        assert odd_in(ran(home, *command, "--home", os.fspath(home), "--json")) == set(), command


@pytest.mark.promise("command-line-shown")
def test_a_shown_command_runs(home: Path) -> None:
    """The command that takes a change back reaches the same home when it is pasted into a shell, whatever its name."""
    before = (home / ".config/opencode/opencode.json").read_bytes()
    said = ran(home, "--home", os.fspath(home), "switch", "glm-5", "--yes").decode()
    undo = said.rpartition("To take it back: ")[2].splitlines()[0]
    assert undo.isprintable()
    shell = f'coding-plan-wizard() {{ {sys.executable} -m wizard "$@"; }}; {undo} --yes'
    done = subprocess.run(["/bin/bash", "-c", shell], cwd="/", capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert (home / ".config/opencode/opencode.json").read_bytes() == before


@pytest.mark.promise("words-catalog-package")
def test_a_catalog(home: Path, program: Program) -> None:
    """A company's file whose words hide something is refused, by --check with every line, and nothing of it acts."""
    path = home / "own.toml"
    hidden = json.dumps(OWNED).strip('"')
    path.write_text(
        f'[regions.corp]\nname = "Corp {hidden}"\nhost = "coding.corp.example"\n'
        f'key_page = "https://x/{hidden}"\nsource = "me {hidden}"\nchecked = 2026-11-01\n'
        f'[foreign_hosts."evil{hidden}"]\nservice = "\\u009b31m"\nsource = "s\\u202e"\nchecked = 2026-11-01\n'
    )
    checked = program("catalog", "--check", os.fspath(path))
    assert checked.code == 1
    assert odd_in_text(checked.out + checked.err) == set()
    assert [line.partition(": ")[0].rpartition(":")[2] for line in checked.out.splitlines()] == list("245789")
    answer = program("catalog", "--check", os.fspath(path), "--json")
    assert [error["line"] for error in answer.json["errors"]] == [2, 4, 5, 7, 8, 9]
    assert odd_in_text(answer.out) == set()
    for command in ("catalog", "status", "plan"):
        refused = program(command, "--catalog", os.fspath(path))
        assert refused.code == 1
        assert odd_in_text(refused.out + refused.err) == set()
        assert "it must have no character that cannot be seen (U+001B)" in refused.err


_PLUGIN = "sample_agent_plan/__init__.py"


@pytest.mark.promise("words-catalog-package")
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("sample_agent_plan/facts.toml", "Sample Agent", "Sample \\u001b]0;owned\\u0007"),
        ("sample_agent_plan/facts.toml", 'source = "', 'source = "\\u202e'),
        ("sample_agent_plan/en.toml", "Restart", "\\u009b2JRestart"),
        ("sample_agent_plan/en.toml", "no-reference =", '"x\\u001b[2J" = "y"\nno-reference ='),
        ("pyproject.toml", "sample-agent =", '"sample\\u001b[2J" ='),
        (_PLUGIN, 'say("sample-agent.next")', f'say("sample-agent.next") + {OWNED!r}'),
        (_PLUGIN, "class SampleAgent", f"raise RuntimeError({OWNED!r})\n\n\nclass SampleAgent"),
        (_PLUGIN, "config = view", f"raise RuntimeError({OWNED!r})\n        config = view"),
        (_PLUGIN, 'config.text("llm", "model"), literal', f"{OWNED!r}, literal"),
        (_PLUGIN, 'folder / "config.json"', f"folder / {OWNED!r}"),
    ],
    ids=["name", "source", "word", "word's key", "id", "next step", "import", "failure", "model", "file"],
)
def test_a_package_of_others(tmp_path: Path, home: Path, file: str, old: str, new: str) -> None:
    """Facts, words, answers and errors of a tool from elsewhere; a word that hides something leaves the tool out."""
    files = files_of(EXAMPLE)
    assert old in files[file]
    site = tmp_path / os.fsdecode(b"si\x1b[2J\xffte")
    place({**files, file: files[file].replace(old, new, 1)}, site)
    config = home / ".sample-agent" / "config.json"
    config.parent.mkdir()
    config.write_text('{"llm": {"baseUrl": "https://coding.dashscope.aliyuncs.com/v1", "apiKey": "x", "model": "y"}}')
    chosen = ("--region", "china", "--tool", "sample-agent", "--model", "glm-5")
    for command in (("status",), ("doctor", "--json"), ("apply", "--yes", *chosen)):
        assert odd_in(ran(home, *command, PYTHONPATH=os.fspath(site))) == set(), command
    if file.endswith(".toml") and file != "pyproject.toml":
        said = ran(home, "status", PYTHONPATH=os.fspath(site)).decode()
        assert "is left out" in said
        assert "cannot be seen (U+" in said
        assert "(line " in said


def test_a_project(home: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a repository that somebody else wrote."""
    project = home / "repository"
    for name in (".claude/settings.json", "opencode.json", ".qwen/settings.json", ".env"):
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"env": {"ANTHROPIC_MODEL": OWNED, OWNED: OWNED}, "model": OWNED, OWNED: OWNED}
        path.write_text(f"OPENAI_API_KEY={OWNED}\n" if name == ".env" else json.dumps(content))
    monkeypatch.chdir(project)
    for command in (("status",), ("doctor",), ("status", "--scope", "project"), ("remove", "--scope", "project")):
        for form in _FORMS:
            ran = program(*command, *form)
            assert odd_in_text(ran.out + ran.err) == set(), command


def test_a_client_and_the_shell(tmp_path: Path, home: Path) -> None:
    """What a client says of itself and where it lies, what the shell has in its variables and start-up files."""
    places = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\x1b[2J\xffin"))
    places.mkdir()
    for client in ("claude", "opencode", "qwen", "codex", "openclaw"):
        (places / client).write_text(f"#!/bin/sh\nprintf '%s' '1.2.3 {OWNED}'\nprintf '%s' '{OWNED}' >&2\n")
        (places / client).chmod(0o755)
    (home / ".bashrc").write_text(f"export ANTHROPIC_BASE_URL='{OWNED}'\nexport OPENAI_API_KEY={_KEY}\n")
    variables = {"PATH": f"{places}:/usr/bin:/bin", "ANTHROPIC_MODEL": OWNED, "OPENAI_BASE_URL": OWNED, "LC_ALL": OWNED}
    set_up(home, "claude-code", "qwen-code")
    for command in (("status",), ("doctor",), ("doctor", "--fix", "--dry-run"), ("status", "--json")):
        assert odd_in(ran(home, *command, **variables)) == set(), command


def test_profiles_and_history(home: Path, program: Program) -> None:
    """Saved choices, and changes of the past."""
    odd = json.dumps(OWNED)
    profiles = home / ".config/coding-plan-wizard/profiles.toml"
    profiles.parent.mkdir(exist_ok=True)
    profiles.write_text(f"[{odd}]\nregion = {odd}\ntools = [{odd}]\nmodel = {odd}\n[odd.tool.{odd}]\nmodel = {odd}\n")
    (entry,) = (home / ".local/state/coding-plan-wizard/history").glob("*.json")
    change = json.loads(entry.read_bytes())
    change["change"]["summary"] = {OWNED: OWNED}
    change["change"]["command"] = OWNED
    change["change"]["tools"] = [OWNED]
    entry.write_text(json.dumps(change))
    for command in (("profile",), ("history",), ("undo", "--dry-run"), ("profile", "use", OWNED), ("status",)):
        for form in _FORMS:
            ran = program(*command, *form)
            assert odd_in_text(ran.out + ran.err) == set(), command
    profiles.write_text(f"[{odd}]\n{odd} = 1\n")
    for form in _FORMS:
        ran = program("profile", *form)
        assert odd_in_text(ran.out + ran.err) == set()


def test_what_is_read_from_a_pipe(program: Program) -> None:
    """A pasted error and a key, with bytes that are no text in them."""
    text = f"API Error: 404 {OWNED} model `{OWNED}` not found\udcff\udc9b31m"
    for form in _FORMS:
        for command in (("doctor", "--message", "-"), ("apply", "--key-stdin", "--region", "china")):
            ran = program(*command, *form, text=text)
            assert odd_in_text(ran.out + ran.err) == set(), command


def test_every_way_of_printing(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is printed, nothing of it acts, and a line of a diff has its colour around it alone."""
    output = Output(color="always")
    hostile = f"+{OWNED}\udcff\n-{OWNED}\tx\n@{OWNED}\n {OWNED}"
    for write in (output.result, output.info, output.error, output.diff, output.ask):
        write(hostile)
        printed = capsys.readouterr()
        assert odd_in_text(printed.out + printed.err) == set()
        assert (printed.out + printed.err).count("␛[2J") == 4
        assert (printed.out + printed.err).count("\x1b[0m") == (3 if write == output.diff else 0)
    Output(json=True).answer({OWNED: f"{OWNED}\udcff"})
    printed = capsys.readouterr()
    assert odd_in_text(printed.out) == set()
    assert json.loads(printed.out) == {OWNED: f"{OWNED}\udcff"}
