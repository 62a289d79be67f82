"""A package whose code raises, prints or changes the process: it is named and left out, and all else goes on."""

import json
import locale
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.running import KEY, Ran, contents, wizard
from tests.plugins.placing import EXAMPLE, files_of, place
from wizard.plugins.contained import MeddledError, contained

pytestmark = pytest.mark.thorough

_TOOL = "sample_agent_plan/__init__.py"
_CHOSEN = ("--region", "china", "--tool", "sample-agent", "--model", "glm-5")
_OTHER = ("--region", "china", "--tool", "opencode", "--model", "glm-5")
_RAISING = (
    "class Own(BaseException): pass\n{}raise Own(KEY)",
    "raise GeneratorExit(KEY)",
    "import asyncio\n{}raise asyncio.CancelledError(KEY)",
    "raise SystemExit(0)",
    "raise RecursionError",
    "raise MemoryError",
    "class Own(Exception):\n{}    def __str__(self): raise ValueError(KEY)\n{}raise Own",
    "class Own(Exception):\n{}    def __str__(self): return 'x' * 10**6\n{}raise Own",
    "raise ExceptionGroup('two', [ValueError(KEY), KeyError(KEY)])",
)
_MEDDLING = (
    "import os; os.chdir('/')",
    "import os; os.environ.clear()",
    "import os; os.environ['HOME'] = '/nowhere'",
    "import os; os.environ['CODING_PLAN_API_KEY'] = 'sk-sp-of-somebody-else'",
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)",
    "import signal; signal.signal(signal.SIGTERM, lambda *_: None)",
    "import locale; locale.setlocale(locale.LC_ALL, 'C.UTF-8')",
    "import sys; sys.setrecursionlimit(5_000)",
    "import sys; sys.stdout.close()",
    "import sys; sys.stderr.close(); sys.stdin.close()",
    "import sys, io; sys.stdout = io.StringIO()",
    "import sys; sys.stdout = sys.stderr = sys.__stdout__ = None",
    "import sys; del sys.stdout, sys.stderr",
)
_PRINTING = (
    "print('printed')",
    "import sys; print('printed', file=sys.stderr); sys.stdout.write('printed'); sys.__stdout__.write('printed')",
    "import sys; sys.stdout.buffer.write(b'printed'); sys.stdout.reconfigure(encoding='ascii'); print('ü')",
    "import os; os.write(1, b'printed')",
    "import subprocess; subprocess.run(['/bin/echo', 'printed'])",
    "import logging; logging.basicConfig(); logging.error('printed')",
    "import warnings; warnings.warn('printed')",
    "import sys; sys.stdin.read(); print(sys.stdout.isatty(), sys.stdout.encoding)",
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def _at_import(line: str) -> dict[str, str]:
    source = files_of(EXAMPLE)[_TOOL]
    return {
        **files_of(EXAMPLE),
        _TOOL: source.replace("\n\nfrom ", f"\n\nKEY = {KEY!r}\n{line.format(*[''] * 9)}\nfrom ", 1),
    }


def _in_method(method: str, line: str) -> dict[str, str]:
    source = files_of(EXAMPLE)[_TOOL]
    head, _, body = source.partition(f"    def {method}(")
    if body:
        signature, _, rest = body.partition("\n")
        text = (
            f"{head}    def {method}({signature}\n        KEY = {KEY!r}\n        {line.format(*[' ' * 8] * 9)}\n{rest}"
        )
    else:
        arguments = {"listed_models": "self, view, file", "restart_steps": "self", "named_files": "self, view"}[method]
        statements = f"        KEY = {KEY!r}\n        {line.format(*[' ' * 8] * 9)}\n        return ()\n"
        added = f"    def {method}({arguments}):\n{statements}\n"
        text = source.replace("    def withdraw(", f"{added}    def withdraw(")
    return {**files_of(EXAMPLE), _TOOL: text}


def _left_out(ran: Ran) -> None:
    """It is one warning with the package's name, and what was asked for is there."""
    assert ran.code == 0, ran.err
    (warning,) = ran.json["warnings"]
    assert warning["code"] == "plugins.left-out"
    assert "sample-agent-plan" in warning["message"]
    assert [file["tool"] for file in ran.json["files"]] == ["opencode"]
    assert "Traceback" not in ran.err
    assert KEY not in ran.out + ran.err


@pytest.mark.parametrize("line", [*_RAISING, *_MEDDLING], ids=range(len(_RAISING) + len(_MEDDLING)))
def test_a_package_that_breaks_or_meddles_when_it_is_imported(tmp_path: Path, home: Path, line: str) -> None:
    """Whatever it raises, closes or changes: the wizard's other tools are planned as ever, in the user's home."""
    site = str(place(_at_import(line), tmp_path / "site"))
    ran = wizard(home, "plan", *_OTHER, "--json", PYTHONPATH=site)
    _left_out(ran)
    assert ran.json["files"][0]["path"] == str(home / ".config" / "opencode" / "opencode.json")
    assert wizard(home, "plan", *_CHOSEN, PYTHONPATH=site).code == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("TOOL = SampleAgent()", "def __getattr__(name):\n    raise ValueError(name)"),
        ("TOOL = SampleAgent()", "def __getattr__(name):\n    raise GeneratorExit(name)"),
        ('    id = "sample-agent"', "    @property\n    def id(self):\n        raise KeyError('id')"),
        (
            '    id = "sample-agent"',
            '    id = "sample-agent"\n\n    @property\n    def needs_version(self):\n        raise GeneratorExit',
        ),
        ("TOOL = SampleAgent()", "TOOL = SampleAgent()\n__file__ = None"),
        (
            "TOOL = SampleAgent()",
            "class TOOL:\n    @property\n    def __class__(self):\n        raise ValueError\nTOOL = TOOL()",
        ),
    ],
    ids=range(6),
)
def test_a_module_that_cannot_be_looked_into(tmp_path: Path, home: Path, old: str, new: str) -> None:
    """What raises when its attributes are read is named as well."""
    files = files_of(EXAMPLE)
    assert old in files[_TOOL]
    files[_TOOL] = files[_TOOL].replace(old, new)
    _left_out(wizard(home, "plan", *_OTHER, "--json", PYTHONPATH=str(place(files, tmp_path / "site"))))


