"""The walls of the house: who may import whom, who may write, where facts may stand."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.plugins import built_in_catalog

_ROOT = Path(__file__).parent.parent / "wizard"
_MODULES = sorted(_ROOT.rglob("*.py"))
_WRITING = {
    "write_bytes",
    "write_text",
    "rename",
    "unlink",
    "mkdir",
    "chmod",
    "rmdir",
    "touch",
    "symlink_to",
    "hardlink_to",
}
_WRITING_FUNCTIONS = {
    "os": {
        *("replace", "rename", "renames", "remove", "unlink", "mkdir", "makedirs", "rmdir", "removedirs", "write"),
        *("chmod", "chown", "fchmod", "fchown", "link", "symlink", "truncate", "ftruncate", "utime", "mkfifo", "mknod"),
    },
    "shutil": {
        "copy",
        "copy2",
        "copyfile",
        "copyfileobj",
        "copymode",
        "copystat",
        "copytree",
        "move",
        "rmtree",
        "chown",
    },
}


_ARROWS = {
    "plan/diff.py": "wizard.tui.app",
    "plain/run.py": "wizard.tui.app",
    "tui/app.py": "wizard.plain.run",
    "show/as_text.py": "wizard.session",
    "apply/writer.py": "wizard.plan.plan",
    "tools/base.py": "wizard.apply.writer",
    "formats/edits.py": "wizard.tools.base",
    "files/snapshot.py": "wizard.catalog",
    "catalog/load.py": "wizard.formats.toml.errors",
    "text/shell.py": "wizard.errors",
    "doctor/examine.py": "wizard.apply.history",
    "doctor/message.py": "socket",
    "steps/run.py": "wizard.apply.writer",
    "cli/call.py": "textual",
}
"""Imports that no wall lets through, by the file they are put into."""


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the linter says of the package in ``folder`` against the contracts in ``pyproject.toml``."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def test_the_walls_stand() -> None:
    """No module imports from a room above it or beside it, at its top or inside a function."""
    ran = _lint(_ROOT.parent)
    assert ran.returncode == 0, ran.stdout


def test_what_breaks_a_wall_is_seen(tmp_path: Path) -> None:
    """An import inside a function counts, and a new room must be given its place."""
    shutil.copytree(_ROOT, tmp_path / "wizard", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(_ROOT.parent / "pyproject.toml", tmp_path)
    for file, imported in _ARROWS.items():
        with (tmp_path / "wizard" / file).open("a", encoding="utf-8") as module:
            module.write(f"\n\ndef _put_in() -> None:\n    import {imported}\n")
    ran = _lint(tmp_path)
    assert ran.returncode == 1
    said = " ".join(ran.stdout.split())
    unseen = {
        file
        for file, imported in _ARROWS.items()
        if f"wizard.{file.removesuffix('.py').replace('/', '.')} -> {imported} " not in said
    }
    assert unseen == set()
    (tmp_path / "wizard" / "attic").mkdir()
    (tmp_path / "wizard" / "attic" / "__init__.py").touch()
    assert "wizard.attic" in _lint(tmp_path).stdout


def _writes(call: ast.Call) -> bool:
    """Whether this call changes the disk: a method of a path, of ``os`` or ``shutil``, a writing ``open``."""
    function = call.func
    if isinstance(function, ast.Name):
        return function.id == "open" and _writing_mode(call.args[1:2], call.keywords)
    if not isinstance(function, ast.Attribute):
        return False
    if isinstance(function.value, ast.Name) and function.value.id in _WRITING_FUNCTIONS:
        flags = {node.attr for argument in call.args for node in ast.walk(argument) if isinstance(node, ast.Attribute)}
        opens = function.attr == "open" and bool(flags & {"O_CREAT", "O_RDWR", "O_WRONLY"}) and "devnull" not in flags
        return opens or function.attr in _WRITING_FUNCTIONS[function.value.id]
    return function.attr in _WRITING or (function.attr == "open" and _writing_mode(call.args[:1], call.keywords))


def _writing_mode(arguments: list[ast.expr], keywords: list[ast.keyword]) -> bool:
    modes = [*arguments, *(keyword.value for keyword in keywords if keyword.arg == "mode")]
    return any(isinstance(mode, ast.Constant) and set(str(mode.value)) & set("wax+") for mode in modes)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('open(path, "w")', True),
        ('open(path, mode="ab")', True),
        ('open(path, "rb")', False),
        ("open(path)", False),
        ('path.open("x")', True),
        ('path.open("rb")', False),
        ("os.replace(a, b)", True),
        ("text.replace(a, b)", False),
        ("os.open(path, os.O_WRONLY | os.O_CREAT)", True),
        ("os.open(os.devnull, os.O_WRONLY)", False),
        ("shutil.rmtree(path)", True),
        ("shutil.which(name)", False),
        ("path.write_text(text)", True),
    ],
)
def test_what_counts_as_writing(code: str, expected: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """The wall sees every way of writing, and no way of reading."""
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert _writes(call) == expected


def test_only_apply_writes() -> None:
    """No call that changes the disk stands outside wizard/apply."""
    for path in _MODULES:
        if path.relative_to(_ROOT).parts[0] == "apply":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                assert not _writes(node), f"{path.relative_to(_ROOT)}:{node.lineno}"


def test_facts_of_the_plan_stand_in_the_catalog_only() -> None:
    """No model id, host or limit of the catalog is written in the code."""
    catalog = built_in_catalog()
    texts = {*catalog.models, *(region.host for region in catalog.regions.values())}
    numbers = {model.context_window for model in catalog.models.values()}
    numbers |= {model.max_output for model in catalog.models.values()}
    numbers |= {model.max_thinking_budget for model in catalog.models.values() if model.max_thinking_budget}
    numbers -= {1_000_000, 65_536}  # common numbers; the catalog's reader and the format readers use them as sizes
    for path in _MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not [text for text in texts if text in node.value], f"{path}:{node.lineno}"
            elif isinstance(node, ast.Constant) and isinstance(node.value, int):
                assert node.value not in numbers, f"{path}:{node.lineno}"


def test_no_file_is_longer_than_400_lines() -> None:
    """Every module stays small enough to be read at once."""
    long = [path.name for path in _MODULES if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert not long


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--version"], "wizard.text"),
        (["--help"], "textual"),
        (["plan", "--tool", "cursor"], "textual"),
        (["plan", "--tool", "cursor"], "pydantic"),
        (["status"], "pydantic"),
        (["history"], "pydantic"),
        (["profile", "list"], "pydantic"),
        (["doctor"], "pydantic"),
    ],
)
def test_short_commands_load_no_heavy_package(arguments: list[str], absent: str) -> None:
    """Short commands start without the packages they do not need."""
    start = f"import sys; from wizard.__main__ import main\ntry: main({arguments!r})"
    code = f"{start}\nfinally: sys.exit({absent!r} in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr.decode()


def test_the_first_screen_waits_for_nothing() -> None:
    """What is imported before the first screen is painted has no catalog, no formats, no pydantic in it."""
    code = "import sys, wizard.tui.app, wizard.cli.arguments as given\ngiven.parsed([])\n"
    code += "sys.exit(any(name.startswith(('pydantic', 'tomlkit', 'json5', 'wizard.catalog', 'wizard.formats', "
    code += "'wizard.session')) for name in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr.decode()


_STREAMS = {"stdout", "stderr", "__stdout__", "__stderr__"}


def _printing(code: ast.AST) -> list[int]:
    """The lines with a way past the gate: printing, asking, or a stream but to know whether it is a terminal."""
    nodes = list(ast.walk(code))
    asked = {node.value for node in nodes if isinstance(node, ast.Attribute) and node.attr == "isatty"}
    return [node.lineno for node in nodes if node not in asked and isinstance(node, ast.expr) and _is_way_out(node)]


def _is_way_out(node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in _STREAMS and isinstance(node.value, ast.Name) and node.value.id == "sys"
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    says = any(ast.unparse(argument) != "''" for argument in node.args)
    return name in {"print", "print_exc", "print_help", "print_usage"} or (name in {"input", "getpass"} and says)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("print(text)", True),
        ("sys.stderr.write(text)", True),
        ("write = sys.stdout.write", True),
        ("traceback.print_exc()", True),
        ("console.print(text)", True),
        ("input(question)", True),
        ("getpass('', stream=sys.stderr)", True),
        ("sys.stdout.isatty()", False),
        ("input()", False),
        ("getpass('')", False),
        ("file.write(text)", False),
    ],
)
def test_what_counts_as_printing(code: str, expected: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """The wall sees every way to the terminal."""
    assert bool(_printing(ast.parse(code))) == expected


@pytest.mark.promise("whatever-comes-from")
def test_only_the_gate_prints() -> None:
    """Nothing but the gate prints; the shortest command of all prints the program's own version."""
    found = {
        (path.relative_to(_ROOT).as_posix(), line)
        for path in _MODULES
        for line in _printing(ast.parse(path.read_text(encoding="utf-8")))
        if path.relative_to(_ROOT).as_posix() != "show/output.py"
    }
    assert {place for place, _ in found} == {"__main__.py"}
    assert len(found) == 1
