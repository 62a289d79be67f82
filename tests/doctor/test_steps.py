"""Findings that no edit of a tool's files ends: they name the exact step, and a repair leaves them open."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.doctor.set_ups import OTHER_KEY, SetUp
from tests.tools.planning import KEY
from wizard.doctor.examine import examine
from wizard.doctor.finding import Finding
from wizard.environment import Environment
from wizard.session import Session


class Open(NamedTuple):
    """What makes the finding, and words its fix must have."""

    code: str
    tool: str
    change: Callable[[SetUp], object]
    words: tuple[str, ...]


def _set(value: object, *path: str | int, place: str | None = None) -> Callable[[SetUp], object]:
    def change(content: Any) -> None:  # noqa: ANN401  parsed JSON
        for step in path[:-1]:
            content = content.setdefault(step, {}) if isinstance(step, str) else content[step]
        content[path[-1]] = value

    return lambda set_up: set_up.change(change, place)


def installed(command: str, version: str) -> Callable[[SetUp], object]:
    """A program of that version is on the shell's path."""

    def change(set_up: SetUp) -> None:
        package = set_up.home / "programs"
        set_up.put("programs/package.json", {"version": version, "bin": {command: command}})
        set_up.put(f"programs/{command}", "#!/bin/sh\nexit 1\n").chmod(0o755)
        set_up.variables["PATH"] = str(package)

    return change


def _own_row(set_up: SetUp) -> None:
    row = {"id": "glm-5", "baseUrl": "https://own.example/v1", "envKey": "OWN"}
    set_up.change(lambda content: content["modelProviders"]["openai"].insert(0, row))


def _a_folder(set_up: SetUp) -> None:
    set_up.path.unlink()
    set_up.path.mkdir()


_SWITCH = ("coding-plan-wizard switch",)
_CASES = [
    Open(
        "tools.file-malformed",
        "qwen-code",
        lambda set_up: set_up.path.write_text("{"),
        ("/.qwen/settings.json", "apply --tool qwen-code --start-fresh"),
    ),
    Open("tools.file-unusable", "qwen-code", _a_folder, ()),
    Open(
        "tools.variable-unset", "openclaw", _set("${MY_KEY}", "models", "providers", "bailian", "apiKey"), ("MY_KEY",)
    ),
    Open(
        "tools.exported",
        "qwen-code",
        lambda set_up: set_up.variables.update(BAILIAN_CODING_PLAN_API_KEY=OTHER_KEY),
        ("unset BAILIAN_CODING_PLAN_API_KEY", "~/.zshrc"),
    ),
    Open(
        "tools.exported-line",
        "qwen-code",
        lambda set_up: set_up.put(".zshrc", f"# mine\n\nexport BAILIAN_CODING_PLAN_API_KEY={OTHER_KEY}\n"),
        ("+3 ", "/.zshrc", "unset BAILIAN_CODING_PLAN_API_KEY"),
    ),
    Open("opencode.other-model", "opencode", _set("anthropic/claude", "model"), _SWITCH),
    Open("opencode.too-old", "opencode", installed("opencode", "1.2.15"), ("opencode upgrade",)),
    Open(
        "qwen-code.other-model",
        "qwen-code",
        lambda set_up: (
            set_up.change(lambda content: content["modelProviders"]["openai"].append({"id": "own"})),
            _set("own", "model", "name")(set_up),
        ),
        _SWITCH,
    ),
    Open("qwen-code.same-id", "qwen-code", _own_row, ()),
    Open(
        "openclaw.other-model", "openclaw", _set("anthropic/claude", "agents", "defaults", "model", "primary"), _SWITCH
    ),
    Open(
        "openclaw.other-provider", "openclaw", _set({"baseUrl": "https://x.example"}, "models", "providers", "qwen"), ()
    ),
    Open(
        "openclaw.memory-key",
        "openclaw",
        lambda set_up: set_up.variables.update(OPENAI_API_KEY="sk-0123456789abcdef"),
        ("agents.defaults.memorySearch",),
    ),
    Open("openclaw.too-old", "openclaw", installed("openclaw", "2026.3.1"), ("npm install -g openclaw@latest",)),
    Open("codex.too-new", "codex", installed("codex", "0.169.0"), ("npm install -g @openai/codex@0.80.0",)),
    Open(
        "hermes.other-provider",
        "hermes",
        lambda set_up: set_up.path.write_text(set_up.path.read_text().replace("alibaba-coding-plan", "openrouter")),
        ("apply",),
    ),
    Open("cline-cli.other-provider", "cline-cli", _set("anthropic", "lastUsedProvider"), ("apply",)),
    Open(
        "continue-cli.other-model",
        "continue-cli",
        lambda set_up: (
            set_up.path.write_text(
                set_up.path.read_text() + "  - {name: Own, provider: openai, model: gpt-5, apiKey: sk-own}\n"
            ),
            set_up.put(".continue/index/globalContext.json", {"cliSelectedModel": "Own"}),
        ),
        ("apply", "/model"),
    ),
    Open(
        "doctor.key-in-two-regions",
        "opencode",
        lambda set_up: (set_up.add("codex"), set_up.add("qwen-code", region="china")),
        ("coding-plan-wizard apply --region international --tool qwen-code",),
    ),
    Open(
        "doctor.regions-differ",
        "opencode",
        lambda set_up: set_up.add("qwen-code", region="china", key=OTHER_KEY),
        ("coding-plan-wizard apply --region",),
    ),
    Open("doctor.keys-differ", "opencode", lambda set_up: set_up.add("codex", key=OTHER_KEY), ("--key-env",)),
    Open(
        "doctor.startup-readable",
        "opencode",
        lambda set_up: set_up.put(".profile", f"export MY_KEY='{KEY}'\n").chmod(0o644),
        ("chmod 600 ", "/.profile"),
    ),
]
_IN_PROJECTS = {
    "aider.shadowed": ("aider", ".aider.conf.yml", "model: gpt-5\n"),
}
CODES = {case.code for case in _CASES} | set(_IN_PROJECTS)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.code}-{case.tool}")
def test_a_step_is_named_and_the_finding_stays_open(tmp_path: Path, case: Open) -> None:
    """The finding says what to do, word for word where it is a command; the doctor changes nothing about it itself."""
    set_up = SetUp.good(tmp_path, case.tool)
    case.change(set_up)
    finding = _only(set_up.findings(), case.code)
    assert finding.cause
    assert [word for word in case.words if word not in finding.fix] == []
    assert finding.facts.repair == "steps"
    assert KEY not in finding.cause + finding.fix
    set_up.repair()
    assert case.code in set_up.codes()