@pytest.mark.parametrize("name", ["facts.toml", "en.toml", "zh.toml", "findings.toml"])
@pytest.mark.parametrize("kind", ["pipe", "device", "huge", "deep"])
def test_texts_that_are_no_files(tmp_path: Path, home: Path, name: str, kind: str) -> None:
    """A named pipe, a device, a gigabyte or a thousand brackets in the place of a package's texts."""
    site = place(files_of(EXAMPLE), tmp_path / "site")
    path = site / "sample_agent_plan" / name
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "huge":
        with path.open("wb") as file:
            file.truncate(10**9)
    else:
        path.write_text("a = " + "[" * 100_000)
    _left_out(wizard(home, "plan", *_OTHER, "--json", PYTHONPATH=str(site)))


@pytest.mark.parametrize("line", _PRINTING, ids=range(len(_PRINTING)))
def test_what_a_package_prints_goes_nowhere(tmp_path: Path, home: Path, line: str) -> None:
    """Standard output stays the one JSON object, whichever way it is written to; the tool itself works."""
    methods = ("files", "state", "configure", "restart_steps", "listed_models", "named_files")
    for number, files in enumerate((_at_import(line), *(_in_method(method, line) for method in methods))):
        site = str(place(files, tmp_path / f"site{number}"))
        ran = wizard(home, "plan", *_CHOSEN, "--json", PYTHONPATH=site)
        assert (ran.code, [file["tool"] for file in ran.json["files"]]) == (0, ["sample-agent"]), ran.err
        assert "printed" not in ran.out + ran.err.replace("print('printed')", "")


@pytest.mark.parametrize("line", [*_RAISING, *_MEDDLING], ids=range(len(_RAISING) + len(_MEDDLING)))
@pytest.mark.parametrize("method", ["files", "configure"])
def test_a_method_that_breaks_or_meddles(tmp_path: Path, home: Path, method: str, line: str) -> None:
    """It is a sentence about the package; with the tool left out, the others are written where they belong."""
    site = str(place(_in_method(method, line), tmp_path / "site"))
    ran = wizard(home, "apply", "--yes", "--json", *_OTHER, "--tool", "sample-agent", PYTHONPATH=site)
    assert (ran.code, contents(home)) == (1, {}), ran.err
    assert "sample-agent-plan, which made a mistake" in ran.json["errors"][0]["message"]
    assert KEY not in ran.out + ran.err
    ran = wizard(home, "apply", "--yes", "--json", "--skip-failing", *_OTHER, "--tool", "sample-agent", PYTHONPATH=site)
    assert (ran.code, list(contents(home))) == (0, [".config/opencode/opencode.json"]), ran.err


@pytest.mark.parametrize(
    "answer",
    [
        "ToolState(configured='yes')",
        "ToolState(configured=True, region=3)",
        "ToolState(configured=True, model=['glm-5'])",
        "ToolState(configured=True, thinking='on')",
        "ToolState(configured=True, credential='sk-sp-0123456789abcdef')",
        "ToolState(problems='none')",
        "ToolState(problems=(Notice('sample-agent.next', {{}}, 'config.json'),))",
        "ToolState(problems=(Notice('sample-agent.next', mends=(3,)),))",
        "ToolState(problems=3)",
        "type('State', (), {{'__class__': ToolState}})()",
    ],
    ids=range(10),
)
def test_a_state_with_values_of_the_wrong_kind(tmp_path: Path, home: Path, answer: str) -> None:
    """Nothing that a front end could not show gets there: it is the package's mistake."""
    files = _in_method("state", f"return {answer}")
    files[_TOOL] = files[_TOOL].replace("    FileEdits,\n", "    FileEdits,\n    Notice,\n")
    site = str(place(files, tmp_path / "site"))
    for command in ("status", "doctor"):
        ran = wizard(home, command, "--json", PYTHONPATH=site)
        assert ran.code in {0, 3}, ran.err
        assert "sample-agent-plan, which made a mistake" in ran.out


