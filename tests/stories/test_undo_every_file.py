"""Every file of every tool, written into by its user: undo takes out the wizard's lines alone, and opens no key."""

import json
import stat
from pathlib import Path

import pytest

from tests.faults.program import KEY, Program

pytestmark = pytest.mark.thorough

TOOLS = (
    "claude-code",
    "opencode",
    "qwen-code",
    "openclaw",
    "codex",
    "kilo",
    "hermes",
    "cline-cli",
    "aider",
    "continue-cli",
)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program over an empty home."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(tmp_path)
    return Program(home, monkeypatch, capsys)


def with_own_line(path: Path, content: str) -> str:
    """``content`` with a setting of the user's."""
    if path.name == ".env":
        return f"{content}MY_OWN=keepme-keepme\n"
    if path.suffix == ".toml":
        return f'my_own = "keepme-keepme"\n{content}'
    if path.suffix in {".yaml", ".yml"}:
        return f"{content}my_own: keepme-keepme\n"
    if not content.strip().removeprefix("{").removesuffix("}").strip():
        return '{"my_own": "keepme-keepme"}\n'
    return content.replace("{", '{\n  "my_own": "keepme-keepme",', 1)


def written(program: Program, tool: str) -> list[Path]:
    """The files that a first set-up of ``tool`` wrote."""
    ran = program("apply", "--region", "china", "--model", "glm-5", "--tool", tool, "--yes", "--json")
    assert ran.code == 0, ran.err
    return [Path(file["path"]) for file in ran.json["files"] if file["action"] != "unchanged"]


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("how", [(), ("--skip-failing",)])
def test_the_users_line_stays(program: Program, tool: str, how: tuple[str, ...]) -> None:
    """In files that the wizard made, a line that came since is what is left; no key is."""
    files = written(program, tool)
    assert files
    with_settings = [path for path in files if path.name != ".onboarding_complete"]  # only its being there counts
    for path in with_settings:
        path.write_text(with_own_line(path, path.read_text()))
    ran = program("undo", "--yes", *how)
    assert ran.code == 0, ran.err
    for path in with_settings:
        left = path.read_text()
        assert "keepme-keepme" in left, path
        assert KEY not in left, path
        assert "dashscope" not in left, path


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o666])
@pytest.mark.parametrize("secret", [False, True])
def test_a_key_that_comes_back_is_the_users_alone(program: Program, tool: str, mode: int, *, secret: bool) -> None:
    """Undoing a removal puts no key into a file that the user has opened since, with a secret in it or without."""
    files = written(program, tool)
    original = {path: path.read_text() for path in files}
    assert program("undo", "--yes").code == 0
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("" if path.name == ".env" else "{}\n" if path.suffix.startswith(".json") else "")
        path.write_text(with_own_line(path, path.read_text()))
        path.chmod(0o644)
    written(program, tool)
    assert program("remove", "--tool", tool, "--yes").code == 0
    for path in files:
        if secret:
            path.write_text(path.read_text().replace("keepme-keepme", "keepme-again").replace("my_own", "my_token"))
        path.chmod(mode)
    ran = program("undo", "--yes", "--force")
    assert ran.code == 0, ran.err
    with_key = [path for path in files if KEY in path.read_text()]
    assert with_key or not any(KEY in content for content in original.values())
    assert [path for path in with_key if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_a_line_in_another_look_is_no_new_key(program: Program) -> None:
    """A client that quotes a name anew adds no key: what undo leaves has the permissions of before."""
    path = program.home / ".continue" / "config.yaml"
    path.parent.mkdir()
    path.write_text("name: mine\nmodels:\n  - name: own\n    apiKey: own-secret-value\n")
    path.chmod(0o644)
    written(program, "continue-cli")
    path.write_text(path.read_text().replace("apiKey: own-secret-value", "'apiKey': own-secret-value"))
    assert program("undo", "--yes").code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert json.dumps(KEY) not in path.read_text()