@pytest.mark.parametrize("code", _IN_PROJECTS)
def test_a_project_file_that_beats_the_users_is_named(tmp_path: Path, code: str) -> None:
    """In a project whose own file says otherwise, that file is the finding's."""
    tool, place, content = _IN_PROJECTS[code]
    home, project = tmp_path / "home", tmp_path / "project"
    home.mkdir()
    set_up = SetUp.good(home, tool)
    path = project / place
    path.parent.mkdir(parents=True)
    path.write_text(content)
    session = Session.start(Environment(home, {"PATH": ""}, "linux", working_folder=project))
    assert _only(examine(session.detect_all()).findings, code).path == path
    assert set_up.findings() == ()


def test_the_line_is_named_even_where_the_shell_has_the_variable(tmp_path: Path) -> None:
    """A variable of this shell that a start-up file sets is told with that file's line."""
    set_up = SetUp.good(tmp_path, "qwen-code")
    set_up.put(".bashrc", f'alias ll="ls -l"\nexport BAILIAN_CODING_PLAN_API_KEY="{OTHER_KEY}" # old\n')
    set_up.variables["BAILIAN_CODING_PLAN_API_KEY"] = OTHER_KEY
    finding = _only(set_up.findings(), "tools.exported-line")
    assert finding.path == tmp_path / ".bashrc"
    assert "Line 2" in finding.cause
    assert len(finding.steps) == 2


def test_the_same_key_in_shell_and_settings_is_no_conflict(tmp_path: Path) -> None:
    """Exporting the very key of the settings does no harm."""
    set_up = SetUp.good(tmp_path, "qwen-code")
    set_up.put(".bashrc", f"export BAILIAN_CODING_PLAN_API_KEY={KEY}\n")
    assert set_up.findings() == ()


def test_only_the_named_tools_are_told_of(tmp_path: Path) -> None:
    """With ``--tool`` the findings of the other tools are left out."""
    set_up = SetUp.good(tmp_path, "qwen-code")
    set_up.add("claude-code")
    set_up.put(".claude.json", {"hasCompletedOnboarding": False})
    assert examine(set_up.session.detect_all(), ["qwen-code"]).findings == ()
    assert set_up.codes() == {"claude-code.not-onboarded"}


def test_on_windows_modes_say_nothing(tmp_path: Path) -> None:
    """Mode bits of Windows are not read as permissions."""
    set_up = SetUp.good(tmp_path, "qwen-code")
    set_up.path.chmod(0o644)
    session = set_up.session
    assert set_up.codes() == {"tools.readable"}
    windows = Session(replace(session.environment, platform="win32"), session.catalog)
    assert examine(windows.detect_all()).findings == ()


def _only(findings: tuple[Finding, ...], code: str) -> Finding:
    (finding,) = [finding for finding in findings if finding.code == code]
    return finding