def test_words_that_are_there_only_once(tmp_path: Path, home: Path) -> None:
    """A value that gives another text each time, or none the second time, is asked once."""
    line = (
        "class Once:\n{}    said = False\n{}    def __str__(self):\n{}        if self.said: raise GeneratorExit\n"
        "{}        self.said = True\n{}        return 'once'\n{}"
        "return ToolState(problems=(Notice('sample-agent.no-reference', {{'variable': Once()}}),))"
    )
    files = _in_method("state", line)
    files[_TOOL] = files[_TOOL].replace("    FileEdits,\n", "    FileEdits,\n    Notice,\n")
    ran = wizard(home, "status", PYTHONPATH=str(place(files, tmp_path / "site")))
    assert ran.code == 0, ran.err
    assert "so it cannot refer to $once" in ran.out


def test_an_error_without_words_is_a_mistake(tmp_path: Path, home: Path) -> None:
    """A refusal of the tool's own must have its sentence."""
    site = place(_in_method("configure", "raise WizardError('sample-agent.no-such-text')"), tmp_path / "site")
    ran = wizard(home, "plan", *_CHOSEN, PYTHONPATH=str(site))
    assert (ran.code, "sample-agent-plan, which made a mistake" in ran.err) == (1, True), ran.err


def test_a_damaged_description_of_a_package_is_named(tmp_path: Path, home: Path) -> None:
    """Entry points that cannot be read, or a package without a name, stop no command."""
    for number, text in enumerate(
        ("[coding_plan_wizard.tools]\nnothing", "[coding_plan_wizard.tools]\na = !!\n", "\udcff")
    ):
        site = place(files_of(EXAMPLE), tmp_path / f"site{number}")
        (metadata,) = site.glob("*.dist-info")
        content = text.encode("utf-8", "surrogateescape") + b"\n[coding_plan_wizard.tools]\n"
        (metadata / "entry_points.txt").write_bytes(content)
        (metadata / "METADATA").unlink()
        ran = wizard(home, "plan", *_OTHER, "--json", PYTHONPATH=str(site))
        assert ran.code == 0, ran.err
        assert all("sample" in warning["message"] for warning in ran.json["warnings"])


def test_ctrl_c_in_a_packages_code_ends_the_program(tmp_path: Path, home: Path) -> None:
    """The user's Ctrl+C is no mistake of a package."""
    line = "raise KeyboardInterrupt"
    for number, files in enumerate((_at_import(line), _in_method("configure", line))):
        site = str(place(files, tmp_path / f"site{number}"))
        ran = wizard(home, "plan", *_CHOSEN, "--json", PYTHONPATH=site)
        assert (ran.code, json.loads(ran.out)["exit_code"]) == (130, 130), ran.err


def test_all_is_as_before_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folder, variables, handlers, locale, recursion limit and streams are put back, also where it raises."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MINE", "before")

    def state() -> tuple[object, ...]:
        return (
            Path.cwd(),
            dict(os.environ),
            [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)],
            locale.setlocale(locale.LC_ALL),
            sys.getrecursionlimit(),
            (sys.stdin, sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__),
        )

    def meddle() -> None:
        os.chdir("/")
        os.environ["MINE"] = "after"
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sys.setrecursionlimit(sys.getrecursionlimit() + 1)
        sys.stdout = None  # what a package may do

    def meddle_and_raise() -> None:
        meddle()
        raise GeneratorExit

    before = state()
    with pytest.raises(MeddledError) as caught:
        contained(meddle)
    assert caught.value.what.split(", ") == [
        "the working folder",
        "environment variables",
        "how signals are dealt with",
        "the recursion limit",
        "the standard streams",
    ]
    assert state() == before
    with pytest.raises(GeneratorExit):
        contained(meddle_and_raise)
    assert state() == before


def test_other_threads_print_meanwhile(capsys: pytest.CaptureFixture[str]) -> None:
    """While a package's code runs in one thread, what the others print arrives, and calls at once do not mix."""
    inside, outside = threading.Event(), threading.Event()
    before = (sys.stdout, sys.stderr)

    def slow() -> None:
        print("of the package")  # noqa: T201  what is tried
        inside.set()
        assert outside.wait(30)

    threads = [threading.Thread(target=lambda: contained(slow)) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert inside.wait(30)
    print("of the wizard")  # noqa: T201  what is tried
    contained(lambda: print("of another package"))  # noqa: T201  what is tried
    outside.set()
    for thread in threads:
        thread.join(30)
    assert (sys.stdout, sys.stderr) == before
    assert capsys.readouterr().out == "of the wizard\n"
